from __future__ import annotations

import lightgbm as lgb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training.models.test_prior import prior
from training.models.classifier import RiskClassifier
from training.models.linear import MOST_STEPS, LinearPart, Steps, add_linear, fit_linear
from zbrisk.bundle.trees import read_trees
from zbrisk.typing import Floats


def rows(size: int = 600, seed: int = 0, features: int = 30) -> tuple[pd.DataFrame, np.ndarray]:
    """Many weak signals: sums, counts and days, some without data."""
    random = np.random.default_rng(seed)
    true = random.normal(size=(size, features))
    risk = 1 / (1 + np.exp(2 - 0.35 * true.sum(axis=1)))
    X = np.sign(true) * np.expm1(np.abs(true))
    X[:, ::3] = np.round(X[:, ::3])
    X[random.random(X.shape) < 0.2] = np.nan
    return pd.DataFrame(X, columns=[f"f{i}" for i in range(features)]), (random.random(size) < risk).astype(int)


def fitted(X: pd.DataFrame, y: np.ndarray, sign: int = 0, inverse_penalty: float = 0.1) -> LinearPart:
    numbers = X.to_numpy(np.float64)
    monotone = [sign] * numbers.shape[1]
    return fit_linear(
        numbers, y.astype(float), np.ones(len(y)), inverse_penalties=[inverse_penalty], monotone=monotone
    )[0]


def with_extremes(X: pd.DataFrame) -> Floats:
    """The rows, and others with values on borders, far away and all without data."""
    numbers = X.to_numpy(np.float64)
    borders = np.array([np.resize(Steps.of(column).borders, MOST_STEPS) for column in numbers.T]).T
    width = (1, numbers.shape[1])
    return np.vstack([numbers, borders, np.full(width, np.nan), np.zeros(width), np.full(width, -1e300)])


def test_the_trees_are_the_linear_part() -> None:
    X, y = rows()
    part = fitted(X, y)
    bare = RiskClassifier(rounds=3, calibration="none").fit(X, y)
    asked = with_extremes(X)
    whole = add_linear(bare.booster_, part)
    added = whole.predict(asked, raw_score=True) - bare.booster_.predict(asked, raw_score=True)
    assert added == pytest.approx(part.margin(asked) - part.intercept, abs=1e-12)


def test_contributions_add_up_and_the_strict_reader_takes_the_text() -> None:
    X, y = rows()
    bare = RiskClassifier(rounds=3, calibration="none").fit(X, y)
    whole = add_linear(bare.booster_, fitted(X, y))
    asked = with_extremes(X)
    contributions = np.asarray(whole.predict(asked, pred_contrib=True))
    assert contributions.sum(axis=1) == pytest.approx(whole.predict(asked, raw_score=True), abs=1e-9)
    trees = read_trees(whole.model_to_string(), list(X))
    assert np.array_equal(trees.booster().predict(asked, raw_score=True), whole.predict(asked, raw_score=True))
    assert trees.gains() == pytest.approx(whole.feature_importance("gain"), rel=1e-4)


@settings(max_examples=25)
@given(st.lists(st.one_of(st.floats(-1e12, 1e12), st.sampled_from([0.0, 1.0, 2.0, np.nan])), min_size=1, max_size=60))
def test_steps_are_few_ascending_and_know_their_rows(values: list[float]) -> None:
    column = np.array(values)
    steps = Steps.of(column)
    known = column[~np.isnan(column)]
    assert len(steps.values) == len(steps.borders) + 1 <= MOST_STEPS
    assert (np.diff(steps.borders) > 0).all() and (np.diff(steps.values) >= -1e-12).all()
    assert steps.counts.sum() + steps.lacking == len(column) and (steps.counts.min() > 0 or not len(known))


@settings(max_examples=15)
@given(st.integers(0, 1000), st.sampled_from([-1, 1]))
def test_no_slope_goes_against_its_direction(seed: int, sign: int) -> None:
    X, y = rows(200, seed, features=4)
    part = fitted(X, y, sign, inverse_penalty=1.0)
    for place, name in enumerate(X):
        line = np.tile(np.nanmedian(X.to_numpy(), axis=0), (80, 1))
        line[:, place] = np.linspace(X[name].min() - 1, X[name].max() + 1, 80)
        assert (sign * np.diff(part.margin(line)) >= -1e-12).all()


@pytest.mark.parametrize("sign", [-1, 1])
def test_the_sum_keeps_to_the_directions(sign: int) -> None:
    X, y = rows(400)
    model = RiskClassifier(rounds=20, linear=True, monotone={name: sign for name in X}).fit(X, y)
    assert model.linear_ or sign < 0  # with every direction wrong nothing may be left
    for name in X:
        line = X.iloc[[0] * 60].copy()
        line[name] = np.linspace(X[name].min() - 1, X[name].max() + 1, 60)
        assert (sign * np.diff(model.raw_score(line)) >= -1e-9).all()


def test_a_model_of_many_weak_signals_ranks_better_with_it() -> None:
    X, y = rows(400)
    later_X, later_y = rows(4000, seed=1)
    areas = {}
    for linear in (False, True):
        score = RiskClassifier(rounds=50, linear=linear).fit(X, y).raw_score(later_X)
        order = pd.Series(score).rank()
        areas[linear] = (order[later_y == 1].mean() - order[later_y == 0].mean()) / len(order)
    assert areas[True] > areas[False] + 0.01  # a share of the margin is added


def test_where_it_does_not_pay_it_has_no_say() -> None:
    random = np.random.default_rng(0)
    X = pd.DataFrame(random.normal(size=(500, 20)))
    y = (random.random(500) < 0.3).astype(int)  # nothing to learn
    plain, model = (RiskClassifier(rounds=10, linear=linear).fit(X, y) for linear in (False, True))
    assert model.linear_ == {} and model.model_text_ == plain.model_text_
    assert model.calibration_ == plain.calibration_


def test_the_whole_model_is_cross_fitted_and_calibrated() -> None:
    X, y = rows(1500)
    later_X, later_y = rows(4000, seed=1)
    model = RiskClassifier(rounds=30, linear=True).fit(X, y)
    assert model.linear_["features"] > 20
    assert np.array_equal(
        lgb.Booster(model_str=model.model_text_).predict(X.to_numpy(), raw_score=True), model.raw_score(X)
    )
    seen = np.corrcoef(model.unseen_score_, model.raw_score(X))[0, 1]
    assert 0.7 < seen < 0.999  # of the same kind, and yet of models that had not seen the row
    assert model.predict_proba(later_X)[:, 1].mean() == pytest.approx(later_y.mean(), abs=0.03)


def test_too_few_labels_get_none() -> None:
    X, y = rows(200)
    few = (y == 0) | (np.cumsum(y) <= 8)
    model = RiskClassifier(rounds=5, linear=True).fit(X[few], y[few])
    assert model.linear_ == {}


def test_the_same_seed_gives_the_same_bytes() -> None:
    X, y = rows(400)
    first, second = (RiskClassifier(rounds=5, linear=True).fit(X, y).model_text_ for _ in range(2))
    assert first == second


def test_a_model_with_it_can_be_a_prior() -> None:
    X, y = rows(400)
    model = RiskClassifier(rounds=5, linear=True).fit(X, y)
    again = RiskClassifier(rounds=5, linear=True, prior=type(prior())(text=model.model_text_)).fit(X, y)
    assert again.booster_.num_trees() > model.booster_.num_trees()
