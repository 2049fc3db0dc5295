from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from training.evaluation.plain_models import PLAIN_MODELS

RANDOM = np.random.default_rng(0)
X = pd.DataFrame(RANDOM.lognormal(0, 1, (900, 5)), columns=list("abcde"))
LABEL = (RANDOM.random(900) < 1 / (1 + np.exp(2 - 1.5 * np.log(X["a"])))).to_numpy(float)
X.loc[::7, "b"] = np.nan


@pytest.mark.parametrize("name", PLAIN_MODELS)
def test_it_orders_rows_that_it_has_not_seen_and_the_same_each_time(name: str) -> None:
    fits = [PLAIN_MODELS[name]().fit(X[:600], LABEL[:600], np.arange(600) // 2) for _ in range(2)]
    scores = [fit.raw_score(X[600:]) for fit in fits]
    assert roc_auc_score(LABEL[600:], scores[0]) > 0.7
    assert (scores[0] == scores[1]).all()


@pytest.mark.parametrize("name", PLAIN_MODELS)
def test_ten_of_a_kind_in_one_group_are_no_obstacle(name: str) -> None:
    label = np.zeros(60)
    label[:10] = 1
    groups = np.where(label == 1, 0, np.arange(60))
    assert np.isfinite(PLAIN_MODELS[name]().fit(X[:60], label, groups).raw_score(X)).all()


@pytest.mark.parametrize("name", PLAIN_MODELS)
def test_it_says_nothing_before_it_has_learnt(name: str) -> None:
    with pytest.raises(ValueError, match="Fit it first"):
        PLAIN_MODELS[name]().raw_score(X)
