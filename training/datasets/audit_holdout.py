"""Audits that are kept out of training, so that a promise about the list can rest on them.

An audit is a review whose chance of being held is known: drawn at random, or chosen for sure (chance 1) on a list
that drew the others at random. Only such reviews speak of all cases, each for 1 / chance of them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from training.datasets.dataset import TargetDataset
from training.models.classifier import RiskClassifier
from training.recipe import Recipe
from zbrisk.bundle.audits import Audits

__all__ = ["MIN_RANDOM_REVIEWS", "AuditHoldout", "hold_out_audits", "scored"]

#: Cases drawn at random from which audits are kept; half of fewer would promise nothing, and training needs them more.
MIN_RANDOM_REVIEWS = 400

AuditHoldout = tuple[pd.DataFrame, pd.DataFrame]  # moments and their features


def hold_out_audits(dataset: TargetDataset, recipe: Recipe) -> tuple[TargetDataset, AuditHoldout | None]:
    """Part the dataset from a share of its audits; whoever shares a group with one of these leaves with it.

    Groups are drawn, so that no debtor is on both sides. None is kept where fewer than `MIN_RANDOM_REVIEWS`
    were drawn at random, or where too few confirmed cases would be left to learn from.
    """
    moments = dataset.moments
    audited = is_audit(moments)
    at_random = audited & (pd.to_numeric(moments["propensity"]) < 1)
    if recipe.audit_share == 0 or at_random.sum() < MIN_RANDOM_REVIEWS:
        return dataset, None
    groups = np.sort(moments.loc[audited, "group"].unique().astype(str))
    random = np.random.default_rng([recipe.seed, 7])
    drawn = random.choice(groups, round(len(groups) * recipe.audit_share), replace=False)
    leaves = moments["group"].astype(str).isin(drawn)
    stays = moments[~leaves & moments["reviewed"]]
    if min(stays["label"].sum(), (1 - stays["label"]).sum()) < recipe.least_confirmed:
        return dataset, None
    kept = leaves & audited
    part = replace(dataset, moments=_rows(moments, ~leaves), X=_rows(dataset.X, ~leaves))
    return part, (_rows(moments, kept), _rows(dataset.X, kept))


def is_audit(moments: pd.DataFrame) -> pd.Series[bool]:
    """Which moments are reviews with a known chance."""
    return moments["reviewed"].astype(bool) & (pd.to_numeric(moments["propensity"]) > 0)


def scored(kept: AuditHoldout | None, model: RiskClassifier) -> Audits | None:
    """What the bundle holds of the audits: numbers, the highest score first, by which nobody is known."""
    if kept is None:
        return None
    moments, X = kept
    table = pd.DataFrame(
        {
            "score": model.raw_score(X),
            "label": moments["label"].astype(float),
            "weight": 1 / pd.to_numeric(moments["propensity"]).astype(float),
        }
    ).sort_values(["score", "label", "weight"], ascending=False)
    scores, labels, weights = (tuple(map(float, table[name])) for name in table)
    return Audits(scores=scores, labels=labels, weights=weights)


def _rows(frame: pd.DataFrame, which: pd.Series[bool]) -> pd.DataFrame:
    return frame[which.to_numpy()].reset_index(drop=True)
