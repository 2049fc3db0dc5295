from __future__ import annotations

import numpy as np
import pytest

from training.evaluation.reliability import reliability


def test_bins_hold_equally_many_and_tell_what_was_found() -> None:
    probability = np.repeat([0.1, 0.6], 40)
    label = np.concatenate([np.tile([1, 0, 0, 0], 10), np.tile([1, 1, 1, 0], 10)])
    low, high = reliability(label, probability)
    assert (low.cases, low.predicted, low.found) == (40, pytest.approx(0.1), 0.25)
    assert (high.cases, high.predicted, high.found) == (40, pytest.approx(0.6), 0.75)
    assert low.low < 0.25 < low.high < high.low


def test_at_most_ten_bins_and_none_without_cases() -> None:
    p = np.linspace(0, 1, 1000)
    assert [each.cases for each in reliability(p > 0.5, p)] == [100] * 10
    assert reliability([], []) == ()
    assert len(reliability(np.ones(39), np.linspace(0, 1, 39))) == 1
