"""SHAP values of small trees, looked up instead of computed.

Which way each split sends a row decides the tree's SHAP values, and nothing else of the row does: a tree of k splits
has 2^k rows of values. They are worked out once; explaining a case is then one look-up a tree. The values are those of
path-dependent TreeSHAP (Lundberg et al. 2020, "From local explanations to global understanding with explainable AI
for trees"): the worth of a set of features follows their splits, and weighs both sides of any other by its training
rows.

Leaves are added in the order of the tree and trees in the order of the model, so that a case has the same bits alone
and in a batch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import factorial, prod

import numpy as np
from numpy.typing import NDArray

from zbrisk.bundle.splits import Splits
from zbrisk.bundle.trees import Tree, Trees
from zbrisk.typing import Floats

__all__ = ["MOST_SPLITS", "ContributionTable"]

Whole = NDArray[np.int64]

MOST_SPLITS = 10  # of one tree: 1,024 rows of values
ROWS_AT_ONCE = 64  # rows times splits stay in the processor's cache


class ContributionTable:
    """The SHAP values of a model's trees, none of which has more than `MOST_SPLITS` splits.

    Args:
        trees: The model.
    """

    def __init__(self, trees: Trees) -> None:
        grown = [tree for tree in trees.trees if tree.split_feature]
        self.base = sum(map(_expected, trees.trees))
        self._columns, self._trees = len(trees.features), len(grown)
        self._splits = Splits.of(grown)
        own = [list(dict.fromkeys(tree.split_feature)) for tree in grown]
        tables = _tables(grown, own)
        #: All tables, one after the other: by tree, pattern, and feature of the tree.
        self._values: Floats = np.concatenate([np.zeros(0), *(table.ravel() for table in tables)])
        sizes = np.array([0, *(table.size for table in tables)], dtype=np.int64)
        widths = np.array([len(features) for features in own], dtype=np.int64)
        #: One entry for each feature of each tree: the tree, where its values of pattern 0 stand, and its column.
        self._tree: Whole = np.repeat(np.arange(len(grown)), widths)
        starts = np.concatenate([np.arange(width) for width in [0, *widths]]).astype(np.int64)
        self._start: Whole = np.cumsum(sizes)[:-1][self._tree] + starts
        self._width: Whole = widths[self._tree]
        self._column: Whole = np.array([feature for features in own for feature in features], dtype=np.int64)

    @classmethod
    def of(cls, trees: Trees) -> ContributionTable | None:
        """The table of a model; None if a tree is too large to list all that can happen in it."""
        small = all(len(tree.split_feature) <= MOST_SPLITS for tree in trees.trees)
        return cls(trees) if small else None

    def contributions(self, rows: Floats) -> Floats:
        """The SHAP values of each feature (rows x features), in log-odds.

        Args:
            rows: The model's columns; NaN where there is no data.
        """
        parts = [self._part(rows[start : start + ROWS_AT_ONCE]) for start in range(0, len(rows), ROWS_AT_ONCE)]
        return np.concatenate([np.zeros((0, self._columns)), *parts])

    def _part(self, rows: Floats) -> Floats:
        at = self._splits.patterns(rows)[self._tree]
        at *= self._width[:, None]
        at += self._start[:, None]
        cells = np.arange(len(rows)) * self._columns + self._column[:, None]
        # adds in the order given, which is the order of the trees
        size = len(rows) * self._columns
        summed: Floats = np.bincount(cells.ravel(), weights=self._values[at.ravel()], minlength=size).astype(np.float64)
        return summed.reshape(len(rows), self._columns)


@dataclass(frozen=True, kw_only=True)
class _Leaf:
    """A leaf and the way to it, by the features that decide on the way."""

    tree: int
    value: float
    features: tuple[int, ...]  # places among the features of the tree
    splits: tuple[int, ...]  # a feature's splits on the way, as bits
    left: tuple[int, ...]  # those of them that the way leaves to the left
    shares: tuple[float, ...]  # the part of training rows that a feature's splits let pass


def _tables(trees: Sequence[Tree], own: Sequence[Sequence[int]]) -> list[Floats]:
    """For each tree its values, patterns x features of the tree."""
    tables = [
        np.zeros((1 << len(tree.split_feature), len(features))) for tree, features in zip(trees, own, strict=True)
    ]
    alike = defaultdict(list)  # leaves that can be worked out together
    for place, (tree, features) in enumerate(zip(trees, own, strict=True)):
        for leaf in _leaves(place, tree, features):
            alike[len(tree.split_feature), len(leaf.features)].append(leaf)
    for (splits, _), leaves in alike.items():
        for leaf, values in zip(leaves, _values(leaves, np.arange(1 << splits)), strict=True):
            tables[leaf.tree][:, leaf.features] += values
    return tables


def _values(leaves: Sequence[_Leaf], patterns: Whole) -> Floats:
    """What leaves with as many features give each of them: leaves x patterns x features.

    A feature's Shapley value is its mean worth over all orders in which features can be added. A set of others is worth
    the product of their indicators, and of the shares of those left out: the coefficients of a polynomial hold, for
    each size, the sum over all sets of that size.
    """
    value = np.array([leaf.value for leaf in leaves])[:, None]
    splits, left = (np.array([getattr(leaf, name) for leaf in leaves])[:, None] for name in ("splits", "left"))
    passes = (patterns[:, None] & splits == left).astype(np.float64)
    shares = np.broadcast_to(np.array([leaf.shares for leaf in leaves])[:, None], passes.shape)
    found: Floats = np.empty_like(passes)
    every = range(passes.shape[2])
    for feature in every:
        sets = [np.ones(passes.shape[:2])]
        for other in every:
            if other != feature:
                sets = _with(sets, passes[..., other], shares[..., other])
        orders = (factorial(size) * factorial(len(every) - 1 - size) / factorial(len(every)) for size in every)
        worth = np.asarray(sum(weight * each for weight, each in zip(orders, sets, strict=True)), dtype=np.float64)
        found[..., feature] = value * (passes[..., feature] - shares[..., feature]) * worth
    return found


def _with(sets: list[Floats], passes: Floats, share: Floats) -> list[Floats]:
    """Sums over sets, by their size, when one more feature may be in them."""
    out, within = [each * share for each in sets], [each * passes for each in sets]
    return [out[0], *(a + b for a, b in zip(out[1:], within[:-1], strict=True)), within[-1]]


def _leaves(place: int, tree: Tree, own: Sequence[int]) -> Iterator[_Leaf]:
    """The leaves of a tree, in its order from the left."""
    ways: list[tuple[int, tuple[tuple[int, bool, float], ...]]] = [(0, ())]
    while ways:
        node, way = ways.pop()
        if node >= 0:
            rows = tree.internal_count[node]
            for child, left in ((tree.right_child[node], False), (tree.left_child[node], True)):
                ways.append((child, (*way, (node, left, _rows(tree, child) / rows))))
            continue
        by_feature = defaultdict(list)
        for split in way:
            by_feature[own.index(tree.split_feature[split[0]])].append(split)
        yield _Leaf(
            tree=place,
            value=tree.leaf_value[-node - 1],
            features=tuple(by_feature),
            splits=tuple(sum(1 << split for split, _, _ in each) for each in by_feature.values()),
            left=tuple(sum(1 << split for split, left, _ in each if left) for each in by_feature.values()),
            shares=tuple(prod(share for _, _, share in each) for each in by_feature.values()),
        )


def _expected(tree: Tree) -> float:
    """The mean of a tree over its training rows."""
    if not tree.split_feature:
        return tree.leaf_value[0]
    rows = tree.internal_count[0]
    return sum(value * (count / rows) for value, count in zip(tree.leaf_value, tree.leaf_count, strict=True))


def _rows(tree: Tree, child: int) -> int:
    return tree.internal_count[child] if child >= 0 else tree.leaf_count[-child - 1]
