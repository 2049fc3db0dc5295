"""Only those unreviewed cases as refuted that resemble no confirmed one."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from training.labels.cohort import CohortDays
from training.labels.labels import Labels
from training.strategies.propensity_model import cross_fitted_probability
from training.strategies.strategy import TrainingRows
from training.strategies.weak_negatives import WeakNegatives

__all__ = ["Spies"]


@dataclass(frozen=True, kw_only=True)
class Spies:
    """Positive-unlabelled learning in two steps (Liu, Lee, Yu and Li 2002).

    A share of the confirmed cases is put among the unreviewed as spies; whatever then looks less like a confirmed case
    than all but a few of the spies is taken for refuted, and the other unreviewed cases are left out. It assumes that
    those who go free look like those who were caught.
    """

    share: float = 0.15
    exposed: float = 0.1  # share of the spies that may stand below the line
    drawn: WeakNegatives = field(default_factory=WeakNegatives)

    def moments(self, labels: Labels, cohort: CohortDays, groups: pd.Series[str], seed: int) -> pd.DataFrame:
        """The reviewed moments, followed by unreviewed ones."""
        return self.drawn.moments(labels, cohort, groups, seed)

    def training_rows(self, moments: pd.DataFrame, X: pd.DataFrame, seed: int) -> TrainingRows:
        """The reviewed rows, and the unreviewed ones below the line."""
        reviewed, confirmed = moments["reviewed"].to_numpy(bool), moments["label"].to_numpy() == 1
        spies = _some(confirmed, self.share, seed)
        asked = confirmed | ~reviewed
        if not spies.any() or reviewed.all():
            return moments, X
        chance = np.full(len(moments), np.nan)
        chance[asked] = cross_fitted_probability(
            (confirmed & ~spies)[asked], X[asked], moments.loc[asked, "group"], seed
        )
        line = np.quantile(chance[spies], self.exposed)
        stays = reviewed | (chance < line)
        return moments[stays], X[stays]


def _some(which: np.ndarray, share: float, seed: int) -> np.ndarray:
    places = np.flatnonzero(which)
    chosen = np.zeros(len(which), dtype=bool)
    drawn = np.random.default_rng(seed).choice(places, round(share * len(places)), replace=False)
    chosen[drawn] = True
    return chosen
