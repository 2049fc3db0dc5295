"""Plain, competent models of the same features and outcomes, so that whatever is special about ours has to show.

LightGBM as it comes (31 leaves, no directions, no prior, no unreviewed cases), its number of trees by early stopping in
cross-validation; and logistic regression on standardised features, its penalty by cross-validation. No debtor is on
both sides of a fold. Each costs seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import lightgbm as lgb
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from training.labels.grouped_folds import grouped_folds
from zbrisk.typing import Floats

__all__ = ["PLAIN_MODELS", "LogisticModel", "PlainTrees"]

FOLDS = 3
MAX_TREES, PATIENCE = 500, 30
PENALTIES = (0.001, 0.01, 0.1)
MAX_ROWS = 20_000  # that logistic regression learns from; more cost minutes and change no digit that is shown


@dataclass
class PlainTrees:
    """LightGBM with its own defaults, at half of their learning rate."""

    seed: int = 0
    threads: int = 1
    booster: lgb.Booster | None = field(default=None, repr=False)

    def fit(self, X: pd.DataFrame, label: Floats, groups: NDArray[Any]) -> PlainTrees:
        """Find the number of trees on folds, then grow as many on all rows."""
        parameters = {
            "objective": "binary", "learning_rate": 0.05, "metric": "binary_logloss", "seed": self.seed,
            "deterministic": True, "force_row_wise": True, "num_threads": self.threads, "verbosity": -1,
        }  # fmt: skip
        data = lgb.Dataset(X.to_numpy(np.float64), label, params=parameters, free_raw_data=False)
        folds = grouped_folds(label, groups, FOLDS, self.seed)
        stop = lgb.early_stopping(PATIENCE, verbose=False)
        curves: Any = lgb.cv(parameters, data, MAX_TREES, folds=folds, callbacks=[stop])
        self.booster = lgb.train(parameters, data, len(curves["valid binary_logloss-mean"]))
        return self

    def raw_score(self, X: pd.DataFrame) -> Floats:
        """Raw margins."""
        if self.booster is None:
            raise ValueError("Fit it first.")
        return np.asarray(self.booster.predict(X.to_numpy(np.float64), raw_score=True), dtype=np.float64)


@dataclass
class LogisticModel:
    """Logistic regression; sums and days are taken as logarithms, and no data is a column of its own."""

    seed: int = 0
    threads: int = 1
    model: Pipeline | None = field(default=None, repr=False)

    def fit(self, X: pd.DataFrame, label: Floats, groups: NDArray[Any]) -> LogisticModel:
        """Find the penalty on folds, then fit it to all rows."""
        rows = np.sort(np.random.default_rng(self.seed).permutation(len(label))[:MAX_ROWS])
        numbers, known, group = _numbers(X)[rows], label[rows], groups[rows]
        folds = grouped_folds(known, group, FOLDS, self.seed)

        def precision(penalty: float) -> float:
            fits = ((_regression(penalty).fit(numbers[a], known[a]), b) for a, b in folds if _both(known, a, b))
            found = [average_precision_score(known[b], each.decision_function(numbers[b])) for each, b in fits]
            return float(np.mean(found)) if found else 0.0

        self.model = _regression(max(PENALTIES, key=precision)).fit(numbers, known)
        return self

    def raw_score(self, X: pd.DataFrame) -> Floats:
        """Log-odds."""
        if self.model is None:
            raise ValueError("Fit it first.")
        return np.asarray(self.model.decision_function(_numbers(X)), dtype=np.float64)


PLAIN_MODELS: Mapping[str, type[PlainTrees] | type[LogisticModel]] = {
    "plain_lightgbm": PlainTrees,
    "logistic_regression": LogisticModel,
}


def _regression(inverse_penalty: float) -> Pipeline:
    return make_pipeline(
        StandardScaler(), FunctionTransformer(_clipped), LogisticRegression(C=inverse_penalty, max_iter=300, tol=1e-3)
    )


def _both(label: Floats, known: NDArray[np.intp], asked: NDArray[np.intp]) -> bool:
    return len(np.unique(label[known])) == len(np.unique(label[asked])) == 2


def _clipped(numbers: Floats) -> Floats:
    return np.clip(numbers, -5, 5)


def _numbers(X: pd.DataFrame) -> Floats:
    """Signed logarithms with 0 for no data, and beside them where there was none."""
    values = X.to_numpy(np.float64)
    missing = np.isnan(values)
    filled = np.where(missing, 0.0, values)
    return np.hstack([np.sign(filled) * np.log1p(np.abs(filled)), missing.astype(np.float64)])
