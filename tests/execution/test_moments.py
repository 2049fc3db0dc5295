from __future__ import annotations

import numpy as np

from zbrisk.execution.moments import Moments, bounds
from zbrisk.signals.window import NULL_DAY, UNBOUNDED, Window


def days(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


def moments(texts: list[str], *, as_of: tuple[int, ...], **known: tuple[int, ...]) -> Moments:
    windows = [Window.parse(text) for text in texts]
    all_days = {"as_of": days(*as_of)} | {name: days(*each) for name, each in known.items()}
    start, end = bounds(windows, all_days, days(*as_of))
    return Moments(as_of=days(*as_of), start=start, end=end)


def test_no_window_reaches_as_of() -> None:
    made = moments(["all", "90d", "30d after closed"], as_of=(1000, 1000), closed=(950, 990))
    assert made.start.tolist() == [[UNBOUNDED, 910, 950], [UNBOUNDED, 910, 990]]
    assert made.end.tolist() == [[1000, 1000, 980], [1000, 1000, 1000]]


def test_a_window_on_an_unknown_day_is_unknown() -> None:
    made = moments(["since closed", "before closed", "all"], as_of=(1000, 1000), closed=(NULL_DAY, 900))
    assert made.known.tolist() == [[False, False, True], [True, True, True]]
    assert made.start[0].tolist()[:2] == made.end[0].tolist()[:2] == [NULL_DAY, NULL_DAY]


def test_a_window_on_a_day_that_the_grain_lacks_is_unknown() -> None:
    assert moments(["since closed"], as_of=(1000,)).known.tolist() == [[False]]


def test_without_a_lower_end_the_last_day_alone_must_be_covered() -> None:
    made = moments(["all", "90d", "before closed"], as_of=(1000,), closed=(900,))
    assert made.must_be_covered_from.tolist() == [[999, 910, 899]]


def test_pairs_repeat_the_windows_of_their_party() -> None:
    party = moments(["90d"], as_of=(1000, 500))
    pairs = Moments(
        as_of=party.as_of,
        start=party.start,
        end=party.end,
        ids=np.array(["p", "q"], dtype=object),
        pair_case=days(0, 1, 2),
        pair_party=days(1, 0, 1),
    ).of_pairs()
    assert pairs.start.tolist() == [[410], [910], [410]]
    assert pairs.ids is not None and pairs.ids.tolist() == ["q", "p", "q"]
    assert pairs.pair_case.tolist() == [0, 1, 2]
