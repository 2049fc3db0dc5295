"""A relation that is neither signal nor view: rows of cases, asked for on some day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zbrisk.compiler.compiled import Program, Sql
from zbrisk.compiler.dialects import in_all_dialects
from zbrisk.compiler.library import Library, touched_rows
from zbrisk.compiler.query import QueryCompiler
from zbrisk.compiler.relation import Road
from zbrisk.docket.days import AsOf, day_number
from zbrisk.docket.docket import Docket
from zbrisk.engines.duckdb import DuckDB
from zbrisk.engines.engine import Engine
from zbrisk.engines.limits import naming
from zbrisk.matrix.run import Run
from zbrisk.signals.signal_file import SignalFile
from zbrisk.signals.window import ALL

__all__ = ["Question", "answered", "compile_question", "made_ready"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Question:
    """A compiled SELECT over cases. `kinds` gives its columns' types; `_m` in each row is the moment's place.

    `roads` and `touched` say which rows of tables it looks at, as they do for signals.
    """

    name: str
    kinds: Mapping[str, str]
    sql: Sql
    evidence_sql: Sql
    tables: tuple[str, ...]
    views: tuple[str, ...]
    roads: tuple[Road, ...]
    touched: Mapping[str, tuple[str, ...]]


def compile_question(file: SignalFile, library: Library) -> Question:
    """Compile one file of the signal language that is no signal.

    Raises:
        SignalError: It cannot be compiled safely; file, line and cure are named.
    """
    query = QueryCompiler(file, library.relations).compile()
    with_evidence = QueryCompiler(file, library.relations, evidence=True).compile()
    tables, views = library.behind(query.relations)
    return Question(
        name=file.name,
        kinds={name: kind.kind for name, kind in query.columns.items()},
        sql=in_all_dialects(query.tree),
        evidence_sql=in_all_dialects(with_evidence.tree),
        tables=tables,
        views=views,
        roads=query.roads,
        touched=touched_rows(with_evidence),
    )


def made_ready(
    library: Library,
    questions: Sequence[Question],
    engine: Engine,
    case_ids: Sequence[str],
    as_of: AsOf,
    *,
    evidence: bool,
) -> None:
    """Make the moments, `this_case` and the views that the questions read.

    Raises:
        DataError: A case is not known on the day.
    """
    contract = library.contract
    program = Program(
        days=tuple(moment.name for moment in contract.cohort.moments),
        windows=(ALL,),
        this_case=library.this_case,
        views=library.needed(view for question in questions for view in question.views),
        signals=(),
        digest="",
    )
    run = Run(program, engine, contract, evidence=evidence)
    run.start(case_ids, np.full(len(case_ids), day_number(as_of), dtype=np.int64))


def answered(
    docket: Docket, library: Library, questions: Sequence[Question], case_ids: Sequence[str], as_of: AsOf
) -> list[list[dict[str, Any]]]:
    """The rows of each question for many cases on one day; `_m` is the case's place in `case_ids`.

    Raises:
        DataError: A case is not known on the day.
    """
    if not case_ids:
        return [[] for _ in questions]
    engine = DuckDB(docket)
    try:
        made_ready(library, questions, engine, case_ids, as_of, evidence=False)
        return [_rows(engine, question) for question in questions]
    finally:
        engine.close()


def _rows(engine: Engine, question: Question) -> list[dict[str, Any]]:
    with naming(f"The question {question.name}"):
        names, rows = engine.fetch_rows(question.sql[engine.dialect])
    return [dict(zip(names, row, strict=True)) for row in rows]
