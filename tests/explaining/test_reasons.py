from __future__ import annotations

import math

import pytest

from tests.explaining.standing_by_hand import every_reason
from tests.support.signals import program, signal
from zbrisk.explaining.evidence import EvidenceRows
from zbrisk.explaining.reason_selection import above_threshold
from zbrisk.explaining.reasons import with_rows

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


def percentile(feature: str, value: float | None) -> float | None:
    return None if value is None else len(feature) / 100


def test_features_of_one_signal_are_one_reason() -> None:
    held, seen = every_reason(ALL, VALUES, WEIGHTS, percentile)
    assert (held.signal, seen.signal) == ("held", "seen")
    assert held.contribution == pytest.approx(-0.7)
    assert seen.contribution == pytest.approx(0.3)
    assert [(f.name, f.value, f.contribution) for f in seen.features] == [
        ("seen__count__all", 2.0, 0.5),
        ("seen__days_since_last__all", 10.0, -0.2),
    ]
    assert seen.features[0].label.zh == "标签·次数·全部期间"
    assert seen.percentile == seen.features[0].percentile == 0.16  # of the heaviest feature
    assert (held.law, held.lawful_explanation.en if held.lawful_explanation else None) == ("第1条", "none")
    assert (held.evidence, held.evidence_total, held.next_steps) == ((), 0, None)


def test_a_signal_that_the_model_does_not_use_is_no_reason() -> None:
    assert "other" not in {reason.signal for reason in every_reason(ALL, VALUES, WEIGHTS, percentile)}


def test_a_signal_without_weight_is_no_reason_unless_it_has_no_data() -> None:
    weightless = WEIGHTS | {"held__sum_price__all": 0.0, "held__sum_price__90d": 0.0}
    assert [reason.signal for reason in every_reason(ALL, VALUES, weightless, percentile)] == ["seen"]
    unknown = VALUES | {"held__sum_price__all": math.nan, "held__sum_price__90d": math.nan}
    seen, held = every_reason(ALL, unknown, weightless, percentile)
    assert (seen.no_data, held.no_data, held.percentile) == (False, True, None)
    assert [len(reason.features) for reason in (seen, held)] == [2, 0]  # those that moved the score


def test_what_weighs_the_same_stands_by_name() -> None:
    same = {"seen__count__all": 0.25, "seen__days_since_last__all": 0.0, "other__count__all": -0.25}
    assert [reason.signal for reason in every_reason(ALL, VALUES, same, percentile)] == ["other", "seen"]


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
    seen = next(reason for reason in every_reason(ALL, values, WEIGHTS, percentile) if reason.signal == "seen")
    assert (seen.is_absence, seen.no_data) == (absent, no_data)
    assert seen.has_rows == has_rows
    assert ("未见" in seen.sentence.zh) == absent
    assert (seen.sentence.zh == "无数据") == (seen.sentence.en == "no data") == no_data


@pytest.mark.parametrize(
    ("law", "read"),
    [
        ("网拍规定第11条 [L]", "网拍规定第11条"),
        ("限制高消费规定（2010 [L]；2015 修正 [W]）", "限制高消费规定（2010；2015 修正（条文未核））"),
        ("民法典第538条 [K]", "民法典第538条（条文未核）"),
        ("规定 [S]；另一规定", "规定；另一规定"),
        ("第1条", "第1条"),
    ],
)
def test_readers_see_no_marks_of_ours_but_that_a_provision_was_not_read(law: str, read: str) -> None:
    (reason,) = every_reason(program(signal("seen", law=law)), VALUES, {"seen__count__all": 0.5}, percentile)
    assert reason.law == read


def test_a_reason_is_told_of_the_rows_that_were_found() -> None:
    one = signal(
        "seen", windows=["90d", "all"], reason={"zh": "{window}，{rows} 次[，最近 {last_day}]", "en": "{window} {rows}"}
    )
    values = {"seen__count__90d": 2.0, "seen__count__all": 5.0}
    (reason,) = every_reason(program(one), values, {"seen__count__90d": 0.5}, percentile)
    assert (reason.window, reason.lane, reason.sentence.zh) == ("90d", "seen@90d", "近 90 天内，2 次")
    found = EvidenceRows(
        names=[("petitions", "a"), ("petitions", "b"), ("cases", "c")], lines=2, days=[20, 10], total=2
    )
    told = with_rows(reason, one, values, found)
    assert (told.sentence.zh, told.evidence_total) == ("近 90 天内，2 次，最近 1970-01-21", 2)
    assert told.rows == (("petitions", "a"), ("petitions", "b"), ("cases", "c"))


def test_a_signal_that_speaks_of_several_says_nothing_of_fewer() -> None:
    one = signal("seen", least=2, reason={"zh": "{rows} 件", "en": "{rows}"})
    (reason,) = every_reason(program(one), {"seen__count__all": 1.0}, {"seen__count__all": 0.5}, percentile)
    rows = [
        EvidenceRows(names=[("cases", f"c{n}") for n in range(total)], lines=total, total=total) for total in (1, 2)
    ]
    few, enough = (with_rows(reason, one, {"seen__count__all": 1.0}, found) for found in rows)
    assert (above_threshold([few]), above_threshold([enough])) == ([], [enough])


def test_what_is_read_off_the_case_itself_is_one_row() -> None:
    one = signal("seen", reason={"zh": "{rows} 项", "en": "{rows}"})
    (reason,) = every_reason(program(one), {"seen__count__all": 1.0}, {"seen__count__all": 0.5}, percentile)
    told = with_rows(reason, one, {"seen__count__all": 1.0}, EvidenceRows())
    assert (told.rows, told.evidence_total, told.sentence.zh) == ((), 1, "1 项")


def test_the_figures_of_a_party_s_rows_are_the_party_s() -> None:
    one = signal(
        "seen",
        measures=["count", "share(flag)"],
        reason={"zh": "{rows} 件，占 {share_flag}", "en": "{rows} {share_flag}"},
    )
    values = {"seen__count__all": 3.0, "seen__share_flag__all": 0.9}  # the largest of any party
    (reason,) = every_reason(program(one), values, {"seen__count__all": 0.5}, percentile)
    found = EvidenceRows(names=[("petitions", "a")], lines=1, total=3, values={"seen__share_flag__all": 0.5})
    assert with_rows(reason, one, values, found).sentence.zh == "3 件，占 50%"


GAINED = signal(
    "gained",
    label={"zh": "取得", "en": "Gained"},
    by={"role": {"kin": {"zh": "亲属", "en": "kin"}}},
    measures=["count", "nearest(days_from_service)", "max(price)"],
    reason={"zh": "{role} {rows} 项", "en": "{role} {rows}"},
)
GAINS = {
    "gained.kin__count__all": 3.0,
    "gained.kin__nearest_days_from_service__all": 7.0,
    "gained.kin__max_price__all": 100.0,
}


@pytest.mark.parametrize(
    ("weights", "measure"),
    [
        ((0.2, 0.3, 0.1), "nearest_days_from_service"),
        ((0.3, 0.2, 0.1), None),  # all rows make a count
        ((0.1, 0.2, 0.3), None),  # the largest stands for the others of its kind
        ((0.1, -0.3, 0.9), None),
        ((-0.1, -0.3, 0.1), "nearest_days_from_service"),  # what lowers the score is moved by what lowers it most
    ],
)
def test_a_reason_by_codes_rests_on_the_day_that_moved_it_most(
    weights: tuple[float, float, float], measure: str | None
) -> None:
    (reason,) = every_reason(program(GAINED), GAINS, dict(zip(GAINS, weights, strict=True)), percentile)
    assert reason.measure == measure
    assert reason.lane == "gained.kin@all" + (f"#{measure}" if measure else "")


def test_a_reason_of_its_own_words_rests_on_all_rows() -> None:
    one = signal("gained", measures=["count", "nearest(days_from_service)"])
    weights = {"gained__count__all": 0.1, "gained__nearest_days_from_service__all": 0.5}
    (reason,) = every_reason(program(one), dict.fromkeys(weights, 1.0), weights, percentile)
    assert (reason.window, reason.measure) == ("all", None)


def test_the_sentence_says_by_what_day_its_rows_were_picked_and_among_how_many() -> None:
    weights = dict(zip(GAINS, (0.2, 0.3, 0.1), strict=True))
    (reason,) = every_reason(program(GAINED), GAINS, weights, percentile)
    (group,) = GAINED.groups
    one_of_three = EvidenceRows(names=[("petitions", "a")], lines=1, days=[20], total=1, among=3)
    told = with_rows(reason, group, GAINS, one_of_three)
    assert told.sentence.zh == "亲属，距送达最近的 1 项（共 3 项），在 1970-01-21"
    assert told.sentence.en == "Gained: kin: 1 of 3 records, with the day nearest to service, on 1970-01-21"
    assert told.evidence_total == 1
    every = EvidenceRows(names=[("petitions", "a"), ("petitions", "b")], lines=2, days=[20, 20], total=2)
    assert with_rows(reason, group, GAINS, every).sentence.zh == "亲属 2 项"
