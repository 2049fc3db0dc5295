"""From measured components to features: the one place where ratios are formed and money becomes yuan."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from zbrisk.compiler.measuring import MICRO, Component, components_of
from zbrisk.compiler.program import CompiledSignal
from zbrisk.signals.measure import Measure

__all__ = ["across_parties", "feature_values", "in_yuan"]

Array = npt.NDArray[np.float64]
FEN = 100.0
ADDED = ("count", "sum")


def feature_values(
    signal: CompiledSignal,
    measure: Measure,
    window: int,
    components: Mapping[Component, Array],
    case: Mapping[str, Array],
    case_kinds: Mapping[str, str],
    as_of: Array,
) -> Array:
    """One feature for every moment, money in 分, before what is unknown is blanked.

    Args:
        signal: Whose feature it is.
        measure: The measure.
        window: The position of its window.
        components: Each component for every moment, NaN where a moment has no rows.
        case: Columns of this_case for every moment.
        case_kinds: Their types.
        as_of: Day numbers.
    """
    top = _simple(measure, signal.kinds, window, components, as_of)
    money = _is_money(measure, signal.kinds)
    if measure.per_measure is not None:
        below = _simple(measure.per_measure, signal.kinds, window, components, as_of)
        return _divided(top, below, money, _is_money(measure.per_measure, signal.kinds))
    if measure.per_column is not None:
        return _divided(top, case[measure.per_column], money, case_kinds[measure.per_column] == "money")
    return top


def in_yuan(signal: CompiledSignal, measure: Measure, values: Array) -> Array:
    """The feature as it is given out: money in yuan, after all sums were taken in 分."""
    alone = measure.per_measure is None and measure.per_column is None
    return values / FEN if alone and _is_money(measure, signal.kinds) else values


def across_parties(measure: Measure, how: str, values: Array, moments: npt.NDArray[np.int64], n: int) -> Array:
    """Values of parties brought to their cases: the most telling one, or the sum.

    Args:
        measure: The measure; days and minima take the smallest.
        how: `max` or `sum`.
        values: One value a pair of case and party; NaN is left out.
        moments: The case moment of each pair.
        n: The number of case moments.
    """
    known = ~np.isnan(values)
    result = np.full(n, np.nan)
    values, moments = values[known], moments[known]
    if how == "sum" and measure.kind in ADDED and measure.per_measure is None:
        sums = np.zeros(n)
        np.add.at(sums, moments, values)
        result[moments] = sums[moments]
        return result
    worst = np.fmin if measure.smallest else np.fmax
    worst.at(result, moments, values)
    return result


def _simple(
    measure: Measure, kinds: Mapping[str, str], window: int, components: Mapping[Component, Array], as_of: Array
) -> Array:
    alone = Measure(kind=measure.kind, column=measure.column, windows=measure.windows)
    parts = [components[c] for c in components_of(alone, window)]
    kind = measure.kind
    if kind in ("count", "distinct"):
        return np.nan_to_num(parts[0])
    if kind == "exists":
        return (np.nan_to_num(parts[0]) > 0).astype(np.float64)
    if kind in ("days_since_last", "days_since_first"):
        return as_of - parts[0]
    ratio = measure.column is not None and kinds[measure.column] == "ratio"
    if kind == "sum":
        total = np.where(np.nan_to_num(parts[1]) == 0, 0.0, parts[0])
        return total / MICRO if ratio else total
    if kind in ("mean", "share"):
        mean = _quotient(parts[0], parts[1])
        return mean / MICRO if ratio else mean
    return parts[0]


def _is_money(measure: Measure, kinds: Mapping[str, str]) -> bool:
    return measure.kind != "distinct" and measure.column is not None and kinds[measure.column] == "money"


def _divided(top: Array, below: Array, top_money: bool, below_money: bool) -> Array:
    quotient = _quotient(top, below)
    if top_money == below_money:
        return quotient
    return quotient / FEN if top_money else quotient * FEN


def _quotient(top: Array, below: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Array = np.where(below == 0, np.nan, top / below)
    return result
