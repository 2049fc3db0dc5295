"""Standings as arrays say of every case and signal what is worked out a feature at a time."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.explaining.standing_by_hand import case_reasons, contribution, is_absent, shown_window
from tests.support.signals import program, signal
from zbrisk.explaining.reason_selection import above_threshold
from zbrisk.explaining.standings import NO_WINDOW, added_in_order, figures_of, steps

SHARES = {"zh": "{count} 次，占 {share_flag}", "en": "{count} {share_flag}"}
SIGNALS = program(
    signal("counted", measures=["count", "days_since_last"], windows=["all", "90d"]),
    signal("shared", measures=["count", "share(flag)"], windows=["90d", "1y", "all"], reason=SHARES),
    signal("summed", measures=["sum(price)", "sum(price) / count"], windows=["all", "90d"]),
    signal("largest", measures=["max(price)"], windows=["all"]),
    signal(
        "told", measures=["count"], windows=["all", "90d"], reason={"zh": "{count}[，{count@90d}]", "en": "{count}"}
    ),
    signal("idle"),
)
NAMES = SIGNALS.features
ASKED = tuple(name for name in NAMES if not name.startswith("idle"))
VALUES = st.sampled_from([math.nan, 0.0, 0.0, 1.0, 0.5, 7.0])
WEIGHTS = st.sampled_from([0.0, 0.1, -0.1, 0.3, 1e-4, -2.0, 1e16])
MATRICES = st.lists(
    st.tuples(
        st.lists(VALUES, min_size=len(NAMES), max_size=len(NAMES)),
        st.lists(WEIGHTS, min_size=len(ASKED), max_size=len(ASKED)),
    ),
    min_size=1,
    max_size=4,
)


@given(cases=MATRICES)
def test_standings_agree_with_those_worked_out_by_hand(cases: list[tuple[list[float], list[float]]]) -> None:
    values, weights = (np.array(part) for part in zip(*cases, strict=True))
    standings = figures_of(SIGNALS, ASKED).standings(values, weights)
    for row, (own, weighing) in enumerate(cases):
        by_name, weighed = dict(zip(NAMES, own, strict=True)), dict(zip(ASKED, weighing, strict=True))
        for place, one in enumerate(SIGNALS.groups):
            names = [name for name, _, _ in one.header.features()]
            no_data = all(math.isnan(by_name[name]) for name in names)
            absent = is_absent(one, by_name)
            window = None if no_data or absent else shown_window(one, by_name, weighed)
            number = int(standings.window[row, place])
            assert standings.contribution[row, place] == contribution(one, weighed)
            assert (standings.no_data[row, place], standings.absent[row, place]) == (no_data, absent)
            assert (None if number == NO_WINDOW else one.header.windows[number]) == window
            moved = any(weighed.get(name) for name in names)
            assert standings.listed[row, place] == (one.name != "idle" and (moved or no_data))


@given(cases=MATRICES)
def test_those_worth_saying_are_those_above_the_threshold(cases: list[tuple[list[float], list[float]]]) -> None:
    for own, weighing in cases:
        found = case_reasons(SIGNALS, dict(zip(NAMES, own, strict=True)), dict(zip(ASKED, weighing, strict=True)))
        worth = [(reason.signal, reason.window) for reason in found.worth_saying()]
        assert worth == [(reason.signal, reason.window) for reason in above_threshold(found.every())]


def test_sums_are_added_from_left_to_right() -> None:
    numbers = np.array([[1e16, 1.0, 1.0, -1e16, *[0.1] * 20]])
    sums = added_in_order(numbers, steps(np.array([0, 4], dtype=np.int64), numbers.shape[1]))
    assert sums.tolist() == [[0.0, np.cumsum([0.1] * 20)[-1]]]
