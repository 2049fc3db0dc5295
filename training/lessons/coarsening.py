"""Columns in which no value is carried by few: what is rare is rounded to what is common, or left out.

An exact amount, or the one debtor with eleven cars, names a case to whoever knows it. So every value of every column is
made one that at least `least` unlike debtors share (k-anonymity of each column by itself, Sweeney 2002; of all columns
together it cannot be had of hundreds, Aggarwal 2005, which `docs/explanation/personal-data.md` says). Common values,
such as small counts, stay exact. Others are gathered between neighbouring quantiles, which is what the trees' own bins
do too, and stand for their median, rounded to two digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zbrisk.typing import Floats

__all__ = ["Coarsened", "coarsened", "coarsened_codes", "shares_of_debtors"]

#: Steps that a column of many values keeps. LightGBM bins to 63 here, most of which a few hundred rows cannot use.
MAX_STEPS = 48
DIGITS = 2  # significant ones


@dataclass(frozen=True, kw_only=True)
class Coarsened:
    """A column as it may be passed on, and what was done to it: `exact`, `rounded` or `blank`."""

    values: Floats
    how: str


def shares_of_debtors(groups: NDArray[np.int64]) -> Floats:
    """What each row counts: the rows of one debtor together count as one, wherever they stand."""
    _, own, size = np.unique(groups, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / size[own], dtype=np.float64)


def coarsened(values: Floats, shares: Floats, least: int) -> Coarsened:
    """A column of numbers whose every value, "no data" included, is carried by at least `least` debtors.

    Args:
        values: NaN is "no data".
        shares: What each row counts, see `shares_of_debtors`.
        least: Debtors.
    """
    missing = np.isnan(values)
    known = ~missing
    if shares[known].sum() < least:
        return Coarsened(values=np.full(len(values), np.nan), how="blank" if known.any() else "exact")
    distinct, place = np.unique(values[known], return_inverse=True)
    counts = np.asarray(np.bincount(place, weights=shares[known]), dtype=np.float64)
    steps = _steps(counts, least)
    answer = np.full(len(values), np.nan)
    answer[known] = _middles(distinct, counts, steps, least)[steps][place]
    if 0 < shares[missing].sum() < least:
        answer[missing] = distinct_mode(answer[known], shares[known])
    same = np.array_equal(answer, values, equal_nan=True)
    alike = len(np.unique(answer[~np.isnan(answer)])) < 2 <= len(distinct)
    return Coarsened(values=answer, how="exact" if same else "blank" if alike else "rounded")


def coarsened_codes(codes: NDArray[np.object_], shares: Floats, least: int) -> NDArray[np.object_]:
    """Codes, None where fewer than `least` debtors carry one; where few are left without, all are."""
    answer = codes.copy()
    for code in {each for each in codes if each is not None}:
        if shares[codes == code].sum() < least:
            answer[codes == code] = None
    without = np.array([each is None for each in answer], dtype=bool)
    if 0 < shares[without].sum() < least:
        answer[:] = None
    return answer


def distinct_mode(values: Floats, shares: Floats) -> float:
    """The value that most carry."""
    distinct, place = np.unique(values, return_inverse=True)
    return float(distinct[np.bincount(place, weights=shares).argmax()])


def _steps(counts: Floats, least: int) -> NDArray[np.int64]:
    """The step of each distinct value, from below: common ones alone, others gathered until they are enough."""
    wanted = max(float(least), counts.sum() / MAX_STEPS)
    step = np.empty(len(counts), dtype=np.int64)
    before, start, number = np.concatenate([[0.0], np.cumsum(counts)]), 0, -1
    common = np.flatnonzero(counts >= wanted)
    while start < len(counts):
        number += 1
        ahead = common[np.searchsorted(common, start)] if common.size and common[-1] >= start else len(counts)
        full = int(np.searchsorted(before, before[start] + wanted - 1e-9))
        end = start + 1 if ahead == start else min(full, ahead)
        step[start:end] = number
        start = end
    return _joined(step, counts, least)


def _joined(step: NDArray[np.int64], counts: Floats, least: int) -> NDArray[np.int64]:
    """Steps that are carried by too few, put to the one below them; the lowest to the one above."""
    sizes = np.bincount(step, weights=counts)
    target, last = np.empty(len(sizes), dtype=np.int64), -1
    for number, size in enumerate(sizes):
        if size >= least - 1e-9 or last < 0:
            last += 1
        target[number] = last
    joined = target[step]
    if (sizes := np.bincount(joined, weights=counts))[0] < least - 1e-9 and len(sizes) > 1:
        joined = np.maximum(joined - 1, 0)
    return np.asarray(joined, dtype=np.int64)


def _middles(distinct: Floats, counts: Floats, steps: NDArray[np.int64], least: int) -> Floats:
    """What each step stands for: its weighted lower median, exact where enough carry just that value."""
    middles = np.empty(steps[-1] + 1)
    for number in range(len(middles)):
        own = steps == number
        running = np.cumsum(counts[own])
        middle = int(np.searchsorted(running, running[-1] / 2))
        value = float(distinct[own][middle])
        middles[number] = value if counts[own][middle] >= least - 1e-9 else _rounded(value)
    return middles


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
