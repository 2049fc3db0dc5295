"""How high a risk is, in a word, and what the word rests on: reviews of cases that the model had not learnt from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["HIGH", "LEVELS", "UNTESTED", "Basis", "level_beside"]

LEVELS = ("较低", "中等", "较高", "很高")
HIGH = 2  # from this level on a page may name whom a clue concerns
# Odds of the case over those of the average case: where a level ends and the next begins.
BOUNDS = (0.5, 2.0, 6.0, math.inf)


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What a level rests on.

    Attributes:
        reviewed: Reviewed cases of that level which the model had not learnt from; None where nothing was tested.
        confirmed: How many of them were confirmed.
        low: The least share (0..1) that is to be expected among cases nobody reviewed; None where no figure is known.
        high: The greatest.
        beyond: Whether the score is above the highest that was ever tested: then there is no figure.
    """

    reviewed: int | None = None
    confirmed: int | None = None
    low: float | None = None
    high: float | None = None
    beyond: bool = False

    @property
    def zh(self) -> str:
        """In Chinese, for reviewers."""
        if self.beyond:
            return f"更高分数尚无复核检验（已检验的最高一档：复核 {self.reviewed} 件，查实 {self.confirmed} 件）"
        if self.low is None or self.high is None:
            return "尚无复核检验，等级只表示核查的先后"
        low, high = math.floor(100 * self.low), math.ceil(100 * self.high)
        reach = f"每百件约 {low} 至 {high} 件" if high < 100 else f"每百件至少约 {low} 件"
        return f"本院同等分数的复核 {self.reviewed} 件，查实 {self.confirmed} 件；未经复核的案件{reach}"

    @property
    def en(self) -> str:
        """In English, for developers."""
        if self.beyond:
            return f"above every score tested (highest level tested: {self.confirmed} of {self.reviewed} confirmed)"
        if self.low is None or self.high is None:
            return "not tested by reviews; the level orders the work and says no more"
        low, high = math.floor(100 * self.low), math.ceil(100 * self.high)
        reach = f"{low} to {high} in 100" if high < 100 else f"at least {low} in 100"
        return f"{self.confirmed} of {self.reviewed} reviews at such scores confirmed; of unreviewed cases {reach}"

    def to_json(self) -> Mapping[str, Any]:
        """Plain JSON values."""
        return {**asdict(self), "sentence": {"zh": self.zh, "en": self.en}}


UNTESTED = Basis()


def level_beside(probability: float, base: float) -> int:
    """The level of a probability beside that of the average case, by the ratio of their odds."""
    ratio = _odds(probability) / _odds(base)
    return next(level for level, bound in enumerate(BOUNDS) if ratio < bound)


def _odds(probability: float) -> float:
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return bounded / (1 - bounded)
