from __future__ import annotations

from dataclasses import replace
from functools import cache

import lightgbm as lgb
import numpy as np
import pandas as pd
import pytest

from tests.oracle.agreement import compiled
from training.datasets.feature_columns import features_of
from training.models.boosting import Boosting
from training.models.calibration import TAUGHT_PRIOR, WITH_PRIOR, WITHOUT_PRIOR, Calibrated, Line
from training.models.classifier import RiskClassifier, fit_booster
from training.models.prior import PRIORS, Prior, prior_of, say
from zbrisk.bundle.calibration import Calibration

SHAPE = Boosting(rounds=20, learning_rate=0.3)


def rows(size: int, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    random = np.random.default_rng(seed)
    X = pd.DataFrame(random.normal(size=(size, 3)), columns=["known", "also", "new"])
    return X, (random.random(size) < 1 / (1 + np.exp(1 - 2 * X["known"]))).astype(float).to_numpy()


@cache
def prior() -> Prior:
    X, y = rows(2000, seed=1)
    own = X[["known", "also"]]
    booster = fit_booster(own.to_numpy(), y, np.ones(2000), boosting=SHAPE, seed=0, names=list(own))
    return Prior(text=booster.model_to_string())


def test_it_reads_its_own_columns_and_puts_them_first() -> None:
    assert prior().features == ("known", "also")
    assert prior().first(["new", "also", "known"]) == ["known", "also", "new"]
    assert prior().lacking(["new", "also"]) == ("known",)


def test_it_is_moved_to_the_base_rate_of_the_rows() -> None:
    X, y = rows(3000, seed=2)
    rare = (y == 0) | (np.arange(3000) % 10 == 0)  # nine tenths of the confirmed are missing
    few = X.to_numpy()[rare]
    shift = prior().shift(few, y[rare], np.ones(len(few)))
    assert shift == pytest.approx(-np.log(10), abs=0.35)
    moved = prior().moved(shift).predict(few[:, :2], raw_score=True)
    assert moved == pytest.approx(prior().scores(few) + shift)


def test_trees_that_found_nothing_leave_the_prior_as_it_is() -> None:
    X, y = rows(300, seed=2)
    model = RiskClassifier(min_hessian=1e6, prior=prior(), calibration="none").fit(X, y)
    assert model.raw_score(X) == pytest.approx(prior().scores(X.to_numpy()), abs=1e-9)


def test_the_more_confirmed_the_more_the_outcomes_have_to_say() -> None:
    assert [say(np.ones(confirmed)) for confirmed in (0, 20, 180, 2_700)] == pytest.approx([0, 0.3, 0.54, 0.9])


def test_the_prior_and_the_trees_of_the_outcomes_stand_side_by_side() -> None:
    X, y = rows(400, seed=7)
    both, alone = (RiskClassifier(prior=p, calibration="none").fit(X, y).raw_score(X) for p in (prior(), None))
    guess, share = prior().scores(X.to_numpy()), say(y)
    own = (alone - alone.mean()) / alone.std() * guess.std() + guess.mean()
    assert both == pytest.approx((1 - share) * guess + share * own, abs=1e-6)


def test_what_real_outcomes_taught_is_corrected_tree_by_tree() -> None:
    taught = replace(prior(), about={"bundle": "2026-01"})
    X, y = rows(300, seed=2)
    model = RiskClassifier(rounds=1, learning_rate=1e-9, prior=taught, calibration="none").fit(X, y)
    assert model.raw_score(X) == pytest.approx(prior().scores(X.to_numpy()), abs=1e-6)


def test_each_kind_of_prior_has_its_own_usual_line(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[Line] = []

    def fitted(*_: object, usual: Line) -> Calibrated:
        lines.append(usual)
        return Calibrated(calibration=Calibration.identity())

    monkeypatch.setattr("training.models.classifier.fit_calibration", fitted)
    X, y = rows(300, seed=2)
    for each in (None, prior(), replace(prior(), about={"bundle": "2026-01"})):
        RiskClassifier(rounds=1, prior=each, calibration="noisy_sigmoid").fit(X, y)
    assert lines == [WITHOUT_PRIOR, WITH_PRIOR, TAUGHT_PRIOR]


def test_a_model_that_starts_from_it_holds_its_trees_and_its_own_in_one_text() -> None:
    X, y = rows(300, seed=3)
    model = RiskClassifier(rounds=5, prior=prior(), calibration="none").fit(X, y)
    whole = lgb.Booster(model_str=model.model_text_)
    assert whole.num_trees() == 25 and whole.feature_name() == list(X)
    assert np.array_equal(whole.predict(X.to_numpy(), raw_score=True), model.raw_score(X))
    shap = np.asarray(whole.predict(X.to_numpy(), pred_contrib=True))
    assert shap.sum(axis=1) == pytest.approx(model.raw_score(X), abs=1e-9)


def test_a_handful_of_labels_learns_more_with_it() -> None:
    X, y = rows(40, seed=4)
    later, _ = rows(4000, seed=5)
    risk = 2 * later["known"]
    with_prior, without = (RiskClassifier(rounds=30, prior=p, calibration="none").fit(X, y) for p in (prior(), None))
    assert np.corrcoef(with_prior.raw_score(later), risk)[0, 1] > np.corrcoef(without.raw_score(later), risk)[0, 1]


def test_columns_in_another_order_are_refused() -> None:
    X, y = rows(100, seed=6)
    with pytest.raises(ValueError, match="first columns"):
        RiskClassifier(prior=prior()).fit(X[["new", "known", "also"]], y)


def test_no_file_no_prior() -> None:
    assert prior_of("anything_else") is None


@pytest.mark.slow
@pytest.mark.parametrize("file", [f for f in sorted(PRIORS.glob("*.txt")) if "experts" not in f.name], ids=str)
def test_the_catalogue_has_what_the_shipped_priors_read(file: object) -> None:
    """A signal that is renamed or dropped takes the prior with it: make the priors anew."""
    target = file.stem  # type: ignore[attr-defined]
    shipped = prior_of(target)
    assert shipped is not None
    assert shipped.lacking(features_of([signal.header for signal in compiled(None).signals], target)) == ()
