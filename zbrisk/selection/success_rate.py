"""The longest list of a success rate: of its cases, at least so large a share will be confirmed, in expectation.

Audits are cases that were reviewed at random and kept out of training. Each case of the day gets a conformal p-value of
the null "not confirmed": how often a refuted audit scores as high (Jin and Candès 2023, Selection by prediction with
conformal p-values, JMLR 24, with their clipped score). The procedure of Benjamini and Hochberg (1995) at 1 - rate then
gives the longest list whose false discovery rate, the expected share that is not confirmed, is at most that.

Audits that were drawn with unequal chances weigh 1 / chance (Jin and Candès 2025, Model-free selective inference under
covariate shift via weighted conformal p-values, Biometrika). With equal weights the promise holds for any number of
audits; with unequal ones it holds as their number grows. Both rest on audits and cases being alike: the cases that lots
are drawn from are those that are ranked, and confirmed means what it meant then.

The promise is about the average over draws of audits. A single list may do worse; an empty one keeps any promise. With
few audits that average would be of many empty lists and a few very bad ones, so a list is given only if enough
confirmed audits score as high as its last case. That can only empty a list, and so breaks no promise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from zbrisk.bundle.audits import Audits
from zbrisk.bundle.trained import TrainedTarget
from zbrisk.errors import DataError
from zbrisk.typing import Floats

__all__ = ["SuccessRateList", "conformal_p_values", "longest_list", "select_success_rate"]

#: A case may weigh as much as any audit that scores as high, or is among as many next below it.
NEIGHBOURS = 10
#: Confirmed audits that must score as high as the last case of a list.
SUPPORT = 5


@dataclass(frozen=True, kw_only=True)
class SuccessRateList:
    """How long a list may be so that it keeps the promise.

    Attributes:
        rate: The share promised.
        length: How many of the highest scores; 0 where nothing can be promised.
        audits: On how many audits that rests.
        needed: About how many audits would support a list; None where the model's own probabilities say that no number
            would, or where there is a list.
    """

    rate: float
    length: int
    audits: int
    needed: int | None = None

    @property
    def sentence(self) -> str:
        """What can be promised, or why nothing can."""
        if self.length:
            return f"{self.length:,} cases, of which at least {self.rate:.0%} are expected to be confirmed"
        start = f"no list can promise that {self.rate:.0%} are confirmed on {self.audits:,} audits"
        if self.needed is None:
            return f"{start}, and more would not help: the model does not expect so much even of its first cases"
        return f"{start}; about {self.needed:,} kept out of training would be needed"


def longest_list(audits: Audits | None, scores: Floats, probabilities: Floats, rate: float) -> SuccessRateList:
    """The longest list that keeps the promise.

    Args:
        audits: Of the model; None where none were kept.
        scores: Raw margins of all cases that are ranked, in any order.
        probabilities: Their calibrated probabilities, for telling how many audits would be needed.
        rate: The share of confirmed clues, above 0 and below 1.

    Raises:
        ValueError: The rate is not between 0 and 1.
    """
    if not 0 < rate < 1:
        raise ValueError(f"a success rate is between 0 and 1, not {rate}")
    known = audits or Audits(scores=(), labels=(), weights=())
    p_values = np.sort(conformal_p_values(known, scores))
    kept = np.flatnonzero(p_values <= (1 - rate) * np.arange(1, len(scores) + 1) / len(scores))
    length = int(kept[-1]) + 1 if len(kept) else 0
    if length and _confirmed(known, float(np.sort(scores)[-length])) < SUPPORT:
        length = 0
    needed = None if length else _needed(np.sort(probabilities)[::-1], rate, len(known))
    return SuccessRateList(rate=rate, length=length, audits=len(known), needed=needed)


def select_success_rate(
    scores: pd.DataFrame, targets: Iterable[TrainedTarget], rate: float
) -> tuple[pd.DataFrame, dict[str, SuccessRateList]]:
    """For each target the longest list that keeps the promise.

    Args:
        scores: What `Scorer.score` returns for all cases of a day, with the finished ones left out if they are not to
            be listed, ranked.
        targets: The targets of the bundle that scored them.
        rate: The share of the list that is to be confirmed, in expectation.

    Returns:
        The clues that are left, and what is promised of each target.

    Raises:
        DataError: The rate is not between 0 and 1.
    """
    if not 0 < rate < 1:
        raise DataError(f"A success rate of {rate} cannot be promised.", "Give one between 0 and 1, such as 0.8.")
    lists = {each.target: _list_of(scores, each, rate) for each in targets}
    lengths = scores["target"].map({target: found.length for target, found in lists.items()})
    return scores[scores["rank"] <= lengths].reset_index(drop=True), lists


def _list_of(clues: pd.DataFrame, trained: TrainedTarget, rate: float) -> SuccessRateList:
    own = clues[clues["target"] == trained.target]
    scores, probabilities = (own[name].to_numpy(dtype=np.float64) for name in ("score", "probability"))
    return longest_list(trained.audits, scores, probabilities, rate)


def conformal_p_values(audits: Audits, scores: Floats) -> Floats:
    """For each score, the p-value of "not confirmed"; ties count against it, so that nothing is left to chance.

    p = (weight of refuted audits that score as high + own weight) / (weight of all audits + own weight), the confirmed
    ones counting as if they scored lower than any. A higher score never has a higher p-value.
    """
    if not len(audits):
        return np.ones(len(scores))
    order = np.argsort(-np.asarray(audits.scores), kind="stable")
    falling, weights = -np.asarray(audits.scores)[order], np.asarray(audits.weights)[order]
    refuted = np.append(0.0, np.cumsum(weights * (np.asarray(audits.labels)[order] == 0)))
    as_high = np.searchsorted(falling, -np.asarray(scores), side="right")  # audits that score as high
    own = np.maximum.accumulate(weights)[np.minimum(as_high + NEIGHBOURS, len(weights)) - 1]
    return cast(Floats, (refuted[as_high] + own) / (weights.sum() + own))


def _confirmed(audits: Audits, least: float) -> int:
    return sum(score >= least and label == 1 for score, label in zip(audits.scores, audits.labels, strict=True))


def _needed(falling: Floats, rate: float, now: int) -> int | None:
    """About how many audits, of equal weight, if the probabilities are right.

    Of n audits about n * q score as high as the k-th case and are refuted, q being the share of cases that are among
    the first k and not to be confirmed. (n * q + 1) / (n + 1) must not exceed (1 - rate) * k / m, nor may the confirmed
    ones among as high audits be fewer than `SUPPORT`.
    """
    m = len(falling)
    allowed = (1 - rate) * np.arange(1, m + 1) / m
    refuted = np.cumsum(1 - falling) / m
    room = allowed - refuted
    some = room > 0
    if not some.any():
        return None
    confirmed = np.arange(1, m + 1) / m - refuted
    least = np.maximum((1 - allowed[some]) / room[some], SUPPORT / confirmed[some])
    fewest = int(np.ceil(least.min()))
    # luck or the probabilities were against it if that many were there already
    return _rounded(max(fewest, 2 * now))


def _rounded(number: int) -> int:
    """Up to two digits."""
    unit: int = 10 ** max(len(str(number)) - 2, 0)
    return -(-number // unit) * unit
