from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pandas as pd
import pytest

from tests.training.world import FakeTables, catalogue, office
from training.recipe import Recipe
from training.run import Trained, train
from zbrisk.errors import DataError

UNTIL = dt.date(2024, 7, 1)
QUICK = Recipe(trials=4, bootstrap_draws=100, reference_cases=300)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    tables, builder = office()
    return train(tables, builder, catalogue(tmp_path_factory.mktemp("signals")), until=UNTIL, recipe=QUICK)


def test_a_target_gets_only_the_features_of_its_signals(trained: Trained) -> None:
    (model,) = trained.targets
    assert model.target == "concealed_assets"
    assert model.feature_names == ("calm__count__all", "tell__count__all")
    assert model.monotone == {"calm__count__all": -1, "tell__count__all": 1}


def test_a_target_without_confirmed_cases_is_skipped_with_a_reason(trained: Trained) -> None:
    assert "0 confirmed and 0 refuted" in trained.skipped["sham_litigation"]


def test_the_model_finds_concealers_among_the_unreviewed(trained: Trained) -> None:
    holdout = trained.targets[0].metrics["holdout"]
    assert holdout["auc"]["value"] > 0.75  # type: ignore[index]
    assert holdout["auc"]["low"] < holdout["auc"]["value"] < holdout["auc"]["high"]  # type: ignore[index]
    assert holdout["calibration_slope"]["low"] < 1.3  # type: ignore[index]


def test_the_text_alone_gives_scores_that_keep_to_the_directions(trained: Trained) -> None:
    booster = lgb.Booster(model_str=trained.targets[0].model_text)
    told = booster.predict(np.array([[1.0, n] for n in range(6)]), raw_score=True)
    assert (np.diff(told) >= 0).all() and told[-1] > told[0]


def test_reference_speaks_of_the_cohort_on_the_last_day(trained: Trained) -> None:
    reference = trained.targets[0].reference
    assert reference.cases == 300
    assert reference.features["calm__count__all"].null_share == pytest.approx(0.2, abs=0.08)
    assert reference.standing("tell__count__all", 0.0) == 0.0
    assert reference.standing("tell__count__all", 50.0) == 1.0


def test_the_same_tables_and_seed_give_the_same_bytes(trained: Trained, tmp_path: Path) -> None:
    tables, builder = office()
    again = train(tables, builder, catalogue(tmp_path), until=UNTIL, recipe=dataclasses.replace(QUICK, threads=2))
    text = again.targets[0].model_text.replace("[num_threads: 2]", "[num_threads: 1]")
    assert text == trained.targets[0].model_text
    assert again.targets[0].calibration == trained.targets[0].calibration
    assert again.targets[0].reference == trained.targets[0].reference
    assert again.targets[0].metrics == trained.targets[0].metrics


def test_rows_known_on_or_after_until_change_nothing(trained: Trained, tmp_path: Path) -> None:
    tables, builder = office()
    later = {"known_at": UNTIL, "target": "concealed_assets", "propensity": np.nan, "selected_by": "tip"}
    outcome = tables.tables["review_outcomes"]
    spoilt = outcome.head(40).assign(**later, result="confirmed")  # new versions of known outcomes
    fresh = spoilt.assign(
        outcome_id=[f"x{i}" for i in range(40)], case_id=tables.tables["cases"]["case_id"].tail(40).to_numpy()
    )
    joined = pd.DataFrame(
        {"case_id": builder.features.index[:500], "party_id": "hub", "role": "debtor", "known_at": UNTIL}
    )
    changed = FakeTables(
        {
            "cases": tables.tables["cases"],
            "case_parties": pd.concat([tables.tables["case_parties"], joined]),
            "review_outcomes": pd.concat([outcome, spoilt, fresh]),
        }
    )
    again = train(changed, builder, catalogue(tmp_path), until=UNTIL, recipe=QUICK)
    assert again.targets == trained.targets


def test_nothing_to_learn_from_is_refused(tmp_path: Path) -> None:
    tables, builder = office()
    with pytest.raises(DataError, match="Nothing can be learnt"):
        train(tables, builder, catalogue(tmp_path), until=dt.date(2020, 3, 1), recipe=QUICK)


def test_an_unknown_target_is_refused(tmp_path: Path) -> None:
    tables, builder = office()
    with pytest.raises(DataError, match="No signal is made for the target 'ufo'"):
        train(tables, builder, catalogue(tmp_path), until=UNTIL, recipe=Recipe(targets=("ufo",)))


def test_no_outcomes_table_is_refused(tmp_path: Path) -> None:
    tables, builder = office()
    del tables.tables["review_outcomes"]
    with pytest.raises(DataError, match="no review outcomes"):
        train(tables, builder, catalogue(tmp_path), until=UNTIL, recipe=QUICK)
