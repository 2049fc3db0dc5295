"""A figure with its interval, or an honest "no data".

Intervals are percentile bootstraps that draw whole groups (debtors) with replacement: cases of one debtor are not
independent. They speak of the cases that were reviewed, as they were chosen for review, and of no others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.evaluation.metrics import Metric, RankedRows, auc
from zbrisk.typing import Floats

__all__ = ["ENOUGH_TO_JUDGE", "Estimate", "bootstrap", "interval", "paired_difference"]

#: Confirmed and refuted cases, each, below which a figure would be an anecdote.
ENOUGH_TO_JUDGE = 5


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A figure with its 95 % interval; where `value` is None, `note` says why there is none.

    `worst` and `best` bound what equal scores hide: the figure if all ties went against the order, or all for it.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""
    worst: float | None = None
    best: float | None = None

    def to_json(self) -> dict[str, object]:
        """Plain JSON values."""
        return {name: value for name, value in asdict(self).items() if name == "value" or value not in (None, "")}


def interval(
    rows: RankedRows, figure: Metric, groups: ArrayLike, *, least: int = 0, draws: int = 1000, seed: int = 0
) -> Estimate:
    """One figure with its interval; no data for fewer than `least` rows, or too few of either class."""
    poor = _too_few(rows.label, least)
    return Estimate(value=None, note=poor) if poor else bootstrap(partial(figure, rows), groups, draws=draws, seed=seed)


def paired_difference(
    label: ArrayLike, first: ArrayLike, second: ArrayLike, groups: ArrayLike, *,
    figure: Metric = auc, draws: int = 2000, seed: int = 0,
) -> Estimate:  # fmt: skip
    """How much better the order by `first` is than that by `second`, both judged on the same resamples."""
    one, two = RankedRows(_floats(label), _floats(first)), RankedRows(_floats(label), _floats(second))
    poor = _too_few(one.label)
    if poor:
        return Estimate(value=None, note=poor)
    # one difference a resample, so what both orders share (which debtors were drawn) cancels out
    return bootstrap(lambda weights: figure(one, weights) - figure(two, weights), groups, draws=draws, seed=seed)


def bootstrap(figure: Callable[[Floats], Floats], groups: ArrayLike, *, draws: int = 1000, seed: int = 0) -> Estimate:
    """The percentile interval of a figure of weighted rows; whole groups are drawn."""
    # by debtor, not by case: resampling cases would treat two suits against one man as two findings
    code = np.unique(np.asarray(groups), return_inverse=True)[1].ravel()
    value = float(figure(np.ones((1, len(code))))[0])
    if np.isnan(value):
        return Estimate(value=None, note="not defined on these rows")
    # draws without a confirmed case have no figure; few may be passed over, many would leave only the lucky ones
    drawn = np.concatenate([figure(weights) for weights in _weights(code, draws, seed)])
    if np.isnan(drawn).mean() > 0.1:
        return Estimate(value=value, note="too few cases for an interval")
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return Estimate(value=value, low=float(low), high=float(high))


def _too_few(label: Floats, least: int = 0) -> str:
    confirmed, refuted = int(label.sum()), int((1 - label).sum())
    if min(confirmed, refuted) < ENOUGH_TO_JUDGE:
        return f"{confirmed} confirmed and {refuted} refuted; at least {ENOUGH_TO_JUDGE} of each are needed"
    return f"{len(label)} cases; at least {least} are needed" if len(label) < least else ""


def _weights(code: NDArray[np.intp], draws: int, seed: int) -> list[Floats]:
    """How often each row is drawn when groups are drawn with replacement, in batches that fit into memory."""
    random = np.random.default_rng(seed)
    groups = int(code.max()) + 1
    # multinomial counts are what drawing with replacement comes to, and need no copy of the rows
    batch = max(1, 2_000_000 // len(code))
    sizes = [min(batch, draws - start) for start in range(0, draws, batch)]
    return [random.multinomial(groups, np.full(groups, 1 / groups), size=n)[:, code].astype(float) for n in sizes]


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
