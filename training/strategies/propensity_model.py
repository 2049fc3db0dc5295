"""How likely a row is of one kind rather than another, by trees that have not seen its group."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from training.models.boosting import Boosting
from training.models.classifier import fit_booster
from zbrisk.typing import Floats

__all__ = ["cross_fitted_probability"]


FOLDS = 3
SMALL = Boosting(rounds=60)


def cross_fitted_probability(kind: NDArray[np.bool_], X: pd.DataFrame, groups: pd.Series[str], seed: int) -> Floats:
    """The chance (strictly within 0..1) that a row is of this kind.

    Args:
        kind: What each row is.
        X: Features, row by row.
        groups: Rows of one group are scored by trees that have seen none of them.
        seed: Seed of the trees.

    Returns:
        One chance a row; the share of the kind where there is nothing to learn from.
    """
    rows, label = X.to_numpy(np.float64), kind.astype(np.float64)
    chance = np.full(len(rows), label.mean() if len(label) else 0.5)
    if len(set(groups)) >= FOLDS:
        for known, asked in GroupKFold(FOLDS).split(rows, label, groups):
            if len(np.unique(label[known])) == 2:
                booster = fit_booster(
                    rows[known], label[known], np.ones(len(known)), boosting=SMALL, seed=seed % (2**31)
                )
                chance[asked] = booster.predict(rows[asked], num_threads=1)
    return np.asarray(np.clip(chance, 1e-3, 1 - 1e-3), dtype=np.float64)
