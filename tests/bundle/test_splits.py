"""Scores without LightGBM are LightGBM's own, to the last bit."""

from __future__ import annotations

from dataclasses import replace

import lightgbm as lgb
import numpy as np
import pytest

from tests.bundle.test_contribution_table import asked, grown
from zbrisk.bundle import leaf_table
from zbrisk.bundle.leaf_table import LeafTable
from zbrisk.bundle.splits import LeafSums
from zbrisk.bundle.trees import OF_SPLITS, Trees, read_trees
from zbrisk.typing import Floats


def on_borders(trees: Trees) -> Floats:
    """Rows of the very values at which trees split, and of those beside them, of either sign, and without end."""
    values = np.array([value for tree in trees.trees for value in tree.threshold if np.isfinite(value)])
    beside = [values, np.nextafter(values, np.inf), np.nextafter(values, -np.inf), -values, values * np.inf]
    every = np.concatenate([*beside, [0.0, -0.0, 1e-36, -1e-36, 1e-34, np.inf, -np.inf, np.nan]])
    return np.random.default_rng(3).choice(every, size=(400, len(trees.features)))


@pytest.mark.filterwarnings("ignore:invalid value")  # infinity times nothing
@pytest.mark.parametrize("leaves", [2, 8, 60])
@pytest.mark.parametrize("missing", ["nan", "zero", "none"])
def test_the_scores_are_lightgbm_s_bit_by_bit(missing: str, leaves: int) -> None:
    trees = grown(leaves=leaves, missing=missing)
    rows = np.concatenate([asked(), on_borders(trees)])
    before = rows.copy()
    sums = LeafSums(trees.trees)
    wanted = np.asarray(trees.booster().predict(rows, raw_score=True))
    assert sums(rows).tobytes() == wanted.tobytes()
    assert np.concatenate([sums(row[None]) for row in rows[:20]]).tobytes() == wanted[:20].tobytes()
    assert np.array_equal(rows, before, equal_nan=True)


def test_a_tree_that_asks_nothing_adds_what_it_holds() -> None:
    settings = {"objective": "binary", "verbosity": -1, "min_data_in_leaf": 500}
    data = lgb.Dataset(np.zeros((100, 6)), np.arange(100) % 3 == 0, params={"verbosity": -1})
    (bare,) = read_trees(lgb.train(settings, data, num_boost_round=1).model_to_string()).trees
    whole = grown(leaves=4)
    trees = replace(whole, trees=(bare, *whole.trees[:3], bare))
    wanted = np.asarray(trees.booster().predict(asked(), raw_score=True))
    assert LeafSums(trees.trees)(asked()).tobytes() == wanted.tobytes()


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("leaves", [2, 5, 9])
@pytest.mark.parametrize("missing", ["nan", "zero", "none"])
def test_leaves_that_are_looked_up_add_up_to_the_same(
    missing: str, leaves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaf_table, "ROWS_AT_ONCE", 300)  # several parts, the last one smaller
    trees = grown(leaves=leaves, missing=missing)
    rows = np.concatenate([asked(), on_borders(trees)])
    wanted = np.asarray(trees.booster().predict(rows, raw_score=True))
    places = np.arange(rows.shape[1])[::-1].copy()
    table = LeafTable.of(trees)
    assert table is not None
    for matrix in (rows, np.asfortranarray(rows)):
        before = matrix.copy()
        assert table.scores(matrix, np.arange(rows.shape[1])).tobytes() == wanted.tobytes()
        assert table.scores(matrix[:, places], places).tobytes() == wanted.tobytes()
        assert np.array_equal(matrix, before, equal_nan=True)
    assert table.scores(rows[:0], places).shape == (0,)


@pytest.mark.parametrize("kind", [np.float32, np.int64])
def test_leaves_of_numbers_of_another_kind(kind: type) -> None:
    trees = grown(leaves=5, missing="zero")
    rows = np.nan_to_num(asked()).astype(kind)
    table = LeafTable.of(trees)
    assert table is not None
    wanted = np.asarray(trees.booster().predict(rows.astype(np.float64), raw_score=True))
    assert table.scores(rows, np.arange(rows.shape[1])).tobytes() == wanted.tobytes()


def test_a_tree_of_many_splits_is_left_to_lightgbm() -> None:
    assert LeafTable.of(grown(leaves=10)) is None


def test_leaves_of_trees_that_ask_nothing() -> None:
    whole = grown(leaves=4)
    alone = replace(whole.trees[0], **dict.fromkeys(OF_SPLITS, ()), leaf_value=(0.25,), leaf_weight=(), leaf_count=(9,))
    trees = replace(whole, trees=(alone, *whole.trees[:3], alone))
    table = LeafTable.of(trees)
    assert table is not None
    rows = asked()
    assert table.scores(rows, np.arange(rows.shape[1])).tobytes() == LeafSums(trees.trees)(rows).tobytes()
