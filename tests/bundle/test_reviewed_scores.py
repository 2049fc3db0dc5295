"""Levels rest on reviews of cases that the model had not learnt from, and on nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from zbrisk.bundle.levels import LEVELS
from zbrisk.bundle.reviewed_scores import MIN_REVIEWS_A_GROUP, MIN_REVIEWS_FOR_LEVELS, Levels, ReviewedScores


def reviews(*bins: tuple[float, int, int]) -> ReviewedScores:
    """From (score, reviewed, confirmed)."""
    scores = np.repeat([score for score, _, _ in bins], [n for _, n, _ in bins])
    labels = np.concatenate([np.arange(n) < k for _, n, k in bins]).astype(float)
    found = ReviewedScores.of(scores, labels)
    assert found is not None
    return found


def test_too_few_reviews_test_nothing() -> None:
    assert ReviewedScores.of(np.zeros(MIN_REVIEWS_FOR_LEVELS - 1), np.zeros(MIN_REVIEWS_FOR_LEVELS - 1)) is None


def test_every_review_is_in_one_bin_and_shares_rise() -> None:
    random = np.random.default_rng(0)
    scores = random.normal(size=700)
    labels = (random.random(700) < 1 / (1 + np.exp(2 - scores))).astype(float)
    found = ReviewedScores.of(scores, labels)
    assert found is not None
    assert (sum(found.reviewed), sum(found.confirmed)) == (700, labels.sum())
    assert min(found.reviewed) >= MIN_REVIEWS_A_GROUP
    shares = np.divide(found.confirmed, found.reviewed)
    assert (np.diff(shares) > 0).all() and (np.diff(found.lowest) > 0).all()
    assert found.highest == scores.max()


def test_bins_do_not_depend_on_the_order_of_the_reviews() -> None:
    random = np.random.default_rng(1)
    scores, labels = random.integers(0, 9, 300).astype(float), random.integers(0, 2, 300).astype(float)
    order = random.permutation(300)
    assert ReviewedScores.of(scores, labels) == ReviewedScores.of(scores[order], labels[order])


def test_levels_follow_what_was_confirmed_and_not_the_score() -> None:
    found = Levels(tests=reviews((-4, 200, 2), (0, 100, 10), (9, 40, 20)), base_rate=0.05)
    assert [LEVELS[found.level(score)[0]] for score in (-4, 0, 9)] == ["较低", "中等", "很高"]
    nothing = Levels(tests=reviews((-4, 200, 4), (9, 40, 1)), base_rate=0.05)
    assert LEVELS[nothing.level(9)[0]] in ("较低", "中等")


def test_a_raised_level_needs_more_than_chance_may_give() -> None:
    lucky = Levels(tests=reviews((-4, 100, 3), (1, 20, 3)), base_rate=0.05)
    assert LEVELS[lucky.level(1)[0]] == "中等"


def test_a_level_states_its_reviews_and_an_interval_around_what_may_be_true() -> None:
    found = Levels(tests=reviews((-4, 200, 2), (1, 40, 20), (3, 40, 30)), base_rate=0.05)
    _, basis = found.level(1)
    assert (basis.reviewed, basis.confirmed) == (40, 20)
    assert basis.low is not None and basis.high is not None
    assert basis.low < 0.2 < 0.5 < basis.high < 1  # reviewed cases are chosen ones, so it reaches further down
    assert "复核 40 件，查实 20 件" in basis.zh and "%" not in basis.zh


def test_nothing_bounds_the_highest_scores_from_above() -> None:
    _, basis = Levels(tests=reviews((-4, 200, 2), (1, 40, 20)), base_rate=0.05).level(1)
    assert basis.high == 1 and "每百件至少约" in basis.zh


def test_a_higher_score_never_has_a_lower_level() -> None:
    found = Levels(tests=reviews((-4, 200, 2), (0, 300, 60), (1, 10, 3), (2, 10, 4)), base_rate=0.05)
    levels = [found.level(score)[0] for score in (-4, 0, 1, 2, 9)]
    assert levels == sorted(levels)


def test_above_the_highest_score_tested_there_is_no_figure() -> None:
    found = Levels(tests=reviews((-4, 200, 2), (1, 40, 20)), base_rate=0.05)
    level, basis = found.level(1.01)
    assert LEVELS[level] == "很高"
    assert (basis.low, basis.high, basis.beyond) == (None, None, True)
    assert "更高分数尚无复核检验" in basis.zh and "每百件" not in basis.zh


def test_wrong_outcomes_lower_what_is_certain() -> None:
    sure, unsure = reviews((0, 100, 9), (1, 20, 9)), reviews((0, 100, 9), (1, 20, 9))
    noisy = ReviewedScores(**{**vars(unsure), "noise": 0.06})
    low, high = (Levels(tests=each, base_rate=0.05).level(0)[1] for each in (noisy, sure))
    assert low.low == 0 < (high.low or 0) and (low.high or 0) > (high.high or 1)


def test_json_gives_the_same_back() -> None:
    found = reviews((-4, 200, 2), (1, 40, 20))
    assert ReviewedScores.model_validate(found.model_dump(mode="json")) == found


@pytest.mark.parametrize(
    "change",
    [
        {"lowest": (1.0, 0.0)}, {"reviewed": (200,)}, {"confirmed": (2, 41)}, {"highest": float("nan")},
        {"highest": 0.0}, {"noise": 0.5}, {"reviewed": (0, 40), "confirmed": (0, 20)},
        {"lowest": (), "reviewed": (), "confirmed": ()},
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"reviewed scores|of the reviews|finite number"):
        ReviewedScores(**(vars(reviews((-4, 200, 2), (1, 40, 20))) | change))
