"""Folds for cross-fitting: about equal shares of every stratum in each, and no group on both sides."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

__all__ = ["grouped_folds"]

Split = tuple[NDArray[np.intp], NDArray[np.intp]]

#: Groups up to which scikit-learn places each where it fits best. It takes half a millisecond a group, so that with a
#: group a row, which is no group at all, it would take many times as long as the trees.
MAX_PLACED = 5_000


def grouped_folds(strata: NDArray[Any], groups: NDArray[Any], count: int, seed: int) -> list[Split]:
    """Row positions of the known and of the asked part of `count` folds.

    Args:
        strata: What each row is, in whole numbers.
        groups: Rows of one group stay together.
        count: Folds.
        seed: Of the shuffling.
    """
    _, group, size = np.unique(groups, return_inverse=True, return_counts=True)
    strata = np.asarray(strata).astype(np.int64)
    if len(size) <= MAX_PLACED:
        return list(StratifiedGroupKFold(count, shuffle=True, random_state=seed).split(strata, strata, group))
    alone = size[group] == 1
    fold = np.empty(len(strata), dtype=np.int64)
    fold[alone] = _dealt(strata[alone], count, seed)
    if not alone.all():
        fold[~alone] = _dealt_by_group(strata[~alone], group[~alone], count, seed)
    return [(np.flatnonzero(fold != number), np.flatnonzero(fold == number)) for number in range(count)]


def _dealt(strata: NDArray[np.int64], count: int, seed: int) -> NDArray[np.int64]:
    """The fold of rows that belong to nobody else."""
    fold = np.zeros(len(strata), dtype=np.int64)
    splitter = StratifiedKFold(count, shuffle=True, random_state=seed)
    if np.bincount(strata).max() < count:
        return np.random.default_rng(seed).permutation(len(strata)) % count
    for number, (_, asked) in enumerate(splitter.split(strata, _with_enough(strata, count))):
        fold[asked] = number
    return fold


def _with_enough(strata: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Strata of fewer rows than folds, put to the largest, or the splitter would warn."""
    rows = np.bincount(strata)
    return np.where(rows[strata] < count, rows.argmax(), strata)


def _dealt_by_group(strata: NDArray[np.int64], group: NDArray[np.intp], count: int, seed: int) -> NDArray[np.int64]:
    """The fold of rows that come in groups: each group by the rarest stratum that it holds."""
    rarity = np.argsort(np.argsort(np.bincount(strata)))  # 0 is the rarest
    names, own = np.unique(group, return_inverse=True)
    rarest = np.full(len(names), len(rarity))
    np.minimum.at(rarest, own, rarity[strata])
    return _dealt(rarest.astype(np.int64), count, seed)[own]
