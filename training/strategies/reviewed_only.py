"""Outcomes alone."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from training.labels.cohort import CohortDays
from training.labels.labels import Labels
from training.strategies.strategy import TrainingRows

__all__ = ["ReviewedOnly"]


@dataclass(frozen=True, kw_only=True)
class ReviewedOnly:
    """Learn from the reviewed cases alone.

    It assumes that, among cases with the same features, the reviewed are like the rest, and that reviews have covered
    what the model will rank. Reviews chosen by rules do not: almost every reviewed case trips a rule, so the model
    never sees an ordinary case and cannot learn how much the rules' own signals say.
    """

    def moments(self, labels: Labels, cohort: CohortDays, groups: pd.Series[str], seed: int) -> pd.DataFrame:
        """The reviewed moments as they are."""
        return labels.moments

    def training_rows(self, moments: pd.DataFrame, X: pd.DataFrame, seed: int) -> TrainingRows:
        """The reviewed rows; unreviewed ones that another strategy drew are left out."""
        reviewed = moments["reviewed"].to_numpy(bool)
        return moments[reviewed], X[reviewed]
