from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from tests.support.office import cases, office, outcomes, small_docket
from training.labels.cohort import CohortDays
from training.labels.groups import case_groups
from training.labels.labels import reviewed_labels
from training.strategies import ReviewedOnly, WeakNegatives
from zbrisk.docket import Docket, open_docket

UNTIL = dt.date(2024, 7, 1)


@pytest.fixture(scope="module")
def docket() -> Docket:
    return open_docket(office())


@cache
def cohort_of(docket: Docket) -> CohortDays:
    return CohortDays(docket, UNTIL)


def moments_by(strategy: WeakNegatives | ReviewedOnly, docket: Docket, seed: int = 0) -> pd.DataFrame:
    cohort = cohort_of(docket)
    labels = reviewed_labels(docket, "concealed_assets", UNTIL, cohort)
    return strategy.moments(labels, cohort, case_groups(docket, UNTIL), seed)


@pytest.fixture(scope="module")
def weak(docket: Docket) -> pd.DataFrame:
    return moments_by(WeakNegatives(per_reviewed=2, weight=0.1), docket)


def test_reviewed_only_adds_nothing(docket: Docket) -> None:
    assert moments_by(ReviewedOnly(), docket)["reviewed"].all()


def test_weak_negatives_weigh_little_and_follow_the_reviewed(weak: pd.DataFrame) -> None:
    drawn = weak[~weak["reviewed"]]
    assert len(drawn) == pytest.approx(2 * weak["reviewed"].sum(), rel=0.05)
    assert set(drawn["label"]) == {0.0} and set(drawn["weight"]) == {0.1}
    assert weak["reviewed"].is_monotonic_decreasing


def test_no_weak_negative_is_reviewed_drawn_twice_or_shares_a_debtor_with_a_confirmed_case(
    docket: Docket, weak: pd.DataFrame
) -> None:
    drawn = weak[~weak["reviewed"]]["case_id"]
    assert drawn.is_unique
    assert not set(drawn) & set(docket.frame("review_outcomes").query("decided_date < '2024-07-01'")["case_id"])
    groups = case_groups(docket, UNTIL)
    assert not set(groups[drawn]) & set(groups[weak.loc[weak["label"] == 1, "case_id"]])


def test_a_weak_negative_stood_in_the_cohort_on_its_day(docket: Docket, weak: pd.DataFrame) -> None:
    drawn = weak[~weak["reviewed"]].merge(docket.frame("cases"), on="case_id")
    assert (drawn["closed_date"] < drawn["as_of"]).all()


def test_neither_calendar_nor_age_tells_reviewed_from_unreviewed(docket: Docket, weak: pd.DataFrame) -> None:
    closed = weak.merge(docket.frame("cases"), on="case_id")["closed_date"]
    age = (weak["as_of"] - closed).dt.days
    assert roc_auc_score(weak["reviewed"], age) == pytest.approx(0.5, abs=0.05)
    assert roc_auc_score(weak["reviewed"], weak["as_of"].astype("int64")) == pytest.approx(0.5, abs=0.02)


def test_the_same_seed_draws_the_same_cases(docket: Docket, weak: pd.DataFrame) -> None:
    strategy = WeakNegatives(per_reviewed=2, weight=0.1)
    pd.testing.assert_frame_equal(moments_by(strategy, docket), weak)
    assert not moments_by(strategy, docket, seed=1)["case_id"].equals(weak["case_id"])


def test_with_nothing_left_to_draw_the_reviewed_stand_alone() -> None:
    rows = outcomes(("a", "refuted", "2023-02-01", "2023-03-01"))
    moments = moments_by(WeakNegatives(), small_docket(cases(("a", "2022-01-01")), review_outcomes=rows))
    assert moments["case_id"].tolist() == ["a"]


def test_cohort_days_give_the_age_since_the_closing() -> None:
    cohort = CohortDays(small_docket(cases(("a", "2022-01-01"), ("b", "2022-01-31"))), UNTIL)
    early, late = cohort.members(pd.Timestamp("2022-01-11")), cohort.members(pd.Timestamp("2022-02-10"))
    assert (list(cohort.cases[early.places]), early.ages.tolist()) == (["a"], [10.0])
    assert (list(cohort.cases[late.places]), late.ages.tolist()) == (["a", "b"], [40.0, 10.0])
    assert cohort.members(pd.Timestamp("1999-01-01")).places.size == 0
    assert np.array_equal(cohort.places(pd.Series(["b", "nobody"])), [1, -1])
