"""Unreviewed cases as partly confirmed, by how much they resemble confirmed ones."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from training.labels.cohort import CohortDays
from training.labels.labels import Labels
from training.strategies.propensity_model import cross_fitted_probability
from training.strategies.strategy import TrainingRows
from training.strategies.weak_negatives import WeakNegatives

__all__ = ["ElkanNoto"]


@dataclass(frozen=True, kw_only=True)
class ElkanNoto:
    """Positive-unlabelled learning by weights (Elkan and Noto 2008, section 3.2).

    With g(x) the chance that a case is among the confirmed rather than the unreviewed, and c the mean of g over the
    confirmed, an unreviewed case counts as confirmed with weight (1 - c) / c * g / (1 - g), and as refuted with the
    rest. It assumes that the confirmed are a random sample of all that could be, which a rule's choice is not; refuted
    cases keep their label. Like weak negatives, each unreviewed case weighs little.
    """

    drawn: WeakNegatives = field(default_factory=WeakNegatives)

    def moments(self, labels: Labels, cohort: CohortDays, groups: pd.Series[str], seed: int) -> pd.DataFrame:
        """The reviewed moments, followed by unreviewed ones."""
        return self.drawn.moments(labels, cohort, groups, seed)

    def training_rows(self, moments: pd.DataFrame, X: pd.DataFrame, seed: int) -> TrainingRows:
        """The reviewed rows, and the unreviewed ones twice: as confirmed and as refuted."""
        reviewed, confirmed = moments["reviewed"].to_numpy(bool), moments["label"].to_numpy() == 1
        if reviewed.all():
            return moments, X
        asked = confirmed | ~reviewed
        g = cross_fitted_probability(confirmed[asked], X[asked], moments.loc[asked, "group"], seed)
        c = g[confirmed[asked]].mean()
        unlabelled = g[~confirmed[asked]]
        guilty = np.clip((1 - c) / c * unlabelled / (1 - unlabelled), 0, 1)
        rows, seen = moments[~reviewed], X[~reviewed]
        parts = (
            moments[reviewed],
            rows.assign(label=1.0, weight=rows["weight"] * guilty),
            rows.assign(weight=rows["weight"] * (1 - guilty)),
        )
        return pd.concat(parts, ignore_index=True), pd.concat([X[reviewed], seen, seen], ignore_index=True)
