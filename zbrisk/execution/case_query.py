"""What is asked of cases beside their signals: the rows of any compiled relation, for many cases on one day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from zbrisk.compiler.compiled import CompiledRelation
from zbrisk.compiler.namespace import Namespace
from zbrisk.docket.days import AsOf, day_number
from zbrisk.docket.docket import Docket
from zbrisk.engines.duckdb import DuckDB
from zbrisk.engines.engine import Engine
from zbrisk.engines.limits import naming
from zbrisk.execution.prepared import PreparedCases

__all__ = ["prepare_queries", "run_queries"]


def prepare_queries(
    namespace: Namespace,
    queries: Sequence[CompiledRelation],
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
    prepared = PreparedCases(namespace.preparation(queries), engine, namespace.contract, evidence=evidence)
    prepared.start(case_ids, np.full(len(case_ids), day_number(as_of), dtype=np.int64))


def run_queries(
    docket: Docket, namespace: Namespace, queries: Sequence[CompiledRelation], case_ids: Sequence[str], as_of: AsOf
) -> list[list[dict[str, Any]]]:
    """The rows of each query for many cases on one day; `_moment` is the case's place in `case_ids`.

    Raises:
        DataError: A case is not known on the day.
    """
    if not case_ids:
        return [[] for _ in queries]
    engine = DuckDB(docket)
    try:
        prepare_queries(namespace, queries, engine, case_ids, as_of, evidence=False)
        return [_rows(engine, query) for query in queries]
    finally:
        engine.close()


def _rows(engine: Engine, query: CompiledRelation) -> list[dict[str, Any]]:
    with naming(f"The question {query.name}"):
        names, rows = engine.fetch_rows(query.sql[engine.dialect])
    return [dict(zip(names, row, strict=True)) for row in rows]
