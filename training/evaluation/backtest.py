"""The list that would have been issued on the hold-out's first day, against what reviews found after it.

Most cases on such a list were never reviewed. What share of it is confirmed lies between two bounds, all of these
refuted and all of them confirmed, and the share that was labelled says how far apart the bounds are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from training.evaluation.bootstrap import Estimate
from zbrisk.monitoring.outcomes import wilson
from zbrisk.typing import Floats, Json

__all__ = ["backtest_list", "first_places", "labels_of"]

#: Labelled cases on a list below which their confirmed share is not shown.
MIN_LABELLED = 10


def backtest_list(score: Floats, weight: Floats, label: Floats, top: Sequence[int]) -> Json:
    """Figures of the first k of a day's cohort, for each k.

    Args:
        score: Raw margins of the cohort's cases that nobody had reviewed by then.
        weight: How many cases each represents, where the cohort was sampled.
        label: What a review opened later found: 1, 0, or NaN for none.
        top: Lengths of list.
    """
    cases = float(weight.sum())
    return {
        "cases": round(cases),
        "reviewed_later": int((~np.isnan(label)).sum()),
        "confirmed_later": int(np.nansum(label)),
        "lists": {str(length): _list(score, weight, label, length) for length in top if length <= cases},
    }


def first_places(score: Floats, weight: Floats, length: float) -> Floats:
    """How much of each case's weight stands in the first `length` places; the last one in may be cut."""
    order = np.argsort(-score, kind="stable")
    inside = np.empty(len(score))
    reached = np.cumsum(weight[order])
    inside[order] = np.clip(length - (reached - weight[order]), 0, weight[order])
    return inside


def _list(score: Floats, weight: Floats, label: Floats, length: int) -> Json:
    inside = first_places(score, weight, length)
    known, confirmed = ~np.isnan(label), np.nan_to_num(label)
    labelled, found = float(inside @ known), float(inside @ confirmed)
    among = Estimate(value=None, note=f"{labelled:.0f} labelled; at least {MIN_LABELLED} are needed")
    if labelled >= MIN_LABELLED:
        low, high = wilson(found, labelled)
        among = Estimate(value=found / labelled, low=low, high=high)
    return {
        "labelled": labelled / length,
        "if_all_unlabelled_refuted": found / length,
        "if_all_unlabelled_confirmed": (found + length - labelled) / length,
        "among_labelled": among.to_json(),
        "recall": found / confirmed.sum() if confirmed.sum() else None,
    }


def labels_of(cases: pd.Index[str], later: pd.DataFrame) -> Floats:
    """What the first review of each case among the later ones found; NaN for none."""
    first = later.sort_values("as_of", kind="stable").drop_duplicates("case_id").set_index("case_id")["label"]
    return np.asarray(first.astype(float).reindex(cases), dtype=np.float64)
