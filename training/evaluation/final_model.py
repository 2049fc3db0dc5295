"""What can be said of the very model that is handed over: audits that it never saw, and how far its list has moved."""

from __future__ import annotations

import numpy as np
import pandas as pd

from training.datasets.audit_holdout import is_audit
from training.datasets.dataset import TargetDataset
from training.evaluation.population_estimates import Audited, Population, effective_size, estimate_population, hajek
from training.evaluation.seed_variation import overlap
from training.recipe import Recipe
from zbrisk.bundle.target_model import TargetModel
from zbrisk.bundle.trained import TrainedTarget
from zbrisk.typing import Json

__all__ = ["evaluate_final_model"]


def evaluate_final_model(trained: TrainedTarget, dataset: TargetDataset, recipe: Recipe) -> Json:
    """Estimates from the audits that were kept out of training, and the churn of the list against the last model's.

    Args:
        trained: The model.
        dataset: What it was learnt from.
        recipe: Its choices.
    """
    model = TargetModel(trained, tuple(map(str, dataset.reference_cases)))
    scores = model.scores(np.ascontiguousarray(dataset.reference_cases.to_numpy(np.float64)))
    return {**_kept_audits(model, dataset, scores, recipe), **_churn(dataset, scores, recipe)}


def _kept_audits(model: TargetModel, dataset: TargetDataset, scores: np.ndarray, recipe: Recipe) -> Json:
    kept = model.trained.audits
    if kept is None:
        return _base_rate(dataset)
    score = np.array(kept.scores)
    audits = Audited(
        score=score,
        probability=model.probabilities(score),
        label=np.array(kept.labels),
        weight=np.array(kept.weights),
    )
    free = ~dataset.reference_cases.index.isin(
        list(dataset.labels.cases)
    )  # audits are drawn among cases that nobody reviewed
    weight = np.full(int(free.sum()), dataset.sampling_weight)
    others = Population(score=scores[free], probability=model.probabilities(scores[free]), weight=weight)
    return {"unselected": estimate_population(audits, others, recipe.top)}


def _base_rate(dataset: TargetDataset) -> Json:
    """Where no audits were kept, all of them still tell how common the thing is: that takes no model."""
    audits = dataset.moments[is_audit(dataset.moments)]
    label, weight = audits["label"].to_numpy(np.float64), 1 / pd.to_numeric(audits["propensity"]).to_numpy(np.float64)
    counts = {"audits": len(label), "confirmed": int(label.sum()), "effective": round(effective_size(weight), 1)}
    return {"unselected": counts | {"base_rate": {"hajek": hajek(label, weight).to_json()}}}


def _churn(dataset: TargetDataset, scores: np.ndarray, recipe: Recipe) -> Json:
    """How much of the first k of the cohort on the last day the model shares with the last model."""
    if dataset.last is None:
        return {}
    moments = pd.DataFrame({"case_id": dataset.reference_cases.index, "as_of": dataset.day})
    before = dataset.last.scores(dataset.labels.target, moments)
    if np.isnan(before).any():
        return {"churn": {"last": dataset.last.version, "note": "the last model does not answer for all cases"}}
    lengths = {length: round(length / dataset.sampling_weight) for length in recipe.top}
    kept = {str(k): overlap(scores, before, n) for k, n in lengths.items() if 0 < n <= len(scores)}
    return {"churn": {"last": dataset.last.version, "kept_in_first": kept}}
