from __future__ import annotations

import numpy as np
import pytest

from training.evaluation.population_estimates import (
    Audited,
    Population,
    effective_size,
    estimate_population,
    hajek,
    powered,
)


def test_kish_counts_equal_weights_in_full_and_unequal_ones_less() -> None:
    assert effective_size(np.ones(10)) == 10
    assert effective_size(np.array([1.0, 3.0])) == pytest.approx(16 / 10)


def test_hajek_gives_back_the_share_that_unequal_chances_hid() -> None:
    label = np.array([1.0] * 30 + [0.0] * 30)  # confirmed ones were drawn ten times as often
    weight = np.array([1.0] * 30 + [10.0] * 30)
    estimate = hajek(label, weight)
    assert estimate.value == pytest.approx(1 / 11)
    assert estimate.low < 1 / 11 < estimate.high  # type: ignore[operator]


def test_hajek_with_equal_weights_is_nearly_wilson() -> None:
    estimate = hajek(np.array([1.0] * 20 + [0.0] * 80), np.full(100, 7.0))
    assert (estimate.low, estimate.high) == (pytest.approx(0.133, abs=2e-3), pytest.approx(0.289, abs=2e-3))


def test_no_confirmed_audit_still_leaves_room_above() -> None:
    estimate = hajek(np.zeros(50), np.ones(50))
    assert estimate.value == 0 and 0.05 < estimate.high < 0.1  # type: ignore[operator]


def test_good_predictions_narrow_the_interval_and_useless_ones_change_nothing() -> None:
    random = np.random.default_rng(0)
    p = random.beta(0.3, 3, 20_000)
    y = (random.random(20_000) < p).astype(float)
    few = slice(0, 400)
    ones = np.ones(20_000)
    plain = hajek(y[few], ones[few])
    good = powered(y[few], p[few], ones[few], p, ones)
    assert good.high - good.low < 0.9 * (plain.high - plain.low)  # type: ignore[operator]
    assert good.low < p.mean() < good.high  # type: ignore[operator]
    useless = powered(y[few], np.full(400, 0.5), ones[few], np.full(20_000, 0.5), ones)
    # the same sums over 20,000 rows, added in another order: each addition may be off by one part in 2**53
    bounds = [(each.value, each.low, each.high) for each in (useless, plain)]
    assert bounds[0] == pytest.approx(bounds[1], rel=20_000 * 2**-53)


def test_predictions_that_are_wrong_by_a_factor_do_no_harm() -> None:
    random = np.random.default_rng(1)
    p = random.beta(0.3, 3, 20_000)
    y = (random.random(20_000) < p).astype(float)
    ones = np.ones(20_000)
    wrong = powered(y[:400], np.minimum(1, 3 * p[:400]), ones[:400], np.minimum(1, 3 * p), ones)
    assert wrong.low < p.mean() < wrong.high  # type: ignore[operator]


def test_the_first_places_are_judged_by_the_audits_that_score_as_high() -> None:
    score = np.linspace(1, 0, 1000)
    population = Population(score=score, probability=score, weight=np.ones(1000))
    drawn = np.arange(0, 1000, 5)
    label = (drawn < 100).astype(float)  # just the first hundred are true
    audits = Audited(score=score[drawn], probability=score[drawn], label=label, weight=np.full(200, 5.0))
    told = estimate_population(audits, population, (100, 200, 50, 5000))
    assert told["precision_at_100"]["hajek"]["value"] == 1  # type: ignore[index]
    assert told["precision_at_200"]["hajek"]["value"] == pytest.approx(0.5)  # type: ignore[index]
    assert told["precision_at_50"]["hajek"]["note"] == "10 audits; at least 20 are needed"  # type: ignore[index]
    assert told["base_rate"]["powered"]["low"] < 0.1 < told["base_rate"]["powered"]["high"]  # type: ignore[index]
    assert "precision_at_5000" not in told
