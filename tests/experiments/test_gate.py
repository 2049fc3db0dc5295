from __future__ import annotations

import pytest

from experiments.gate.command import CHAMPION, fates, precision_of, strength_of


@pytest.mark.slow
def test_strength_and_precision_turn_each_other_round() -> None:
    assert strength_of(precision_of(CHAMPION)) == pytest.approx(CHAMPION, abs=1e-6)


@pytest.mark.slow
def test_much_better_ones_pass_and_much_worse_ones_do_not() -> None:
    assert fates(100, 0.10, pairs=5)["let through"] == 5
    assert fates(100, -0.10, pairs=5)["let through"] == 0
