"""What an office can know about all cases from the lists that it worked off."""

from __future__ import annotations

import numpy as np
import pandas as pd

from training.evaluation import Estimate
from training.evaluation.population_estimates import effective_size, hajek

__all__ = ["FOUND", "audited_share"]

FOUND = {"confirmed": 1.0, "refuted": 0.0}


def audited_share(lists: pd.DataFrame, results: pd.Series[str]) -> tuple[Estimate, float]:
    """The share of all eligible cases that reviewers would confirm, and Kish's effective number of audits.

    Cases chosen for sure speak for themselves; those drawn at random for all others, by Hájek's estimate. Inconclusive
    reviews are taken as missing at random.

    Args:
        lists: Rows of review_lists, one for each eligible case.
        results: By case_id.
    """
    found = lists["case_id"].map(results).map(FOUND)
    drawn = lists["chosen_by"] == "random"
    sure = lists["chosen_flag"].astype(bool) & ~drawn
    audits = drawn & found.notna()
    label = np.asarray(found[audits], dtype=np.float64)
    weight = np.asarray(1 / lists.loc[audits, "propensity"], dtype=np.float64)
    others = hajek(label, weight)
    if others.value is None or others.low is None or others.high is None:
        return others, effective_size(weight)
    part, own = float(sure.mean()), float(found[sure].mean()) if sure.any() else 0.0
    value, low, high = (part * own + (1 - part) * share for share in (others.value, others.low, others.high))
    return Estimate(value=value, low=low, high=high), effective_size(weight)
