from __future__ import annotations

import numpy as np
import pytest

from zbrisk.selection.stratified_sample import draw_by_chance, draw_by_strata, in_proportion


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


def test_chances_in_proportion_keep_to_their_bounds_and_to_the_count() -> None:
    found = in_proportion(np.array([1.0, 1, 2, 100]), 2, most=np.array([1.0, 1, 1, 0.5]))
    assert found.sum() == pytest.approx(2)
    assert found.tolist() == pytest.approx([0.375, 0.375, 0.75, 0.5])
    assert in_proportion(np.ones(3), 9, most=np.array([1.0, 0.5, 0.0])).tolist() == [1, 0.5, 0]


def test_each_is_drawn_with_its_chance_and_as_many_as_they_sum_to() -> None:
    chance = in_proportion(np.arange(1.0, 21), 6, most=np.ones(20))
    draws = np.array([draw_by_chance(chance, np.random.default_rng(seed)) for seed in range(4000)])
    assert set(draws.sum(axis=1)) == {6}
    error = np.sqrt(chance * (1 - chance) / len(draws))
    assert (np.abs(draws.mean(axis=0) - chance) < 4 * error + 1e-9).all()
