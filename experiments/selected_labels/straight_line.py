"""A strongly regularised line through ranks: what an office with a hundred labels can say without trees."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from zbrisk.typing import Floats

__all__ = ["StraightLine"]


class StraightLine:
    """Ridge logistic regression on the rank of each feature among the cases to be ranked; no data is the mean rank."""

    def __init__(self, l2: float = 30.0) -> None:
        self.l2 = l2

    def fit(self, X: pd.DataFrame, label: Floats, weight: Floats, *, like: pd.DataFrame) -> Self:
        """Learn from rows; `like` gives the distribution that a value is ranked in."""
        self._sorted = [np.sort(column[~np.isnan(column)]) for column in like[list(X)].to_numpy(np.float64).T]
        self._columns = list(X)
        self._line = LogisticRegression(C=1 / self.l2, max_iter=1000)
        self._line.fit(self._ranks(X), label, sample_weight=weight)
        return self

    def raw_score(self, X: pd.DataFrame) -> Floats:
        """Log-odds."""
        return np.asarray(self._line.decision_function(self._ranks(X)), dtype=np.float64)

    def _ranks(self, X: pd.DataFrame) -> Floats:
        columns = X[self._columns].to_numpy(np.float64).T
        return np.column_stack([_rank(column, known) for column, known in zip(columns, self._sorted, strict=True)])


def _rank(column: Floats, known: Floats) -> Floats:
    if not len(known):
        return np.zeros(len(column))
    rank = _middle(column, known)
    own = _middle(known, known)
    return np.where(np.isnan(column), 0, np.clip((rank - own.mean()) / max(own.std(), 0.05), -4, 6))


def _middle(values: Floats, known: Floats) -> Floats:
    return (np.searchsorted(known, values, "left") + np.searchsorted(known, values, "right")) / 2 / len(known)
