"""The gate: a challenger is let through only if it is better than the champion on later cases, and the gate says why.

Every target that the champion has must be better or as good (see `comparison`), and the mean difference of average
precision over the targets must be above 0. Every target must pass, so that looking at several needs no correction for
it (intersection-union; Berger 1982).

Later cases are reviewed ones, chosen as reviews choose. Cases that only the challenger would have listed are missing;
and where the champion's own list chose, its order has less left to tell, which speaks for any challenger. Only cases
chosen at random are free of both, so how many were is said beside the verdict.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

import pandas as pd

from training.registry.comparison import DECIDING, Comparison, compare

__all__ = ["PromotionDecision", "judge"]


@dataclass(frozen=True, kw_only=True)
class PromotionDecision:
    """What the gate says, on cases opened from `since` on and known before `as_of`; `why` says it in words."""

    let_through: bool
    why: str
    since: dt.date
    as_of: dt.date
    margin: float
    comparisons: tuple[Comparison, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values: counts and figures, no rows."""
        return asdict(self) | {"since": self.since.isoformat(), "as_of": self.as_of.isoformat()}


def judge(
    cases: pd.DataFrame, targets: Sequence[str], lost: Sequence[str] = (),
    *, since: dt.date, as_of: dt.date, margin: float,
) -> PromotionDecision:  # fmt: skip
    """Decide.

    Args:
        cases: What `later_cases` gives, with the scores of `champion` and `challenger`.
        targets: The targets that both have.
        lost: Those that only the champion has.
        since: The first day of opening.
        as_of: The day of judging.
        margin: The loss of average precision that counts as one.
    """
    compared = tuple(compare(cases[cases["target"] == each], each, margin=margin) for each in targets)
    against = [f"{each}: the challenger has no model" for each in lost]
    against += [str(each) for each in compared if not each.passes]
    if not against and (gain := _mean_gain(compared)) <= 0:
        against = [f"no better on the whole, mean difference {gain:+.3f}", *map(str, compared)]
    why = ". ".join(against or map(str, compared))
    return PromotionDecision(
        let_through=not against, why=why, since=since, as_of=as_of, margin=margin, comparisons=compared
    )


def _mean_gain(compared: Sequence[Comparison]) -> float:
    return fmean(each.figures[DECIDING].gain.value or 0.0 for each in compared)
