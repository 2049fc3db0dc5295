"""Run a program for a cohort: what is prepared, then its parties, then every signal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from zbrisk.compiler.compiled import CompiledSignal, Grain, Program
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
        size, signals = self._moments["case"].size, self.program.signals
        matrix = np.empty((size, len(self.program.features)))
        place = 0
        for done, signal in enumerate(signals):
            features = self.features(signal)
            matrix[:, place : place + features.shape[1]] = features
            place += features.shape[1]
            if progress:
                progress(done + 1, len(signals))
        return matrix

    def features(self, signal: CompiledSignal) -> Floats:
        """The features of one signal: one row a moment, columns in the order of its card."""
        plan = self._formulas[signal.name]
        cases, moments = self._moments["case"], self._moments[signal.grain.key]
        if not self._ever_there(set(signal.tables) - set(signal.partial)):
            return np.full((cases.size, len(plan.tops)), np.nan)
        components = self._measured(signal, moments.size)
        found = components[:, plan.found] > 0
        values = plan.features(components, self._case, moments.as_of.astype(np.float64))
        if signal.grain.through:
            values = self._of_parties(signal, plan, values, found, moments)
        else:
            values[~self._known(signal, plan, moments, found)] = np.nan
            for day in signal.card.requires:
                values[np.isnan(self._case[day])] = np.nan
        return values / plan.scale

    def features_of_parties(self, signal: CompiledSignal) -> list[dict[str, float]]:
        """What is measured of each party of the signal's grain, by the party's moment; coverage is not looked at."""
        plan, moments = self._formulas[signal.name], self._moments[signal.grain.key]
        components = self._measured(signal, moments.size)
        values = plan.features(components, self._case, moments.as_of.astype(np.float64)) / plan.scale
        names = [name for name, _, _ in signal.card.features()]
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
            f"select distinct _m, _as_of, {grain.column} from {grain.through} where {grain.column} is not null"
        )[1]
        # by party and day, not by case: a plaintiff of a thousand cases is measured once
        parties = sorted({(str(party), int(day)) for _, day, party in pairs})
        number = {party: place for place, party in enumerate(parties)}
        cases = [(int(case), number[str(party), int(day)]) for case, day, party in pairs]
        cases.sort()
        ids = np.array([party for party, _ in parties], dtype=object)
        as_of = np.array([day for _, day in parties], dtype=np.int64)
        numbers = np.arange(len(parties), dtype=np.int64)
        start = {"_m": numbers, "_as_of": as_of, grain.column: ids}
        if self.carries_evidence:
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

    def _measured(self, signal: CompiledSignal, size: int) -> Floats:
        """The components of a signal: moments x components, NaN where a moment has no rows.

        Of a signal by codes, those of one group after those of the other.
        """
        groups = len(signal.card.groups)
        components = np.full((size, groups, len(signal.components)), np.nan)
        with naming(f"The signal {signal.name}"):
            fetched = self.engine.fetch(signal.sql[self.engine.dialect])
            place = fetched["_m"].astype(np.int64)
            group = fetched["_g"].astype(np.int64) if signal.card.by else 0
            for number in range(len(signal.components)):
                components[place, group, number] = fetched[f"c{number}"]
            if np.isinf(components).any():
                raise OverflowError("a number grows beyond all bounds")
        return components.reshape(size, groups * len(signal.components))

    def _known(self, signal: CompiledSignal, plan: Formulas, moments: Moments, found: Mask) -> Mask:
        """moments x features: whether the window's days are known, and every table of the signal covers it.

        Where a partial table does not, what was found is known, and that nothing was found says nothing.
        """
        key, partial = signal.grain.key, set(signal.partial)
        known = self._covered(key, moments, [table for table in signal.tables if table not in partial])
        if partial:
            entire = self._covered(key, moments, signal.partial)
            return known[:, plan.windows] & (entire[:, plan.windows] | found)
        return known[:, plan.windows]

    def _covered(self, key: str, moments: Moments, tables: Sequence[str]) -> Mask:
        """moments x windows: whether the window's days are known, and these tables are there and cover it."""
        spans = self._spans[key]
        earliest = self._moments["case"].as_of.min(initial=NEVER)
        in_part = tuple(table for table in tables if table in spans or self._since(table) >= earliest)
        if (key, in_part) not in self._masks:
            known = moments.known
            owners = np.arange(moments.size) if moments.ids is None else moments.pair_case
            first = moments.must_be_covered_from
            for table in in_part:
                # before a table's first row was known nobody had searched it: that nothing is found is then no data
                known &= (moments.as_of > self._since(table))[:, np.newaxis]
                if table in spans:
                    known &= covered(spans[table], first, moments.end, owners, moments.ids)
            self._masks[key, in_part] = known
        return self._masks[key, in_part]

    def _ever_there(self, tables: Iterable[str]) -> bool:
        """Whether all these tables are there at some moment."""
        latest = self._moments["case"].as_of.max(initial=ALWAYS)
        return all(self._since(table) < latest for table in tables)

    def _since(self, table: str) -> int:
        return self.engine.known_since.get(table, NEVER)

    def _of_parties(
        self, signal: CompiledSignal, plan: Formulas, values: Floats, found: Mask, moments: Moments
    ) -> Floats:
        """Bring the parties' values to their cases; a case whose party is not known has no data."""
        size = self._moments["case"].size
        known = self._known(signal, plan, moments.of_pairs(), found[moments.pair_party])
        of_pairs = np.where(known, values[moments.pair_party], np.nan)
        result = np.empty((size, values.shape[1]))
        for place in range(values.shape[1]):
            smallest, added = bool(plan.smallest[place]), bool(plan.added[place])
            result[:, place] = across_parties(smallest, added, of_pairs[:, place], moments.pair_case, size)
        return result


@lru_cache(maxsize=8)
def formulas_of(program: Program) -> dict[str, Formulas]:
    """The formulas of all signals of a program, made once."""
    kinds = program.this_case.kinds
    return {signal.name: formulas(signal, program.windows, kinds) for signal in program.signals}
