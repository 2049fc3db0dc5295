from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from training.models.boosting import Boosting, default_shape, most_depth, most_leaves
from training.models.classifier import fit_booster
from zbrisk.bundle.contribution_table import MOST_SPLITS


def test_trees_grow_with_the_labels_of_the_rarer_kind() -> None:
    shapes = [default_shape(labels, 8) for labels in (500, 1_999, 2_000, 10**6)]
    assert [shape.max_depth for shape in shapes] == [5, 5, 8, 8]
    assert [shape.leaves for shape in shapes] == [16, 16, 31, 31]
    assert [most_depth(labels) for labels in (130, 500, 2_000)] == [4, 6, 10]
    assert [most_leaves(labels) for labels in (130, 500, 2_000)] == [16, 64, 127]


def test_few_labels_grow_a_forest_whose_trees_fit_a_table_of_contributions() -> None:
    assert [default_shape(labels, 8).forest for labels in (0, 249, 250, 500)] == [True, True, False, False]
    assert default_shape(0, 8).leaves <= MOST_SPLITS + 1


def test_limits_of_the_recipe_bind_whatever_the_labels() -> None:
    assert default_shape(10**6, 2).leaves == 4
    assert default_shape(130, 8, leaves=5).leaves == 5
    assert default_shape(10**6, 8, leaves=200).leaves == 200


def test_few_labels_correct_a_prior_and_many_grow_their_own_trees() -> None:
    rounds = [default_shape(labels, 8, corrects=True).rounds for labels in (130, 250)]
    assert rounds == [30, 150]
    assert default_shape(2_000, 8, corrects=True) == default_shape(2_000, 8)


def test_the_margin_of_a_forest_is_the_mean_of_its_trees() -> None:
    random = np.random.default_rng(0)
    X = random.normal(size=(300, 4))
    y = (X[:, 0] + random.normal(size=300) > 1).astype(float)
    forest = fit_booster(X, y, np.ones(300), boosting=Boosting(forest=True, rounds=20, leaves=4), seed=0)
    trees = [forest.predict(X, raw_score=True, start_iteration=i, num_iteration=1) for i in range(20)]
    assert forest.predict(X, raw_score=True) == pytest.approx(np.sum(trees, axis=0))
    # each tree starts from the base rate, so that their mean lies about it, and not twenty times beyond
    assert 1 / (1 + np.exp(-forest.predict(X, raw_score=True))).mean() == pytest.approx(y.mean(), abs=0.1)


@pytest.mark.slow
def test_many_labels_find_interactions_that_small_trees_miss() -> None:
    random = np.random.default_rng(0)
    X = random.normal(size=(40_000, 20))
    above = X > 0
    four = [above[:, i] & above[:, i + 1] & above[:, i + 2] & above[:, i + 3] for i in range(0, 16, 4)]
    y = (random.random(len(X)) < 0.02 + 0.5 * np.any(four, axis=0)).astype(float)
    known = slice(0, 30_000)

    def precision(shape: Boosting) -> float:
        booster = fit_booster(X[known], y[known], np.ones(30_000), boosting=shape, seed=0)
        return float(average_precision_score(y[30_000:], booster.predict(X[30_000:])))

    # whoever knew the rule would reach some .5; small trees reach .447, and the draw of the test rows moves that by .01
    assert precision(default_shape(int(y[known].sum()), 8)) > precision(Boosting()) + 0.01
