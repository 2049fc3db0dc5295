"""A function of one feature in steps, as a balanced tree of LightGBM's."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zbrisk.bundle.trees import Tree
from zbrisk.typing import Floats

__all__ = ["step_tree"]


#: LightGBM's kinds of split: no data goes to the right, or to the left.
NO_DATA_RIGHT, NO_DATA_LEFT = 8, 10


def step_tree(
    feature: int, borders: Floats, heights: Floats, counts: NDArray[np.int64], no_data: tuple[float, int]
) -> Tree:
    """The tree whose leaf is the height of the step that a value belongs to.

    Args:
        feature: The column.
        borders: Between the steps, ascending; a value on a border belongs below it.
        heights: One a step.
        counts: Training rows, one number a step; none is 0.
        no_data: The height where there is no data, and the rows of it. Without such rows no data is taken as 0.
    """
    grown = _Grown(feature=feature, borders=borders, heights=heights, counts=counts)
    if no_data[1]:
        grown.split_off(*no_data)
    else:
        grown.between(0, len(heights))
    return grown.tree()


@dataclass(kw_only=True)
class _Grown:
    feature: int
    borders: Floats
    heights: Floats
    counts: NDArray[np.int64]
    leaves: list[tuple[float, int]] = field(default_factory=list)  # height and rows
    splits: list[dict[str, Any]] = field(default_factory=list)

    def split_off(self, height: float, rows: int) -> None:
        """No data apart, then the steps."""
        split = self._open(math.inf, NO_DATA_RIGHT)
        self._close(split, self.between(0, len(self.heights)), self._leaf(height, rows))

    def between(self, low: int, high: int) -> int:
        """The steps from `low` to before `high`; gives LightGBM's number of the child."""
        if high - low == 1:
            return self._leaf(float(self.heights[low]), int(self.counts[low]))
        middle = (low + high) // 2
        border = float(self.borders[middle - 1])
        split = self._open(border, NO_DATA_LEFT if border >= 0 else NO_DATA_RIGHT)
        self._close(split, self.between(low, middle), self.between(middle, high))
        return split

    def tree(self) -> Tree:
        """What has grown."""
        arrays = {name: tuple(split[name] for split in self.splits) for name in SPLIT_ARRAYS}
        heights, rows = zip(*self.leaves, strict=True)
        return Tree(**arrays, leaf_value=heights, leaf_weight=tuple(map(float, rows)), leaf_count=rows, shrinkage=1.0)

    def _leaf(self, height: float, rows: int) -> int:
        self.leaves.append((height, rows))
        return -len(self.leaves)

    def _open(self, border: float, kind: int) -> int:
        self.splits.append({"split_feature": self.feature, "threshold": border, "decision_type": kind})
        return len(self.splits) - 1

    def _close(self, split: int, left: int, right: int) -> None:
        (one, few), (other, many) = self._mean(left), self._mean(right)
        rows = few + many
        mean = (one * few + other * many) / rows
        self.splits[split] |= {
            "left_child": left, "right_child": right, "internal_value": mean, "internal_weight": float(rows),
            "internal_count": rows, "split_gain": _gain(few * (one - mean) ** 2 + many * (other - mean) ** 2),
        }  # fmt: skip

    def _mean(self, child: int) -> tuple[float, int]:
        if child < 0:
            return self.leaves[-child - 1]
        return self.splits[child]["internal_value"], self.splits[child]["internal_count"]


SPLIT_ARRAYS = (
    "split_feature", "split_gain", "threshold", "decision_type", "left_child", "right_child", "internal_value",
    "internal_weight", "internal_count",
)  # fmt: skip


def _gain(spread: float) -> float:
    """What LightGBM would call the gain, rows having a hessian of a quarter at most; dust is none."""
    return round(spread / 4, 9)
