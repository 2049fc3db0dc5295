from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from tests.support.office import cases, outcomes, small_docket
from zbrisk.monitoring.outcomes import check_calibration, decided_since, wilson

SINCE, AS_OF = dt.date(2024, 1, 1), dt.date(2024, 6, 1)


def test_only_reviews_decided_since_the_training_and_known_by_the_day_count() -> None:
    docket = small_docket(
        cases(("A", "2023-01-10"), ("B", "2023-01-10"), ("C", "2023-01-10"), ("D", "2024-05-10"), ("E", "2023-01-10")),
        review_outcomes=outcomes(
            ("A", "confirmed", "2023-11-01", "2024-02-01"),
            ("B", "refuted", "2023-05-01", "2023-09-01"),  # before the training
            ("C", "refuted", "2024-02-01", "2024-06-01"),  # on the day itself
            ("D", "confirmed", "2024-02-01", "2024-03-01"),  # not yet terminated when opened
            ("E", "inconclusive", "2024-02-01", "2024-03-01"),
        ),
    )
    found = decided_since(docket, docket.contract, since=SINCE, as_of=AS_OF)
    assert found.astype(str).values.tolist() == [["A", "2023-11-01", "concealed_assets", "1.0"]]


def test_a_corrected_review_counts_once_as_corrected() -> None:
    docket = small_docket(
        cases(("A", "2023-01-10")),
        review_outcomes=outcomes(
            ("A", "confirmed", "2023-11-01", "2024-02-01"), ("A", "refuted", "2023-11-01", "2024-03-01")
        ),
    )
    assert decided_since(docket, docket.contract, since=SINCE, as_of=AS_OF)["label"].tolist() == [0.0]


@pytest.mark.parametrize("outcome_id", ["o0", "o1"])
def test_a_review_corrected_to_inconclusive_counts_no_longer(outcome_id: str) -> None:
    """Whether the correction is a version of the outcome, or an outcome of its own."""
    rows = outcomes(("A", "confirmed", "2023-11-01", "2024-02-01"), ("A", "inconclusive", "2023-11-01", "2024-03-01"))
    docket = small_docket(cases(("A", "2023-01-10")), review_outcomes=rows.assign(outcome_id=["o0", outcome_id]))
    before = decided_since(docket, docket.contract, since=SINCE, as_of=dt.date(2024, 3, 1))
    assert before["label"].tolist() == [1.0]
    assert decided_since(docket, docket.contract, since=SINCE, as_of=AS_OF).empty


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_outcomes_of_one_day_that_contradict_each_other_do_not_count_in_any_order(order: list[int]) -> None:
    rows = outcomes(("A", "confirmed", "2023-11-01", "2024-02-01"), ("A", "refuted", "2023-11-01", "2024-02-01"))
    docket = small_docket(cases(("A", "2023-01-10")), review_outcomes=rows.iloc[order])
    assert decided_since(docket, docket.contract, since=SINCE, as_of=AS_OF).empty


def test_no_outcomes_are_no_data() -> None:
    docket = small_docket(cases(("A", "2023-01-10")))
    assert decided_since(docket, docket.contract, since=SINCE, as_of=AS_OF).empty
    found = check_calibration("t", np.array([]), np.array([]))
    assert found.level == "no data" and found.predicted is None


@pytest.mark.parametrize(("predicted", "level"), [(0.2, "kept"), (0.5, "broken"), (0.05, "broken")])
def test_the_mean_prediction_is_compared_with_the_interval(predicted: float, level: str) -> None:
    label = np.repeat([1.0, 0.0], [20, 80])
    found = check_calibration("t", label, np.full(100, predicted))
    assert (found.low, found.high) == (pytest.approx(0.1334, abs=1e-4), pytest.approx(0.2888, abs=1e-4))
    assert found.level == level


def test_too_few_of_either_kind_are_no_data() -> None:
    assert check_calibration("t", np.repeat([1.0, 0.0], [4, 96]), np.full(100, 0.9)).level == "no data"
    assert check_calibration("t", np.repeat([1.0, 0.0], [10, 19]), np.full(29, 0.9)).level == "no data"


def test_wilson_stays_within_0_and_1() -> None:
    assert wilson(0, 10)[0] == pytest.approx(0)
    assert wilson(10, 10)[1] == pytest.approx(1)
