from __future__ import annotations

import pytest

from training.stage_timer import Clock


def test_stages_add_up_and_one_within_another_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0.0, 1.0, 4.0, 6.0, 10.0, 11.0])
    monkeypatch.setattr("training.stage_timer.time.perf_counter", lambda: next(ticks))
    clock = Clock()
    with clock("judging"), clock("matrix"):  # 0 to 6, of which 1 to 4 is the matrix
        pass
    with clock("judging"):  # 10 to 11
        pass
    assert clock.seconds == {"matrix": 3.0, "judging": 4.0}
