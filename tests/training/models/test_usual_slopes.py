from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from training.models.classifier import RiskClassifier
from training.models.linear import LinearPart, fit_linear
from training.models.prior import PRIORS, Prior, prior_of
from training.models.usual_slopes import LEAST, MOST, Coefficients, Usual, UsualSlopes
from zbrisk.typing import Floats

TELLING, FEATURES = 5, 40
NAMES = [f"f{i}" for i in range(FEATURES)]


def place(size: int, seed: int, *, turned: bool = False) -> tuple[Floats, Floats]:
    """Cases of a place, where guilt shows a little in five features of forty."""
    random = np.random.default_rng(seed)
    X = random.normal(size=(size, FEATURES))
    strength = np.abs(random.normal(0.6, 0.3, TELLING)) * (-1 if turned else 1)
    return X, (random.random(size) < 1 / (1 + np.exp(1 - X[:, :TELLING] @ strength))).astype(float)


def fitted(X: Floats, y: Floats, usual: Coefficients | None, inverse_penalty: float = 0.01) -> LinearPart:
    return fit_linear(
        X, y, np.ones(len(y)), inverse_penalties=[inverse_penalty], monotone=[0] * X.shape[1], usual=usual
    )[0]


@cache
def taught() -> UsualSlopes:
    """By five places that are known through and through."""
    parts = [fitted(*place(1_000, seed), None) for seed in range(5)]
    return UsualSlopes.learnt(NAMES, [part.slopes for part in parts], [part.jumps for part in parts])


def skill(part: LinearPart) -> float:
    """How well it ranks a place that taught nobody."""
    X, y = place(4_000, 101)
    order = pd.Series(part.margin(X)).rank()
    return float(order[y == 1].mean() - order[y == 0].mean()) / len(y)


def test_few_outcomes_rank_better_where_it_is_known_what_usually_tells() -> None:
    X, y = place(150, 100)
    assert skill(fitted(X, y, taught().of(NAMES))) > skill(fitted(X, y, None)) + 0.03


def test_many_outcomes_overrule_what_is_usual() -> None:
    X, y = place(3_000, 100, turned=True)
    part = fitted(X, y, taught().of(NAMES), inverse_penalty=0.1)
    assert (part.slopes[:TELLING] < 0).all()


def test_none_leave_what_is_usual() -> None:
    X, y = place(150, 100)
    usual = taught().of(NAMES)
    part = fit_linear(X, y, np.full(len(y), 1e-9), inverse_penalties=[0.01], monotone=[0] * FEATURES, usual=usual)[0]
    kept = part.slopes != 0  # the least of them are left out
    assert kept[:TELLING].all()
    assert part.slopes[kept] == pytest.approx(usual.means[:FEATURES][kept], abs=1e-4)


def test_a_feature_that_nobody_knows_is_as_free_as_the_average_one() -> None:
    usual = UsualSlopes(by_feature={"often": Usual(0.5, 3.0, 0.1, 1.0), "never": Usual(0.0, 0.0, 0.0, 0.0)}).of(
        ["never", "new", "often"]
    )
    assert usual.means.tolist() == [0.0, 0.0, 0.5, 0.0, 0.0, 0.1]
    assert usual.variances == pytest.approx([LEAST, 1.0, 3.0, LEAST, 1.0, 1.0])
    assert usual.variances.max() <= MOST


def test_it_is_written_and_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.slopes.json").write_text(taught().text, encoding="utf-8")
    again = UsualSlopes.read(tmp_path, "a")
    assert again is not None and again.text == taught().text
    assert again.of(NAMES).means == pytest.approx(taught().of(NAMES).means, rel=1e-3)
    assert UsualSlopes.read(tmp_path, "b") is None


def test_the_prior_hands_it_to_the_model_and_is_named_after_it() -> None:
    X, y = place(400, 100)
    frame = pd.DataFrame(X, columns=NAMES)
    bare = Prior(text=RiskClassifier(rounds=2, calibration="none").fit(frame, y.astype(int)).model_text_)
    known = Prior(text=bare.text, slopes=taught())
    assert known.digest != bare.digest
    gains = [
        RiskClassifier(rounds=2, folds=2, linear=True, prior=prior).fit(frame, y.astype(int)).linear_
        for prior in (bare, known)
    ]
    assert float(str(gains[1]["gain"])) > float(str(gains[0].get("gain", 0)))


@pytest.mark.parametrize("target", ["concealed_assets", "sham_litigation"])
def test_shipped_ones_know_all_that_the_prior_reads(target: str) -> None:
    shipped = prior_of(target, PRIORS)
    assert shipped is not None and shipped.slopes is not None
    assert set(shipped.features) <= set(shipped.slopes.by_feature)
    assert all(each.slope_variance >= 0 <= each.jump_variance for each in shipped.slopes.by_feature.values())
