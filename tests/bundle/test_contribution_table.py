"""The table gives LightGBM's own SHAP values, the same bits alone and in a batch, and adds up to the score."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import permutations

import lightgbm as lgb
import numpy as np
import pytest

from zbrisk.bundle.contribution_table import MOST_SPLITS, ContributionTable
from zbrisk.bundle.trees import Tree, Trees, read_trees
from zbrisk.typing import Floats

#: Twice the last digit of a sum of some 60 trees' values, none of which exceeds 1.
CLOSE = 60 * 2 * np.finfo(np.float64).eps


def rows_with_gaps(count: int, seed: int) -> Floats:
    """Columns of zeros, gaps, whole and other numbers."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(count, 6))
    rows[:, 1:3] = random.integers(-2, 3, size=(count, 2))
    rows[random.random(rows.shape) < 0.2] = np.nan
    return rows


def grown(*, leaves: int, missing: str = "nan") -> Trees:
    rows = rows_with_gaps(600, 1)
    label = np.nan_to_num(rows[:, 0] * rows[:, 1] + rows[:, 2]) > 0.3
    settings = {
        "objective": "binary", "num_leaves": leaves, "min_data_in_leaf": 5, "verbosity": -1, "seed": 1,
        "use_missing": missing != "none", "zero_as_missing": missing == "zero",
    }  # fmt: skip
    booster = lgb.train(settings, lgb.Dataset(rows, label, params={"verbosity": -1}), num_boost_round=60)
    return read_trees(booster.model_to_string())


def asked() -> Floats:
    """Other rows, with values on borders: all zeros, all gaps, next to zero."""
    return np.concatenate([rows_with_gaps(150, 2), np.zeros((1, 6)), np.full((1, 6), np.nan), np.full((1, 6), 1e-36)])


@pytest.mark.parametrize("missing", ["nan", "zero", "none"])
def test_the_values_are_lightgbm_s(missing: str) -> None:
    trees = grown(leaves=8, missing=missing)
    table = ContributionTable(trees)
    wanted = np.asarray(trees.booster().predict(asked(), pred_contrib=True))
    assert np.abs(table.contributions(asked()) - wanted[:, :-1]).max() < CLOSE
    assert np.abs(table.base - wanted[:, -1]).max() < CLOSE


def test_they_add_up_to_the_score() -> None:
    trees = grown(leaves=8)
    table = ContributionTable(trees)
    scores = np.asarray(trees.booster().predict(asked(), raw_score=True))
    assert np.abs(table.contributions(asked()).sum(axis=1) + table.base - scores).max() < CLOSE


def test_they_are_the_mean_over_all_orders_of_features() -> None:
    """Shapley's definition, on one tree, with nothing in common with the table but the tree."""
    whole = grown(leaves=6)
    tree = whole.trees[1]
    row = asked()[3]
    table = ContributionTable(replace(whole, trees=(tree,)))

    def worth(known: frozenset[int], node: int = 0) -> float:
        if node < 0:
            return tree.leaf_value[-node - 1]
        feature, children = tree.split_feature[node], (tree.left_child[node], tree.right_child[node])
        if feature in known:
            value = row[feature]
            left = tree.decision_type[node] & 2 if np.isnan(value) else value <= tree.threshold[node]
            return worth(known, children[0 if left else 1])
        rows = [tree.internal_count[c] if c >= 0 else tree.leaf_count[-c - 1] for c in children]
        return sum(n * worth(known, child) for n, child in zip(rows, children, strict=True)) / sum(rows)

    assert not tree.decision_type[0] & 4 and tree.decision_type[0] & 8  # no data is a kind of its own
    orders = list(permutations(range(6)))
    for feature in range(6):
        steps = (frozenset(order[: order.index(feature)]) for order in orders)
        mean = np.mean([worth(before | {feature}) - worth(before) for before in steps])
        assert table.contributions(row[None])[0, feature] == pytest.approx(mean, abs=1e-12)


def test_a_row_has_the_same_bits_alone_and_among_others() -> None:
    table = ContributionTable(grown(leaves=8))
    alone = np.concatenate([table.contributions(row[None]) for row in asked()])
    assert (alone == table.contributions(asked())).all()
    assert table.contributions(asked()[:0]).shape == (0, 6)


def test_large_trees_have_no_table() -> None:
    assert ContributionTable.of(grown(leaves=MOST_SPLITS + 1)) is not None
    assert ContributionTable.of(grown(leaves=MOST_SPLITS + 10)) is None


def test_a_model_of_a_constant_gives_nothing_to_any_feature() -> None:
    whole = grown(leaves=8)
    grown_arrays = {field.name: () for field in fields(Tree)}
    stump = Tree(**grown_arrays | {"leaf_value": (0.5,), "leaf_count": (0,), "shrinkage": 1.0})
    table = ContributionTable(replace(whole, trees=(stump,)))
    assert table.base == 0.5
    assert not table.contributions(asked()).any()
