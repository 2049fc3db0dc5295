"""Two orders of the same inspections, compared: AUC, and the critical violations found in the first half."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from training.evaluation import Estimate, interval, paired_difference
from training.evaluation.metrics import RankedRows, auc, recall_in_first
from zbrisk.typing import Floats

__all__ = ["Comparison", "compare", "first_half"]

DRAWS = 2000


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Figures of one order, and how much they differ from the reference's on the same resamples."""

    auc: Estimate
    found: Estimate
    auc_difference: Estimate
    found_difference: Estimate


def first_half(days: pd.Series) -> float:
    """The City's "first half": the share of the inspections made on the days that ended before the middle one."""
    made = days.value_counts().sort_index().cumsum()
    return float(made[made < len(days) / 2].max() / len(days))


def compare(
    label: Floats, ours: Floats, reference: Floats, places: pd.Series, *, half: float, draws: int = DRAWS
) -> Comparison:
    """Point figures with paired bootstrap intervals; all inspections of one place are drawn together."""
    found = recall_in_first(half)
    return Comparison(
        auc=interval(RankedRows(label, ours), auc, places, draws=draws),
        found=interval(RankedRows(label, ours), found, places, draws=draws),
        auc_difference=paired_difference(label, ours, reference, places, figure=auc, draws=draws),
        found_difference=paired_difference(label, ours, reference, places, figure=found, draws=draws),
    )
