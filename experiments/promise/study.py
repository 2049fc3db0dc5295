"""What a promise is worth: a fixed world and model; which cases were audited, and what was found, drawn again.

In every draw the cases are parted at random into a half for audits and a half that is ranked, so that no
case is on both sides. Reviewers err at `noise`, and `inconclusive` of the reviews say nothing. A list is as good as the
share of its cases that reviewers would confirm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zbrisk.bundle.audits import Audits
from zbrisk.selection.stratified_sample import draw_by_strata
from zbrisk.selection.success_rate import longest_list
from zbrisk.typing import Floats

__all__ = ["Design", "Worth", "worth_of"]

Design = Literal["uniform", "stratified"]


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What the promise of `rate` was worth over all draws.

    Attributes:
        audits: Drawn in each.
        design: uniform, or as review plans draw them.
        listed: Share of the draws with a list.
        length: Mean length, an empty list counting 0.
        full: Mean length of the longest list that keeps the promise, found with full knowledge.
        kept: Mean share confirmed, an empty list counting 1: what is promised to be at least `rate`.
        kept_given: The same given a list; promised of nothing.
        missed: Share of the lists whose own share is below the rate.
    """

    rate: float
    audits: int
    design: Design
    listed: float
    length: float
    full: float
    kept: float
    kept_given: float
    missed: float


def worth_of(
    cases: pd.DataFrame,
    *,
    rate: float,
    audits: int,
    design: Design,
    draws: int = 200,
    noise: float = 0.04,
    inconclusive: float = 0.06,
    seed: int = 0,
) -> Worth:
    """Draw again and again, and compare each list with the truth.

    Args:
        cases: score, probability and truth (0 or 1).
        rate: The share promised.
        audits: Random reviews in each draw.
        design: How they are drawn.
        draws: How often.
        noise: Share of the findings that are wrong.
        inconclusive: Share of the reviews that find nothing either way.
        seed: Of everything.
    """
    random = np.random.default_rng(seed)
    columns = tuple(cases[name].to_numpy(dtype=np.float64) for name in ("score", "probability", "truth"))
    results = [_draw(columns, rate, audits, design, noise, inconclusive, random) for _ in range(draws)]
    length, share, full = np.array(results).T
    some = length > 0
    given = share[some]
    return Worth(
        rate=rate, audits=audits, design=design, listed=float(some.mean()), length=float(length.mean()),
        full=float(full.mean()), kept=float(np.where(some, share, 1.0).mean()),
        kept_given=float(given.mean()) if some.any() else np.nan,
        missed=float((given < rate).mean()) if some.any() else np.nan,
    )  # fmt: skip


def _draw(
    columns: tuple[Floats, ...], rate: float, count: int, design: Design, noise: float, inconclusive: float,
    random: np.random.Generator,
) -> tuple[float, float, float]:  # fmt: skip
    """Length, share confirmed, and length by full knowledge, of one draw."""
    order = random.permutation(len(columns[0]))
    past, now = np.split(order, [len(order) // 2])
    scores, probabilities, truth = columns
    drawn, chance = _audited(scores[past], count, design, random)
    findings = (truth[past] != (random.random(len(past)) < noise)).astype(float)
    decided = drawn & (random.random(len(past)) >= inconclusive)
    known = Audits(
        scores=tuple(scores[past][decided]), labels=tuple(findings[decided]), weights=tuple(1 / chance[decided])
    )
    length = longest_list(known, scores[now], probabilities[now], rate).length
    sure = np.where(truth == 1, 1 - noise, noise)[now][np.argsort(-scores[now], kind="stable")]
    share = np.cumsum(sure) / np.arange(1, len(sure) + 1)
    enough = np.flatnonzero(share >= rate)
    return length, share[length - 1] if length else np.nan, enough[-1] + 1 if len(enough) else 0


def _audited(
    scores: Floats, count: int, design: Design, random: np.random.Generator
) -> tuple[NDArray[np.bool_], Floats]:
    if design == "stratified":
        return draw_by_strata(scores, count, random)
    drawn = np.zeros(len(scores), dtype=bool)
    drawn[random.choice(len(scores), count, replace=False)] = True
    return drawn, np.full(len(scores), count / len(scores))
