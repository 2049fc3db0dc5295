"""What reviews say of scores: a level for each score, with what it rests on.

Only reviewed cases count that the model had not learnt from when it scored them. They are kept as bins of score with
two counts each, by which nobody is known.

A level's interval is meant to hold the true share among the cases that are listed, which nobody has reviewed yet. Three
things stand between the two. Chance: a Clopper-Pearson interval of 95 %. Wrong outcomes: of the cases that are not so,
reviewers confirm some, so the lower end is taken beneath that noise; of those that are so, they clear some, so the
upper end is raised. And selection: cases were chosen for review for more than their score tells (a tip, a file that
somebody had read), and are the more often confirmed. How much more cannot be learnt from the reviews themselves, so the
lower end is lowered by a factor in the odds (Rosenbaum 2002, Observational Studies, bounds of sensitivity), `SELECTED`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from pydantic import model_validator

from zbrisk.bundle.levels import HIGH, LEVELS, Basis, level_beside
from zbrisk.typing import Floats
from zbrisk.validation import Many, StrictModel

__all__ = ["Grade", "Levels", "ReviewedScores"]


#: Reviewed cases in a bin at least.
MIN_REVIEWS_A_GROUP = 10
#: Reviews without which nothing is said of levels.
MIN_REVIEWS_FOR_LEVELS = 20
#: By how much the odds of a reviewed case may exceed those of an unreviewed one with the same score.
SELECTED = 4.0
#: The highest level is for scores at which a good part was confirmed, however rare the thing is.
HIGHEST_FROM = 0.25


class ReviewedScores(StrictModel):
    """Reviews of cases that the model had not learnt from, in bins of score, the lowest first.

    Args:
        lowest: The lowest score of each bin.
        reviewed: Reviews in it.
        confirmed: Those that confirmed.
        highest: The highest score that was tested.
        noise: The share of outcomes that is taken for wrong.

    Raises:
        ValueError: The bins do not hold together.
    """

    lowest: Many[float]
    reviewed: Many[int]
    confirmed: Many[int]
    highest: float
    noise: float = 0.0

    @model_validator(mode="after")
    def _holds_together(self) -> ReviewedScores:
        if not 0 < len(self.lowest) == len(self.reviewed) == len(self.confirmed):
            raise ValueError("reviewed scores need as many counts as bins, and at least one bin")
        rising = all(a < b for a, b in zip(self.lowest, self.lowest[1:], strict=False))
        if not rising or self.highest < self.lowest[-1] or not 0 <= self.noise < 0.5:
            raise ValueError("reviewed scores take rising scores, and a noise from 0 to less than a half")
        if any(not 0 <= k <= n or n < 1 for k, n in zip(self.confirmed, self.reviewed, strict=True)):
            raise ValueError("of the reviews in a bin at least none and at most all confirmed")
        return self

    @classmethod
    def of(
        cls, scores: Sequence[float] | Floats, labels: Sequence[float] | Floats, noise: float = 0.0
    ) -> ReviewedScores | None:
        """Bins of at least `MIN_REVIEWS_A_GROUP` reviews whose confirmed share rises; None of too few reviews.

        Neighbours whose shares fall are one bin (pool adjacent violators): a higher score is never said to be less.
        """
        if len(scores) < MIN_REVIEWS_FOR_LEVELS:
            return None
        order = np.argsort(scores, kind="stable")
        rising = _pooled(np.asarray(scores, float)[order], np.asarray(labels, float)[order])
        bins = _large_enough(rising)
        return cls(
            lowest=tuple(float(each.lowest) for each in bins),
            reviewed=tuple(each.reviewed for each in bins),
            confirmed=tuple(each.confirmed for each in bins),
            highest=float(np.max(scores)),
            noise=float(noise),
        )


@dataclass(frozen=True)
class _Bin:
    lowest: float
    reviewed: int
    confirmed: int

    @property
    def share(self) -> float:
        return self.confirmed / self.reviewed

    def joined(self, higher: _Bin) -> _Bin:
        return _Bin(self.lowest, self.reviewed + higher.reviewed, self.confirmed + higher.confirmed)


@dataclass(frozen=True, kw_only=True)
class Grade:
    """The level of the scores of one bin, from `lowest` up to the next one's."""

    level: int
    lowest: float
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class Levels:
    """The levels of a model that was tested.

    Args:
        tests: What it was tested on.
        base_rate: The probability of the average case; None for that of all reviews.
    """

    tests: ReviewedScores
    base_rate: float | None = None

    def level(self, score: float) -> tuple[int, Basis]:
        """The level of a score and what it rests on; above the highest score tested there is no figure."""
        grades = self.grades
        place = max(bisect_right([grade.lowest for grade in grades], score) - 1, 0)
        grade = grades[place]
        if score > self.tests.highest:
            known = grade.basis
            return grade.level, Basis(reviewed=known.reviewed, confirmed=known.confirmed, beyond=True)
        return grade.level, grade.basis

    @cached_property
    def grades(self) -> tuple[Grade, ...]:
        """One for each bin, the lowest first; a higher score never has a lower level."""
        parts = zip(self.tests.lowest, self.tests.reviewed, self.tests.confirmed, strict=True)
        bins = [_Bin(*part) for part in parts]
        levels = accumulate((self._level(each) for each in bins), max)
        return tuple(
            Grade(level=level, lowest=each.lowest, basis=self._basis(each, highest=each is bins[-1]))
            for level, each in zip(levels, bins, strict=True)
        )

    def _level(self, each: _Bin) -> int:
        """By the share confirmed beside the average; a raised level needs more than chance may give."""
        base = self._base
        share = _beneath(each.share, self.tests.noise)
        level = level_beside(share, base)
        if level == len(LEVELS) - 1 and share < HIGHEST_FROM:
            level -= 1
        surely = _beneath(_clopper_pearson(each.confirmed, each.reviewed)[0], self.tests.noise)
        return min(level, HIGH - 1) if surely <= base else level

    def _basis(self, each: _Bin, *, highest: bool) -> Basis:
        """What a bin says; the highest has no upper end, for lists show its highest scores first."""
        low, high = _clopper_pearson(each.confirmed, each.reviewed)
        low = _beneath(low, self.tests.noise)
        odds = low / (1 - low) / SELECTED if low < 1 else np.inf
        return Basis(
            reviewed=each.reviewed,
            confirmed=each.confirmed,
            low=round(float(odds / (1 + odds)), 4),
            high=1.0 if highest else round(min(1.0, high / (1 - self.tests.noise)), 4),
        )

    @property
    def _base(self) -> float:
        every = sum(self.tests.confirmed) / sum(self.tests.reviewed)
        base = every if self.base_rate is None else self.base_rate
        return min(max(base, 1e-6), 1 - 1e-6)


def _pooled(scores: Floats, labels: Floats) -> list[_Bin]:
    """Bins whose confirmed share rises, as many as can be; equal scores stay together."""
    bins: list[_Bin] = []
    for score in np.unique(scores):
        here = labels[scores == score]
        bins.append(_Bin(float(score), len(here), int(here.sum())))
        while len(bins) > 1 and bins[-2].share >= bins[-1].share:
            higher = bins.pop()
            bins[-1] = bins[-1].joined(higher)
    return bins


def _large_enough(bins: Sequence[_Bin]) -> list[_Bin]:
    """Small bins join their neighbour, from the highest scores down, so that the few high ones keep a bin."""
    falling: list[_Bin] = []
    for each in reversed(bins):
        if falling and falling[-1].reviewed < MIN_REVIEWS_A_GROUP:
            falling[-1] = each.joined(falling[-1])
        else:
            falling.append(each)
    if len(falling) > 1 and falling[-1].reviewed < MIN_REVIEWS_A_GROUP:
        last = falling.pop()
        falling[-1] = last.joined(falling[-1])
    return falling[::-1]


def _beneath(share: float, noise: float) -> float:
    """The share that is so, where the share confirmed is seen through outcomes of which some are wrong."""
    return float(min(max((share - noise) / (1 - 2 * noise), 0.0), 1.0))


def _clopper_pearson(found: int, of: int) -> tuple[float, float]:
    from scipy.special import betaincinv  # what scores a case needs no level at once, and saves the import

    low = float(betaincinv(found, of - found + 1, 0.025)) if found else 0.0
    high = float(betaincinv(found + 1, of - found, 0.975)) if found < of else 1.0
    return low, high
