from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.support.signals import KINDS, signal
from zbrisk.compiler.measure_query import MICRO, Component, components_of
from zbrisk.execution.feature_values import across_parties, formulas
from zbrisk.signals.measure import Measure
from zbrisk.signals.window import ALL, Window

NAN = math.nan
YEAR = Window.parse("1y")
WINDOWS = (ALL, YEAR)
CASE_KINDS = {"claim_amount": "money", "suits": "int"}
AS_OF = 19_000.0


def worked_out(
    measures: list[Any], components: dict[Component, float], windows: tuple[str, ...] = ("all",)
) -> list[Any]:
    """Features of one moment from measured components, NaN where there are none; a case claims 2,000 yuan."""
    one = signal(measures=measures, windows=list(windows), reason={"zh": "x", "en": "x"})
    asked = dict.fromkeys(
        component
        for _, measure, window in one.header.features()
        for each in (measure, measure.per_measure)
        if each is not None
        for component in components_of(replace(each, per_measure=None, per_column=None), WINDOWS.index(window))
    )
    assert set(components) <= set(asked)
    plan = formulas((replace(one, components=tuple(asked), kinds=KINDS),), WINDOWS, CASE_KINDS)
    measured = np.array([[components.get(component, NAN) for component in asked]])
    case = {"claim_amount": np.array([200_000.0]), "suits": np.array([0.0])}
    return list((plan.features(measured, case, np.array([AS_OF])) / plan.scale)[0])


def test_no_rows_count_0_and_have_no_last_day() -> None:
    found = worked_out(["count", "exists", "distinct(place)", "days_since_last", "mean(price)", "max(price)"], {})
    assert found[:3] == [0.0, 0.0, 0.0]
    assert all(math.isnan(value) for value in found[3:])


def parts(kind: str, column: str | None = None, window: Window = ALL) -> list[Component]:
    return list(components_of(Measure(kind=kind, column=column, windows=(window,)), WINDOWS.index(window)))


def test_money_leaves_in_yuan() -> None:
    total, known = parts("sum", "price")[0], parts("sum", "price")[-1]
    (largest,) = set(parts("max", "price"))
    assert worked_out(["sum(price)", "max(price)"], {total: 12_345, known: 3, largest: 9_999}) == [123.45, 99.99]


def test_a_sum_of_nothing_known_is_unknown_and_of_no_rows_0() -> None:
    total, known = parts("sum", "price")[0], parts("sum", "price")[-1]
    assert worked_out(["sum(price)"], {}) == [0.0]
    assert math.isnan(worked_out(["sum(price)"], {known: 2})[0])
    assert worked_out(["sum(price)"], {total: 0, known: 2}) == [0.0]


def test_ratios_are_formed_last() -> None:
    total, known = parts("sum", "price")[0], parts("sum", "price")[-1]
    (count,) = set(parts("count"))
    measures = ["sum(price) / claim_amount", "sum(price) / count", "sum(price) / suits", "count / claim_amount"]
    found = worked_out(measures, {total: 50_000, known: 2, count: 2})
    assert found[:2] == [0.25, 250.0]
    assert math.isnan(found[2])  # by 0
    assert found[3] == 2 / 2000


def test_days_since_are_whole_days_before_as_of() -> None:
    (last,), (first,) = set(parts("days_since_last")), set(parts("days_since_first"))
    assert worked_out(["days_since_last", "days_since_first"], {last: AS_OF - 1, first: AS_OF - 400}) == [1.0, 400.0]


def test_shares_and_means() -> None:
    above, below = parts("share", "flag")
    total, known = parts("mean", "rate")
    found = worked_out(["share(flag)", "mean(rate)"], {above: 1, below: 4, total: 0.3 * MICRO, known: 3})
    assert found == [0.25, pytest.approx(0.1)]


def test_each_window_has_its_own_components() -> None:
    (every,), (recent,) = set(parts("count")), set(parts("count", window=YEAR))
    assert worked_out(["count"], {every: 5, recent: 2}, windows=("all", "1y")) == [5.0, 2.0]


@pytest.mark.parametrize(
    ("smallest", "added", "expected"),
    [(False, False, [3.0, NAN, 7.0]), (True, False, [1.0, NAN, 7.0]), (False, True, [4.0, NAN, 7.0])],
)
def test_several_parties_become_one(smallest: bool, added: bool, expected: list[float]) -> None:
    """Case 0 has three parties, one unknown; case 1 an unknown one; case 2 one."""
    values = np.array([1.0, NAN, 3.0, NAN, 7.0])
    cases = np.array([0, 0, 0, 1, 2])
    found = across_parties(smallest, added, values, cases, 3)
    assert np.array_equal(found, expected, equal_nan=True)


def test_the_nearest_to_zero_has_its_sign_back() -> None:
    (coded,) = parts("nearest", "number")
    for value, code in ((0, 0), (7, 14), (-7, 15)):
        assert worked_out(["nearest(number)"], {coded: code}) == [value]
