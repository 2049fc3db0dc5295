"""Challenger against champion on one target: both put the same later cases into order.

What decides is the difference of their average precisions with its 95 % interval, from a bootstrap that draws whole
groups of cases (those that share a debtor) and judges both orders on every draw, so that what both find hard cancels
out (Efron & Tibshirani 1993). The verdict is

    too few   fewer than 20 confirmed or 20 refuted cases: no interval would be worth its name
    worse     a figure is worse beyond chance: the interval of its difference lies below 0. Average precision,
              precision among the first 20, and Brier skill (the probabilities) are looked at
    unsure    the interval of average precision reaches down to a loss of `margin` or more
    better    it lies above 0
    as good   neither: surely no loss of `margin` (non-inferiority, one-sided at 2.5 %, as in ICH E9, 1998)

The margin is a convention, not a finding: what an office would give up for a model that has seen more.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from training.evaluation import Estimate, paired_difference
from training.evaluation.metrics import Metric, RankedRows, average_precision, brier_skill, precision_at
from zbrisk.typing import Floats

__all__ = ["DECIDING", "MARGIN", "MIN_OF_EACH_RESULT", "Compared", "Comparison", "compare"]

MIN_OF_EACH_RESULT = 20  # confirmed, and refuted
PRECISION_LENGTH = 20  # the length of list whose precision is compared
MARGIN = 0.05  # of average precision
DRAWS = 2000
DECIDING = "average precision"

#: What is compared, and which numbers of a bundle it judges.
FIGURES: Mapping[str, tuple[Metric, str]] = {
    DECIDING: (average_precision, "score"),
    f"precision among the first {PRECISION_LENGTH}": (precision_at(PRECISION_LENGTH), "score"),
    "Brier skill": (brier_skill, "probability"),
}


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One figure of both bundles; `gain` is challenger minus champion, with its interval."""

    champion: float
    challenger: float
    gain: Estimate

    @property
    def worse(self) -> bool:
        """Whether the challenger is worse beyond chance."""
        return self.gain.high is not None and self.gain.high < 0

    def __str__(self) -> str:
        gain = self.gain
        reach = f"{gain.low:+.3f} to {gain.high:+.3f}" if gain.low is not None else gain.note
        return f"{self.champion:.3f} -> {self.challenger:.3f}, {self.challenger - self.champion:+.3f} ({reach})"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Challenger against champion on one target.

    Args:
        target: The target.
        cases: Later reviewed cases.
        confirmed: Of these.
        at_random: Of the cases, those that chance chose for review.
        figures: By name; none where there are too few cases.
        verdict: better, as good, unsure, worse or too few.
        missing: About how many more confirmed cases are needed (or, with `MIN_OF_EACH_RESULT` of these, refuted ones);
            None where the verdict stands, or where more cases may not change it.
    """

    target: str
    cases: int
    confirmed: int
    at_random: int
    figures: Mapping[str, Compared]
    verdict: str
    missing: int | None

    @property
    def passes(self) -> bool:
        """Whether this target is no reason to refuse."""
        return self.verdict in ("better", "as good")

    def __str__(self) -> str:
        counted = f"{self.confirmed} confirmed of {self.cases} later cases"
        if self.verdict == "too few":
            kind = "confirmed" if self.confirmed < MIN_OF_EACH_RESULT else "refuted"
            return f"{self.target}: too few, {counted}; at least {self.missing} more {kind} ones are needed"
        shown = [name for name, each in self.figures.items() if each.worse] or [DECIDING]
        text = f"{self.target}: {self.verdict}; " + "; ".join(f"{name} {self.figures[name]}" for name in shown)
        if self.verdict != "unsure":
            return f"{text}; {counted}"
        more = f"about {self.missing} more confirmed ones are needed" if self.missing else "it looks worse"
        return f"{text}, perhaps a loss that counts; {counted}, {more}"


def compare(cases: pd.DataFrame, target: str, *, margin: float = MARGIN, draws: int = DRAWS) -> Comparison:
    """Compare two bundles on one target.

    Args:
        cases: The target's later cases: label, group, at_random, and score and probability of champion and challenger.
        target: Its name.
        margin: The loss of average precision that counts as one.
        draws: Resamples.
    """
    confirmed = int(cases["label"].sum())
    lacking = max(MIN_OF_EACH_RESULT - confirmed, 0) or max(MIN_OF_EACH_RESULT - len(cases) + confirmed, 0)
    figures = {} if lacking else {name: _compared(cases, *what, draws) for name, what in FIGURES.items()}
    verdict = "too few" if lacking else _verdict(figures, margin)
    return Comparison(
        target=target,
        cases=len(cases),
        confirmed=confirmed,
        at_random=int(cases["at_random"].sum()),
        figures=figures,
        verdict=verdict,
        missing=_missing(figures[DECIDING].gain, confirmed, margin) if verdict == "unsure" else lacking or None,
    )


def _compared(cases: pd.DataFrame, figure: Metric, column: str, draws: int) -> Compared:
    label, groups = cases["label"].to_numpy(np.float64), cases["group"].astype(str)
    new, old = (cases[f"{who}_{column}"].to_numpy(np.float64) for who in ("challenger", "champion"))
    gain = paired_difference(label, new, old, groups, figure=figure, draws=draws)
    return Compared(champion=_level(figure, label, old), challenger=_level(figure, label, new), gain=gain)


def _level(figure: Metric, label: Floats, score: Floats) -> float:
    return float(figure(RankedRows(label, score), np.ones((1, len(label))))[0])


def _verdict(figures: Mapping[str, Compared], margin: float) -> str:
    low = figures[DECIDING].gain.low
    if any(each.worse for each in figures.values()):
        return "worse"
    if low is None or low <= -margin:
        return "unsure"
    return "better" if low > 0 else "as good"


def _missing(gain: Estimate, confirmed: int, margin: float) -> int | None:
    """An interval shrinks with the root of the cases; how many bring its lower end to the margin, all else as it is."""
    if gain.value is None or gain.low is None or gain.value <= -margin:
        return None
    reach = (gain.value - gain.low) / (gain.value + margin)
    return max(math.ceil(confirmed * (reach**2 - 1)), 1)
