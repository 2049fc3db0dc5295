from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.training.models.test_prior import SHAPE
from training.models.classifier import RiskClassifier, fit_booster
from training.models.experts import Experts
from training.models.prior import PRIORS, Prior, prior_of
from zbrisk.bundle.trees import read_trees
from zbrisk.typing import Floats


def office(size: int, seed: int, *, by: str) -> tuple[pd.DataFrame, Floats]:
    """Cases of a place where guilt shows in one column alone."""
    X = pd.DataFrame(np.random.default_rng(seed).normal(size=(size, 2)), columns=["sold", "divorced"])
    return X, (np.random.default_rng(seed + 1).random(size) < 1 / (1 + np.exp(1 - 3 * X[by]))).astype(float).to_numpy()


@cache
def taught() -> Prior:
    """A prior that knows sales, with an expert for sales and one for divorces."""
    texts = {}
    for typology, column in (("A1", "sold"), ("A2", "divorced")):
        X, y = office(2_000, 1, by=column)
        grown = fit_booster(X.to_numpy(), y, np.ones(len(X)), boosting=SHAPE, seed=0, names=list(X))
        texts[typology] = read_trees(grown.model_to_string())
    trees = tuple(tree for each in texts.values() for tree in each.trees)
    both = replace(texts["A1"], trees=trees, parameters=None).text
    counts = {typology: len(each.trees) for typology, each in texts.items()}
    return Prior(text=texts["A1"].text, experts=Experts(text=both, counts=counts))


def weighed(prior: Prior, X: pd.DataFrame, y: Floats) -> tuple[float, int]:
    """What the prior counts, and how many trees of experts have a say."""
    assert prior.experts is not None
    rows = X.to_numpy()
    share, trees = prior.experts.weighed(prior.scores(rows), rows, y, np.ones(len(y)))
    return share, len(trees)


def test_each_expert_says_what_it_alone_knows() -> None:
    X, _ = office(500, 3, by="sold")
    experts = taught().experts
    assert experts is not None
    margins = experts.margins(X.to_numpy())
    assert margins.shape == (500, 2)
    assert margins[:, 0] == pytest.approx(taught().scores(X.to_numpy()))
    assert np.corrcoef(margins[:, 1], X["divorced"])[0, 1] > 0.8


def test_where_people_do_otherwise_the_outcomes_turn_to_another_expert() -> None:
    X, y = office(300, 5, by="divorced")
    later, _ = office(4_000, 7, by="divorced")
    prior = taught()
    leaned, as_it_is = (
        RiskClassifier(min_hessian=1e6, prior=each, calibration="none").fit(X, y).raw_score(later)
        for each in (prior, replace(prior, experts=None))
    )
    assert np.corrcoef(leaned, later["divorced"])[0, 1] > np.corrcoef(as_it_is, later["divorced"])[0, 1] + 0.3


def test_a_handful_of_outcomes_hardly_moves_the_prior() -> None:
    X, y = office(300, 5, by="divorced")
    (few, _), (many, _) = weighed(taught(), X[:12], y[:12]), weighed(taught(), X, y)
    assert many < 0.5 < few


def test_an_expert_whom_the_outcomes_contradict_is_not_heard() -> None:
    X, _ = office(400, 9, by="sold")
    y = (X["sold"].to_numpy() < -1).astype(float)  # whoever sold is innocent, for once
    share, trees = weighed(taught(), X, y)
    assert share == 0.0 and trees <= 20  # those of divorces at most


def test_an_expert_that_says_the_same_of_all_is_left_out() -> None:
    X, y = office(200, 11, by="divorced")
    _, trees = weighed(taught(), X.assign(divorced=0.0), y)
    assert trees <= 20


def test_the_margins_are_trees_of_the_one_model() -> None:
    X, y = office(300, 5, by="divorced")
    model = RiskClassifier(rounds=5, prior=taught(), calibration="none").fit(X, y)
    whole = read_trees(model.model_text_).booster()
    assert np.allclose(whole.predict(X.to_numpy(), raw_score=True), model.raw_score(X), atol=1e-12)
    shap = np.asarray(whole.predict(X.to_numpy(), pred_contrib=True))
    assert shap.sum(axis=1) == pytest.approx(model.raw_score(X), abs=1e-9)


@pytest.mark.parametrize("file", sorted(PRIORS.glob("*.experts.txt")), ids=lambda file: file.name)
def test_shipped_experts_have_the_columns_of_their_prior(file: Path) -> None:
    prior = prior_of(file.name.removesuffix(".experts.txt"))
    assert prior is not None and prior.experts is not None
    assert tuple(prior.experts.booster.feature_name()) == prior.features
    assert sum(prior.experts.counts.values()) == prior.experts.booster.num_trees()
