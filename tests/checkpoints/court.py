"""Runs trials: many cases in one docket, each before its own checkpoint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import pandas as pd

from tests.checkpoints.trial import Trial
from tests.support.story import CONTRACT, MUST_BE_THERE, Rows, tables_of
from zbrisk.checkpoints.catalogue import CompiledCheckpoint, checkpoint_files, compile_checkpoints
from zbrisk.checkpoints.header import CheckpointHeader
from zbrisk.checkpoints.run import check_cases
from zbrisk.docket.docket import Docket, open_docket


@cache
def headers() -> dict[str, CheckpointHeader]:
    """Every header by name, nothing compiled: tests are collected without."""
    return {file.name: file.header_as(CheckpointHeader, name=file.name) for file in checkpoint_files()[1]}


@cache
def checkpoints() -> tuple[CompiledCheckpoint, ...]:
    """All checkpoints, compiled once."""
    return compile_checkpoints(CONTRACT)


def chosen(names: Iterable[str]) -> tuple[CompiledCheckpoint, ...]:
    wanted = set(names)
    return tuple(each for each in checkpoints() if each.header.name in wanted)


def docket_of(
    trials: Sequence[Trial],
    *,
    without: str | None = None,
    bare: bool = False,
    coverage: Rows = (),
    known_later: str | None = None,
) -> Docket:
    """The cases of all trials, every table present unless it is left out, or all are that can be (`bare`).

    With `known_later` every row stands there once more, as another row or version that became known on that day.
    """
    read = {table for each in checkpoints() for table in each.tables}
    tables: dict[str, list[dict[str, Any]]] = tables_of({str(t): ("", t.rows) for t in trials}, read)
    left_out = set(tables) - set(MUST_BE_THERE) if bare else {without}
    tables = {name: rows for name, rows in tables.items() if name not in left_out}
    if known_later is not None:
        for name, rows in tables.items():
            key = CONTRACT.tables[name].key
            twins = [row | ({key[0]: f"{row[key[0]]} again"} if len(key) == 1 else {}) for row in rows]
            rows.extend(twin | {"known_at": known_later} for twin in twins)
    if coverage:
        tables["coverage"] = [{"coverage_id": str(n)} | row for n, (_, row) in enumerate(coverage)]
    return open_docket(tables, contract=CONTRACT)


def verdicts(trials: Sequence[Trial], docket: Docket, **how: Any) -> pd.DataFrame:
    """All verdicts on the trials' cases of the checkpoints that any of them is about."""
    moments = pd.DataFrame({"case_id": [f"{t}/E" for t in trials], "as_of": pd.to_datetime([t.as_of for t in trials])})
    picked = chosen(t.checkpoint for t in trials)
    return check_cases(docket, moments=moments, checkpoints=picked, **how)


def own_verdicts(trials: Sequence[Trial], table: pd.DataFrame) -> dict[str, str]:
    """The verdict of each trial's own checkpoint."""
    found = {(row.case_id, row.checkpoint): row.verdict for row in table.itertuples()}
    return {str(t): str(found[f"{t}/E", t.checkpoint]) for t in trials}
