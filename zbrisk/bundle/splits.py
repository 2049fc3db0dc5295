"""The splits of all trees of a model as arrays, decided as LightGBM decides them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zbrisk.bundle.trees import Tree
from zbrisk.typing import Floats

__all__ = ["LeafSums", "Splits"]

Whole = NDArray[np.int64]
Truths = NDArray[np.bool_]

NEXT_TO_ZERO = float(np.float32(1e-35))  # LightGBM's kZeroThreshold
DEFAULT_LEFT, ZERO_IS_MISSING, NAN_IS_MISSING = 2, 4, 8  # bits of LightGBM's decision_type


@dataclass(frozen=True, kw_only=True)
class Splits:
    """The splits of all trees, one after the other.

    Attributes:
        first: Where the splits of each tree begin.
    """

    feature: Whole
    threshold: Floats
    nan_left: Whole  # splits that send no data to the left
    zero_is_missing: Whole  # splits that send 0 to a side of its own ...
    zero_left: Truths  # ... the left one or not
    first: Whole
    nth: tuple[tuple[Whole, Whole], ...]  # the trees that have an n-th split, and where it stands

    @classmethod
    def of(cls, trees: Sequence[Tree]) -> Splits:
        """The splits of some trees."""
        counts = np.array([len(tree.split_feature) for tree in trees], dtype=np.int64)
        first = np.cumsum(counts) - counts
        kind = np.array([each for tree in trees for each in tree.decision_type], dtype=np.int64)
        threshold = np.array([each for tree in trees for each in tree.threshold], dtype=np.float64)
        nan, zero, left = (kind & bit != 0 for bit in (NAN_IS_MISSING, ZERO_IS_MISSING, DEFAULT_LEFT))
        # where no data is no kind of its own, LightGBM takes it as 0
        nan_left = np.where(nan | zero, left, threshold >= 0)
        having = [np.flatnonzero(counts > place) for place in range(max(counts, default=0))]
        return cls(
            feature=np.array([each for tree in trees for each in tree.split_feature], dtype=np.int64),
            threshold=threshold,
            nan_left=np.flatnonzero(nan_left),
            zero_is_missing=np.flatnonzero(zero & ~nan),
            zero_left=left[zero & ~nan],
            first=first,
            nth=tuple((which, first[which] + place) for place, which in enumerate(having)),
        )

    def patterns(self, rows: Floats) -> Whole:
        """For each tree and row, the splits that send the row to the left, as bits."""
        left = self.left(rows)
        patterns = np.zeros((len(self.first), rows.shape[0]), dtype=np.int64)
        for place, (which, splits) in enumerate(self.nth):
            patterns[which] += left[splits].astype(np.int64) << place
        return patterns

    def left(self, rows: Floats) -> Truths:
        """For each split and row, whether it sends the row to the left."""
        columns = np.array(rows.T, order="C")
        columns[np.abs(columns) <= NEXT_TO_ZERO] = 0.0  # which LightGBM never sees
        values = columns[self.feature]
        left = values <= self.threshold[:, None]
        left[self.nan_left] |= np.isnan(columns)[self.feature[self.nan_left]]
        nothing = values[self.zero_is_missing] == 0
        left[self.zero_is_missing] = np.where(nothing, self.zero_left[:, None], left[self.zero_is_missing])
        return left


class LeafSums:
    """The raw scores that trees give: LightGBM's own, bit by bit, for a few rows, without LightGBM.

    To import it costs a second, which is most of what the first case of a process costs.

    Args:
        trees: The model's, each a proper one.
    """

    def __init__(self, trees: Sequence[Tree]) -> None:
        self._splits = Splits.of(trees)
        leaves = np.array([tree.leaves for tree in trees], dtype=np.int64)
        first_leaf = np.cumsum(leaves) - leaves
        self._leaf = np.array([value for tree in trees for value in tree.leaf_value])
        #: By side, the right one first. Below 0 stand leaves, `-child - 1`, counted through all trees.
        self._children: Whole = np.array([
            [
                child + split if child >= 0 else child - leaf
                for tree, split, leaf in zip(trees, self._splits.first.tolist(), first_leaf.tolist(), strict=True)
                for child in getattr(tree, side)
            ]
            for side in ("right_child", "left_child")
        ], dtype=np.int64)  # fmt: skip
        alone = np.array([not tree.split_feature for tree in trees], dtype=bool)
        self._root: Whole = np.where(alone, -first_leaf - 1, self._splits.first)

    def __call__(self, rows: Floats) -> Floats:
        """One a row."""
        left = self._splits.left(rows).astype(np.int64)
        node = np.repeat(self._root[:, None], len(rows), axis=1)
        while (inner := node >= 0).any():
            tree, row = np.nonzero(inner)
            at = node[tree, row]
            node[tree, row] = self._children[left[at, row], at]
        # added one tree after the other: numpy's sum would add pairs
        sums: Floats = np.cumsum(self._leaf[-node - 1], axis=0)[-1]
        return sums
