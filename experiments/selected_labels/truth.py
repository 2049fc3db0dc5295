"""How far a model gets that knows the whole truth: what all others are a share of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.model_selection import GroupKFold

from experiments.rules_against_model.setting import Question
from training.datasets.dataset import TargetDataset
from training.evaluation.metrics import RankedRows, average_precision
from training.models.boosting import Boosting
from training.models.classifier import fit_booster
from zbrisk.typing import Floats

__all__ = ["with_full_truth"]


FOLDS = 4
#: A plain LightGBM "tuned" by the best of these on the very cases that it is judged on: no honest search is better.
PLAIN: Sequence[Boosting] = (
    Boosting(rounds=300),
    Boosting(rounds=500, learning_rate=0.03, max_depth=6, leaves=31, min_hessian=5.0),
)


def with_full_truth(dataset: TargetDataset, question: Question) -> dict[str, float]:
    """Average precision of models that learnt the truth of all cases of other debtors, cross-fitted."""
    X = question.X[list(dataset.X)].to_numpy(np.float64)
    truth, groups = question.truth["label"].to_numpy(np.float64), question.group.to_numpy()
    signs = [dataset.monotone.get(name, 0) for name in map(str, dataset.X)]
    plain = [_judged(X, truth, groups, shape, None, None) for shape in PLAIN]
    same = [_judged(X, truth, groups, shape, dataset, signs) for shape in (Boosting(), Boosting(rounds=300))]
    return {"plain, tuned": max(plain), "the same model": max(same)}


def _judged(
    X: Floats,
    truth: Floats,
    groups: np.ndarray,
    shape: Boosting,
    dataset: TargetDataset | None,
    signs: list[int] | None,
) -> float:
    score = np.empty(len(X))
    for known, asked in _parts(X, truth, groups):
        booster = fit_booster(
            X[known], truth[known], np.ones(len(known)), boosting=shape, seed=0, monotone=signs or (),
            prior=dataset.prior if dataset else None,
        )  # fmt: skip
        score[asked] = booster.predict(X[asked], raw_score=True)
    return float(average_precision(RankedRows(truth, score), np.ones((1, len(X))))[0])


def _parts(X: Floats, truth: Floats, groups: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    yield from GroupKFold(FOLDS).split(X, truth, groups)
