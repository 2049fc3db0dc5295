"""A program at work on many cases of a docket."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from zbrisk.compiler.compiled import Program
from zbrisk.compiler.safety import runnable
from zbrisk.contract import Contract
from zbrisk.docket.docket import Docket
from zbrisk.engines.duckdb import DuckDB
from zbrisk.engines.growing_duckdb import GrowingDuckDB
from zbrisk.engines.limits import Limits
from zbrisk.errors import BundleError
from zbrisk.execution.moments import Days
from zbrisk.execution.run import Run

__all__ = ["started"]


@contextmanager
def started(
    program: Program,
    docket: Docket,
    case_ids: Sequence[str],
    days: Days,
    *,
    contract: Contract,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
    evidence: bool = False,
    gathers: bool = False,
) -> Iterator[Run]:
    """A run on DuckDB that was started for these moments.

    Args:
        program: What is run.
        docket: The tables.
        case_ids: The cases.
        days: The day of each.
        contract: The contract in force.
        limits: How long each query may take.
        evidence: Make the views such that evidence can be fetched.
        gathers: Read only the rows that these cases look at. What comes out is the same; it costs by the cases, where
            it else costs by the docket, and pays where they are a part of it.

    Raises:
        DataError: A case is not known at its day.
    """
    if not gathers:
        engine: DuckDB = DuckDB(docket, limits)
    else:
        _require_reaches(program)
        engine = GrowingDuckDB(docket, runnable(program, contract, "duckdb"), limits)
    try:
        run = Run(program, engine, contract, evidence=evidence)
        run.start(case_ids, days)
        if isinstance(engine, GrowingDuckDB):
            for signal in run.program.signals:
                engine.bring(signal)
        yield run
    finally:
        engine.close()


def _require_reaches(program: Program) -> None:
    if program.foreign and any("duckdb" not in part.rows_read_sql for part in program.parts):
        raise BundleError(
            "The bundle does not say by which ids the rows of many cases are reached.",
            "Train it again with this zbrisk.",
        )
