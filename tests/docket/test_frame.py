"""One frame of a table as of a day: the rows that the oracle sees, cell by cell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.oracle.agreement import opened
from tests.oracle.days import day_number
from tests.oracle.known import KnownTables, plain_value
from tests.oracle.world import DAYS_ASKED, World, make_world
from zbrisk.contract import ColumnType, Table
from zbrisk.docket import open_docket
from zbrisk.errors import DataError


def plain(table: Table, row: dict[str, Any]) -> tuple[Any, ...]:
    """A public row as the oracle writes it."""
    return tuple(_cell(row[name], column.type) for name, column in table.columns.items())


def _cell(value: Any, kind: ColumnType) -> Any:
    if value is None or value is pd.NaT or value != value:
        return None
    match kind:
        case ColumnType.DATE:
            return day_number(pd.Timestamp(value).date())
        case ColumnType.TS:
            return plain_value(pd.Timestamp(value).to_pydatetime(), kind)
        case ColumnType.MONEY:
            return round(value * 100)
        case _:
            return value


def check_frames(world: World, day: date) -> int:
    """Every table's frame of a day is what the oracle sees on it; how many rows that are."""
    docket, known, rows = opened(world), KnownTables(world.contract, world.tables), 0
    for name in sorted(docket.present):
        table = world.contract.tables[name]
        frame = docket.frame(name, day).astype(object)
        got = [plain(table, row) for row in frame.to_dict("records")]
        seen = [tuple(row.values()) for row in known.at(name, day_number(day)) if _counts(known, name, row)]
        assert sorted(got, key=repr) == sorted(seen, key=repr), (name, day)
        rows += len(seen)
    return rows


def _counts(known: KnownTables, name: str, row: dict[str, Any]) -> bool:
    """Whether a row's parent is there: one without is never known."""
    parent = known.contract.tables[name].parent
    return parent is None or any(v.values[parent.column] == row[parent.column] for v in known.versions(parent.table))


def test_a_frame_holds_what_was_known() -> None:
    assert check_frames(make_world(5), DAYS_ASKED[3]) > 100


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3000, 3020))
def test_a_frame_holds_what_was_known_in_many_worlds(seed: int) -> None:
    for day in DAYS_ASKED:
        check_frames(make_world(seed), day)


def test_the_whole_frame_lacks_rows_that_never_count(tables: Any) -> None:
    tables["case_parties"].append({"case_id": "C9", "party_id": "P1", "role": "debtor"})
    docket = open_docket(tables)
    assert docket.frame("case_parties")["case_id"].tolist() == ["C1", "C1"]
    assert docket.frame("case_parties", "2030-01-01")["case_id"].tolist() == ["C1", "C1"]
    assert docket.frame("parties")["known_at"].isna().all()  # which count always


def test_a_frame_of_a_table_that_is_not_there_is_refused(tables: Any) -> None:
    with pytest.raises(DataError, match="Supplied are case_parties, cases, parties"):
        open_docket(tables).frame("petitions")


def test_a_frame_hides_later_facts_and_keeps_the_version_in_force(tables: Any) -> None:
    first = tables["cases"][0]
    tables["cases"].append(first | {"claim_amount": 5, "known_at": "2024-07-01"})
    docket = open_docket(tables)
    (june,) = docket.frame("cases", "2024-06-01").to_dict("records")
    (july,) = docket.frame("cases", "2024-07-02").to_dict("records")
    (october,) = docket.frame("cases", "2024-10-01").to_dict("records")
    assert (june["claim_amount"], july["claim_amount"]) == (12345.67, 5)
    assert june["closed_date"] is pd.NaT and october["close_mode"] == "terminated_round"
    assert len(docket.frame("cases")) == 2
