from __future__ import annotations

import datetime as dt
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pandas as pd
import pytest

from tests.support.office import Tables, builder, office
from training.recipe import Recipe
from training.run import Trained, train
from zbrisk.docket import open_docket
from zbrisk.errors import DataError

UNTIL = dt.date(2024, 7, 1)
QUICK = Recipe(trials=4, bootstrap_draws=100, reference_cases=300)


def run(tables: Tables, folder: Path, *, until: dt.date = UNTIL, recipe: Recipe = QUICK) -> Trained:
    docket = open_docket(tables)
    return train(docket, builder(folder, docket), until=until, recipe=recipe)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return run(office(), tmp_path_factory.mktemp("signals"))


@pytest.mark.slow
def test_a_target_gets_only_the_features_of_its_signals(trained: Trained) -> None:
    (model,) = trained.targets
    assert model.target == "concealed_assets"
    assert model.feature_names == ("calm__count__all", "tell__count__all")
    assert model.monotone == {"calm__count__all": -1, "tell__count__all": 1}


def test_a_target_without_confirmed_cases_is_skipped_with_a_reason(trained: Trained) -> None:
    assert "0 confirmed and 0 refuted" in trained.skipped["sham_litigation"]


def test_the_order_and_the_probabilities_hold_on_later_cases(trained: Trained) -> None:
    holdout = trained.targets[0].metrics["holdout"]
    assert holdout["auc"]["low"] > 0.55  # type: ignore[index]
    assert holdout["auc"]["low"] < holdout["auc"]["value"] < holdout["auc"]["high"]  # type: ignore[index]
    assert holdout["calibration_slope"]["low"] < 1.3  # type: ignore[index]


def test_the_text_alone_gives_scores_that_keep_to_the_directions(trained: Trained) -> None:
    booster = lgb.Booster(model_str=trained.targets[0].model_text)
    told = booster.predict(np.array([[1.0, n] for n in range(6)]), raw_score=True)
    assert (np.diff(told) >= 0).all() and told[-1] > told[0]


def test_reference_speaks_of_the_cohort_on_the_last_day(trained: Trained) -> None:
    reference = trained.targets[0].reference
    assert reference.cases == 300
    assert reference.features["calm__count__all"].null_share == 0.0
    assert reference.percentile("tell__count__all", 0.0) == 0.0
    assert reference.percentile("tell__count__all", 50.0) == 1.0


def test_every_reviewed_case_is_counted_once_by_its_unseen_score(trained: Trained) -> None:
    reviewed, learnt = trained.targets[0].reviewed, trained.targets[0].metrics["learnt_from"]
    assert reviewed is not None
    counts = {"reviewed": sum(reviewed.reviewed), "confirmed": sum(reviewed.confirmed)}
    assert counts == {name: learnt[name] for name in counts}  # type: ignore[index]


@pytest.mark.slow
def test_the_same_tables_and_seed_give_the_same_bytes(trained: Trained, tmp_path: Path) -> None:
    again = run(office(), tmp_path, recipe=QUICK)
    assert again.targets[0].model_text == trained.targets[0].model_text
    assert again.targets[0].calibration == trained.targets[0].calibration
    assert again.targets[0].reference == trained.targets[0].reference
    assert again.targets[0].metrics == trained.targets[0].metrics


@pytest.mark.slow
def test_rows_known_on_or_after_until_change_nothing(trained: Trained, tmp_path: Path) -> None:
    tables = office()
    outcomes, parties = tables["review_outcomes"], tables["case_parties"]
    corrected = outcomes[outcomes["decided_date"] < UNTIL].head(40).assign(known_at=UNTIL, result="confirmed")
    others = tables["cases"]["case_id"].tail(40).to_numpy()
    new = corrected.assign(outcome_id=[f"x{i}" for i in range(40)], case_id=others, decided_date=dt.date(2024, 6, 1))
    tables["review_outcomes"] = pd.concat([outcomes, corrected, new])
    tables["case_parties"] = pd.concat([parties, parties.head(500).assign(party_id="p1499", known_at=UNTIL)])
    again = run(tables, tmp_path)
    assert again.targets == trained.targets
    assert again.hashes["tables"] != trained.hashes["tables"]


def test_too_few_outcomes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="concealed_assets: 0 confirmed"):
        run(office(), tmp_path, until=dt.date(2020, 3, 1))


def test_a_target_that_no_signal_serves_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No signal is made for the target 'ufo'"):
        run(office(), tmp_path, recipe=Recipe(targets=("ufo",)))


def test_missing_outcomes_are_refused(tmp_path: Path) -> None:
    tables = office()
    del tables["review_outcomes"]
    with pytest.raises(DataError, match="no review outcomes"):
        run(tables, tmp_path)
