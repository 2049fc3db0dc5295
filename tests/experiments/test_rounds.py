"""The loop of ranking, reviewing and learning: its estimate and its report by hand, and a tiny study as a whole."""

from __future__ import annotations

import datetime as dt
from contextlib import closing

import numpy as np
import pandas as pd
import pytest

from experiments.rounds.features import ArmBuilder, Programs
from experiments.rounds.knowing import audited_share
from experiments.rounds.office import Arm, Office
from experiments.rounds.place import TARGET, Place
from experiments.rounds.report import page
from experiments.rounds.study import ARMS, Calendar, Kept, lived
from training.simulation import World
from zbrisk.contract import load_contract
from zbrisk.execution.signal_builder import SignalBuilder

CALENDAR = Calendar(
    first=(dt.date(2022, 7, 1),), rounds=(dt.date(2024, 1, 1),), last=dt.date(2025, 1, 1), early=100, budget=60
)


def lists(at_random: int) -> pd.DataFrame:
    """100 eligible cases: 20 chosen for sure, of the others `at_random` drawn."""
    chosen_by = ["model"] * 20 + ["random"] * at_random + [None] * (80 - at_random)
    chance = [1.0] * 20 + [at_random / 80] * 80
    cases = [f"c{number}" for number in range(100)]
    chosen = [why is not None for why in chosen_by]
    return pd.DataFrame({"case_id": cases, "chosen_flag": chosen, "chosen_by": chosen_by, "propensity": chance})


def test_the_sure_ones_speak_for_themselves_and_audits_for_all_others() -> None:
    results = pd.Series(
        {f"c{number}": "confirmed" if number < 10 or 20 <= number < 30 else "refuted" for number in range(60)}
    )
    share, effective = audited_share(lists(40), results)
    assert share.value == pytest.approx(0.2 * 10 / 20 + 0.8 * 10 / 40)
    assert effective == pytest.approx(40)
    assert share.low is not None and share.high is not None
    assert 0.2 < share.low < 0.3 < share.high < 0.45


def test_inconclusive_audits_are_missing_at_random() -> None:
    results = pd.Series({f"c{number}": "refuted" for number in range(60)})
    results[[f"c{number}" for number in range(20, 30)]] = "inconclusive"
    share, effective = audited_share(lists(40), results)
    assert (share.value, effective) == (0.0, pytest.approx(30))


def test_without_audits_nothing_is_known_of_the_others() -> None:
    share, effective = audited_share(lists(0), pd.Series({f"c{number}": "confirmed" for number in range(20)}))
    assert (share.value, effective) == (None, 0.0)


def test_arms_are_compared_world_by_world() -> None:
    same = {
        "true left": 90.0, "unlooked, listed": 1.0, "random, true": 0.0, "AP, undecided": 0.1,
        "others, in the first tenth": 0.5, "unlooked, in the first tenth": 0.2, "unlooked, confirmed": 2.0,
        "slope, panel": 1.0, "intercept, panel": 0.0, "predicted, undecided": 0.05, "true, undecided": 0.04,
    }  # fmt: skip
    lines = [
        {"kind": "k", "seed": seed, "arm": arm.name, "round": number, "listed true": 10.0 * seed + place,
         "AP, panel": 0.1 * number, **same}
        for seed in (1, 2) for place, arm in enumerate(ARMS[1:3]) for number in (1, 2)
    ]  # fmt: skip
    known = [
        {"kind": "k", "seed": seed, "arm": ARMS[2].name, "round": 1, "audits": 20, "effective": 14.0, "value": 0.05,
         "low": 0.01, "high": high, "would be confirmed": 0.1, "predicted": 0.08, "confirmed of the listed": 0.3}
        for seed, high in ((1, 0.2), (2, 0.09))
    ]  # fmt: skip
    report = page(Kept(rounds=pd.DataFrame(lines), known=pd.DataFrame(known)))
    assert "| 10 % audits | +2 (+2 to +2) |" in report  # one more true case in each of two lists, in both worlds
    assert "| 10 % audits | +10.0 (+10.0 to +10.0) |" in report
    assert "| 1 of 2 |" in report


@pytest.fixture(scope="module")
def place() -> Place:
    world = World(
        cases=700, seed=1, start=dt.date(2020, 1, 1), concealed_rate=0.2, review_rate=0.0, sham_review_rate=0.0
    )
    return Place(world, CALENDAR.days, Programs(load_contract(), TARGET))


@pytest.mark.slow
def test_nobody_is_reviewed_twice_and_the_panel_never(place: Place) -> None:
    office, lines = lived(place, Arm(name="audits", audits=0.2), CALENDAR)
    reviews = office.reviewed()
    assert not reviews["case_id"].duplicated().any()
    assert not set(reviews["case_id"]) & place.panel
    assert reviews["selected_by"].value_counts().to_dict() == {"rule": 100, "model": 48, "random": 12}
    assert [line["round"] for line in lines] == [1, 2]
    assert lines[0]["listed"] == 60
    assert 0 < lines[1]["AP, panel"] <= 1  # type: ignore[operator]


@pytest.mark.slow
def test_an_arm_sees_the_features_that_its_tables_give(place: Place) -> None:
    office = Office(place, ARMS[0])
    office.review_by_rules(CALENDAR.first[0], CALENDAR.early)
    moments = place.cohorts[CALENDAR.last].head(200)
    with closing(office.docket()) as docket:
        builder = ArmBuilder(place.lasting).fit(docket)
        seen = builder.transform(moments)
        again = SignalBuilder(program=place.lasting.programs.changing).fit(docket).transform(moments)
    assert list(seen) == list(builder.program_.features)
    np.testing.assert_array_equal(seen[list(again)], again)
    assert again.fillna(0).to_numpy().any()
