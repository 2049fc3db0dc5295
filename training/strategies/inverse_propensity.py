"""Reviewed cases, weighed by how unlikely they were to be reviewed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from training.labels.cohort import CohortDays
from training.labels.labels import Labels
from training.strategies.propensity_model import cross_fitted_probability
from training.strategies.strategy import TrainingRows
from training.strategies.weak_negatives import WeakNegatives

__all__ = ["InversePropensity"]


@dataclass(frozen=True, kw_only=True)
class InversePropensity:
    """Learn from the reviewed cases, each standing for all like it (Horvitz and Thompson 1952; Cortes et al. 2008).

    The chance of a review is the logged one where a list or an audit logged it, else estimated from the features
    against unreviewed cases of the same day and age. It assumes that every case had some chance, and that the features
    tell what reviewers went by. No weight is more than `most` times the mean: few cases must not decide alone
    (Ionides 2008).
    """

    most: float = 10.0
    drawn: WeakNegatives = field(default_factory=WeakNegatives)

    def moments(self, labels: Labels, cohort: CohortDays, groups: pd.Series[str], seed: int) -> pd.DataFrame:
        """The reviewed moments, and unreviewed ones to compare them with."""
        return self.drawn.moments(labels, cohort, groups, seed)

    def training_rows(self, moments: pd.DataFrame, X: pd.DataFrame, seed: int) -> TrainingRows:
        """The reviewed rows with their weights."""
        reviewed = moments["reviewed"].to_numpy(bool)
        estimated = cross_fitted_probability(reviewed, X, moments["group"], seed)[reviewed]
        rows, logged = moments[reviewed], pd.to_numeric(moments.loc[reviewed, "propensity"]).to_numpy(np.float64)
        known = logged > 0
        weight = np.empty(len(rows))
        weight[known] = _levelled(1 / logged[known], self.most)
        weight[~known] = _levelled((1 - estimated[~known]) / estimated[~known], self.most)
        return rows.assign(weight=rows["weight"] * weight), X[reviewed]


def _levelled(weight: NDArray[np.float64], most: float) -> NDArray[np.float64]:
    """Weights of mean 1, none much above the others."""
    if not len(weight):
        return weight
    capped = np.minimum(weight / weight.mean(), most)
    return np.asarray(capped / capped.mean(), dtype=np.float64)
