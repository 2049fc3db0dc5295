"""Draw cases at random, more densely where scores are high, with known chances."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["chances_by_strata", "draw_by_chance", "draw_by_strata", "in_proportion"]

Floats = NDArray[np.float64]

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
    drawn = np.zeros(len(scores), dtype=bool)
    for stratum, draws in _strata(scores, count):
        drawn[random.choice(stratum, draws, replace=False)] = True
    return drawn, chances_by_strata(scores, count)


def chances_by_strata(scores: Floats, count: int) -> Floats:
    """The chance that `draw_by_strata` gives each case; they sum to `count`."""
    chance = np.zeros(len(scores))
    for stratum, draws in _strata(scores, count):
        chance[stratum] = draws / len(stratum)
    return chance


def in_proportion(size: Floats, count: int, *, most: Floats) -> Floats:
    """Chances in proportion to sizes that sum to `count`, none above its bound in `most`.

    What a bound cuts off goes to the others, in proportion again.
    """
    chance, open_ones = np.zeros(len(size)), np.maximum(size, 1e-12)
    count_left = min(float(count), float(most.sum()))
    while count_left > 1e-9 and open_ones.any():
        more = open_ones * (count_left / open_ones.sum())
        room = most - chance
        full = more >= room
        chance += np.minimum(more, room)
        count_left = min(float(count), float(most.sum())) - float(chance.sum())
        open_ones = np.where(full, 0.0, open_ones)
    return chance


def draw_by_chance(chance: Floats, random: np.random.Generator) -> NDArray[np.bool_]:
    """Draw each case with its own chance, as many in all as the chances sum to.

    Systematic sampling of a shuffled list (Madow 1949): one random start, then equal steps through the running sum.

    Args:
        chance: From 0 to 1; they sum to a whole number.
        random: Where chance comes from.
    """
    order = random.permutation(len(chance))
    running = np.cumsum(chance[order])
    picks = random.random() + np.arange(round(float(chance.sum())))
    drawn = np.zeros(len(chance), dtype=bool)
    drawn[order[np.minimum(np.searchsorted(running, picks, side="right"), len(chance) - 1)]] = True
    return drawn


def _strata(scores: Floats, count: int) -> list[tuple[NDArray[np.intp], int]]:
    """The cases of each stratum, by score from below, and how many are drawn from it."""
    order = np.argsort(scores, kind="stable")
    cuts = [int(len(order) * cut) for cut in CUTS[: max(count - 1, 0)]]
    strata = [stratum for stratum in np.split(order, cuts) if len(stratum)]
    return list(zip(strata, _allotted([len(s) for s in strata], count), strict=True))


def _allotted(sizes: list[int], count: int) -> list[int]:
    """Equal parts of `count`; what a small stratum cannot take goes to the others, the first ones first."""
    allotted = [0] * len(sizes)
    while (left := count - sum(allotted)) > 0:
        open_ones = [i for i, size in enumerate(sizes) if allotted[i] < size][:left]
        for i in open_ones:
            allotted[i] += min(left // len(open_ones), sizes[i] - allotted[i])
    return allotted
