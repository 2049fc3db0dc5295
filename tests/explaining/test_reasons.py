from __future__ import annotations

import math

import numpy as np
import pytest

from tests.explaining.made_up import program, signal
from zbrisk.explaining.reasons import contributions_by_signal, reasons_of

SEEN = signal("seen", measures=["count", "days_since_last"], windows=["all"])
HELD = signal("held", measures=["sum(price)"], windows=["all", "90d"], innocent={"zh": "无", "en": "none"}, law="第1条")
OTHER = signal("other")
ALL = program(SEEN, HELD, OTHER)
VALUES = {
    "seen__count__all": 2.0,
    "seen__days_since_last__all": 10.0,
    "held__sum_price__all": 100.0,
    "held__sum_price__90d": 0.0,
    "other__count__all": 1.0,
}
WEIGHTS = {
    "seen__count__all": 0.5,
    "seen__days_since_last__all": -0.2,
    "held__sum_price__all": -0.6,
    "held__sum_price__90d": -0.1,
}


def standing(feature: str, value: float) -> float | None:
    return None if math.isnan(value) else len(feature) / 100


def test_features_of_one_signal_are_one_reason() -> None:
    held, seen = reasons_of(ALL, VALUES, WEIGHTS, standing)
    assert (held.signal, seen.signal) == ("held", "seen")
    assert held.contribution == pytest.approx(-0.7)
    assert seen.contribution == pytest.approx(0.3)
    assert [(f.name, f.value, f.contribution) for f in seen.features] == [
        ("seen__count__all", 2.0, 0.5),
        ("seen__days_since_last__all", 10.0, -0.2),
    ]
    assert seen.features[0].label.zh == "标签·次数·全部期间"
    assert seen.standing == seen.features[0].standing == 0.16  # of the heaviest feature
    assert (held.law, held.innocent.en if held.innocent else None) == ("第1条", "none")
    assert (held.evidence, held.evidence_total, held.verify) == ((), 0, None)


def test_a_signal_that_the_model_does_not_use_is_no_reason() -> None:
    assert "other" not in {reason.signal for reason in reasons_of(ALL, VALUES, WEIGHTS, standing)}


def test_a_signal_without_weight_is_no_reason_unless_it_has_no_data() -> None:
    weightless = WEIGHTS | {"held__sum_price__all": 0.0, "held__sum_price__90d": 0.0}
    assert [reason.signal for reason in reasons_of(ALL, VALUES, weightless, standing)] == ["seen"]
    unknown = VALUES | {"held__sum_price__all": math.nan, "held__sum_price__90d": math.nan}
    seen, held = reasons_of(ALL, unknown, weightless, standing)
    assert (seen.no_data, held.no_data, held.standing) == (False, True, None)
    assert [feature.value for feature in held.features] == [None, None]


def test_what_weighs_the_same_stands_by_name() -> None:
    same = {"seen__count__all": 0.25, "seen__days_since_last__all": 0.0, "other__count__all": -0.25}
    assert [reason.signal for reason in reasons_of(ALL, VALUES, same, standing)] == ["other", "seen"]


@pytest.mark.parametrize(
    ("count", "days", "absent", "no_data", "has_rows"),
    [
        (0.0, math.nan, True, False, False),
        (1.0, 5.0, False, False, True),
        (math.nan, math.nan, False, True, False),
        (math.nan, 5.0, False, False, False),
    ],
)
def test_absence_is_all_counts_0_and_the_rest_unknown(
    count: float, days: float, absent: bool, no_data: bool, has_rows: bool
) -> None:
    values = VALUES | {"seen__count__all": count, "seen__days_since_last__all": days}
    seen = next(reason for reason in reasons_of(ALL, values, WEIGHTS, standing) if reason.signal == "seen")
    assert (seen.speaks_of_absence, seen.no_data) == (absent, no_data)
    assert seen.has_rows == has_rows
    assert ("未见" in seen.sentence.zh) == absent
    assert (seen.sentence.zh == "无数据") == (seen.sentence.en == "no data") == no_data


def test_contributions_are_added_up_within_signals() -> None:
    features = ["held__sum_price__all", "seen__count__all", "held__sum_price__90d"]
    names, grouped = contributions_by_signal(ALL, features, np.array([[1.0, 2.0, 4.0], [-1.0, 0.5, 0.25]]))
    assert names == ["held", "seen"]
    assert grouped.tolist() == [[5.0, 2.0], [-0.75, 0.5]]
