from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from tests.support.office import cases, outcomes, small_docket
from training.labels.labels import reviewed_labels
from zbrisk.errors import DataError

UNTIL = dt.date(2024, 1, 1)


def learnt(outcome_rows: pd.DataFrame, until: dt.date = UNTIL) -> pd.DataFrame:
    names = sorted(set(outcome_rows["case_id"]))
    docket = small_docket(cases(*((name, "2022-01-01") for name in names)), review_outcomes=outcome_rows)
    return reviewed_labels(docket, "concealed_assets", until).moments


def test_a_case_is_learnt_from_as_of_its_opened_date() -> None:
    (row,) = learnt(outcomes(("a", "confirmed", "2023-02-01", "2023-08-01"))).to_dict("records")
    assert row["as_of"] == pd.Timestamp("2023-02-01")
    assert row["settled"] == pd.Timestamp("2023-08-01")
    assert (row["label"], row["weight"], row["reviewed"]) == (1.0, 1.0, True)


@pytest.mark.parametrize(("decided", "known", "rows"), [
    ("2023-12-31", "2023-12-31", 1),
    ("2024-01-01", "2024-01-01", 0),  # decided on the day itself
    ("2023-06-01", "2024-01-01", 0),  # decided early, heard of too late
])  # fmt: skip
def test_only_outcomes_decided_and_known_before_until_count(decided: str, known: str, rows: int) -> None:
    assert len(learnt(outcomes(("a", "refuted", "2023-02-01", decided), known_at=known))) == rows


def test_a_label_is_settled_when_it_was_known_not_when_decided() -> None:
    moments = learnt(outcomes(("a", "refuted", "2023-02-01", "2023-03-01"), known_at="2023-09-01"))
    assert moments["settled"].tolist() == [pd.Timestamp("2023-09-01")]


def test_inconclusive_reviews_give_no_label_but_are_no_unreviewed_cases() -> None:
    rows = outcomes(("a", "inconclusive", "2023-02-01", "2023-03-01"), ("b", "refuted", "2023-02-01", "2023-03-01"))
    docket = small_docket(cases(("a", "2022-01-01"), ("b", "2022-01-01")), review_outcomes=rows)
    labels = reviewed_labels(docket, "concealed_assets", UNTIL)
    assert labels.moments["case_id"].tolist() == ["b"]
    assert labels.left_out["inconclusive"] == 1
    assert labels.cases == {"a", "b"}


def test_two_reviews_of_a_case_are_two_moments_that_weigh_as_one() -> None:
    moments = learnt(outcomes(
        ("a", "refuted", "2022-06-01", "2022-09-01"), ("a", "confirmed", "2023-02-01", "2023-08-01")
    ))  # fmt: skip
    assert moments["label"].tolist() == [0.0, 1.0]
    assert moments["weight"].tolist() == [0.5, 0.5]


def test_of_two_outcomes_opened_on_one_day_the_last_decided_counts() -> None:
    moments = learnt(outcomes(
        ("a", "refuted", "2022-06-01", "2022-09-01"), ("a", "confirmed", "2022-06-01", "2022-10-01")
    ))  # fmt: skip
    assert moments[["label", "weight"]].to_numpy().tolist() == [[1.0, 1.0]]


def test_a_review_that_ended_inconclusive_gives_no_label() -> None:
    rows = outcomes(("a", "confirmed", "2022-06-01", "2022-09-01"), ("a", "inconclusive", "2022-06-01", "2022-10-01"))
    assert learnt(rows).empty
    assert learnt(rows, dt.date(2022, 10, 1))["label"].tolist() == [1.0]


def test_a_corrected_outcome_counts_in_the_version_of_the_day() -> None:
    first = outcomes(("a", "refuted", "2022-06-01", "2022-09-01"))
    corrected = first.assign(result="confirmed", known_at="2023-05-01")
    rows = pd.concat([first, corrected])
    assert learnt(rows, dt.date(2023, 5, 1))["label"].tolist() == [0.0]
    assert learnt(rows, dt.date(2023, 5, 2))["label"].tolist() == [1.0]


def test_a_review_opened_before_the_case_stood_is_left_out_and_counted() -> None:
    docket = small_docket(
        cases(("a", "2022-01-01"), ("b", "2022-01-01"), ("z", "2021-01-01")),
        review_outcomes=outcomes(
            ("a", "refuted", "2022-01-01", "2022-09-01"),  # closed on that day: not yet known to be closed
            ("b", "refuted", "2022-01-02", "2022-09-01"),
            ("z", "refuted", "2019-01-01", "2022-09-01"),  # before anything was known
        ),
    )
    labels = reviewed_labels(docket, "concealed_assets", UNTIL)
    assert labels.moments["case_id"].tolist() == ["b"]
    assert labels.left_out["not in the cohort when the review was opened"] == 2


def test_an_unknown_target_is_refused() -> None:
    docket = small_docket(
        cases(("a", "2022-01-01")), review_outcomes=outcomes(("a", "refuted", "2023-02-01", "2023-03-01"))
    )
    with pytest.raises(DataError, match="'ufo' is not a target"):
        reviewed_labels(docket, "ufo", UNTIL)


def test_missing_outcomes_are_refused() -> None:
    with pytest.raises(DataError, match="no review outcomes"):
        reviewed_labels(small_docket(cases(("a", "2022-01-01"))), "concealed_assets", UNTIL)
