"""How much of a figure is luck of the seed: the same model fitted again with other seeds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from training.evaluation.metrics import Metric, RankedRows, auc, average_precision, brier_skill
from zbrisk.typing import Floats

__all__ = ["overlap", "spread"]

FIGURES: dict[str, Metric] = {"average_precision": average_precision, "auc": auc, "brier_skill": brier_skill}


def spread(label: Floats, scores: Sequence[Floats], probabilities: Sequence[Floats], length: int) -> dict[str, object]:
    """Least, mean and most of each figure over fits that differ in their seed, and how much of their lists agrees.

    Args:
        label: 1 confirmed, 0 refuted.
        scores: Raw margins of each fit.
        probabilities: Calibrated probabilities of each fit.
        length: The list whose members are compared with those of the first fit.
    """
    figures: dict[str, object] = {"fits": len(scores)}
    for name, figure in FIGURES.items():
        by = probabilities if name == "brier_skill" else scores
        found = [float(figure(RankedRows(label, each), np.ones((1, len(label))))[0]) for each in by]
        if not np.isnan(found).any():
            figures[name] = {"least": min(found), "mean": float(np.mean(found)), "most": max(found)}
    if 0 < length < len(label):
        same = [overlap(scores[0], other, length) for other in scores[1:]]
        figures[f"first_{length}_kept"] = float(np.mean(same))
    return figures


def overlap(one: Floats, other: Floats, length: int) -> float:
    """The share of the first `length` by one score that are among the first `length` by another; ties by place."""
    first, second = (set(np.argsort(-by, kind="stable")[:length].tolist()) for by in (one, other))
    return len(first & second) / length
