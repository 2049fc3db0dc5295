"""What the tables can say about a checkpoint: for which cases data are missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

import numpy as np
import numpy.typing as npt

from zbrisk.checkpoints.catalogue import CompiledCheckpoint
from zbrisk.contract import Contract
from zbrisk.docket.days import NEVER
from zbrisk.engines.engine import Engine
from zbrisk.errors import SignalError
from zbrisk.execution.coverage import Spans, coverage_spans, covered
from zbrisk.execution.moments import Moments
from zbrisk.signals.window import Window

__all__ = ["Data", "Flags"]

Flags = npt.NDArray[np.bool_]


class Data:
    """Which cases of a cohort the tables cover, and which acts their feeds record.

    Args:
        engine: Where `this_case` has been made.
        contract: The contract in force.
        moments: The cases, with their spans.
        windows: What the spans are called.
    """

    def __init__(self, engine: Engine, contract: Contract, moments: Moments, windows: tuple[Window, ...]) -> None:
        self._engine, self._contract, self._moments, self._windows = engine, contract, moments, windows
        self._of_codes: dict[tuple[str, str], dict[str, Spans]] = {}

    def known(self, checkpoint: CompiledCheckpoint) -> Flags:
        """For each case, whether the days of the checkpoint's span are known."""
        known: Flags = self._moments.known[:, self._windows.index(checkpoint.header.span)]
        return known

    def lacking(self, checkpoint: CompiledCheckpoint, *, optional: bool) -> dict[str, Flags]:
        """For each table (those that may be missing, or the others), which cases it tells nothing of."""
        wanted = [t for t in checkpoint.tables if (t in checkpoint.header.optional) == optional]
        lacking = {table: ~self._covers(checkpoint, table, None) for table in wanted}
        return {table: cases for table, cases in lacking.items() if cases.any()}

    def unrecorded(self, checkpoint: CompiledCheckpoint, table: str, codes: Iterable[str]) -> dict[str, Flags]:
        """For each code, for which cases the feed of the table does not record it."""
        unrecorded = {code: ~self._covers(checkpoint, table, code) for code in codes}
        return {code: cases for code, cases in unrecorded.items() if cases.any()}

    def unproved(self, checkpoint: CompiledCheckpoint) -> Flags:
        """For which cases an act may have been done although no row says so."""
        unproved = np.zeros(self._moments.size, dtype=bool)
        for table in checkpoint.header.absence:
            spans = self._complete_spans.get(table)
            unproved |= ~self._within(checkpoint, spans) if spans is not None else True
        return unproved

    def _covers(self, checkpoint: CompiledCheckpoint, table: str, code: str | None) -> Flags:
        there: Flags = self._moments.as_of > self._engine.known_since.get(table, NEVER)
        spans = (self._known_spans if code is None else self._spans_of(table, code)).get(table)
        return there if spans is None else there & self._within(checkpoint, spans)

    def _within(self, checkpoint: CompiledCheckpoint, spans: Spans) -> Flags:
        place = [self._windows.index(checkpoint.header.span)]
        first, end = self._moments.must_be_covered_from[:, place], self._moments.end[:, place]
        result: Flags = covered(spans, first, end, np.arange(self._moments.size))[:, 0]
        return result

    def _spans_of(self, table: str, code: str) -> dict[str, Spans]:
        if not re.fullmatch(r"\w+", code):
            raise SignalError(f"{code!r} is no code.", "Codes are words such as report_order.")
        if (table, code) not in self._of_codes:
            self._of_codes[table, code] = coverage_spans(self._engine, self._contract, code=(table, code))
        return self._of_codes[table, code]

    @cached_property
    def _known_spans(self) -> dict[str, Spans]:
        return coverage_spans(self._engine, self._contract)

    @cached_property
    def _complete_spans(self) -> dict[str, Spans]:
        return coverage_spans(self._engine, self._contract, complete=True)
