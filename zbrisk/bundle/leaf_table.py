"""The raw scores of many rows by small trees: LightGBM's own, bit by bit, for less, and without importing it.

Which way each split sends a row decides the tree's leaf. So what a tree's splits answer is put together as the bits of
a number, for a column of values at a time, and the leaf is looked up by that number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zbrisk.bundle.splits import NEXT_TO_ZERO, Splits
from zbrisk.bundle.trees import Tree, Trees
from zbrisk.typing import Floats

__all__ = ["LeafTable"]

Whole = NDArray[np.int64]

MOST_SPLITS = 8  # of one tree: the bits of a byte
ROWS_AT_ONCE = 8_192


@dataclass(frozen=True, kw_only=True, slots=True)
class _Split:
    """A split as a question whose answer is no where there is no data.

    Attributes:
        column: Whose values are asked.
        threshold: What they are compared with.
        left: Whether it asks who goes to the left, at most the threshold; else who goes to the right, above it.
        zero_is_missing: Whether 0 is no data either.
        bit: Of the number that the tree's answers make.
    """

    column: int
    threshold: float
    left: bool
    zero_is_missing: bool
    bit: np.uint8


class LeafTable:
    """The leaves of a model's trees, none of which has more than `MOST_SPLITS` splits.

    Args:
        trees: The model.
    """

    def __init__(self, trees: Trees) -> None:
        #: Those of the model's columns that any tree looks at.
        self._columns = np.unique(np.array([each for tree in trees.trees for each in tree.split_feature], dtype=int))
        split = list(_questions(trees.trees, self._columns))
        self._trees = [(each, _leaves(tree, each)) for tree, each in zip(trees.trees, split, strict=True)]

    @classmethod
    def of(cls, trees: Trees) -> LeafTable | None:
        """The table of a model; None if a tree is too large to list all that can happen in it."""
        small = all(len(tree.split_feature) <= MOST_SPLITS for tree in trees.trees)
        return cls(trees) if small else None

    def scores(self, matrix: Floats, places: Whole) -> Floats:
        """One score a row.

        Args:
            matrix: The rows; best with its columns one after the other in memory.
            places: Which of its columns are the model's.
        """
        own = places[self._columns]
        starts = range(0, len(matrix), ROWS_AT_ONCE)
        return np.concatenate(
            [np.zeros(0), *(self._sums(matrix.T[own, start : start + ROWS_AT_ONCE]) for start in starts)]
        )

    def _sums(self, columns: Floats) -> Floats:
        columns = np.ascontiguousarray(columns, dtype=np.float64)
        np.copyto(columns, 0.0, where=np.abs(columns) <= NEXT_TO_ZERO)  # which LightGBM never sees
        rows = columns.shape[1]
        answers, bits = np.empty(rows, dtype=bool), np.empty(rows, dtype=np.uint8)
        sums = np.zeros(rows)
        for splits, leaves in self._trees:
            pattern = np.zeros(rows, dtype=np.uint8)
            for split in splits:
                values = columns[split.column]
                compared = np.less_equal if split.left else np.greater
                compared(values, split.threshold, out=answers)
                if split.zero_is_missing:
                    answers &= values != 0
                np.multiply(answers.view(np.uint8), split.bit, out=bits)
                pattern |= bits
            sums += leaves.take(pattern)
        return sums


def _questions(trees: Sequence[Tree], columns: Whole) -> Iterator[list[_Split]]:
    """What each tree asks of the columns."""
    splits = Splits.of(trees)
    nan_left, zero_is_missing = (
        np.isin(np.arange(len(splits.feature)), which).tolist() for which in (splits.nan_left, splits.zero_is_missing)
    )
    column = np.searchsorted(columns, splits.feature).tolist()
    for first, tree in zip(splits.first.tolist(), trees, strict=True):
        yield [
            _Split(
                column=column[split],
                threshold=threshold,
                left=not nan_left[split],
                zero_is_missing=zero_is_missing[split],
                bit=np.uint8(1 << (split - first)),
            )
            for split, threshold in enumerate(tree.threshold, first)
        ]


def _leaves(tree: Tree, splits: Sequence[_Split]) -> Floats:
    """The value of the leaf that each set of answers leads to."""
    answers = np.arange(1 << len(splits))
    node = np.zeros_like(answers) if splits else np.full_like(answers, -1)
    sides = [np.array(side) for side in (tree.right_child, tree.left_child)]
    for place, split in enumerate(splits):  # a child comes after its parent
        goes_left = ((answers & int(split.bit)) > 0) == split.left
        node = np.where(node == place, np.where(goes_left, sides[1][place], sides[0][place]), node)
    return np.array(tree.leaf_value)[-node - 1]
