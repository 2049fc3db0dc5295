"""Draw cases at random, more densely where scores are high, with known chances."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["draw_by_strata"]

#: Shares of the cases, by score from below, where one stratum ends and the next begins. Every stratum gets as many
#: draws as another, so that the few high scores, which tell most about a list, are not left to luck.
CUTS = (0.5, 0.8, 0.95)


def draw_by_strata(
    scores: NDArray[np.float64], count: int, random: np.random.Generator
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Draw `count` cases without replacement, stratified by score.

    Every case has a chance above 0, so sums over the drawn cases of value / chance estimate totals over all cases
    without bias (Horvitz and Thompson 1952).

    Args:
        scores: Of all cases that may be drawn.
        count: How many to draw, at most as many as there are.
        random: Where chance comes from.

    Returns:
        Which cases were drawn, and each case's chance of it.
    """
    drawn, chance = np.zeros(len(scores), dtype=bool), np.zeros(len(scores))
    order = np.argsort(scores, kind="stable")
    cuts = [int(len(order) * cut) for cut in CUTS[: max(count - 1, 0)]]
    strata = [stratum for stratum in np.split(order, cuts) if len(stratum)]
    for stratum, draws in zip(strata, _allotted([len(s) for s in strata], count), strict=True):
        drawn[random.choice(stratum, draws, replace=False)] = True
        chance[stratum] = draws / len(stratum)
    return drawn, chance


def _allotted(sizes: list[int], count: int) -> list[int]:
    """Equal parts of `count`; what a small stratum cannot take goes to the others, the first ones first."""
    allotted = [0] * len(sizes)
    while (left := count - sum(allotted)) > 0:
        open_ones = [i for i, size in enumerate(sizes) if allotted[i] < size][:left]
        for i in open_ones:
            allotted[i] += min(left // len(open_ones), sizes[i] - allotted[i])
    return allotted
