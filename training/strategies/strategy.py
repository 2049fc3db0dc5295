"""What a strategy answers: which rows a model learns from, and what each is taken for."""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from training.labels.cohort import CohortDays
from training.labels.labels import Labels

__all__ = ["Strategy", "TrainingRows"]

TrainingRows = tuple[pd.DataFrame, pd.DataFrame]  # moments, and their features row by row


class Strategy(Protocol):
    """What to make of the cases that nobody reviewed."""

    def moments(self, labels: Labels, cohort: CohortDays, groups: pd.Series[str], seed: int) -> pd.DataFrame:
        """All moments that features are needed of (columns `MOMENT_COLUMNS`), the reviewed ones first.

        Args:
            labels: The reviewed moments of one target.
            cohort: Which cases stood when.
            groups: The debtor group of a case.
            seed: Seed of what is drawn.
        """

    def training_rows(self, moments: pd.DataFrame, X: pd.DataFrame, seed: int) -> TrainingRows:
        """The rows that a model is fitted to: of those given, some, with other weights, or twice.

        It is asked for the rows of each fit alone, so that nothing is learnt from rows that are held out.

        Args:
            moments: As `moments` gave them, or some of them, with `group`.
            X: Their features.
            seed: Seed of what is fitted to tell rows apart.
        """
