"""From measured components to features: the one place where ratios are formed and money becomes yuan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zbrisk.compiler.compiled import CompiledSignal
from zbrisk.compiler.measure_query import MICRO, components_of, rows_found
from zbrisk.signals.measure import Measure
from zbrisk.signals.window import Window
from zbrisk.typing import Floats

__all__ = ["Formulas", "across_parties", "formulas"]

Places = npt.NDArray[np.int64]
FEN = 100.0
ADDED = ("count", "sum")


@dataclass(frozen=True, kw_only=True)
class Formulas:
    """How the features of one signal come from its components, a step for all of them at once.

    A measure is worked out from a first component and, for sums and means, a second one. `windows` gives the position
    of each feature's window, `found` that of the number of its rows (or -1, where nobody asks); `below` that of the
    measure that it is divided by (or -1), `per_column` the column of the case (or ""). `smallest` and `added` say how
    the values of several parties become one. Features are divided by `scale` at the very end: sums are taken in 分.
    """

    steps: tuple[tuple[str, Places, Places, Places], ...]  # kind, measures, first components, second components
    measures: int
    tops: Places
    below: Places
    per_column: tuple[str, ...]
    scale: Floats
    windows: Places
    found: Places
    smallest: npt.NDArray[np.bool_]
    added: npt.NDArray[np.bool_]

    def features(self, components: Floats, case: Mapping[str, Floats], as_of: Floats) -> Floats:
        """Features (moments x features), unscaled (money in 分), before what is unknown is blanked.

        Args:
            components: moments x components (one group of codes after the other), NaN where a moment has no rows.
            case: Columns of this_case.
            as_of: Day numbers.
        """
        values = np.empty((len(components), self.measures))
        for kind, measures, first, second in self.steps:
            values[:, measures] = _worked_out(kind, components[:, first], components[:, second], as_of)
        features = values[:, self.tops]
        divided = np.flatnonzero(self.below >= 0)
        if divided.size:
            features[:, divided] = _quotient(features[:, divided], values[:, self.below[divided]])
        for place, column in enumerate(self.per_column):
            if column:
                features[:, place] = _quotient(features[:, place], case[column])
        return features


def formulas(signal: CompiledSignal, windows: Sequence[Window], case_kinds: Mapping[str, str]) -> Formulas:
    """The formulas of a signal's features.

    Args:
        signal: The signal.
        windows: The program's windows.
        case_kinds: The types of this_case's columns.
    """
    # features often share a measure (a count, and a ratio to it): each is worked out once, by kind, over all columns
    position = {component: place for place, component in enumerate(signal.components)}
    measured: dict[tuple[str, int, int], int] = {}

    def place_of(measure: Measure, window: int, start: int) -> int:
        alone = Measure(kind=measure.kind, column=measure.column, windows=measure.windows)
        parts = [start + position[c] for c in components_of(alone, window)]
        ratio = measure.column is not None and signal.kinds[measure.column] == "ratio"
        kind = f"{measure.kind} of ratios" if ratio and measure.kind in ("sum", "mean") else measure.kind
        return measured.setdefault((kind, parts[0], parts[-1]), len(measured))

    measures = [measure for _, measure, _ in signal.card.features()]
    tops, below, columns, scale, places, found = [], [], [], [], [], []
    for number, group in enumerate(signal.card.groups):
        start = number * len(signal.components)
        for _, measure, window in group.features():
            place = windows.index(window)
            tops.append(place_of(measure, place, start))
            below.append(-1 if measure.per_measure is None else place_of(measure.per_measure, place, start))
            columns.append(measure.per_column or "")
            scale.append(_scale(measure, signal.kinds, case_kinds))
            places.append(place)
            rows = position.get(rows_found(place), -1)
            found.append(rows if rows < 0 else start + rows)
    kinds = dict.fromkeys(kind for kind, _, _ in measured)
    steps = tuple((kind, *_of_kind(kind, measured)) for kind in kinds)
    return Formulas(
        steps=steps,
        measures=len(measured),
        tops=np.array(tops, dtype=np.int64),
        below=np.array(below, dtype=np.int64),
        per_column=tuple(columns),
        scale=np.array(scale),
        windows=np.array(places, dtype=np.int64),
        found=np.array(found, dtype=np.int64),
        smallest=np.array([m.smallest for m in measures]),
        added=np.array([signal.card.across == "sum" and m.kind in ADDED and m.per_measure is None for m in measures]),
    )


def across_parties(smallest: bool, added: bool, values: Floats, moments: Places, n: int) -> Floats:
    """Values of parties brought to their cases: the most telling one, or the sum.

    Args:
        smallest: Whether the smallest is the most telling (days, minima), and not the largest.
        added: Whether they are added up.
        values: One value a pair of case and party; NaN is left out.
        moments: The case moment of each pair.
        n: The number of case moments.
    """
    known = ~np.isnan(values)
    result = np.full(n, np.nan)
    values, moments = values[known], moments[known]
    if added:
        sums = np.zeros(n)
        np.add.at(sums, moments, values)
        result[moments] = sums[moments]
        return result
    # fmin and fmax pass over NaN: a party of whom nothing is known does not hide one of whom much is
    worst = np.fmin if smallest else np.fmax
    worst.at(result, moments, values)
    return result


def _of_kind(kind: str, measured: Mapping[tuple[str, int, int], int]) -> tuple[Places, Places, Places]:
    own = [(place, first, second) for (each, first, second), place in measured.items() if each == kind]
    measures, first, second = (np.array(column, dtype=np.int64) for column in zip(*own, strict=True))
    return measures, first, second


def _worked_out(kind: str, first: Floats, second: Floats, as_of: Floats) -> Floats:
    match kind:
        case "count" | "distinct":
            return np.where(np.isnan(first), 0.0, first)
        case "exists":
            return (first > 0).astype(np.float64)
        case "days_since_last" | "days_since_first":
            return as_of[:, None] - first
        case "nearest":
            return np.floor(first / 2) * np.where(first % 2 == 1, -1.0, 1.0)
        case "sum" | "sum of ratios":
            # no rows add up to 0; rows whose values are all unknown add up to nothing known
            total = np.where(second > 0, first, 0.0)
            return total / MICRO if kind != "sum" else total
        case "mean" | "share":
            return _quotient(first, second)
        case "mean of ratios":
            return _quotient(first, second) / MICRO
        case _:
            return first


def _scale(measure: Measure, kinds: Mapping[str, str], case_kinds: Mapping[str, str]) -> float:
    # inside, money is whole 分, so that sums are exact; outside it is yuan. A quotient of two amounts has no unit, one
    # of an amount by a number is an amount again, one of a number by an amount is per yuan
    money = _is_money(measure, kinds)
    if measure.per_measure is not None:
        below = _is_money(measure.per_measure, kinds)
    elif measure.per_column is not None:
        below = case_kinds[measure.per_column] == "money"
    else:
        below = False
    return 1.0 if money == below else FEN if money else 1 / FEN


def _is_money(measure: Measure, kinds: Mapping[str, str]) -> bool:
    return measure.kind != "distinct" and measure.column is not None and kinds[measure.column] == "money"


def _quotient(top: Floats, below: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Floats = np.where(below == 0, np.nan, top / below)
    return result
