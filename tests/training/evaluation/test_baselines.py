from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from training.evaluation.baselines import Baseline, compare_with_baselines, rule_baselines
from training.evaluation.seed_variation import overlap, spread

LABEL = np.tile([1.0, 0, 0, 0], 10)
LATER = pd.DataFrame({"label": LABEL, "group": range(40)})


def test_the_gain_is_measured_on_the_rows_that_the_other_order_knows() -> None:
    half = np.where(np.arange(40) < 24, 0.0, np.nan)
    told = compare_with_baselines(
        LATER, LABEL, {"rule": Baseline(score=-LABEL), "last": Baseline(score=half, which="v1")}, draws=100, seed=0
    )
    rule, last = told["rule"], told["last"]
    assert rule["cases"] == 40 and "which" not in rule
    assert rule["gain"]["value"] > 0.7 and rule["gain"]["low"] > 0  # type: ignore[index]
    assert (last["cases"], last["which"]) == (24, "v1")
    assert last["gain"]["value"] == pytest.approx(0.75)  # type: ignore[index]  # 1 against the base rate


def test_the_best_signal_is_chosen_on_earlier_reviews_alone() -> None:
    known = pd.DataFrame({"label": [1.0, 1, 0, 0, 0], "reviewed": [True, True, True, True, False]})
    X = pd.DataFrame({"a__count": [2.0, 1, 0, 0, 9], "b__count": [0.0, 0, 1, 1, 0]})
    asked = pd.DataFrame({"a__count": [0.0, 3, np.nan], "b__count": [1.0, 1, 1]})
    orders = rule_baselines(known, X, asked, {"a": "a__count", "b": "b__count"})
    assert list(orders["signals_that_fire"].score) == [1, 2, 1]
    assert orders["best_signal"].which == "a"
    assert list(orders["best_signal"].score) == [0, 3, 0]
    assert rule_baselines(known, X, asked, {}) == {}


def test_seeds_tell_least_mean_and_most_and_how_much_of_a_list_stays() -> None:
    first, other = LABEL, -LABEL
    told = spread(LABEL, [first, other], [np.full(40, 0.25)] * 2, 10)
    assert told["fits"] == 2 and told["first_10_kept"] == 0
    assert told["auc"] == {"least": 0, "mean": 0.5, "most": 1}
    assert overlap(np.array([3.0, 2, 1]), np.array([3.0, 1, 2]), 2) == 0.5
