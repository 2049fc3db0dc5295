from __future__ import annotations

import json

import numpy as np
import pytest

from zbrisk.bundle.reference import Distribution, Reference


def test_few_values_are_kept_exactly() -> None:
    counts = Distribution.of([0, 0, 0, 0, 0, 0, 1, 1, 3, np.nan])
    assert (counts.values, counts.null_share) == ((0.0, 1.0, 3.0), 0.1)
    assert counts.percentile(0) == 0.0
    assert counts.percentile(1) == pytest.approx(6 / 9, abs=1e-4)
    assert counts.percentile(2) == counts.percentile(3) == pytest.approx(8 / 9, abs=1e-4)
    assert counts.percentile(4) == 1.0


def test_many_values_are_right_to_half_a_per_cent() -> None:
    numbers = np.random.default_rng(0).lognormal(size=5000)
    distribution = Distribution.of(numbers)
    assert len(distribution.values) <= 201
    for value in (0.01, 0.5, 1.0, 2.0, 20.0, 1e6):
        assert distribution.percentile(value) == pytest.approx((numbers < value).mean(), abs=0.0051)


def test_many_values_with_a_heavy_zero_count_the_zeros_as_equal() -> None:
    numbers = np.r_[np.zeros(900), np.linspace(1, 2, 300)]
    distribution = Distribution.of(numbers)
    assert distribution.percentile(0) == 0.0
    assert distribution.percentile(1) == pytest.approx(0.75, abs=0.005)


def test_no_data_has_no_standing() -> None:
    reference = Reference.of({"a": [1.0, 2.0], "never": [np.nan, np.nan]}, score=[0.1, 0.2])
    assert reference.percentile("a", float("nan")) is None
    assert reference.percentile("a", None) is None
    assert reference.percentile("never", 1.0) is None
    assert reference.percentile("unknown", 1.0) is None
    assert reference.features["never"].null_share == 1.0
    assert (reference.cases, reference.score.percentile(0.2)) == (2, 0.5)


def test_json_gives_an_equal_reference_back() -> None:
    reference = Reference.of({"a": [1.0, 2.5, np.nan], "b": [np.nan] * 3}, score=[-1.0, 0.0, 1.0])
    text = json.dumps(reference.model_dump(mode="json"), allow_nan=False)
    assert Reference.model_validate(json.loads(text)) == reference
