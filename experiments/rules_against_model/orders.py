"""The orders that are compared: single rules, their unions, and models."""

from __future__ import annotations

import numpy as np
import pandas as pd

from training.datasets.dataset import TargetDataset
from training.datasets.rule_signals import CONTEXT, by_count, fired, learnt_precision, rule_features
from training.fit_target import fit_target
from training.recipe import Recipe
from training.stage_timer import StageTimer
from zbrisk.bundle.target_model import TargetModel

__all__ = ["CONTEXT", "by_count", "by_precision", "fired", "learnt_precision", "model_score", "rule_features"]


def by_precision(hits: pd.DataFrame, precision: pd.Series[float]) -> pd.Series[float]:
    """The best precision among the rules that fire; of equals, the one with more rules goes first."""
    best = (hits * precision.reindex(hits.columns)).max(axis=1)
    return best + by_count(hits) * 1e-6


def model_score(dataset: TargetDataset, recipe: Recipe, X: pd.DataFrame) -> pd.Series[float]:
    """Raw margins of a model trained as `zbrisk train` would."""
    trained = fit_target(dataset, recipe, timer=StageTimer())
    scores = TargetModel(trained, tuple(map(str, X.columns))).scores(np.ascontiguousarray(X.to_numpy()))
    return pd.Series(scores, index=X.index)
