from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from training.evaluation import evaluate, interval, paired_difference
from training.evaluation.metrics import (
    RankedRows,
    auc,
    average_precision,
    brier_skill,
    calibration_intercept,
    calibration_slope,
    precision_at,
    recall_at,
    recall_in_first,
    tie_bounds,
)

RANDOM = np.random.default_rng(0)
LABEL = (RANDOM.random(400) < 0.25).astype(float)
SCORE = np.round(LABEL + RANDOM.normal(size=400), 1)  # with ties
PROBABILITY = 1 / (1 + np.exp(1.5 - SCORE))
TIMES = RANDOM.integers(0, 4, 400)
ONCE = np.ones((1, 400))


def one(figure, label, score, weights=None):
    label = np.asarray(label, float)
    return figure(
        RankedRows(label, np.asarray(score, float)), np.ones((1, len(label))) if weights is None else weights
    )[0]


def test_figures_by_hand() -> None:
    label, score = [1, 0, 1, 0], [4, 3, 2, 1]
    assert one(auc, label, score) == 0.75
    assert one(average_precision, label, score) == pytest.approx((1 + 2 / 3) / 2)
    assert one(precision_at(2), label, score) == 0.5
    assert one(recall_in_first(0.5), label, score) == 0.5


def test_ties_count_as_if_broken_at_random() -> None:
    assert one(auc, [1, 0, 0], [1, 1, 1]) == 0.5
    assert one(precision_at(1), [1, 0, 0], [1, 1, 1]) == pytest.approx(1 / 3)
    assert one(recall_in_first(0.5), [1, 0, 0, 0], [2, 2, 2, 2]) == 0.5


@pytest.mark.parametrize(("figure", "known"), [(auc, roc_auc_score), (average_precision, average_precision_score)])
def test_weighted_figures_equal_scikit_learns(figure, known) -> None:
    weights = TIMES[None, :].astype(float)
    assert one(figure, LABEL, SCORE, weights) == pytest.approx(known(LABEL, SCORE, sample_weight=TIMES))


def test_brier_skill_is_measured_against_the_rows_own_base_rate() -> None:
    base = np.full(400, LABEL.mean())
    expected = 1 - brier_score_loss(LABEL, PROBABILITY) / brier_score_loss(LABEL, base)
    assert one(brier_skill, LABEL, PROBABILITY) == pytest.approx(expected)


def test_calibration_slope_is_that_of_a_logistic_regression() -> None:
    odds = np.log(PROBABILITY / (1 - PROBABILITY))[:, None]
    known = LogisticRegression(C=np.inf, tol=1e-10).fit(odds, LABEL)
    assert one(calibration_slope, LABEL, PROBABILITY) == pytest.approx(known.coef_[0, 0], rel=1e-5)


def test_calibration_intercept_is_what_is_missing_from_the_log_odds() -> None:
    shift = one(calibration_intercept, LABEL, PROBABILITY)
    mended = 1 / (1 + np.exp(-(np.log(PROBABILITY / (1 - PROBABILITY)) + shift)))
    assert mended.mean() == pytest.approx(LABEL.mean())


def test_separated_rows_have_no_slope() -> None:
    assert np.isnan(one(calibration_slope, [0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]))


def test_every_figure_has_an_interval_around_it() -> None:
    figures = evaluate(LABEL, SCORE, PROBABILITY, np.arange(400) // 2, top=(20,), draws=200)
    for name, estimate in figures.items():
        assert estimate.value is not None and estimate.low is not None and estimate.high is not None, name
        assert estimate.low <= estimate.value <= estimate.high, name


def test_too_few_confirmed_cases_are_no_data() -> None:
    label = np.r_[np.ones(4), np.zeros(50)]
    for estimate in evaluate(label, label, label / 2, np.arange(54)).values():
        assert estimate.value is None
        assert estimate.note == "4 confirmed and 50 refuted; at least 5 of each are needed"


def test_lists_longer_than_the_rows_are_no_data() -> None:
    figures = evaluate(LABEL[:100], SCORE[:100], PROBABILITY[:100], np.arange(100), top=(20, 101), draws=100)
    assert figures["precision_at_101"].to_json() == {"value": None, "note": "100 cases; at least 101 are needed"}
    assert figures["top_5_percent_found"].value is None
    assert figures["precision_at_20"].value is not None


def test_cases_of_one_debtor_widen_the_interval() -> None:
    rows = RankedRows(np.repeat(LABEL, 5), np.repeat(SCORE, 5))
    alone = interval(rows, auc, np.arange(2000), draws=300)
    grouped = interval(rows, auc, np.repeat(np.arange(400), 5), draws=300)
    assert grouped.high - grouped.low > 1.7 * (alone.high - alone.low)  # type: ignore[operator]


def test_the_bootstrap_agrees_with_the_known_error_of_a_share() -> None:
    label = (np.arange(1000) < 300).astype(float)
    estimate = interval(RankedRows(label, -np.ones(1000)), precision_at(1000), np.arange(1000), draws=2000)
    assert estimate.high - estimate.low == pytest.approx(2 * 1.96 * np.sqrt(0.3 * 0.7 / 1000), rel=0.1)  # type: ignore[operator]


def test_a_paired_difference_is_surer_than_two_figures() -> None:
    near = SCORE + 0.1 * np.random.default_rng(1).normal(size=400)
    difference = paired_difference(LABEL, SCORE, near, np.arange(400), draws=300)
    alone = interval(RankedRows(LABEL, SCORE), auc, np.arange(400), draws=300)
    assert difference.value == pytest.approx(roc_auc_score(LABEL, SCORE) - roc_auc_score(LABEL, near))
    assert difference.high - difference.low < 0.5 * (alone.high - alone.low)  # type: ignore[operator]
    assert paired_difference(LABEL, SCORE, SCORE, np.arange(400), draws=100).high == 0.0


def test_recall_counts_what_stands_in_the_first_places() -> None:
    assert one(recall_at(2), [1, 0, 1, 1], [4, 3, 2, 1]) == pytest.approx(1 / 3)
    assert one(recall_at(2), [100, 0, 300, 0], [4, 3, 2, 1]) == pytest.approx(1 / 4)  # of the money


def test_ties_bound_the_precision() -> None:
    rows = RankedRows(np.array([1.0, 1, 0, 0, 1]), np.array([9.0, 5, 5, 5, 1]))
    assert tie_bounds(rows, 2) == (1 / 2, 2 / 2)
    assert tie_bounds(rows, 3) == (1 / 3, 2 / 3)
    assert tie_bounds(rows, 1) == (1, 1)


def test_a_precision_with_ties_at_its_end_tells_its_bounds() -> None:
    label = np.tile([1.0, 0, 0, 0], 10)
    judged = evaluate(label, np.zeros(40), np.full(40, 0.25), np.arange(40), top=(10, 40), draws=100)
    assert (judged["precision_at_10"].worst, judged["precision_at_10"].best) == (0, 1)
    assert judged["precision_at_40"].worst is None
