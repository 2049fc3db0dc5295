"""The study runs on a small prefecture, and its figures are those that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments.rules_against_model.judging import Jury, difference, in_the_first, mean, tie_bounds
from experiments.rules_against_model.lawfulness import wilson
from experiments.rules_against_model.orders import by_count, by_precision, learnt_precision
from experiments.rules_against_model.report import page
from experiments.rules_against_model.study import MODEL, run_study
from training.simulation import World

pytestmark = pytest.mark.slow  # whole studies, if tiny ones


def test_the_study_tells_of_rules_unions_models_typologies_and_checkpoints() -> None:
    told: list[str] = []
    world = World(cases=400, seed=1, concealed_rate=0.3, review_rate=0.3)
    kept = run_study([world], trials=0, draws=10, checks=100, tell=told.append)
    (answer,) = kept.answers["concealed_assets"]
    assert {MODEL, "transfer_to_circle", "office: transfer_to_kin", "all signals, by how many fire"} <= set(
        answer.scores
    )
    assert set(kept.checkpoints["verdict"]) <= {"fail", "flag", "hint", "unknown", "pass", "not_applicable"}
    assert "| A1 |" in page(kept)
    assert told


def test_luck_among_ties_is_bounded_by_the_worst_and_the_best_order() -> None:
    label, score = np.array([1.0, 0.0, 1.0, 0.0]), np.array([2.0, 1.0, 1.0, 1.0])
    assert tie_bounds(label, score, 2) == (0.5, 1.0)
    chance = in_the_first(pd.Series(score), 2)
    assert list(chance) == pytest.approx([1.0, 1 / 3, 1 / 3, 1 / 3])


def test_rows_alike_give_the_same_resamples_as_rows_apart() -> None:
    random = np.random.default_rng(0)
    label = pd.Series((random.random(400) < 0.2).astype(float))
    group = pd.Series([f"g{i // 2}" for i in range(400)])
    score = pd.Series(random.integers(0, 3, 400).astype(float))
    jury = Jury(label, group, draws=20)
    apart = score + np.linspace(0, 1e-12, 400)  # 400 kinds of rows, in one order within ties
    assert jury.judge(score).draws["P@50"] == pytest.approx(jury.judge(score * 1.0).draws["P@50"])
    assert len(jury.judge(apart).draws["AP"]) == 20
    assert difference(jury.judge(score), jury.judge(score)).values["AP"] == 0
    assert mean([jury.judge(score)]).values == jury.judge(score).values


def test_a_rule_is_worth_what_reviews_found_drawn_towards_their_mean() -> None:
    hits = pd.DataFrame({"a": [True, True, False, False], "b": [False, False, False, True]})
    precision = learnt_precision(hits, pd.Series([1.0, 1.0, 0.0, 0.0]))
    assert precision["a"] == pytest.approx(7 / 12)
    assert precision["b"] == pytest.approx(5 / 11)
    assert list(by_count(hits)) == [1, 1, 0, 1]
    assert by_precision(hits, precision).rank(ascending=False).tolist() == [1.5, 1.5, 4, 3]


def test_an_interval_of_a_share() -> None:
    low, high = wilson(5, 10)
    assert (low, high) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert np.isnan(wilson(0, 0)).all()
