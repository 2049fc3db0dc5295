"""The population stability index: how far a number has moved from the cases of the training's last day.

Sum of (now - then) * ln(now / then) over bins that held equal shares then, "no data" being a bin of its own. The rule
of thumb of credit scoring: below 0.1 steady, above 0.25 moved (Siddiqi 2006). Among few cases chance alone makes some
of it, about (bins - 1) * (1/n + 1/m) times a chi-squared over its degrees of freedom (Yurdakul 2018): less than that
is never called a move.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from zbrisk.bundle.bins import Bins
from zbrisk.bundle.reference import MIN_CASES_FOR_PERCENTILE, Distribution
from zbrisk.typing import Floats

__all__ = ["Drift", "drift"]

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


def drift(name: str, then: Distribution, cases: int, counts: NDArray[np.int64], *, used: bool = True) -> Drift:
    """Compare cases of today with a reference distribution over `cases` cases.

    Args:
        name: What is compared.
        then: The reference.
        cases: How many cases it is of.
        counts: How many cases of today fall into each of `Bins.of(then)`.
        used: Whether the model reads it.
    """
    now = int(counts.sum())
    null_now = round(float(counts[-1] / now), 4) if now else 1.0
    if min(cases, now) < MIN_CASES_FOR_PERCENTILE:
        return Drift(name=name, index=None, level="no data", null_then=then.null_share, null_now=null_now, used=used)
    expected = Bins.of(then).shares
    index = _index(_smooth(expected, cases), _smooth(counts / now, now))
    bins = len(expected)
    noise = float(chi2.ppf(1 - CHANCE, max(bins - 1, 1))) * (1 / cases + 1 / now)
    level = "steady" if index <= max(STEADY, noise) else "watch" if index <= MOVED else "moved"
    return Drift(name=name, index=round(index, 4), level=level, null_then=then.null_share, null_now=null_now, used=used)


def _smooth(shares: Floats, cases: int) -> Floats:
    """Half a case more in each bin, so that an empty one has a logarithm."""
    smooth: Floats = (shares * cases + 0.5) / (cases + 0.5 * len(shares))
    return smooth


def _index(then: Floats, now: Floats) -> float:
    return float(((now - then) * np.log(now / then)).sum())
