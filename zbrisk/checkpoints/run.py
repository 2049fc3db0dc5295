"""Check cases: every checkpoint of every case, on any engine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from zbrisk.checkpoints.calendar import make_calendar
from zbrisk.checkpoints.catalogue import CompiledCheckpoint, compile_checkpoints, preparation_of
from zbrisk.checkpoints.data import Data
from zbrisk.checkpoints.sentences import said
from zbrisk.checkpoints.verdict import Gaps, Row, Verdict, judged
from zbrisk.compiler.compiled import Preparation
from zbrisk.docket.days import AsOf
from zbrisk.docket.docket import Docket
from zbrisk.engines.duckdb import DuckDB
from zbrisk.engines.engine import Engine
from zbrisk.engines.growing_duckdb import GrowingDuckDB
from zbrisk.engines.limits import naming
from zbrisk.engines.sqlite import SQLite
from zbrisk.errors import DataError
from zbrisk.execution.moments import moments_of
from zbrisk.execution.prepared import PreparedCases
from zbrisk.typing import Progress

__all__ = ["VERDICT_COLUMNS", "check_cases"]

VERDICT_COLUMNS = (
    "case_id", "as_of", "checkpoint", "rule", "aspect", "verdict", "severity", "basis", "sentence_zh", "sentence_en",
    "evidence",
)  # fmt: skip
ENGINES = ("duckdb", "sqlite", "spark")


def check_cases(
    docket: Docket,
    as_of: AsOf | None = None,
    *,
    moments: pd.DataFrame | None = None,
    folder: str | Path | None = None,
    checkpoints: Sequence[CompiledCheckpoint] | None = None,
    engine: str = "duckdb",
    gathers: bool = False,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """The verdict of every checkpoint on every case.

    Args:
        docket: The tables.
        as_of: The day; all cases of the cohort are checked.
        moments: Instead: the cases and days, with the columns case_id and as_of.
        folder: The folder of features; None for zbrisk's own.
        checkpoints: Instead: these, compiled already.
        engine: `duckdb` for many cases, `sqlite` for one, `spark` for a nation.
        gathers: On duckdb, read only the rows that these cases look at; see `zbrisk.execution.started`.
        progress: Called with (done, of) after each checkpoint.

    Returns:
        One row a case and checkpoint, with VERDICT_COLUMNS; `evidence` is JSON, a list of {table, key}.

    Raises:
        DataError: A case is not known on its day, or neither as_of nor moments are given.
        SignalError: A checkpoint cannot be compiled safely.
        MissingExtraError: Spark is asked for and not installed.
    """
    checkpoints = tuple(checkpoints or compile_checkpoints(docket.contract, folder))
    if moments is None:
        if as_of is None:
            raise DataError("Which cases, on which day?", "Give as_of, or moments.")
        moments = docket.cohort(as_of)
    if engine not in ENGINES:
        raise DataError(f"There is no engine {engine!r} for checkpoints.", f"Use {', '.join(ENGINES)}.")
    case_ids, days = moments_of(moments, docket)
    preparation = preparation_of(checkpoints)
    place = GrowingDuckDB(docket, preparation) if gathers else _place(engine, docket)
    try:
        run = _started(preparation, place, docket, case_ids, days)
        data = Data(place, docket.contract, run.moments, run.windows)
        parts = []
        for done, checkpoint in enumerate(checkpoints, 1):
            parts.append(_table(checkpoint, list(_verdicts(checkpoint, run, data)), case_ids, docket))
            if progress:
                progress(done, len(checkpoints))
    finally:
        place.close()
    return _gathered(parts, pd.to_datetime(moments["as_of"]).dt.as_unit("s").to_numpy())


def _place(engine: str, docket: Docket) -> Engine:
    if engine == "spark":
        from zbrisk.engines.spark import Spark  # an extra, which takes seconds

        return Spark(docket)
    return DuckDB(docket) if engine == "duckdb" else SQLite.over(docket)


def _started(preparation: Preparation, engine: Engine, docket: Docket, case_ids: list[str], days: Any) -> PreparedCases:
    make_calendar(engine)
    run = PreparedCases(preparation, engine, docket.contract, evidence=True)
    run.start(case_ids, days)
    return run


def _verdicts(checkpoint: CompiledCheckpoint, run: PreparedCases, data: Data) -> Iterator[Verdict]:
    """The verdicts of one checkpoint, in the order of the cases."""
    header = checkpoint.header
    with naming(f"The checkpoint {header.name}"):
        if isinstance(run.engine, GrowingDuckDB):
            run.engine.bring(checkpoint)
        names, fetched = run.engine.fetch_rows(checkpoint.sql[run.engine.dialect])
    moment = list(names).index("_moment")
    rows: dict[int, list[Row]] = {}
    for values in fetched:
        rows.setdefault(int(values[moment]), []).append(dict(zip(names, values, strict=True)))
    known, unproved = data.known(checkpoint), data.unproved(checkpoint)
    lacking, optional = data.lacking(checkpoint, optional=False), data.lacking(checkpoint, optional=True)
    codes: dict[str, Any] = {}
    for table, listed in header.codes.items():
        every = {r[listed] for own in rows.values() for r in own if r[listed]} if isinstance(listed, str) else listed
        codes |= data.unrecorded(checkpoint, table, every)
    complete = {False: Gaps(), True: Gaps(unproved=True)}
    for case in range(run.moments.size):
        gaps = complete[bool(unproved[case])]
        if lacking or optional or codes:
            gaps = Gaps(
                tables=tuple(table for table, cases in lacking.items() if cases[case]),
                optional=tuple(table for table, cases in optional.items() if cases[case]),
                codes=frozenset(code for code, cases in codes.items() if cases[case]),
                unproved=gaps.unproved,
            )
        closed = run.case_number("closed", case) if known[case] else np.nan
        yield judged(header, rows.get(case, ()), None if np.isnan(closed) else int(closed), gaps)


def _table(
    checkpoint: CompiledCheckpoint, verdicts: list[Verdict], case_ids: list[str], docket: Docket
) -> pd.DataFrame:
    header, table = checkpoint.header, docket.contract.cohort.table
    evidence = [
        json.dumps([{"table": t, "key": k} for t, k in verdict.evidence or ((table, case),)], ensure_ascii=False)
        for case, verdict in zip(case_ids, verdicts, strict=True)
    ]
    return pd.DataFrame(
        {
            "case_id": case_ids,
            "checkpoint": header.name,
            "rule": header.rule,
            "aspect": header.aspect,
            "verdict": [verdict.verdict for verdict in verdicts],
            "severity": header.severity,
            "basis": header.basis,
            "sentence_zh": [said(checkpoint, verdict, "zh") for verdict in verdicts],
            "sentence_en": [said(checkpoint, verdict, "en") for verdict in verdicts],
            "evidence": evidence,
        }
    )


def _gathered(parts: list[pd.DataFrame], days: Any) -> pd.DataFrame:
    """One table, ordered by case, each with its checkpoints in their order."""
    size = len(days)
    table = pd.concat([part.assign(as_of=days) for part in parts], ignore_index=True)
    order = np.arange(len(table)).reshape(len(parts), size).T.ravel()
    return table.iloc[order].reset_index(drop=True)[list(VERDICT_COLUMNS)]
