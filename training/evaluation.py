"""Figures on later cases of other debtors, each with its interval, or an honest "no data".

Intervals are percentile bootstraps that draw whole groups (debtors) with replacement: cases of one debtor are not
independent. They speak of the cases that were reviewed, as they were chosen for review, and of no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from training.figures import (
    Figure,
    Floats,
    Judged,
    auc,
    average_precision,
    brier_skill,
    calibration_intercept,
    calibration_slope,
    precision_at,
)

__all__ = ["Estimate", "evaluate", "interval", "paired_difference"]

#: Confirmed and refuted cases, each, below which a figure would be an anecdote.
ENOUGH_TO_JUDGE = 5
#: Cases, so that there are 20 in the top 5 %, below which predicted and found are not compared there.
ENOUGH_FOR_TOP_5_PERCENT = 400


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A figure with its 95 % interval; where `value` is None, `note` says why there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""

    def to_json(self) -> dict[str, object]:
        """Plain JSON values."""
        return {name: value for name, value in asdict(self).items() if name == "value" or value not in (None, "")}


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
        top: Lengths of list for precision; one longer than the rows has no data.
        draws: Resamples.
        seed: Seed of the resampling.
    """
    ranked, claimed = Judged(_floats(label), _floats(score)), Judged(_floats(label), _floats(probability))
    code, judge = _codes(groups), partial(interval, draws=draws, seed=seed)
    figures: dict[str, tuple[Judged, Figure, int]] = {
        "average_precision": (ranked, average_precision, 0),
        "auc": (ranked, auc, 0),
        **{f"precision_at_{length}": (ranked, precision_at(length), length) for length in top},
        "brier_skill": (claimed, brier_skill, 0),
        "calibration_slope": (claimed, calibration_slope, 0),
        "calibration_intercept": (claimed, calibration_intercept, 0),
        "top_5_percent_predicted": (claimed, _top_predicted, ENOUGH_FOR_TOP_5_PERCENT),
        "top_5_percent_found": (claimed, _top_found, ENOUGH_FOR_TOP_5_PERCENT),
    }
    return {name: judge(rows, figure, code, least=least) for name, (rows, figure, least) in figures.items()}


def interval(
    rows: Judged, figure: Figure, groups: ArrayLike, *, least: int = 0, draws: int = 1000, seed: int = 0
) -> Estimate:
    """One figure with its interval; no data for fewer than `least` rows, or too few of either class."""
    poor = _too_few(rows.label, least)
    if poor:
        return Estimate(value=None, note=poor)
    value = float(figure(rows, np.ones((1, len(rows.label))))[0])
    if np.isnan(value):
        return Estimate(value=None, note="not defined on these rows")
    return _estimate(value, np.concatenate([figure(rows, w) for w in _weights(_codes(groups), draws, seed)]))


def paired_difference(
    label: ArrayLike, first: ArrayLike, second: ArrayLike, groups: ArrayLike, *,
    figure: Figure = auc, draws: int = 2000, seed: int = 0,
) -> Estimate:  # fmt: skip
    """How much better the order by `first` is than that by `second`, both judged on the same resamples."""
    one, two = Judged(_floats(label), _floats(first)), Judged(_floats(label), _floats(second))
    poor = _too_few(one.label)
    if poor:
        return Estimate(value=None, note=poor)
    every = np.ones((1, len(one.label)))
    differences = [figure(one, w) - figure(two, w) for w in _weights(_codes(groups), draws, seed)]
    return _estimate(float((figure(one, every) - figure(two, every))[0]), np.concatenate(differences))


def _estimate(value: float, drawn: Floats) -> Estimate:
    if np.isnan(drawn).mean() > 0.1:
        return Estimate(value=value, note="too few cases for an interval")
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return Estimate(value=value, low=float(low), high=float(high))


def _too_few(label: Floats, least: int = 0) -> str:
    confirmed, refuted = int(label.sum()), int((1 - label).sum())
    if min(confirmed, refuted) < ENOUGH_TO_JUDGE:
        return f"{confirmed} confirmed and {refuted} refuted; at least {ENOUGH_TO_JUDGE} of each are needed"
    return f"{len(label)} cases; at least {least} are needed" if len(label) < least else ""


def _weights(code: np.ndarray[tuple[int], np.dtype[np.intp]], draws: int, seed: int) -> list[Floats]:
    """How often each row is drawn when groups are drawn with replacement, in batches that fit into memory."""
    random = np.random.default_rng(seed)
    groups = int(code.max()) + 1
    batch = max(1, 2_000_000 // len(code))
    sizes = [min(batch, draws - start) for start in range(0, draws, batch)]
    return [random.multinomial(groups, np.full(groups, 1 / groups), size=n)[:, code].astype(float) for n in sizes]


def _on_top(rows: Judged) -> Floats:
    size = int(np.ceil(0.05 * len(rows.score)))
    chosen = np.zeros(len(rows.score))
    chosen[np.argsort(-rows.score, kind="stable")[:size]] = 1.0
    return chosen


def _top_predicted(rows: Judged, weights: Floats) -> Floats:
    top = weights * _on_top(rows)
    return np.asarray(top @ rows.score / np.maximum(top.sum(axis=1), 1e-300))


def _top_found(rows: Judged, weights: Floats) -> Floats:
    top = weights * _on_top(rows)
    return np.asarray(top @ rows.label / np.maximum(top.sum(axis=1), 1e-300))


def _codes(groups: ArrayLike) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return np.unique(np.asarray(groups), return_inverse=True)[1].ravel()


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
