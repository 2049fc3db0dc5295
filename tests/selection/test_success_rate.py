from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from zbrisk.bundle.audits import Audits
from zbrisk.selection.success_rate import SuccessRateList, conformal_p_values, longest_list

Floats = NDArray[np.float64]


def audits(scores: object, labels: object, weights: object = None) -> Audits:
    s, y = np.asarray(scores, dtype=float), np.asarray(labels, dtype=float)
    w = np.ones(len(s)) if weights is None else np.asarray(weights, dtype=float)
    return Audits(scores=tuple(s), labels=tuple(y), weights=tuple(w))


def world(random: np.random.Generator, size: int) -> tuple[Floats, Floats, Floats]:
    """Scores, labels and true probabilities: 15 % confirmed, and a model that knows much."""
    scores = random.normal(-3.2, 3.0, size)
    probabilities = 1 / (1 + np.exp(-scores))
    return scores, (random.random(size) < probabilities).astype(float), probabilities


def test_p_values_by_hand() -> None:
    some = audits([3, 2, 2, 1], [1, 0, 1, 0])
    # refuted as high: none at 3, one at 2 and at 1.5, both at 1 and below
    assert conformal_p_values(some, np.array([3.0, 2.0, 1.5, 1.0, 0.0])) == pytest.approx(
        [1 / 5, 2 / 5, 2 / 5, 3 / 5, 3 / 5]
    )


def test_weighted_p_values_by_hand() -> None:
    some = audits([3, 2, 1], [0, 1, 0], [1, 4, 5])
    # with so few audits any case may weigh as much as the heaviest one
    assert conformal_p_values(some, np.array([4.0, 3.0, 1.0])) == pytest.approx([5 / 15, 6 / 15, 11 / 15])


def test_a_case_weighs_no_more_than_audits_near_it() -> None:
    scores = np.arange(40.0)
    weights = np.where(scores >= 20, 1, 30)
    assert conformal_p_values(audits(scores, np.zeros(40), weights), np.array([40.0])) == pytest.approx([1 / 621])


def test_p_values_never_fall_with_the_score() -> None:
    random = np.random.default_rng(0)
    some = audits(random.normal(size=100), random.random(100) < 0.3, random.exponential(size=100) + 0.1)
    p_values = conformal_p_values(some, np.linspace(3, -3, 200))
    assert (np.diff(p_values) >= 0).all()


def test_p_values_are_valid() -> None:
    """P(p <= t, not confirmed) <= t, over draws of audits and of one case."""
    random = np.random.default_rng(1)
    caught = []
    for _ in range(2000):
        scores, labels, _ = world(random, 61)
        (p_value,) = conformal_p_values(audits(scores[1:], labels[1:]), scores[:1])
        caught.append(p_value if labels[0] == 0 else 1.0)
    for level in (0.05, 0.1, 0.3):
        assert np.mean(np.array(caught) <= level) <= level + 3 * np.sqrt(level / 2000)


def held(shares: list[float], rate: float) -> bool:
    return bool(np.mean(shares) >= rate - 3 * np.std(shares) / np.sqrt(len(shares)))


@pytest.mark.parametrize("rate", [0.6, 0.8])
def test_the_promise_is_kept_over_many_draws(rate: float) -> None:
    random = np.random.default_rng(2)
    shares, lengths = [], []
    for _ in range(500):
        scores, labels, probabilities = world(random, 1000)
        kept = longest_list(audits(scores[:400], labels[:400]), scores[400:], probabilities[400:], rate)
        first = np.argsort(-scores[400:])[: kept.length]
        shares.append(labels[400:][first].mean() if kept.length else 1.0)
        lengths.append(kept.length)
    assert held(shares, rate)
    assert np.mean(lengths) > 20


def test_the_promise_is_kept_when_lots_were_unequal() -> None:
    """High scores were audited nine times as often; unweighted, the list would be another."""
    random = np.random.default_rng(3)
    shares, lengths = [], []
    for _ in range(500):
        scores, labels, probabilities = world(random, 3000)
        chance = np.where(scores > np.quantile(scores, 0.8), 0.45, 0.05)
        drawn = random.random(3000) < chance
        some = audits(scores[drawn], labels[drawn], 1 / chance[drawn])
        kept = longest_list(some, scores[~drawn], probabilities[~drawn], 0.8)
        first = np.argsort(-scores[~drawn])[: kept.length]
        shares.append(labels[~drawn][first].mean() if kept.length else 1.0)
        lengths.append(kept.length)
    assert held(shares, 0.8)
    assert np.mean(np.array(lengths) > 0) > 0.5


def test_ties_are_in_or_out_together() -> None:
    scores = np.repeat([2.0, 1.0], [30, 70])
    some = audits(np.repeat([2.0, 1.0], [30, 70]), np.repeat([1, 0], [30, 70]))
    answers = {
        longest_list(some, np.random.default_rng(i).permutation(scores), np.full(100, 0.3), 0.8) for i in range(5)
    }
    assert answers == {SuccessRateList(rate=0.8, length=30, audits=100)}


def test_too_few_audits_promise_nothing_and_say_how_many_would() -> None:
    scores, labels, probabilities = world(np.random.default_rng(4), 2000)
    none = longest_list(audits(scores[:5], labels[:5]), scores, probabilities, 0.8)
    assert none.length == 0 and none.needed is not None
    assert f"about {none.needed} kept out of training would be needed" in none.sentence
    enough = world(np.random.default_rng(5), 2 * none.needed)
    assert longest_list(audits(*enough[:2]), scores, probabilities, 0.8).length > 0


def test_a_model_that_knows_too_little_needs_no_more_audits() -> None:
    none = longest_list(None, np.zeros(50), np.full(50, 0.5), 0.8)
    assert (none.length, none.audits, none.needed) == (0, 0, None)
    assert "more would not help" in none.sentence


@pytest.mark.parametrize("rate", [0.0, 1.0, 80.0])
def test_rates_that_are_none(rate: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        longest_list(None, np.zeros(2), np.full(2, 0.5), rate)


def test_audits_read_back() -> None:
    some = audits([0.1, -2], [1, 0], [3.5, 1])
    assert Audits.model_validate(some.model_dump(mode="json")) == some


@pytest.mark.parametrize(
    "parts", [([1], [1, 0], [1]), ([1], [2], [1]), ([1], [0], [0]), ([np.nan], [0], [1]), ([1], [0], [np.inf])]
)
def test_audits_that_are_none(parts: tuple[list[float], list[float], list[float]]) -> None:
    with pytest.raises(ValueError, match=r"audits|finite number"):
        audits(*parts)
