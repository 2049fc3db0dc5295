"""From measured components to features: the one place where ratios are formed and money becomes yuan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from zbrisk.compiler.compiled import CompiledSignal, Grain
from zbrisk.compiler.measure_query import MICRO, Component, components_of, rows_found
from zbrisk.signals.measure import Measure
from zbrisk.signals.window import Window
from zbrisk.typing import Floats

__all__ = ["Formulas", "across_parties", "formulas"]

Places = npt.NDArray[np.int64]
FEN = 100.0
ADDED = ("count", "sum")


@dataclass(frozen=True, kw_only=True)
class Formulas:
    """How the features of some signals of one grain come from their components, a step for all of them at once.

    The components of the signals stand one after the other in one array, and so do their features; `components_of`
    and `features_of` say where those of each begin and end. A measure is worked out from a first component and, for
    sums and means, a second one. `windows` gives the position of each feature's window, `found` that of the number of
    its rows (or -1, where nobody asks); `below` that of the measure that it is divided by (or -1), `per_column` which
    features are divided by a column of the case. `smallest` and `added` say how the values of several parties become
    one. Features are divided by `scale` at the very end: sums are taken in 分.
    """

    signals: tuple[CompiledSignal, ...]
    components_of: Mapping[str, slice]
    features_of: Mapping[str, slice]
    steps: tuple[tuple[str, Places, Places, Places], ...]  # kind, measures, first components, second components
    measures: int
    tops: Places
    below: Places
    per_column: Mapping[str, Places]
    scale: Floats
    windows: Places
    found: Places
    smallest: npt.NDArray[np.bool_]
    added: npt.NDArray[np.bool_]

    @cached_property
    def width(self) -> int:
        """How many components there are."""
        return max((each.stop for each in self.components_of.values()), default=0)

    @property
    def grain(self) -> Grain:
        """Whose moments the signals are measured at."""
        return self.signals[0].grain

    @cached_property
    def requires(self) -> tuple[tuple[str, slice], ...]:
        """The days of the case without which features are unknown, with these features."""
        return tuple((day, self.features_of[each.name]) for each in self.signals for day in each.header.requires)

    @cached_property
    def _divided(self) -> Places:
        return np.flatnonzero(self.below >= 0)

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
        if self._divided.size:
            below = values[:, self.below[self._divided]]
            features[:, self._divided] = _quotient(features[:, self._divided], below)
        for column, places in self.per_column.items():
            features[:, places] = _quotient(features[:, places], case[column][:, None])
        return features


def formulas(signals: Sequence[CompiledSignal], windows: Sequence[Window], case_kinds: Mapping[str, str]) -> Formulas:
    """The formulas of the features of some signals of one grain.

    Args:
        signals: The signals.
        windows: The program's windows.
        case_kinds: The types of this_case's columns.
    """
    written = _Writing(windows=windows, case_kinds=case_kinds)
    for signal in signals:
        written.add(signal)
    kinds = dict.fromkeys(kind for kind, _, _ in written.measured)
    columns = dict.fromkeys(name for name in written.per_column if name)
    return Formulas(
        signals=tuple(signals),
        components_of=written.components_of,
        features_of=written.features_of,
        steps=tuple((kind, *_of_kind(kind, written.measured)) for kind in kinds),
        measures=len(written.measured),
        tops=np.array(written.tops, dtype=np.int64),
        below=np.array(written.below, dtype=np.int64),
        per_column={name: np.flatnonzero([each == name for each in written.per_column]) for name in columns},
        scale=np.array(written.scale),
        windows=np.array(written.windows_of, dtype=np.int64),
        found=np.array(written.found, dtype=np.int64),
        smallest=np.array(written.smallest, dtype=bool),
        added=np.array(written.added, dtype=bool),
    )


@dataclass(kw_only=True)
class _Writing:
    """The formulas of some signals as they are written down, a signal after the other."""

    windows: Sequence[Window]
    case_kinds: Mapping[str, str]
    components_of: dict[str, slice] = field(default_factory=dict)
    features_of: dict[str, slice] = field(default_factory=dict)
    # features often share a measure (a count, and a ratio to it): each is worked out once, by kind, over all columns
    measured: dict[tuple[str, int, int], int] = field(default_factory=dict)
    width: int = 0
    tops: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)
    per_column: list[str] = field(default_factory=list)
    scale: list[float] = field(default_factory=list)
    windows_of: list[int] = field(default_factory=list)
    found: list[int] = field(default_factory=list)
    smallest: list[bool] = field(default_factory=list)
    added: list[bool] = field(default_factory=list)

    def add(self, signal: CompiledSignal) -> None:
        """Write down the features of a signal, those of one group of codes after those of the other."""
        begin, first = self.width, len(self.tops)
        for group in signal.header.groups:
            position = {component: self.width + place for place, component in enumerate(signal.components)}
            for _, measure, window in group.features():
                self._add(signal, measure, self.windows.index(window), position)
            self.width += len(signal.components)
        self.components_of[signal.name] = slice(begin, self.width)
        self.features_of[signal.name] = slice(first, len(self.tops))

    def _add(self, signal: CompiledSignal, measure: Measure, window: int, position: Mapping[Component, int]) -> None:
        per = measure.per_measure
        self.tops.append(self._place(signal, measure, window, position))
        self.below.append(-1 if per is None else self._place(signal, per, window, position))
        self.per_column.append(measure.per_column or "")
        self.scale.append(_scale(measure, signal.kinds, self.case_kinds))
        self.windows_of.append(window)
        self.found.append(position.get(rows_found(window), -1))
        self.smallest.append(measure.smallest)
        self.added.append(signal.header.across == "sum" and measure.kind in ADDED and per is None)

    def _place(self, signal: CompiledSignal, measure: Measure, window: int, position: Mapping[Component, int]) -> int:
        alone = Measure(kind=measure.kind, column=measure.column, windows=measure.windows)
        parts = [position[component] for component in components_of(alone, window)]
        ratio = measure.column is not None and signal.kinds[measure.column] == "ratio"
        kind = f"{measure.kind} of ratios" if ratio and measure.kind in ("sum", "mean") else measure.kind
        return self.measured.setdefault((kind, parts[0], parts[-1]), len(self.measured))


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
