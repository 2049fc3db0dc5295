"""The geometry of the pictures, worked out by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.support.explanation import concealed, reason
from zbrisk.contract import load_contract
from zbrisk.explaining.explanation import TimelineEvent
from zbrisk.explaining.party_aliases import PartyAliases
from zbrisk.pages.event_list import event_list
from zbrisk.pages.timeline import timeline
from zbrisk.pages.waterfall import waterfall

Day = dt.date
CAST = PartyAliases.gathered([], [], load_contract())


def test_the_waterfall_leads_from_the_base_to_the_score() -> None:
    risk = replace(
        concealed(), base_score=0.0, score=1.0, reasons=(reason("a", 2.0, "甲", ""), reason("b", -1.0, "乙", ""))
    )
    base, up, down, total = waterfall(risk)
    # the sum runs 0, 2, 1, from 4 to 96 per cent of the width
    assert (base.reached, up.x, up.width) == (4.0, 4.0, 92.0)
    assert (down.x, down.reached, total.reached) == (50.0, 50.0, 50.0)
    assert [step.figure for step in (base, up, down, total)] == ["0.00", "+2.00", "−1.00", "1.00"]


def test_small_contributions_become_one_step_and_nothing_is_lost() -> None:
    steps = waterfall(concealed())
    assert [step.label for step in steps[-2:]] == ["其余 3 项信号合计", "本案得分"]
    assert steps[-1].figure == "−1.19"


def test_a_score_without_contributions_can_be_drawn() -> None:
    base, total = waterfall(replace(concealed(), reasons=()))
    assert base.reached == total.reached


def test_the_timeline_runs_from_the_first_event_to_the_scored_day() -> None:
    events = [
        TimelineEvent(day=Day(2020, 1, 1), label="立案", signal=None),
        TimelineEvent(day=Day(2022, 1, 1), label="转让", signal="a"),
        TimelineEvent(day=Day(1990, 1, 1), label="结婚", signal="a"),
        TimelineEvent(day=Day(2021, 1, 1), label="别的", signal="b"),
    ]
    picture = timeline(events, Day(2024, 1, 1), {"a": "财产"})
    assert picture is not None
    assert [m.label for m in picture.milestones] == ["立案", "评估日"]
    assert [m.x for m in picture.milestones] == [2.0, 98.0]
    (lane,) = picture.lanes
    assert [(mark.x, mark.earlier) for mark in lane.marks] == [(pytest.approx(50.0, abs=0.1), False), (2.0, True)]
    assert [year for _, year in picture.ticks] == ["2021", "2022", "2023", "2024"]


def test_labels_of_near_days_stand_on_different_lines() -> None:
    events = [TimelineEvent(day=Day(2020, 1, 1 + i), label="立案登记", signal=None) for i in range(3)]
    picture = timeline(events, Day(2024, 1, 1), {})
    assert picture is not None
    assert [m.level for m in picture.milestones] == [0, 1, 2, 0]


def test_no_events_no_picture() -> None:
    assert timeline([], Day(2024, 1, 1), {}) is None


def test_a_run_of_like_evidence_is_one_line() -> None:
    seen = [TimelineEvent(day=Day(2024, 1, i), label="被拍到", signal="a") for i in (5, 3, 4)]
    lines, left_out = event_list([TimelineEvent(day=Day(2024, 1, 3), label="终本", signal=None), *seen], CAST)
    assert left_out == 0
    assert [(str(line.day), line.words) for line in lines] == [
        ("2024-01-03", "终本"),
        ("2024-01-03", "被拍到（至 2024-01-05 共 3 次）"),
    ]


def test_a_long_chronicle_keeps_every_milestone() -> None:
    evidence = [
        TimelineEvent(day=Day(2020, 1, 1) + dt.timedelta(days=i), label=f"事项{i}", signal="a") for i in range(90)
    ]
    lines, left_out = event_list([*evidence, TimelineEvent(day=Day(2018, 1, 3), label="终本", signal=None)], CAST)
    assert (len(lines), left_out) == (14, 77)
    assert (lines[0].words, lines[1].words, lines[-1].words) == ("终本", "事项77", "事项89")
