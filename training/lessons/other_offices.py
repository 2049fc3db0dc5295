"""Does it carry over? Each office judged by a model that the other offices alone have taught."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from training.datasets.dataset import TargetDataset
from training.evaluation.ranking_metrics import evaluate
from training.fit_target import fit_model
from training.labels.splits import rarer_labels
from training.models.boosting import default_shape
from training.models.prior import corrects
from training.recipe import Recipe
from zbrisk.typing import Json

__all__ = ["leave_one_office_out"]

#: Confirmed and refuted cases from which an office judges, and the others teach.
ENOUGH = 10


def leave_one_office_out(dataset: TargetDataset, recipe: Recipe) -> Mapping[str, Json]:
    """Of each office its counts and base rate, and the figures of the others' model on its reviewed cases.

    Where an office's predicted and found shares part, its base rate is not the others': its own outcomes, with the
    province's bundle as a prior, put that right.

    Args:
        dataset: Moments with `office`, and their features.
        recipe: The choices.
    """
    moments = dataset.moments
    return {str(office): _of(dataset, str(office), recipe) for office in sorted(moments["office"].unique())}


def _of(dataset: TargetDataset, office: str, recipe: Recipe) -> Json:
    moments = dataset.moments
    own = (moments["office"] == office).to_numpy()
    reviewed = moments["reviewed"].to_numpy(bool)
    label = moments["label"].to_numpy(np.float64)
    asked = own & reviewed
    counts: Json = {
        "reviewed": int(asked.sum()), "confirmed": int(label[asked].sum()),
        "unreviewed": int((own & ~reviewed).sum()),
        "base_rate": float(label[asked].mean()) if asked.any() else None,
    }  # fmt: skip
    if min(_classes(label[asked]), _classes(label[~own & reviewed])) < ENOUGH:
        return counts | {"note": f"fewer than {ENOUGH} confirmed or refuted cases, of it or of the others"}
    labels = rarer_labels(moments[~own])
    shape = default_shape(labels, recipe.max_depth, recipe.leaves, corrects=corrects(dataset.prior))
    model = fit_model(dataset, np.flatnonzero(~own), shape, recipe)
    X = dataset.X[asked]
    drawn = {"draws": recipe.bootstrap_draws, "seed": recipe.seed}
    figures = evaluate(
        label[asked], model.raw_score(X), model.confirmed_proba(X), moments.loc[asked, "group"], top=(), **drawn
    )
    return counts | {
        "predicted": float(model.confirmed_proba(X).mean()),
        **{name: estimate.to_json() for name, estimate in figures.items()},
    }


def _classes(label: np.ndarray[tuple[int], np.dtype[np.float64]]) -> int:
    """How many there are of the rarer class."""
    return int(min(label.sum(), (1 - label).sum()))
