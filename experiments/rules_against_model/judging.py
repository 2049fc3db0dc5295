"""Figures of many orders of the same cases, all on the same resamples of debtors, so that they can be subtracted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from training.evaluation.metrics import Metric, RankedRows, average_precision, precision_at
from zbrisk.typing import Floats

__all__ = ["FIGURES", "LENGTHS", "Jury", "Verdict", "difference", "in_the_first", "mean", "tie_bounds"]

LENGTHS = (50, 100, 200)
FIGURES: Mapping[str, Metric] = {"AP": average_precision} | {f"P@{n}": precision_at(n) for n in LENGTHS}
BATCH = 100
#: Kinds of rows up to which rows alike are put together: single rules have four.
FEW = 200


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What is said of one order: each figure, its resamples, and what luck among ties could make of it."""

    values: Mapping[str, float]
    draws: Mapping[str, Floats]
    bounds: Mapping[str, tuple[float, float]]

    def interval(self, figure: str) -> tuple[float, float]:
        """The middle 95 % of the resamples."""
        low, high = np.nanquantile(self.draws[figure], [0.025, 0.975])
        return float(low), float(high)


class Jury:
    """Judges orders of the same cases; ties count as if broken at random.

    Args:
        label: 1 where it is true.
        group: What is drawn together.
        draws: Resamples.
        seed: Of the resampling.
        figures: What is said of an order.
    """

    def __init__(
        self, label: pd.Series[float], group: pd.Series[str], *, draws: int = 300, seed: int = 0,
        figures: Collection[str] = tuple(FIGURES),
    ) -> None:  # fmt: skip
        self.label = label.to_numpy(dtype=np.float64)
        self._figures = {name: FIGURES[name] for name in figures}
        code = np.unique(group.to_numpy(dtype=str), return_inverse=True)[1]
        count, random = int(code.max()) + 1, np.random.default_rng(seed)
        sizes = [min(BATCH, draws - start) for start in range(0, draws, BATCH)]
        even = np.full(count, 1 / count)
        self._weights = [random.multinomial(count, even, size=n)[:, code].astype(float) for n in sizes]

    def judge(self, score: pd.Series[float]) -> Verdict:
        """All figures of one order; the greater score stands first."""
        values = score.to_numpy(dtype=np.float64)
        rows, once = RankedRows(self.label, values), np.ones((1, len(values)))
        alike, weights = self._alike(values)
        return Verdict(
            values={name: float(figure(rows, once)[0]) for name, figure in self._figures.items()},
            draws={n: np.concatenate([figure(alike, w) for w in weights]) for n, figure in self._figures.items()},
            bounds={f"P@{n}": tie_bounds(self.label, values, n) for n in LENGTHS},
        )

    def _alike(self, score: Floats) -> tuple[RankedRows, list[Floats]]:
        """The rows and their weights; rows of one score and label as one row where that is worth it."""
        kinds, code = np.unique(np.stack([score, self.label]), axis=1, return_inverse=True)
        if kinds.shape[1] > FEW:
            return RankedRows(self.label, score), self._weights
        member = np.eye(kinds.shape[1])[code.ravel()]
        return RankedRows(kinds[1], kinds[0]), [weights @ member for weights in self._weights]


def tie_bounds(label: Floats, score: Floats, length: int) -> tuple[float, float]:
    """Precision of the first `length` if those tied at its end stood in the worst, and in the best, order."""
    end = np.sort(score)[::-1][min(length, len(score)) - 1]
    above, tied = score > end, score == end
    room, true = length - int(above.sum()), int(label[tied].sum())
    sure = int(label[above].sum())
    return (sure + max(0, room - int(tied.sum()) + true)) / length, (sure + min(room, true)) / length


def in_the_first(score: pd.Series[float], length: int) -> pd.Series[float]:
    """The chance of each case to stand among the first `length` when ties are broken at random."""
    end = score.sort_values(ascending=False).iloc[min(length, len(score)) - 1]
    tied = score == end
    chance = (length - int((score > end).sum())) / int(tied.sum())
    return (score > end).astype(float).mask(tied, chance)


def mean(verdicts: Sequence[Verdict]) -> Verdict:
    """The mean over prefectures, whose resamples are independent."""
    return Verdict(
        values={name: float(np.mean([v.values[name] for v in verdicts])) for name in verdicts[0].values},
        draws={name: np.mean([v.draws[name] for v in verdicts], axis=0) for name in verdicts[0].draws},
        bounds={name: _mean_bounds([v.bounds[name] for v in verdicts]) for name in verdicts[0].bounds},
    )


def _mean_bounds(bounds: Sequence[tuple[float, float]]) -> tuple[float, float]:
    low, high = np.mean(bounds, axis=0)
    return float(low), float(high)


def difference(one: Verdict, other: Verdict) -> Verdict:
    """How much better one order is than the other, on the same resamples."""
    return Verdict(
        values={name: one.values[name] - other.values[name] for name in one.values},
        draws={name: one.draws[name] - other.draws[name] for name in one.draws},
        bounds={},
    )
