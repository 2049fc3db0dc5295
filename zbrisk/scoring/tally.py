"""How many moments fall into each bin of what a bundle compares with: all that is watched of a cohort."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from zbrisk.bundle.bins import Bins
from zbrisk.bundle.target_model import TargetModel
from zbrisk.typing import Floats

__all__ = ["SCORE", "added", "tally"]

SCORE = ""  # stands where a feature is named


def tally(models: Sequence[TargetModel], matrix: Floats) -> pd.DataFrame:
    """The counts of each target's score, and of each feature that it has a reference of.

    Returns:
        target, feature (`SCORE` for the raw score) and counts, as `Bins.counts` gives them.
    """
    rows = []
    for model in models:
        reference = model.trained.reference
        scores = model.scores(matrix) if len(matrix) else np.array([])
        rows.append((model.target, SCORE, Bins.of(reference.score).counts(scores)))
        rows += [
            (model.target, name, Bins.of(reference.features[name]).counts(matrix[:, place]))
            for name, place in zip(model.trained.feature_names, model.places, strict=True)
            if name in reference.features
        ]
    return pd.DataFrame(rows, columns=["target", "feature", "counts"])


def added(tallies: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The tallies of the parts of a cohort, at least one, as one."""
    first, *others = tallies
    counts = list(first["counts"])
    for each in others:
        counts = [some + more for some, more in zip(counts, each["counts"], strict=True)]
    return first.assign(counts=counts)
