from __future__ import annotations

from collections.abc import Callable

import lightgbm as lgb
import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.utils.estimator_checks import parametrize_with_checks

from training.evaluation.metrics import RankedRows, calibration_slope
from training.models.classifier import RiskClassifier
from zbrisk.bundle.calibration import Calibration


@parametrize_with_checks([RiskClassifier(), RiskClassifier(calibration="none"), RiskClassifier(linear=True)])
def test_keeps_scikit_learns_manners(estimator: RiskClassifier, check: Callable[[RiskClassifier], None]) -> None:
    check(estimator)


def rows(size: int = 800, seed: int = 0) -> tuple[pd.DataFrame, np.ndarray]:
    random = np.random.default_rng(seed)
    X = pd.DataFrame(random.normal(size=(size, 3)), columns=["strong", "weak", "noise"])
    risk = 1 / (1 + np.exp(2 - 1.5 * X["strong"] - 0.5 * X["weak"]))
    X.loc[random.random(size) < 0.3, "weak"] = np.nan
    return X, (random.random(size) < risk).astype(int)


def test_the_exported_text_and_numbers_are_the_whole_model() -> None:
    X, y = rows()
    model = RiskClassifier(rounds=30).fit(X, y)
    raw = lgb.Booster(model_str=model.model_text_).predict(X.to_numpy(), raw_score=True)
    assert np.array_equal(raw, model.raw_score(X))
    calibration = Calibration.model_validate(model.calibration_.model_dump(mode="json"))
    assert np.array_equal(calibration.probability(raw), model.predict_proba(X)[:, 1])


@pytest.mark.slow
def test_probabilities_are_calibrated_on_rows_not_seen() -> None:
    X, y = rows(3000)
    later_X, later_y = rows(4000, seed=1)
    eager = {"rounds": 300, "min_hessian": 0.1, "l2": 0.0, "leaves": 16, "max_depth": 4}
    slopes = {}
    for kind in ("none", "sigmoid"):
        model = RiskClassifier(calibration=kind, **eager).fit(X, y)
        slopes[kind] = calibration_slope(RankedRows(later_y, model.predict_proba(later_X)[:, 1]), np.ones((1, 4000)))[0]
    assert slopes["none"] < 0.85  # overfitted on purpose
    assert 0.9 < slopes["sigmoid"] < 1.1


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes_whatever_the_threads() -> None:
    X, y = rows()
    first = RiskClassifier(rounds=3, n_jobs=1).fit(X, y)
    second = RiskClassifier(rounds=3, n_jobs=2).fit(X, y)
    assert second.model_text_.replace("[num_threads: 2]", "[num_threads: 1]") == first.model_text_
    assert second.calibration_ == first.calibration_
    assert clone(first).set_params(random_state=1).fit(X, y).model_text_ != first.model_text_


@pytest.mark.parametrize("monotone", [{"strong": -1}, [-1, 0, 0]])
def test_a_feature_held_to_one_direction_keeps_to_it(monotone: dict[str, int] | list[int]) -> None:
    X, y = rows()
    model = RiskClassifier(rounds=50, monotone=monotone).fit(X, y)
    line = pd.DataFrame({"strong": np.linspace(-3, 3, 50), "weak": 0.0, "noise": 0.0})
    assert (np.diff(model.raw_score(line)) <= 0).all()


@pytest.mark.slow
def test_weak_labels_do_not_say_what_a_probability_is() -> None:
    X, y = rows()
    weak_X, _ = rows(4000, seed=2)
    every, label = pd.concat([X, weak_X]), np.r_[y, np.zeros(4000, int)]
    reviewed = np.arange(len(label)) < len(y)
    model = RiskClassifier(rounds=50).fit(every, label, np.where(reviewed, 1.0, 0.1), calibrate_on=reviewed)
    assert model.predict_proba(X)[:, 1].mean() == pytest.approx(y.mean(), abs=0.03)


def test_unseen_scores_are_those_of_models_that_had_not_seen_the_row() -> None:
    X, y = rows()
    twins = np.arange(len(y)) // 2  # a row and its neighbour are never on two sides
    trusted = np.arange(len(y)) % 2 == 0
    model = RiskClassifier(rounds=60).fit(X, y, groups=twins, calibrate_on=trusted)
    unseen = model.unseen_score_
    assert np.isnan(unseen[~trusted]).all() and not np.isnan(unseen[trusted]).any()
    # what a model has learnt by heart it is surer of
    right = np.where(y == 1, 1, -1)
    assert (right * model.raw_score(X))[trusted].mean() > (right * unseen)[trusted].mean()


def test_rows_of_weight_zero_change_nothing() -> None:
    X, y = rows()
    half = np.arange(len(y)) % 2 == 0
    weighted = RiskClassifier(rounds=20).fit(X, y, half.astype(float), groups=np.arange(len(y)))
    assert (
        weighted.model_text_ == RiskClassifier(rounds=20).fit(X[half], y[half], groups=np.flatnonzero(half)).model_text_
    )


def test_too_few_rows_of_a_class_are_not_calibrated_on() -> None:
    X, y = rows()
    few = np.r_[np.flatnonzero(y)[:9], np.flatnonzero(y == 0)]
    assert RiskClassifier(rounds=5).fit(X.iloc[few], y[few]).calibration_ == Calibration.identity()


def test_isotonic_asks_for_many_positives() -> None:
    X, y = rows()
    with pytest.raises(ValueError, match="isotonic needs 200 confirmed"):
        RiskClassifier(rounds=5, calibration="isotonic").fit(X, y)
    X, y = rows(3000)
    assert RiskClassifier(rounds=5, calibration="isotonic").fit(X, y).calibration_.kind == "isotonic"


def test_unfit_arguments_are_refused() -> None:
    X, y = rows(100)
    with pytest.raises(ValueError, match="monotone lists 1 features, but X has 3"):
        RiskClassifier(monotone=[1]).fit(X, y)
    with pytest.raises(ValueError, match="needs an X with column names"):
        RiskClassifier(monotone={"strong": 1}).fit(X.to_numpy(), y)
    with pytest.raises(ValueError, match="unknown calibration 'magic'"):
        RiskClassifier(calibration="magic").fit(X, y)
    with pytest.raises(ValueError, match="only one class has weight"):
        RiskClassifier().fit(X, y, y.astype(float))
