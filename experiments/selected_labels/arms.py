"""The ways of learning that are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from experiments.selected_labels.scored import Scored
from experiments.selected_labels.straight_line import StraightLine
from training.datasets.dataset import TargetDataset
from training.fit_target import fit_model
from training.labels.splits import rarer_labels
from training.models.boosting import Boosting, default_shape
from training.models.prior import corrects
from training.recipe import Recipe
from training.strategies import STRATEGIES

__all__ = ["ARMS", "DEFAULT", "Arm"]

Arm = Callable[[TargetDataset, Recipe, pd.DataFrame], Scored]
DEFAULT = "prior, weak negatives"


def _trees(strategy: str, *, prior: bool, calibration: str = "noisy_sigmoid", seeds: int = 1) -> Arm:
    def arm(dataset: TargetDataset, recipe: Recipe, asked: pd.DataFrame) -> Scored:
        dataset = dataset if prior else replace(dataset, prior=None)
        chosen = recipe.model_copy(update={"strategy": strategy, "calibration": calibration})
        shape = default_shape(rarer_labels(dataset.moments), recipe.max_depth, corrects=corrects(dataset.prior))
        recipes = [chosen.model_copy(update={"seed": seed}) for seed in range(seeds)]
        return Scored.mean([_one(dataset, each, shape, asked) for each in recipes])

    return arm


def _one(dataset: TargetDataset, recipe: Recipe, shape: Boosting, asked: pd.DataFrame) -> Scored:
    model = fit_model(dataset, np.arange(len(dataset.moments)), shape, recipe)
    asked = asked[list(dataset.X)]
    return Scored(score=model.raw_score(asked), probability=model.predict_proba(asked)[:, 1])


def _prior_alone(dataset: TargetDataset, recipe: Recipe, asked: pd.DataFrame) -> Scored:
    if dataset.prior is None:
        raise ValueError("the catalogue has features that the prior does not know; run python -m experiments prior")
    raw = dataset.prior.scores(asked[list(dataset.X)].to_numpy(np.float64))
    return Scored(score=raw, probability=0.5 * (1 + np.tanh(raw / 2)))


def _line(dataset: TargetDataset, recipe: Recipe, asked: pd.DataFrame) -> Scored:
    rows = dataset.moments
    line = StraightLine().fit(dataset.X, rows["label"].to_numpy(), rows["weight"].to_numpy(), like=asked)
    return Scored.of(line.raw_score(asked))


def _line_and_trees(dataset: TargetDataset, recipe: Recipe, asked: pd.DataFrame) -> Scored:
    trees = _trees("weak_negatives", prior=False, seeds=3)(dataset, recipe, asked)
    return Scored.of(_line(dataset, recipe, asked).score + trees.score)


#: The first of them is what most people would do; the default of the recipe is `DEFAULT`.
ARMS: Mapping[str, Arm] = {
    **{name.replace("_", " "): _trees(name, prior=False) for name in STRATEGIES},
    "reviewed only, Platt": _trees("reviewed_only", prior=False, calibration="sigmoid"),
    "straight line": _line,
    "straight line and trees": _line_and_trees,
    "prior alone": _prior_alone,
    **{f"prior, {name.replace('_', ' ')}": _trees(name, prior=True) for name in STRATEGIES},
    "prior, weak negatives, Platt": _trees("weak_negatives", prior=True, calibration="sigmoid"),
    "prior, weak negatives, three seeds": _trees("weak_negatives", prior=True, seeds=3),
}
