from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import ArrayLike

from zbrisk.bundle.bins import Bins
from zbrisk.bundle.reference import Distribution
from zbrisk.monitoring import stability

NAN = float("nan")


def drift(name: str, then: Distribution, cases: int, values: ArrayLike) -> stability.Drift:
    return stability.drift(name, then, cases, Bins.of(then).counts(values))


def test_counts_of_parts_add_up() -> None:
    values = np.append(np.arange(1000.0), [NAN] * 10)
    bins = Bins.of(Distribution.of(values))
    parts = [bins.counts(values[start : start + 17]) for start in range(0, len(values), 17)]
    assert np.sum(parts, axis=0).tolist() == bins.counts(values).tolist()
    assert bins.counts([]).tolist() == [0] * len(bins.shares)


def test_a_flag_by_hand() -> None:
    then = Distribution.of([0.0] * 800 + [1.0] * 200)
    found = drift("flag", then, 1000, [0.0] * 500 + [1.0] * 500)
    by_hand = (0.5 - 0.8) * math.log(0.5 / 0.8) + (0.5 - 0.2) * math.log(0.5 / 0.2)  # 0.416
    assert found.index == pytest.approx(by_hand, abs=0.005)
    assert found.level == "moved"


def test_cases_of_the_same_kind_are_steady() -> None:
    random = np.random.default_rng(0)
    then = Distribution.of(random.normal(size=5000))
    found = drift("x", then, 5000, random.normal(size=2000))
    assert found.level == "steady" and found.index is not None and found.index < 0.02


def test_each_tenth_is_a_bin() -> None:
    then = Distribution.of(np.arange(1000.0))
    found = drift("x", then, 1000, np.arange(900.0, 1000.0).repeat(10))  # all in the last tenth
    empty = 9 * (0.0005 - 0.1) * math.log(0.0005 / 0.1)
    assert found.index == pytest.approx(empty + 0.9 * math.log(10), rel=0.1)  # bins end at one of 201 points


def test_data_that_went_missing_move() -> None:
    then = Distribution.of([1.0] * 900 + [NAN] * 100)
    found = drift("x", then, 1000, [1.0] * 100 + [NAN] * 900)
    assert found.level == "moved"
    assert (found.null_then, found.null_now) == (0.1, 0.9)


def test_a_feature_without_any_data_then_and_now_is_steady() -> None:
    assert drift("x", Distribution.of([NAN] * 500), 500, [NAN] * 500).level == "steady"


def test_few_cases_give_no_data() -> None:
    found = drift("x", Distribution.of(np.arange(1000.0)), 1000, np.arange(99.0))
    assert found.level == "no data" and found.index is None


def test_chance_among_few_cases_is_no_move() -> None:
    random = np.random.default_rng(5)
    then = Distribution.of(random.normal(size=120))
    levels = [drift("x", then, 120, random.normal(size=120)).level for _ in range(100)]
    assert levels.count("steady") >= 97
