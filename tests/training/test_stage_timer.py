from __future__ import annotations

from training.stage_timer import StageTimer


def test_stages_add_up_and_one_within_another_counts_once() -> None:
    ticks = iter([0.0, 1.0, 4.0, 6.0, 10.0, 11.0])
    timer = StageTimer(now=lambda: next(ticks))
    with timer("judging"), timer("matrix"):  # 0 to 6, of which 1 to 4 is the matrix
        pass
    with timer("judging"):  # 10 to 11
        pass
    assert timer.seconds == {"matrix": 3.0, "judging": 4.0}
