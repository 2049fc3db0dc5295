from __future__ import annotations

import time

import numpy as np
import pytest
from sklearn.model_selection import StratifiedGroupKFold

from training.labels.grouped_folds import MAX_PLACED, grouped_folds

RANDOM = np.random.default_rng(0)


def strata(rows: int) -> np.ndarray:
    return (RANDOM.random(rows) < 0.05).astype(int) * 2 + 1


def test_a_few_thousand_groups_are_placed_as_scikit_learn_does() -> None:
    kinds, groups = strata(600), RANDOM.integers(0, 200, 600)
    own = grouped_folds(kinds, groups, 5, 7)
    theirs = StratifiedGroupKFold(5, shuffle=True, random_state=7).split(kinds, kinds, groups)
    for (known, asked), (known_there, asked_there) in zip(own, theirs, strict=True):
        assert (known == known_there).all() and (asked == asked_there).all()


@pytest.mark.parametrize("households", [0, 2_000])
def test_many_groups_stay_whole_and_strata_even(households: int) -> None:
    rows = 3 * MAX_PLACED
    groups = np.arange(rows)
    groups[: 3 * households] = np.repeat(np.arange(households), 3)
    kinds = strata(rows)
    folds = grouped_folds(kinds, groups, 5, 0)
    assert (np.sort(np.concatenate([asked for _, asked in folds])) == np.arange(rows)).all()
    for known, asked in folds:
        assert not set(groups[known]) & set(groups[asked])
        assert len(known) + len(asked) == rows
        assert abs((kinds[asked] == 3).mean() - (kinds == 3).mean()) < 0.01
        assert abs(len(asked) / rows - 0.2) < 0.02


def test_a_group_a_row_costs_no_more_than_rows_do() -> None:
    kinds = strata(60_000)
    start = time.process_time()
    grouped_folds(kinds, np.arange(60_000), 5, 0)
    assert time.process_time() - start < 10  # scikit-learn takes half a minute


def test_a_stratum_of_one_row_is_no_obstacle() -> None:
    kinds = strata(2 * MAX_PLACED)
    kinds[0] = 0
    assert len(grouped_folds(kinds, np.arange(len(kinds)), 5, 0)) == 5
