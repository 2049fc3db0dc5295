"""Run a program for a cohort: moments, the case, windows, views, signals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from zbrisk.compiler.measuring import Component
from zbrisk.compiler.program import CompiledSignal, Grain, Program
from zbrisk.contract import Contract
from zbrisk.docket.days import to_date
from zbrisk.engines.engine import Engine
from zbrisk.errors import DataError
from zbrisk.matrix.coverage import Spans, coverage_spans, covered
from zbrisk.matrix.values import across_parties, feature_values, in_yuan
from zbrisk.signals.window import NULL_DAY, UNBOUNDED, Bound, Window

__all__ = ["Run"]

Days = npt.NDArray[np.int64]
Array = npt.NDArray[np.float64]
PARTY = "party"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Moments:
    """The moments of a grain: as_of, each window's first day and end, and for parties the pairs with their cases."""

    as_of: Days
    start: Sequence[Days]  # by window
    end: Sequence[Days]
    ids: npt.NDArray[np.object_] | None = None
    pair_case: Days = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    pair_party: Days = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @property
    def size(self) -> int:
        """How many moments."""
        return len(self.as_of)


class Run:
    """One cohort on one engine.

    Args:
        program: What is run.
        engine: Where.
        contract: The contract in force.
        evidence: Make the views such that evidence can be fetched.
    """

    def __init__(self, program: Program, engine: Engine, contract: Contract, *, evidence: bool = False) -> None:
        self.program = program
        self.engine = engine
        self.contract = contract
        self.evidence = evidence
        self._moments: dict[str, Moments] = {}
        self._spans: dict[str, dict[str, Spans]] = {}
        self._case: dict[str, Array] = {}

    def start(self, case_ids: Sequence[str], as_of: Days) -> None:
        """Make the moments, `this_case`, the windows and the views.

        Raises:
            DataError: A case is not known at its as_of.
        """
        cohort = self.contract.cohort
        numbers = np.arange(len(case_ids), dtype=np.int64)
        asked = {"_m": numbers, "_as_of": as_of, cohort.key: np.array(case_ids, dtype=object)}
        self.engine.load("this_moment", asked)
        self.engine.make("this_case", self._sql(self.program.this_case))
        self._read_case(case_ids, as_of)
        self._spans["case"] = coverage_spans(self.engine, self.contract)
        for view in self.program.views:
            self.engine.make_view(view, evidence=self.evidence)
        for grain in self.program.grains:
            self._start_grain(grain)

    def matrix(self, progress: Progress | None = None) -> Array:
        """All features: one row a moment, one column a feature of the program, NaN where there is no data."""
        columns: list[Array] = []
        for done, signal in enumerate(self.program.signals):
            columns += self.features(signal)
            if progress:
                progress(done + 1, len(self.program.signals))
        size = self._moments["case"].size
        return np.column_stack(columns) if columns else np.empty((size, 0))

    def features(self, signal: CompiledSignal) -> list[Array]:
        """The features of one signal, in the order of its card."""
        size = self._moments["case"].size
        wanted = [(m, self.program.windows.index(w)) for _, m, w in signal.card.features()]
        if not set(signal.tables) <= self.engine.present:
            return [np.full(size, np.nan) for _ in wanted]
        moments = self._moments[signal.grain.key]
        components = self._measured(signal, moments.size)
        kinds = self.program.this_case.columns
        at = moments.as_of.astype(np.float64)
        values = [feature_values(signal, m, w, components, self._case, kinds, at) for m, w in wanted]
        features = []
        for (measure, window), value in zip(wanted, values, strict=True):
            if signal.grain.through:
                value = self._of_parties(signal, measure, window, value, moments)
            else:
                value = self._blanked(signal, value, window, moments)
            features.append(in_yuan(signal, measure, value))
        return features

    def case_number(self, name: str, moment: int = 0) -> float:
        """A number of `this_case` (a day number for a day), NaN where it is not known."""
        return float(self._case[name][moment])

    def cases_of(self, grain: Grain) -> dict[int, list[int]] | None:
        """From the moments of a grain of parties to those of their cases; None for the grain of cases."""
        if not grain.through:
            return None
        moments = self._moments[grain.key]
        cases: dict[int, list[int]] = {}
        for case, party in zip(moments.pair_case.tolist(), moments.pair_party.tolist(), strict=True):
            cases.setdefault(party, []).append(case)
        return cases

    # -- moments ----------------------------------------------------------------------------------------------------

    def _sql(self, view: Any) -> str:
        sql: str = (view.evidence_sql if self.evidence or self.engine.dialect == "sqlite" else view.sql)[
            self.engine.dialect
        ]
        return sql

    def _read_case(self, case_ids: Sequence[str], as_of: Days) -> None:
        """Days and numbers of every case, and its windows."""
        kinds = self.program.this_case.columns
        numeric = [name for name, kind in kinds.items() if kind in ("int", "money", "ratio", "bool", "date")]
        read = self.engine.fetch(f"select _m, {', '.join(numeric)} from this_case")
        place = read["_m"].astype(np.int64)
        found = np.zeros(len(case_ids), dtype=bool)
        found[place] = True
        if not found.all():
            first = int(np.flatnonzero(~found)[0])
            raise DataError.unknown_case(str(case_ids[first]), to_date(int(as_of[first])))
        for name in numeric:
            self._case[name] = np.empty(len(case_ids))
            self._case[name][place] = read[name]
        days = {name: _as_days(self._case[name]) for name in self.program.days} | {"as_of": as_of}
        self._moments["case"] = self._windows("moments", days, as_of)

    def _windows(self, table: str, days: dict[str, Days], as_of: Days, **more: Any) -> Moments:
        start, end = [], []
        columns: dict[str, npt.NDArray[Any]] = {"_m": np.arange(len(as_of), dtype=np.int64)}
        for place, window in enumerate(self.program.windows):
            low, high = _bounds(window, days, as_of)
            start.append(low)
            end.append(high)
            columns |= {f"_lo{place}": low, f"_hi{place}": high}
        self.engine.load(table, columns)
        return Moments(as_of=as_of, start=start, end=end, **more)

    def _start_grain(self, grain: Grain) -> None:
        """The parties of the cases, each once a day, however many of the cases they share."""
        pairs = self.engine.fetch_rows(
            f"select distinct _m, _as_of, {grain.column} from {grain.through} where {grain.column} is not null"
        )[1]
        parties = sorted({(str(party), int(day)) for _, day, party in pairs})
        number = {party: place for place, party in enumerate(parties)}
        cases = [(int(case), number[str(party), int(day)]) for case, day, party in pairs]
        cases.sort()
        ids = np.array([party for party, _ in parties], dtype=object)
        as_of = np.array([day for _, day in parties], dtype=np.int64)
        numbers = np.arange(len(parties), dtype=np.int64)
        start = {"_m": numbers, "_as_of": as_of, grain.column: ids}
        if self.evidence or self.engine.dialect == "sqlite":
            start["_ev"] = np.full(len(parties), "", dtype=object)
        self.engine.load(grain.relation, start)
        self._moments[grain.key] = self._windows(
            grain.moments,
            {"as_of": as_of},
            as_of,
            ids=ids,
            pair_case=np.array([case for case, _ in cases], dtype=np.int64),
            pair_party=np.array([party for _, party in cases], dtype=np.int64),
        )
        through = (grain.through, grain.column) if grain.name == PARTY else None  # coverage speaks of parties only
        self._spans[grain.key] = coverage_spans(self.engine, self.contract, through) if self._spans["case"] else {}

    # -- signals ----------------------------------------------------------------------------------------------------

    def _measured(self, signal: CompiledSignal, size: int) -> dict[Component, Array]:
        fetched = self.engine.fetch(signal.sql[self.engine.dialect])
        place = fetched["_m"].astype(np.int64)
        components = {}
        for number, component in enumerate(signal.components):
            values = np.full(size, np.nan)
            values[place] = fetched[f"c{number}"]
            components[component] = values
        return components

    def _blanked(self, signal: CompiledSignal, values: Array, window: int, moments: Moments) -> Array:
        first, end = moments.start[window], moments.end[window]
        known = (first != NULL_DAY) & (end != NULL_DAY)
        for table in signal.tables:
            spans = self._spans["case"].get(table)
            if spans is not None:
                begin = np.where(first == UNBOUNDED, end - 1, first)
                known &= covered(spans, begin, end, np.arange(moments.size))
        return np.where(known, values, np.nan)

    def _of_parties(self, signal: CompiledSignal, measure: Any, window: int, values: Array, moments: Moments) -> Array:
        """Bring the parties' values to their cases; a case without such a party has what no rows come to."""
        size = self._moments["case"].size
        pairs, cases = moments.pair_party, moments.pair_case
        first, end = moments.start[window][pairs], moments.end[window][pairs]
        begin = np.where(first == UNBOUNDED, end - 1, first)
        known = (first != NULL_DAY) & (end != NULL_DAY)
        assert moments.ids is not None
        for table in signal.tables:
            spans = self._spans[signal.grain.key].get(table)
            if spans is not None:
                known &= covered(spans, begin, end, cases, moments.ids[pairs])
        result = across_parties(measure, signal.card.across, np.where(known, values[pairs], np.nan), cases, size)
        lonely = np.ones(size, dtype=bool)
        lonely[cases] = False
        if lonely.any():
            nothing = {c: np.full(size, np.nan) for c in signal.components}
            at = self._moments["case"].as_of.astype(np.float64)
            none = feature_values(signal, measure, window, nothing, self._case, self.program.this_case.columns, at)
            blanked = self._blanked(signal, none, window, self._moments["case"])
            result[lonely] = blanked[lonely]
        return result


def _as_days(values: Array) -> Days:
    unknown = np.isnan(values)
    return np.where(unknown, NULL_DAY, np.nan_to_num(values)).astype(np.int64)


def _bounds(window: Window, days: dict[str, Days], as_of: Days) -> tuple[Days, Days]:
    """First day and end of a window for every moment; the end is capped at as_of, and what is not known is NULL_DAY."""
    unknown_day = np.full(len(as_of), NULL_DAY, dtype=np.int64)

    def resolved(bound: Bound) -> Days:
        return bound.resolve(days.get(bound.day, unknown_day))

    low = np.full(len(as_of), UNBOUNDED, dtype=np.int64) if window.start is None else resolved(window.start)
    high = resolved(window.end)
    unknown = (low == NULL_DAY) | (high == NULL_DAY)
    capped = np.minimum(high, as_of)
    return np.where(unknown, NULL_DAY, low), np.where(unknown, NULL_DAY, capped)
