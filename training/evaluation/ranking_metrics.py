"""Figures of an order and its probabilities on reviewed cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from training.evaluation.bootstrap import Estimate, interval
from training.evaluation.metrics import (
    Metric,
    RankedRows,
    auc,
    average_precision,
    brier_skill,
    calibration_intercept,
    calibration_slope,
    precision_at,
    recall_at,
    tie_bounds,
)
from zbrisk.typing import Floats

__all__ = ["evaluate"]

#: Cases, so that there are 20 in the top 5 %, below which predicted and found are not compared there.
ENOUGH_FOR_TOP_5_PERCENT = 400


def evaluate(
    label: ArrayLike, score: ArrayLike, probability: ArrayLike, groups: ArrayLike, *,
    top: Sequence[int] = (), draws: int = 1000, seed: int = 0,
) -> Mapping[str, Estimate]:  # fmt: skip
    """Judge an order (`score`) and its probabilities against what was found.

    Args:
        label: 1 confirmed, 0 refuted.
        score: Raw margins; the greater, the earlier in the list.
        probability: Calibrated probabilities.
        groups: What is drawn together in the bootstrap.
        top: Lengths of list for precision and recall; one longer than the rows has no data.
        draws: Resamples.
        seed: Seed of the resampling.
    """
    ranked, claimed = (RankedRows(np.asarray(label, float), np.asarray(by, float)) for by in (score, probability))
    figures: dict[str, tuple[RankedRows, Metric, int]] = {
        "average_precision": (ranked, average_precision, 0),
        "auc": (ranked, auc, 0),
        **{f"precision_at_{length}": (ranked, precision_at(length), length) for length in top},
        **{f"recall_at_{length}": (ranked, recall_at(length), length) for length in top},
        "brier_skill": (claimed, brier_skill, 0),
        "calibration_slope": (claimed, calibration_slope, 0),
        "calibration_intercept": (claimed, calibration_intercept, 0),
        "top_5_percent_predicted": (claimed, _top_predicted, ENOUGH_FOR_TOP_5_PERCENT),
        "top_5_percent_found": (claimed, _top_found, ENOUGH_FOR_TOP_5_PERCENT),
    }
    judge = partial(interval, groups=groups, draws=draws, seed=seed)
    judged = {name: judge(rows, figure, least=least) for name, (rows, figure, least) in figures.items()}
    return judged | {name: _with_ties(judged[name], ranked, k) for k in top if (name := f"precision_at_{k}")}


def _with_ties(precision: Estimate, rows: RankedRows, length: int) -> Estimate:
    """The precision with its bounds, where equal scores at the list's end leave any room."""
    if precision.value is None:
        return precision
    worst, best = tie_bounds(rows, length)
    return precision if worst == best else replace(precision, worst=worst, best=best)


def _on_top(rows: RankedRows) -> Floats:
    size = int(np.ceil(0.05 * len(rows.score)))
    chosen = np.zeros(len(rows.score))
    chosen[np.argsort(-rows.score, kind="stable")[:size]] = 1.0
    return chosen


def _top_predicted(rows: RankedRows, weights: Floats) -> Floats:
    top = weights * _on_top(rows)
    return np.asarray(top @ rows.score / np.maximum(top.sum(axis=1), 1e-300))


def _top_found(rows: RankedRows, weights: Floats) -> Floats:
    top = weights * _on_top(rows)
    return np.asarray(top @ rows.label / np.maximum(top.sum(axis=1), 1e-300))
