"""What each strategy makes of the rows of one fit, worked out on rows whose kind is plain to see."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from training.strategies import ElkanNoto, InversePropensity, ReviewedOnly, Spies, WeakNegatives
from training.strategies.propensity_model import cross_fitted_probability

SIZE = 600
RANDOM = np.random.default_rng(0)
KIND = np.repeat(["confirmed", "refuted", "guilty", "ordinary"], SIZE // 4)  # the last two nobody reviewed
#: `trait` tells who is guilty; `rule` is what reviewers went by.
X = pd.DataFrame({
    "trait": np.isin(KIND, ["confirmed", "guilty"]) + RANDOM.normal(0, 0.1, SIZE),
    "rule": np.isin(KIND, ["confirmed", "refuted"]) * (RANDOM.random(SIZE) < 0.9) + RANDOM.normal(0, 0.1, SIZE),
})  # fmt: skip
MOMENTS = pd.DataFrame({
    "case_id": [f"c{i}" for i in range(SIZE)], "as_of": pd.Timestamp("2024-01-01"),
    "label": (KIND == "confirmed").astype(float), "reviewed": np.isin(KIND, ["confirmed", "refuted"]),
    "weight": np.where(np.isin(KIND, ["confirmed", "refuted"]), 1.0, 0.1), "propensity": np.nan,
    "group": [f"g{i}" for i in range(SIZE)],
})  # fmt: skip


def test_rows_are_told_apart_by_trees_that_have_not_seen_them() -> None:
    chance = cross_fitted_probability(KIND == "confirmed", X, MOMENTS["group"], seed=0)
    assert chance[KIND == "confirmed"].mean() > 0.5 > 0.15 > chance[KIND == "ordinary"].mean()
    noise = cross_fitted_probability(RANDOM.random(SIZE) < 0.5, X, MOMENTS["group"], seed=0)
    assert 0.4 < noise.mean() < 0.6 and noise.std() < 0.2


def test_weak_negatives_leave_the_rows_as_they_are() -> None:
    moments, features = WeakNegatives().training_rows(MOMENTS, X, seed=0)
    assert moments is MOMENTS and features is X


def test_reviewed_only_teaches_nothing_else() -> None:
    moments, features = ReviewedOnly().training_rows(MOMENTS, X, seed=0)
    assert moments["reviewed"].all() and len(moments) == len(features) == SIZE // 2


def test_inverse_propensity_keeps_reviewed_rows_and_weighs_what_reviewers_hardly_went_by() -> None:
    moments, features = InversePropensity(most=5).training_rows(MOMENTS, X, seed=0)
    assert moments["reviewed"].all() and len(features) == len(moments) == SIZE // 2
    by_rule = features["rule"] > 0.5
    assert moments.loc[~by_rule, "weight"].mean() > 2 * moments.loc[by_rule, "weight"].mean()
    assert moments["weight"].mean() == pytest.approx(1) and moments["weight"].max() < 10


def test_inverse_propensity_takes_a_logged_chance_at_its_word() -> None:
    logged = MOMENTS.assign(propensity=np.where(MOMENTS["reviewed"], np.where(X["rule"] > 0.5, 0.5, 0.1), np.nan))
    moments, features = InversePropensity().training_rows(logged, X, seed=0)
    weights = moments.groupby(features["rule"] > 0.5)["weight"].first()
    assert weights[False] / weights[True] == pytest.approx(5)


def test_elkan_noto_counts_an_unreviewed_row_twice_and_the_guilty_more_as_confirmed() -> None:
    moments, features = ElkanNoto().training_rows(MOMENTS, X[["trait"]], seed=0)
    drawn = moments[~moments["reviewed"]].assign(trait=features["trait"])
    assert len(moments) == len(features) == SIZE * 3 // 2
    assert drawn.groupby("case_id")["weight"].sum().to_numpy() == pytest.approx(0.1)
    as_confirmed = drawn[drawn["label"] == 1]
    like = as_confirmed["trait"] > 0.5
    assert as_confirmed.loc[like, "weight"].mean() > 0.08 and as_confirmed.loc[~like, "weight"].mean() < 0.02


def test_spies_leave_out_the_unreviewed_that_resemble_the_confirmed() -> None:
    moments, features = Spies().training_rows(MOMENTS, X[["trait"]], seed=0)
    stays = pd.Series(KIND)[moments.index].value_counts()
    assert stays["confirmed"] == stays["refuted"] == SIZE // 4
    assert stays["ordinary"] > 0.9 * SIZE // 4 and stays["guilty"] < 0.25 * SIZE // 4
    assert len(features) == len(moments)


def test_rows_without_unreviewed_ones_stay_as_they_are() -> None:
    rows = MOMENTS["reviewed"]
    for strategy in (ElkanNoto(), Spies()):
        moments, _ = strategy.training_rows(MOMENTS[rows], X[rows], seed=0)
        assert len(moments) == rows.sum()
