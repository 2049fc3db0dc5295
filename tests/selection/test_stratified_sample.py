from __future__ import annotations

import numpy as np
import pytest

from zbrisk.selection.stratified_sample import draw_by_strata


def test_chances_add_up_to_the_draws() -> None:
    scores = np.random.default_rng(0).normal(size=1000)
    for count in (0, 1, 2, 3, 4, 17, 400, 1000):
        drawn, chance = draw_by_strata(scores, count, np.random.default_rng(1))
        assert drawn.sum() == count
        assert chance.sum() == pytest.approx(count)
        assert (chance > 0).all() == (count > 0)


def test_strata_get_equal_parts_and_the_high_scores_the_better_chance() -> None:
    _, chance = draw_by_strata(np.arange(100.0), 20, np.random.default_rng(0))
    assert chance[[0, 60, 90, 99]].tolist() == pytest.approx([5 / 50, 5 / 30, 5 / 15, 1])


def test_what_a_small_stratum_cannot_take_goes_to_the_others() -> None:
    _, chance = draw_by_strata(np.arange(100.0), 50, np.random.default_rng(0))
    assert chance[[0, 60, 90, 99]].tolist() == pytest.approx([15 / 50, 15 / 30, 1, 1])


def test_weighted_totals_are_unbiased() -> None:
    scores = np.random.default_rng(0).normal(size=300)
    truth = (scores + np.random.default_rng(1).normal(size=300) > 1.5).astype(float)
    estimates = []
    for seed in range(2000):
        drawn, chance = draw_by_strata(scores, 30, np.random.default_rng(seed))
        estimates.append((truth[drawn] / chance[drawn]).sum())
    error = np.std(estimates) / np.sqrt(len(estimates))
    assert abs(np.mean(estimates) - truth.sum()) < 3 * error


def test_the_same_seed_draws_the_same() -> None:
    draws = [draw_by_strata(np.ones(50), 5, np.random.default_rng(3))[0].tolist() for _ in range(2)]
    assert draws[0] == draws[1]
