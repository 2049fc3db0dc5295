from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.prior.command import learnt, usual_slopes
from experiments.prior.lessons import Taught, young
from experiments.prior.worlds import SEEDS, world_of
from experiments.selected_labels.arms import ARMS, DEFAULT
from experiments.selected_labels.report import page
from experiments.selected_labels.scored import Scored
from experiments.selected_labels.straight_line import StraightLine
from experiments.selected_labels.study import judged
from experiments.selected_labels.worlds import CHOOSING, FRESH, fresh_world
from training.models.prior import Prior
from zbrisk.docket import open_docket


def rows(size: int, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    random = np.random.default_rng(seed)
    X = pd.DataFrame(random.exponential(size=(size, 3)), columns=["telling", "also", "noise"])
    risk = 1 / (1 + np.exp(4 - 2 * np.log1p(X["telling"]) - X["also"]))
    X.loc[random.random(size) < 0.2, "also"] = np.nan
    return X, (random.random(size) < risk).astype(float).to_numpy()


def test_no_prefecture_that_judges_is_one_that_taught_or_was_chosen_on() -> None:
    chosen_on = {world.seed for world in CHOOSING.values()}
    assert not set(FRESH) & (set(SEEDS) | chosen_on) and not set(SEEDS) & chosen_on


def test_a_seed_gives_the_same_world_and_another_a_different_one() -> None:
    assert fresh_world(411) == fresh_world(411)
    one, other = world_of(301, 1000), world_of(302, 1000)
    assert one == world_of(301, 1000) and one.concealment_mix != other.concealment_mix
    assert one.strength != other.strength and one.look_alikes != other.look_alikes


def test_nobody_learns_of_a_case_before_it_is_known() -> None:
    of_all = {"case_kind": "enforcement", "filed_date": "2023-01-10", "closed_date": "2024-01-10"}
    known = {"late": "2026-06-01", "soon": "2024-01-12", "always": None}
    cases = [{"case_id": case, "case_no": case, "known_at": day, **of_all} for case, day in known.items()]
    docket = open_docket({"cases": cases, "parties": [], "case_parties": []})
    setting: Any = SimpleNamespace(docket=docket, as_of=dt.date(2027, 1, 1), world=SimpleNamespace(seed=1))
    moments = young(setting, pd.DataFrame({"case_id": list(known)})).set_index("case_id")["as_of"]
    assert moments["late"] > pd.Timestamp("2026-06-01")
    assert moments[["soon", "always"]].between("2024-02-09", "2026-06-28").all()


def test_a_prior_keeps_the_features_that_it_splits_on() -> None:
    X, truth = rows(3000, seed=1)
    schemes = pd.Series(np.where(truth > 0, np.where(X["telling"] > 1, "A10;A2", "A2"), "A99")).where(truth > 0, "")
    part = Taught(
        X=X.assign(empty=np.nan).astype(np.float32), truth=truth, typology=schemes, weight=np.ones(3000),
        monotone={"telling": 1},
    )  # fmt: skip
    trees, experts = learnt([part, part])
    prior = Prior(text=trees, experts=experts)
    assert "empty" not in prior.features and "telling" in prior.features
    assert list(experts.counts) == ["A2", "A10"] and experts.booster.feature_name() == list(prior.features)
    margins = experts.margins(X[list(prior.features)].to_numpy())
    assert margins[schemes == "A10;A2", 1].mean() > margins[schemes == "A2", 1].mean() + 0.5
    later, found = rows(3000, seed=2)
    score = prior.scores(later[list(prior.features)].to_numpy())
    assert score[found == 1].mean() > score[found == 0].mean() + 0.5


def test_what_slopes_usually_are_is_that_of_each_prefecture_alone() -> None:
    parts = [
        Taught(X=X, truth=truth, typology=pd.Series("", X.index), weight=np.ones(800), monotone={"noise": -1})
        for X, truth in (rows(800, seed) for seed in range(3))
    ]
    usual, one = usual_slopes(parts).by_feature, usual_slopes(parts[:1]).by_feature
    assert min(usual["telling"].slope, usual["also"].slope) > -usual["noise"].slope >= 0
    assert usual["telling"].slope_variance > 0 == one["telling"].slope_variance


def test_a_straight_line_learns_from_ranks_and_takes_no_data_for_the_mean() -> None:
    X, label = rows(800, seed=3)
    line = StraightLine().fit(X, label, np.ones(800), like=X)
    score = line.raw_score(X)
    assert score[label == 1].mean() > score[label == 0].mean() + 0.3
    middle = X.assign(also=X["also"].median())
    assert line.raw_score(X.assign(also=np.nan)) == pytest.approx(line.raw_score(middle), abs=0.1)


def test_figures_of_scores_that_know_the_truth() -> None:
    truth = np.repeat([1.0, 0.0], [50, 950])
    figures = judged(Scored(score=truth, probability=np.where(truth == 1, 0.9, 0.01)), truth)
    assert figures["ap"] == 1 and figures["at_200"] == pytest.approx(0.25)
    assert figures["predicted"] == pytest.approx(0.9) and figures["true"] == 1


def test_the_page_puts_the_best_of_the_worst_first_and_marks_the_default() -> None:
    about = {"target": "concealed_assets", "confirmed": 9, "ap": 0.5, "at_200": 0.5, "slope": 1.0, "skill": 0.1}
    truth = {"plain, tuned": 0.5, "the same model": 0.6, "predicted": 0.3, "true": 0.2}
    shares = {"steady": (0.7, 0.7), DEFAULT: (0.8, 0.6)}
    told = [
        {**about, **truth, "world": world, "arm": arm, "share": share}
        for arm, both in shares.items()
        for world, share in zip(("a", "b"), both, strict=True)
    ]
    lines = page(pd.DataFrame(told)).splitlines()
    assert [line.split(" | ")[0] for line in lines[4:6]] == ["| steady", f"| **{DEFAULT}**"]
    assert " | 0.60 | 0.70 | " in lines[5] and DEFAULT in ARMS
