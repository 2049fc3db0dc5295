"""Check cases: every checkpoint of every case, on any engine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import compress
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from zbrisk.checkpoints.calendar import make_calendar
from zbrisk.checkpoints.catalogue import CompiledCheckpoint, compile_checkpoints, preparation_of
from zbrisk.checkpoints.data import Data, Flags
from zbrisk.checkpoints.header import CheckpointHeader
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
from zbrisk.typing import Floats, Progress
from zbrisk.uncollected import uncollected

__all__ = ["VERDICT_COLUMNS", "Verdicts", "check_cases", "find_verdicts"]

VERDICT_COLUMNS = (
    "case_id", "as_of", "checkpoint", "rule", "aspect", "verdict", "severity", "basis", "sentence_zh", "sentence_en",
    "evidence",
)  # fmt: skip
TEXT = pa.large_string()
OF_CHECKPOINT = {
    "checkpoint": ("name", TEXT), "rule": ("rule", TEXT), "aspect": ("aspect", pa.int64()),
    "severity": ("severity", TEXT), "basis": ("basis", TEXT),
}  # fmt: skip
CELLS = ("verdict", "sentence_zh", "sentence_en", "evidence")  # what differs between cases
TOGETHER = 2_000  # cases in a frame
ENGINES = ("duckdb", "sqlite", "spark")
encoded = json.JSONEncoder(ensure_ascii=False).encode


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
    found = find_verdicts(
        docket, as_of, moments=moments, folder=folder, checkpoints=checkpoints, engine=engine, gathers=gathers,
        progress=progress,
    )  # fmt: skip
    return found.frame(0, found.size)


def find_verdicts(
    docket: Docket,
    as_of: AsOf | None = None,
    *,
    moments: pd.DataFrame | None = None,
    folder: str | Path | None = None,
    checkpoints: Sequence[CompiledCheckpoint] | None = None,
    engine: str = "duckdb",
    gathers: bool = False,
    progress: Progress | None = None,
) -> Verdicts:
    """What `check_cases` finds, in frames of some cases each: all verdicts at once take many times the memory.

    Takes and raises what `check_cases` does.
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
        closed, parts = _whole_days(run.case_numbers("closed")), []
        for done, checkpoint in enumerate(checkpoints, 1):
            with uncollected():
                parts.append(_columns(checkpoint, _verdicts(checkpoint, place, data, closed)))
            if progress:
                progress(done, len(checkpoints))
    finally:
        place.close()
    return Verdicts(
        headers=[checkpoint.header for checkpoint in checkpoints],
        parts=parts,
        case_ids=case_ids,
        as_of=pd.to_datetime(moments["as_of"]).dt.as_unit("s").to_numpy(),
        table=docket.contract.cohort.table,
    )


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


def _whole_days(numbers: Floats) -> list[int | None]:
    return [None if isnan(day) else int(day) for day in numbers.tolist()]


def _verdicts(
    checkpoint: CompiledCheckpoint, engine: Engine, data: Data, closed: Sequence[int | None]
) -> list[Verdict]:
    """The verdicts of one checkpoint, in the order of the cases; cases that look alike share one."""
    header = checkpoint.header
    rows = _rows_by_case(checkpoint, engine)
    gaps, looks = _gaps(checkpoint, rows, data)
    known = data.known(checkpoint).tolist()
    days = [day if there else None for day, there in zip(closed, known, strict=True)]

    @cache
    def without_rows(day: int | None, look: int) -> Verdict:
        return judged(header, (), day, gaps[look])

    return [
        judged(header, rows[case], day, gaps[look]) if case in rows else without_rows(day, look)
        for case, (day, look) in enumerate(zip(days, looks, strict=True))
    ]


def _rows_by_case(checkpoint: CompiledCheckpoint, engine: Engine) -> dict[int, list[Row]]:
    with naming(f"The checkpoint {checkpoint.header.name}"):
        if isinstance(engine, GrowingDuckDB):
            engine.bring(checkpoint)
        names, fetched = engine.fetch_rows(checkpoint.sql[engine.dialect])
    moment = list(names).index("_moment")
    rows: dict[int, list[Row]] = {}
    for values in fetched:
        rows.setdefault(int(values[moment]), []).append(dict(zip(names, values, strict=True)))
    return rows


def _gaps(checkpoint: CompiledCheckpoint, rows: dict[int, list[Row]], data: Data) -> tuple[list[Gaps], list[int]]:
    """What cases lack, each kind of lack once; and of which kind each case is."""
    lacking, optional = data.lacking(checkpoint, optional=False), data.lacking(checkpoint, optional=True)
    codes: dict[str, Flags] = {}
    for table, listed in checkpoint.header.codes.items():
        every = {r[listed] for own in rows.values() for r in own if r[listed]} if isinstance(listed, str) else listed
        codes |= data.unrecorded(checkpoint, table, every)
    lacks = [*lacking.values(), *optional.values(), *codes.values(), data.unproved(checkpoint)]
    kinds, looks = np.unique(np.column_stack(lacks), axis=0, return_inverse=True)
    first, second = len(lacking), len(lacking) + len(optional)
    gaps = [
        Gaps(
            tables=tuple(compress(lacking, kind)),
            optional=tuple(compress(optional, kind[first:])),
            codes=frozenset(compress(codes, kind[second:])),
            unproved=kind[-1],
        )
        for kind in kinds.tolist()
    ]
    return gaps, looks.ravel().tolist()


def _columns(checkpoint: CompiledCheckpoint, verdicts: list[Verdict]) -> dict[str, pa.Array]:
    """What differs between the cases of a checkpoint; no evidence where it is the case's own row."""
    distinct = {id(verdict): verdict for verdict in verdicts}  # most cases without rows share theirs
    made = {name: _cells(checkpoint, verdict) for name, verdict in distinct.items()}
    cells = zip(*(made[id(verdict)] for verdict in verdicts), strict=True) if verdicts else [()] * len(CELLS)
    # each text once, for most cases are said the same
    return {n: pa.array(own, TEXT).dictionary_encode() for n, own in zip(CELLS, cells, strict=True)}


def _cells(checkpoint: CompiledCheckpoint, verdict: Verdict) -> tuple[str, str, str, str | None]:
    # texts alone, for an encoder makes another one for each list
    named = ", ".join([f'{{"table": {encoded(table)}, "key": {encoded(key)}}}' for table, key in verdict.evidence])
    evidence = f"[{named}]" if named else None
    return verdict.verdict, said(checkpoint, verdict, "zh"), said(checkpoint, verdict, "en"), evidence


class Verdicts:
    """The verdicts of checkpoints on cases, as frames with VERDICT_COLUMNS, as often as they are asked for.

    Args:
        headers: The checkpoints.
        parts: What differs between the cases, for each checkpoint.
        case_ids: The cases.
        as_of: The day of each.
        table: The table that they are rows of: where a verdict has no evidence, it is the case itself.
    """

    def __init__(
        self,
        *,
        headers: Sequence[CheckpointHeader],
        parts: Sequence[dict[str, pa.Array]],
        case_ids: Sequence[str],
        as_of: npt.NDArray[np.datetime64],
        table: str,
    ) -> None:
        self.size = len(case_ids)
        self._headers, self._as_of = headers, as_of
        self._case_ids = pa.array(case_ids, TEXT)
        self._own = pa.array([encoded([{"table": table, "key": case}]) for case in case_ids], TEXT)
        self._cells = {n: pa.chunked_array([part.pop(n) for part in parts]).unify_dictionaries() for n in CELLS}

    def __iter__(self) -> Iterator[pd.DataFrame]:
        """Frames of some cases each, one after the other."""
        for start in range(0, max(self.size, 1), TOGETHER):
            yield self.frame(start, min(start + TOGETHER, self.size))

    def frame(self, start: int, end: int) -> pd.DataFrame:
        """The verdicts of these cases, ordered by case, each with its checkpoints in their order."""
        many = len(self._headers)
        case = np.repeat(np.arange(start, end), many)
        checkpoint = np.tile(np.arange(many), end - start)
        columns: dict[str, Any] = {"case_id": self._case_ids.take(case), "as_of": self._as_of[case]}
        for name, (key, kind) in OF_CHECKPOINT.items():
            columns[name] = pa.array([getattr(header, key) for header in self._headers], kind).take(checkpoint)
        for name, cells in self._cells.items():
            columns[name] = cells.take(checkpoint * self.size + case).cast(TEXT)
        columns["evidence"] = pc.coalesce(columns["evidence"], self._own.take(case))
        table: pd.DataFrame = pa.table({name: columns.pop(name) for name in VERDICT_COLUMNS}).to_pandas()
        return table
