"""Run a program for a cohort: what is prepared, then its parties, then every signal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

from zbrisk.compiler.compiled import CompiledSignal, Grain, Program
from zbrisk.compiler.row_sources import gives_nothing
from zbrisk.compiler.safety import runnable
from zbrisk.contract import Contract
from zbrisk.docket.days import ALWAYS, NEVER
from zbrisk.engines.engine import Engine
from zbrisk.engines.limits import naming
from zbrisk.errors import BundleError
from zbrisk.execution.coverage import coverage_spans, covered
from zbrisk.execution.feature_values import Formulas, across_parties, formulas
from zbrisk.execution.moments import Days, Moments
from zbrisk.execution.prepared import PreparedCases
from zbrisk.typing import Floats, Progress

__all__ = ["Run"]

Mask = npt.NDArray[np.bool_]
PARTY = "party"
FEW = 50  # moments, of which all signals of a grain are worked out together
AT_ONCE = 2_048  # moments: memory of that size is used again, and larger arrays are cleared by the system each time
ALL_ROWS = slice(None)


class Run(PreparedCases):
    """One cohort on one engine, and the signals of a program measured.

    Args:
        program: What is run; one from a bundle is checked first, see `zbrisk.compiler.safety`.
        engine: Where.
        contract: The contract in force.
        evidence: Make the views such that evidence can be fetched.
    """

    def __init__(self, program: Program, engine: Engine, contract: Contract, *, evidence: bool = False) -> None:
        self.program = runnable(program, contract, engine.dialect)
        super().__init__(self.program, engine, contract, evidence=evidence)
        self._masks: dict[tuple[str, tuple[str, ...]], Mask] = {}
        try:
            self._formulas = formulas_of(self.program)
        except (LookupError, TypeError, ValueError) as error:
            raise BundleError(
                f"The measures of the program do not hold together ({error}).",
                "Take the bundle from where it was trained, or train anew.",
            ) from error

    def start(self, case_ids: Sequence[str], as_of: Days) -> None:
        """Make the moments, `this_case`, the windows and the views; then the parties that signals are measured of.

        Raises:
            DataError: A case is not known at its as_of.
        """
        super().start(case_ids, as_of)
        for grain in self.program.grains:
            self._start_grain(grain)

    def matrix(self, progress: Progress | None = None) -> Floats:
        """All features: one row a moment, one column a feature of the program, NaN where there is no data."""
        # written and read by columns: so they lie one after the other
        matrix = np.empty((self._moments["case"].size, len(self.program.features)), order="F")
        place = _places(self.program)
        done, signals = 0, len(self.program.signals)
        for plan in self._plans():
            for rows, features in self._features(plan):
                for signal in plan.signals:
                    matrix[rows, place[signal.name]] = features[:, plan.features_of[signal.name]]
            for _ in plan.signals:
                done += 1
                if progress:
                    progress(done, signals)
        return matrix

    def features(self, signal: CompiledSignal) -> Floats:
        """The features of one signal: one row a moment, columns in the order of its header."""
        return np.concatenate([features for _, features in self._features(self._formulas[signal.name])])

    def features_of_parties(self, signal: CompiledSignal) -> list[dict[str, float]]:
        """What is measured of each party of the signal's grain, by the party's moment; coverage is not looked at."""
        plan, moments = self._formulas[signal.name], self._moments[signal.grain.key]
        components = self._measured(plan, moments)
        values = plan.features(components, self._case, moments.as_of.astype(np.float64)) / plan.scale
        names = [name for name, _, _ in signal.header.features()]
        return [dict(zip(names, row, strict=True)) for row in values.tolist()]

    def cases_of(self, grain: Grain) -> dict[int, list[int]] | None:
        """From the moments of a grain of parties to those of their cases; None for the grain of cases."""
        if not grain.through:
            return None
        moments = self._moments[grain.key]
        cases: dict[int, list[int]] = {}
        for case, party in zip(moments.pair_case.tolist(), moments.pair_party.tolist(), strict=True):
            cases.setdefault(party, []).append(case)
        return cases

    # -- parties -----------------------------------------------------------------------------------------------------

    def _start_grain(self, grain: Grain) -> None:
        """The parties of the cases, each once a day, however many of the cases they share."""
        pairs = self.engine.fetch_rows(
            f"select distinct _moment, _as_of, {grain.column} from {grain.through} where {grain.column} is not null"
        )[1]
        # by party and day, not by case: a plaintiff of a thousand cases is measured once
        parties = sorted({(str(party), int(day)) for _, day, party in pairs})
        number = {party: place for place, party in enumerate(parties)}
        cases = [(int(case), number[str(party), int(day)]) for case, day, party in pairs]
        cases.sort()
        ids = np.array([party for party, _ in parties], dtype=object)
        as_of = np.array([day for _, day in parties], dtype=np.int64)
        numbers = np.arange(len(parties), dtype=np.int64)
        start = {"_moment": numbers, "_as_of": as_of, grain.column: ids}
        if self.carries_evidence:
            start["_evidence"] = np.full(len(parties), "", dtype=object)
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

    def _plans(self) -> Iterable[Formulas]:
        """What is worked out together: all signals of a grain for a few moments, one after the other for many.

        For a few, it is the calls that cost; for many, it is the memory that all components would take.
        """
        if self._moments["case"].size <= FEW:
            return together(self.program)
        return self._formulas.values()

    def _features(self, plan: Formulas) -> Iterator[tuple[slice, Floats]]:
        """The features of some signals of one grain, for some rows of the matrix after the other."""
        moments = self._moments[plan.grain.key]
        components = self._measured(plan, moments)
        if plan.grain.through:
            found = components[:, plan.found] > 0
            values = plan.features(components, self._case, moments.as_of.astype(np.float64))
            yield slice(None), self._of_parties(plan, values, found, moments) / plan.scale
            return
        for start in range(0, max(moments.size, 1), AT_ONCE):
            rows = slice(start, start + AT_ONCE)
            yield rows, self._of_cases(plan, components[rows], moments, rows)

    def _of_cases(self, plan: Formulas, components: Floats, moments: Moments, rows: slice) -> Floats:
        """The features of some moments."""
        case = {name: self._case[name][rows] for name in plan.per_column}
        values = plan.features(components, case, moments.as_of[rows].astype(np.float64))
        values[~self._known(plan, moments, components[:, plan.found] > 0, rows)] = np.nan
        for day, own in plan.requires:
            values[np.isnan(self._case[day][rows]), own] = np.nan
        return values / plan.scale

    def _measured(self, plan: Formulas, moments: Moments) -> Floats:
        """The components of some signals: moments x components, NaN where a moment has no rows.

        A signal that can have no rows, because a relation that it starts from has none, is not asked for.
        """
        components = np.full((moments.size, plan.width), np.nan)
        empty = self.engine.empty
        for signal in plan.signals if moments.size else ():
            if self._never_there.isdisjoint(signal.entire) and not gives_nothing(signal.row_sources, empty):
                with naming(f"The signal {signal.name}"):
                    self._fetch(signal, components[:, plan.components_of[signal.name]])
        if np.isinf(components).any():
            self._refuse_infinite(plan, components)
        return components

    def _refuse_infinite(self, plan: Formulas, components: Floats) -> None:
        for signal in plan.signals:
            with naming(f"The signal {signal.name}"):
                if np.isinf(components[:, plan.components_of[signal.name]]).any():
                    raise OverflowError("a number grows beyond all bounds")

    def _fetch(self, signal: CompiledSignal, components: Floats) -> None:
        """Measure a signal; by codes, the components of one group stand after those of the other."""
        names, measured = self.engine.fetch(signal.sql[self.engine.dialect])
        if not len(measured):
            return
        place, own = _columns(tuple(names), len(signal.components))
        # an axis that is split is still the same memory
        by_group = components.reshape(len(components), len(signal.header.groups), len(own))
        moment = _numbers(measured[:, place["_moment"]], len(by_group), "moment")
        split = signal.header.by
        group = _numbers(measured[:, place["_combination"]], by_group.shape[1], "combination of codes") if split else 0
        by_group[moment, group] = measured[:, own]

    def _known(self, plan: Formulas, moments: Moments, found: Mask, rows: slice = ALL_ROWS) -> Mask:
        """moments x features: whether the window's days are known, and every table of the signal covers it.

        Where a partial table does not, what was found is known, and that nothing was found says nothing.

        Args:
            plan: The signals.
            moments: Of their grain.
            found: Whether the features of these rows rest on any.
            rows: Some of the moments.
        """
        known = moments.known[rows, plan.windows]
        restricted = self._restricted(plan.grain.key)
        for signal in plan.signals:
            if restricted.isdisjoint(signal.tables):
                continue
            own = plan.features_of[signal.name]
            whole = self._covered(plan.grain.key, moments, signal.entire)[rows]
            known[:, own] = whole[:, plan.windows[own]]
            if not restricted.isdisjoint(signal.partial):
                entire = self._covered(plan.grain.key, moments, signal.partial)[rows]
                known[:, own] &= entire[:, plan.windows[own]] | found[:, own]
        return known

    def _restricted(self, key: str) -> frozenset[str]:
        """The tables that are not there, or do not cover everything, at some moment."""
        return self._not_always_there.union(self._spans[key])

    @cached_property
    def _not_always_there(self) -> frozenset[str]:
        earliest = self._moments["case"].as_of.min(initial=NEVER)
        return frozenset(table for table in self.contract.tables if self._since(table) >= earliest)

    @cached_property
    def _never_there(self) -> frozenset[str]:
        latest = self._moments["case"].as_of.max(initial=ALWAYS)
        return frozenset(table for table in self.contract.tables if self._since(table) >= latest)

    def _covered(self, key: str, moments: Moments, tables: Sequence[str]) -> Mask:
        """moments x windows: whether the window's days are known, and these tables are there and cover it."""
        spans, restricted = self._spans[key], self._restricted(key)
        in_part = tuple(table for table in tables if table in restricted)
        if (key, in_part) not in self._masks:
            known = moments.known.copy()
            owners = np.arange(moments.size) if moments.ids is None else moments.pair_case
            first = moments.must_be_covered_from
            for table in in_part:
                # before a table's first row was known nobody had searched it: that nothing is found is then no data
                known &= (moments.as_of > self._since(table))[:, np.newaxis]
                if table in spans:
                    known &= covered(spans[table], first, moments.end, owners, moments.ids)
            self._masks[key, in_part] = known
        return self._masks[key, in_part]

    def _since(self, table: str) -> int:
        return self.engine.known_since.get(table, NEVER)

    def _of_parties(self, plan: Formulas, values: Floats, found: Mask, moments: Moments) -> Floats:
        """Bring the parties' values to their cases; a case whose party is not known has no data."""
        size = self._moments["case"].size
        known = self._known(plan, moments.of_pairs(), found[moments.pair_party])
        of_pairs = np.where(known, values[moments.pair_party], np.nan)
        result = np.empty((size, values.shape[1]))
        for place in range(values.shape[1]):
            smallest, added = bool(plan.smallest[place]), bool(plan.added[place])
            result[:, place] = across_parties(smallest, added, of_pairs[:, place], moments.pair_case, size)
        return result


@lru_cache(maxsize=8)
def formulas_of(program: Program) -> dict[str, Formulas]:
    """The formulas of each signal of a program, made once."""
    kinds = program.this_case.kinds
    return {signal.name: formulas((signal,), program.windows, kinds) for signal in program.signals}


@lru_cache(maxsize=8)
def together(program: Program) -> tuple[Formulas, ...]:
    """The formulas of all signals of a program, those of a grain together."""
    grains = dict.fromkeys(signal.grain for signal in program.signals)
    of_grains = ([signal for signal in program.signals if signal.grain == grain] for grain in grains)
    return tuple(formulas(signals, program.windows, program.this_case.kinds) for signals in of_grains)


@lru_cache(maxsize=8)
def _places(program: Program) -> dict[str, slice]:
    """Which columns of the matrix are each signal's."""
    bounds = pairwise(accumulate((len(signal.header.features()) for signal in program.signals), initial=0))
    return {signal.name: slice(*bound) for signal, bound in zip(program.signals, bounds, strict=True)}


def _numbers(column: Floats, size: int, what: str) -> npt.NDArray[np.int64]:
    """A column that counts from 0.

    Raises:
        IndexError: A number is none of those asked for, as only the SQL of a bundle can give.
    """
    strange = column[~((column >= 0) & (column < size))]
    if strange.size:
        raise IndexError(f"its SQL gives the {what} {strange[0]:g}, and there are {size}")
    return column.astype(np.int64)


@lru_cache(maxsize=4096)
def _columns(names: tuple[str, ...], components: int) -> tuple[dict[str, int], list[int]]:
    """The places of a result's columns by their names, and those of the components in their order."""
    place = {name: number for number, name in enumerate(names)}
    return place, [place[f"c{number}"] for number in range(components)]
