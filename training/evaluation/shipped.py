"""What can be said of the very model that is handed over: audits that it never saw, and how far its list has moved."""

from __future__ import annotations

import numpy as np
import pandas as pd

from training.audits import is_audit
from training.evaluation.seeds import overlap
from training.evaluation.unselected import Audited, Population, effective_size, hajek, unselected
from training.lessons import Lesson
from training.recipe import Recipe
from zbrisk.bundle.target_model import Model
from zbrisk.bundle.trained import TrainedTarget

__all__ = ["judge_shipped"]

Json = dict[str, object]


def judge_shipped(trained: TrainedTarget, lesson: Lesson, recipe: Recipe) -> Json:
    """Estimates from the audits that were kept out of training, and the churn of the list against the last model's.

    Args:
        trained: The model.
        lesson: What it was learnt from.
        recipe: Its choices.
    """
    model = Model(trained, tuple(map(str, lesson.peers)))
    scores = model.scores(np.ascontiguousarray(lesson.peers.to_numpy(np.float64)))
    return {**_kept_audits(model, lesson, scores, recipe), **_churn(lesson, scores, recipe)}


def _kept_audits(model: Model, lesson: Lesson, scores: np.ndarray, recipe: Recipe) -> Json:
    kept = model.trained.audits
    if kept is None:
        return _base_rate(lesson)
    score = np.array(kept.scores)
    audits = Audited(
        score=score,
        probability=model.probabilities(score),
        label=np.array(kept.labels),
        weight=np.array(kept.weights),
    )
    free = ~lesson.peers.index.isin(list(lesson.labels.cases))  # audits are drawn among cases that nobody reviewed
    weight = np.full(int(free.sum()), lesson.peers_stand_for)
    others = Population(score=scores[free], probability=model.probabilities(scores[free]), weight=weight)
    return {"unselected": unselected(audits, others, recipe.top)}


def _base_rate(lesson: Lesson) -> Json:
    """Where no audits were kept, all of them still tell how common the thing is: that takes no model."""
    audits = lesson.moments[is_audit(lesson.moments)]
    label, weight = audits["label"].to_numpy(np.float64), 1 / pd.to_numeric(audits["propensity"]).to_numpy(np.float64)
    counts = {"audits": len(label), "confirmed": int(label.sum()), "effective": round(effective_size(weight), 1)}
    return {"unselected": counts | {"base_rate": {"hajek": hajek(label, weight).to_json()}}}


def _churn(lesson: Lesson, scores: np.ndarray, recipe: Recipe) -> Json:
    """How much of the first k of the cohort on the last day the model shares with the last model."""
    if lesson.last is None:
        return {}
    moments = pd.DataFrame({"case_id": lesson.peers.index, "as_of": lesson.day})
    before = lesson.last.scores(lesson.labels.target, moments)
    if np.isnan(before).any():
        return {"churn": {"last": lesson.last.version, "note": "the last model does not answer for all cases"}}
    lengths = {length: round(length / lesson.peers_stand_for) for length in recipe.top}
    kept = {str(k): overlap(scores, before, n) for k, n in lengths.items() if 0 < n <= len(scores)}
    return {"churn": {"last": lesson.last.version, "kept_in_first": kept}}
