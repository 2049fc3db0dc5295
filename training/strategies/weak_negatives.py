"""Unreviewed cases as refuted, at a small weight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from training.labels.cohort import CohortDays, Members
from training.labels.labels import MOMENT_COLUMNS, Labels
from training.strategies.strategy import TrainingRows

__all__ = ["WeakNegatives"]


@dataclass(frozen=True, kw_only=True)
class WeakNegatives:
    """Add unreviewed cases as refuted, matched to the reviewed ones in day and in age.

    It assumes that what is looked for is rare among them (3-6 % of terminated cases conceal), so that few of these
    labels are wrong, and each wrong one weighs little. They shape the order only: probabilities are calibrated, and
    figures measured, on reviewed cases.

    Each reviewed moment draws `per_reviewed` cases that stood in the cohort on that same day and were about as old
    then. Otherwise the calendar or the time since closing would tell reviewed from unreviewed, and the model would
    learn that instead of risk. No case is drawn twice, none that has an outcome, none that shares a debtor with a
    confirmed case.
    """

    per_reviewed: int = 4
    weight: float = 0.1

    def moments(self, labels: Labels, cohort: CohortDays, groups: pd.Series[str], seed: int) -> pd.DataFrame:
        """The reviewed moments, followed by the weak ones."""
        random = np.random.default_rng(seed)
        taken = np.asarray(cohort.cases.isin(labels.cases | _beside_confirmed(labels, groups)))
        reviewed = labels.moments
        own = cohort.places(reviewed["case_id"])
        drawn: list[tuple[str, pd.Timestamp]] = []
        for row in random.permutation(len(reviewed)):
            day = reviewed["as_of"].iloc[row]
            chosen = self._draw(cohort.members(day), own[row], taken, random)
            taken[chosen] = True
            drawn += [(weak, day) for weak in cohort.cases[chosen]]
        return pd.concat([reviewed, self._as_moments(drawn)], ignore_index=True)[MOMENT_COLUMNS] if drawn else reviewed

    def training_rows(self, moments: pd.DataFrame, X: pd.DataFrame, seed: int) -> TrainingRows:
        """The rows as they are."""
        return moments, X

    def _draw(
        self, day: Members, own: np.intp, taken: NDArray[np.bool_], random: np.random.Generator
    ) -> NDArray[np.intp]:
        """Places of cases, at random among those nearest in age, five times as many as are wanted."""
        free = ~taken[day.places]
        places = day.places[free]
        apart = np.nan_to_num(np.abs(day.ages[free] - day.ages[day.places == own]), nan=np.inf)
        lots = random.random(len(places))  # cases equally near are taken at random
        near = places[np.lexsort((lots, apart))[: 5 * self.per_reviewed]]
        return random.permutation(near)[: self.per_reviewed]

    def _as_moments(self, drawn: list[tuple[str, pd.Timestamp]]) -> pd.DataFrame:
        frame = pd.DataFrame(drawn, columns=["case_id", "as_of"]).sort_values(["as_of", "case_id"], kind="stable")
        return frame.assign(
            label=0.0, weight=self.weight, reviewed=False, settled=frame["as_of"], selected_by=None, propensity=np.nan
        )


def _beside_confirmed(labels: Labels, groups: pd.Series[str]) -> frozenset[str]:
    confirmed = labels.moments.loc[labels.moments["label"] == 1, "case_id"]
    suspect = set(groups.reindex(confirmed).dropna())
    return frozenset(groups.index[groups.isin(suspect)])
