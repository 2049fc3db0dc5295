"""The population stability index: how far a number has moved from the cases of the training's last day.

Sum of (now - then) * ln(now / then) over bins that held equal shares then, "no data" being a bin of its own. The rule
of thumb of credit scoring: below 0.1 steady, above 0.25 moved (Siddiqi 2006). Among few cases chance alone makes some
of it, about (bins - 1) * (1/n + 1/m) times a chi-squared over its degrees of freedom (Yurdakul 2018): less than that
is never called a move.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from zbrisk.bundle.reference import MIN_CASES_FOR_PERCENTILE, Distribution
from zbrisk.typing import Floats

__all__ = ["Drift", "drift"]

BINS = 10
STEADY, MOVED = 0.1, 0.25
CHANCE = 0.001


@dataclass(frozen=True, kw_only=True)
class Drift:
    """How far one number moved.

    Args:
        name: The feature, or `score`.
        index: The population stability index; None where there are too few cases.
        level: steady, watch, moved, or "no data".
        null_then: Share of the reference cases without data.
        null_now: The same today.
        used: Whether the model reads the feature at all.
    """

    name: str
    index: float | None
    level: str
    null_then: float
    null_now: float
    used: bool = True


def drift(name: str, then: Distribution, cases: int, values: ArrayLike, *, used: bool = True) -> Drift:
    """Compare values of today (NaN for no data) with a reference distribution over `cases` cases."""
    now = np.asarray(values, dtype=np.float64)
    null_now = round(float(np.isnan(now).mean()), 4) if now.size else 1.0
    if min(cases, now.size) < MIN_CASES_FOR_PERCENTILE:
        return Drift(name=name, index=None, level="no data", null_then=then.null_share, null_now=null_now, used=used)
    expected, actual = _shares(then, now)
    index = _index(_smooth(expected, cases), _smooth(actual, now.size))
    bins = len(expected)
    noise = float(chi2.ppf(1 - CHANCE, max(bins - 1, 1))) * (1 / cases + 1 / now.size)
    level = "steady" if index <= max(STEADY, noise) else "watch" if index <= MOVED else "moved"
    return Drift(name=name, index=round(index, 4), level=level, null_then=then.null_share, null_now=null_now, used=used)


def _shares(then: Distribution, now: Floats) -> tuple[Floats, Floats]:
    """The shares of the bins then and now; the last bin is "no data"."""
    known = now[~np.isnan(now)]
    edges, below = _edges(then)
    full = np.diff(np.concatenate([[0.0], below, [1.0]])) if then.values else np.array([1.0])
    expected = np.append(full * (1 - then.null_share), then.null_share)
    counts = np.bincount(np.searchsorted(edges, known, side="right"), minlength=len(full)).astype(np.float64)
    return expected, np.append(counts, now.size - known.size) / now.size


def _edges(then: Distribution) -> tuple[Floats, Floats]:
    """Values at which bins begin, so that each holds about a tenth, and the shares below them.

    The value of most cases (a count's zero) is a bin by itself, for a bin ends where the next value begins.
    """
    edges, below, goal = [], [], 1 / BINS
    for value, share in zip(then.values[1:], then.below[1:], strict=True):
        if share >= goal - 1e-9:
            edges.append(value)
            below.append(share)
            goal = (int(share * BINS + 1e-9) + 1) / BINS
    return np.array(edges), np.array(below)


def _smooth(shares: Floats, cases: int) -> Floats:
    """Half a case more in each bin, so that an empty one has a logarithm."""
    smooth: Floats = (shares * cases + 0.5) / (cases + 0.5 * len(shares))
    return smooth


def _index(then: Floats, now: Floats) -> float:
    return float(((now - then) * np.log(now / then)).sum())
