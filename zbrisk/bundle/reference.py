"""Where a value stands among cases: what lets a page say 高于 97% 的案件."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike
from pydantic import field_serializer, model_validator

from zbrisk.validation import Many, StrictModel

__all__ = ["Distribution", "Reference"]

POINTS = 201  # one each half per cent
MIN_CASES_FOR_PERCENTILE = 100  # among fewer cases "higher than 97 %" means nothing


class Distribution(StrictModel):
    """The distribution of one number over the reference cases that have it.

    `below[i]` is the share of those cases with a value smaller than `values[i]`; exact where there are at most 201
    different values (counts, flags), else at 201 quantiles, which is right to half a per cent. `null_share` is the
    share of all reference cases that have no data.
    """

    values: Many[float]
    below: Many[float]
    null_share: float

    @model_validator(mode="after")
    def _as_many(self) -> Distribution:
        if len(self.values) != len(self.below):
            raise ValueError("a distribution needs as many shares as values")
        return self

    @field_serializer("values")
    def _short(self, values: tuple[float, ...]) -> list[float]:
        return [int(v) if v.is_integer() else v for v in values]

    @classmethod
    def of(cls, numbers: ArrayLike) -> Distribution:
        """Summarise numbers, NaN for no data."""
        every = np.asarray(numbers, dtype=np.float64)
        known = np.sort(every[~np.isnan(every)])
        null_share = round(1 - known.size / every.size, 4) if every.size else 1.0
        points = np.unique(known)
        if points.size > POINTS:
            points = np.unique(np.quantile(known, np.linspace(0, 1, POINTS), method="inverted_cdf"))
        below = np.searchsorted(known, points, side="left") / max(known.size, 1)
        return cls(values=tuple(points.tolist()), below=tuple(np.round(below, 4).tolist()), null_share=null_share)

    def percentile(self, value: float) -> float | None:
        """The share (0..1) of cases with a smaller value; None for NaN, or where no reference case has data."""
        if value != value or not self.values:
            return None
        place = bisect_left(self.values, value)
        return self.below[place] if place < len(self.below) else 1.0


class Reference(StrictModel):
    """The distributions of all features and of the raw score over the cases of one day.

    Those cases are the ones that would have been ranked on that day, reviewed or not, so that a percentile compares a
    case with its peers and not with the suspects whom somebody chose to review. `cases` is how many they were.
    """

    cases: int
    score: Distribution
    features: Mapping[str, Distribution]

    @classmethod
    def of(cls, features: Mapping[str, ArrayLike], score: ArrayLike) -> Reference:
        """Summarise a matrix, given by column, and the raw scores of its rows."""
        return cls(
            cases=int(np.size(score)),
            features={name: Distribution.of(column) for name, column in features.items()},
            score=Distribution.of(score),
        )

    def percentile(self, feature: str, value: float | None) -> float | None:
        """The share of reference cases with a smaller value of `feature`; None where there is nothing to compare."""
        distribution = self.features.get(feature)
        if distribution is None or value is None or self.cases < MIN_CASES_FOR_PERCENTILE:
            return None
        return distribution.percentile(value)
