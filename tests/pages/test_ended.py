"""What had ended by the day of the page, and what has not come yet, is written as such."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.explanation import AS_OF, made_up_explanation, row
from zbrisk.contract import load_contract
from zbrisk.explaining.party_aliases import PartyAliases
from zbrisk.explaining.reason import Cell, EvidenceRow
from zbrisk.pages.cells import Cells
from zbrisk.pages.evidence import ended_effects, other_rows

CONTRACT = load_contract()
CELLS = Cells(cast=PartyAliases.of(made_up_explanation(), CONTRACT), as_of=AS_OF)
CASE, OTHER = "C0013750", "C0029274"
BEFORE, THE_DAY_BEFORE, LATER = AS_OF - dt.timedelta(days=400), AS_OF - dt.timedelta(days=1), dt.date(2027, 1, 16)


@pytest.mark.parametrize(
    ("table", "column", "value", "shown"),
    [
        ("suits", "effective_date", LATER, "将于 2027-01-16 生效（尚未到）"),
        ("suits", "effective_date", AS_OF, "将于 2026-11-22 生效（尚未到）"),  # the day is not over before it begins
        ("suits", "effective_date", THE_DAY_BEFORE, "2026-11-21"),
        ("suits", "served_date", LATER, "2027-01-16（尚未到）"),
        ("vehicle_sightings", "ts", dt.datetime(2027, 1, 16, 8, 5), "2027-01-16 08:05（尚未到）"),
        ("asset_events", "until_date", THE_DAY_BEFORE, "2026-11-21（该期限已过）"),
        ("asset_events", "until_date", AS_OF, "2026-11-22"),
        ("asset_events", "until_date", LATER, "2027-01-16"),
        ("company_officers", "valid_to", BEFORE, "2025-10-18（已结束）"),
        ("shareholdings", "due_date", LATER, "2027-01-16"),
    ],
)
def test_a_day_says_whether_it_has_come(table: str, column: str, value: Cell, shown: str) -> None:
    assert CELLS.text(table, column, value) == shown


def seizure(key: str, event: str, until: dt.date, case_id: str = CASE, asset: str = "A1") -> EvidenceRow:
    return row("asset_events", "event_id", key, BEFORE, event=event, until_date=until, case_id=case_id, asset_id=asset)


@pytest.mark.parametrize(
    ("rows", "notes"),
    [
        ([seizure("E1", "seize", LATER)], ()),
        ([seizure("E1", "seize", BEFORE)], ("查封已于 2025-10-18 到期",)),
        ([seizure("E1", "seize", BEFORE), seizure("E2", "renew", LATER)], ()),
        ([seizure("E1", "seize", BEFORE), seizure("E2", "renew", THE_DAY_BEFORE)], ("查封已于 2026-11-21 到期",)),
        ([seizure("E1", "seize", BEFORE), seizure("E2", "seize", LATER, asset="A2")], ("查封已于 2025-10-18 到期",)),
        ([seizure("E1", "seize", LATER, OTHER)], ("所涉查封由 C0029274 号案件作出（非本案）",)),
        ([seizure("E1", "seize", BEFORE, OTHER)], ("C0029274 号案件的查封（非本案）已于 2025-10-18 到期",)),
        ([seizure("E1", "lease", BEFORE)], ()),
    ],
)
def test_a_seizure_that_has_lapsed_or_is_another_case_s_says_so(
    rows: list[EvidenceRow], notes: tuple[str, ...]
) -> None:
    assert ended_effects(rows, CELLS, CASE, AS_OF) == notes


@pytest.mark.parametrize("column", ["until_date", "removed_date"])
def test_a_measure_that_was_lifted_says_so(column: str) -> None:
    measure = row("credit_measures", "measure_id", "M1", BEFORE, kind="restrict_consumption", **{column: BEFORE})
    assert ended_effects([measure], CELLS, CASE, AS_OF) == ("所涉限制消费已于 2025-10-18 解除或到期，其后不受其限制",)
    in_force = row("credit_measures", "measure_id", "M1", BEFORE, kind="restrict_consumption", **{column: LATER})
    assert ended_effects([in_force], CELLS, CASE, AS_OF) == ()


@pytest.mark.parametrize(("until", "void"), [(dt.date(2042, 2, 1), False), (dt.date(2042, 2, 2), True)])
def test_a_lease_of_more_than_twenty_years_says_what_is_void(until: dt.date, void: bool) -> None:
    let = row("asset_events", "event_id", "E1", BEFORE, event="lease", event_date=dt.date(2022, 2, 1), until_date=until)
    assert ended_effects([let], CELLS, CASE, AS_OF) == (("租期超过 20 年的部分无效（民法典第705条）",) if void else ())


def test_a_row_beside_the_events_is_one_line_with_names_codes_and_days() -> None:
    kin = row(
        "party_relations",
        "relation_id",
        "R1",
        BEFORE,
        party_a="P0022911",
        party_b="P0003332",
        relation="parent_child",
        start_date=dt.date(1979, 2, 5),
    )
    (line,) = other_rows([kin], CELLS, CASE)
    assert line.startswith("人员关系 R1：")
    for said in ("被执行人", "关联人", "父母子女", "1979-02-05"):
        assert said in line
    assert "P0022911" not in line
