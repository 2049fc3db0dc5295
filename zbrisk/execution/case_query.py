"""A relation that is neither signal nor view: rows of cases, asked for on some day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zbrisk.compiler.compiled import Program, Sql
from zbrisk.compiler.dialects import in_all_dialects
from zbrisk.compiler.namespace import Namespace, rows_read_sql
from zbrisk.compiler.query import QueryCompiler
from zbrisk.compiler.relation import JoinPath
from zbrisk.docket.days import AsOf, day_number
from zbrisk.docket.docket import Docket
from zbrisk.engines.duckdb import DuckDB
from zbrisk.engines.engine import Engine
from zbrisk.engines.limits import naming
from zbrisk.execution.run import Run
from zbrisk.signals.signal_file import SignalFile
from zbrisk.signals.window import ALL

__all__ = ["CaseQuery", "compile_case_query", "made_ready", "run_queries"]


@dataclass(frozen=True, kw_only=True, eq=False)
class CaseQuery:
    """A compiled SELECT over cases. `kinds` gives its columns' types; `_m` in each row is the moment's place.

    `join_paths` and `rows_read_sql` say which rows of tables it looks at, as they do for signals.
    """

    name: str
    kinds: Mapping[str, str]
    sql: Sql
    evidence_sql: Sql
    tables: tuple[str, ...]
    views: tuple[str, ...]
    join_paths: tuple[JoinPath, ...]
    rows_read_sql: Mapping[str, tuple[str, ...]]


def compile_case_query(file: SignalFile, namespace: Namespace) -> CaseQuery:
    """Compile one file of the signal language that is no signal.

    Raises:
        SignalError: It cannot be compiled safely; file, line and cure are named.
    """
    query = QueryCompiler(file, namespace.relations).compile()
    with_evidence = QueryCompiler(file, namespace.relations, evidence=True).compile()
    tables, views = namespace.behind(query.relations)
    return CaseQuery(
        name=file.name,
        kinds={name: kind.kind for name, kind in query.columns.items()},
        sql=in_all_dialects(query.tree),
        evidence_sql=in_all_dialects(with_evidence.tree),
        tables=tables,
        views=views,
        join_paths=query.join_paths,
        rows_read_sql=rows_read_sql(with_evidence),
    )


def made_ready(
    namespace: Namespace,
    queries: Sequence[CaseQuery],
    engine: Engine,
    case_ids: Sequence[str],
    as_of: AsOf,
    *,
    evidence: bool,
) -> None:
    """Make the moments, `this_case` and the views that the queries read.

    Raises:
        DataError: A case is not known on the day.
    """
    contract = namespace.contract
    program = Program(
        days=tuple(day.name for day in contract.cohort.reference_days),
        windows=(ALL,),
        this_case=namespace.this_case,
        views=namespace.needed(view for query in queries for view in query.views),
        signals=(),
        digest="",
    )
    run = Run(program, engine, contract, evidence=evidence)
    run.start(case_ids, np.full(len(case_ids), day_number(as_of), dtype=np.int64))


def run_queries(
    docket: Docket, namespace: Namespace, queries: Sequence[CaseQuery], case_ids: Sequence[str], as_of: AsOf
) -> list[list[dict[str, Any]]]:
    """The rows of each query for many cases on one day; `_m` is the case's place in `case_ids`.

    Raises:
        DataError: A case is not known on the day.
    """
    if not case_ids:
        return [[] for _ in queries]
    engine = DuckDB(docket)
    try:
        made_ready(namespace, queries, engine, case_ids, as_of, evidence=False)
        return [_rows(engine, query) for query in queries]
    finally:
        engine.close()


def _rows(engine: Engine, query: CaseQuery) -> list[dict[str, Any]]:
    with naming(f"The query {query.name}"):
        names, rows = engine.fetch_rows(query.sql[engine.dialect])
    return [dict(zip(names, row, strict=True)) for row in rows]
