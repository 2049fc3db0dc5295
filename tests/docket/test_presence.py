"""Whether a table is there, and how it is fed, is known as of a day, like its rows."""

from __future__ import annotations

from typing import Any

import pytest

from zbrisk.contract import load_contract
from zbrisk.docket import RecordReader, day_number, open_docket
from zbrisk.docket.presence import known_since, present_on
from zbrisk.errors import DataError

RECORD = {"record_id": "R1", "party_id": "P1", "kind": "gambling", "event_date": "2024-05-01"}
FED = {"coverage_id": "V1", "table_name": "police_records", "feed": "batch"}


def there(tables: Any, day: str) -> dict[str, bool]:
    """Whether police_records are there on a day, by a docket and by one case's records."""
    docket = open_docket(tables)
    store = RecordReader(docket.contract).new_store()
    RecordReader(docket.contract).fill(store, tables)
    since = {"docket": docket.known_since, "records": known_since(store, docket.contract, tables)}
    return {road: "police_records" in present_on(each, day_number(day)) for road, each in since.items()}


@pytest.mark.parametrize(("day", "expected"), [("2024-05-01", False), ("2024-05-02", True)])
def test_a_table_is_there_once_its_first_row_is_known(tables: Any, day: str, expected: bool) -> None:
    tables["police_records"] = [RECORD, RECORD | {"record_id": "R2", "known_at": "2031-01-01"}]
    assert there(tables, day) == {"docket": expected, "records": expected}


def test_a_table_without_any_row_was_searched(tables: Any) -> None:
    tables["police_records"] = []
    assert there(tables, "2024-05-01") == {"docket": True, "records": True}


def test_a_row_that_never_counts_does_not_bring_its_table(tables: Any) -> None:
    tables["suits"] = [{"case_id": "C9"}]
    assert "suits" not in present_on(open_docket(tables).known_since, day_number("2030-01-01"))


def test_required_tables_are_always_there(tables: Any) -> None:
    contract = load_contract()
    since = open_docket(tables).known_since
    assert present_on(since, day_number("1990-01-01")) == set(contract.required_tables)


def test_a_feed_of_which_is_known_later_does_not_refuse_an_earlier_day(tables: Any) -> None:
    docket = open_docket({**tables, "police_records": [RECORD], "coverage": [FED | {"known_at": "2024-10-01"}]})
    assert docket.day("2024-10-01")
    with pytest.raises(DataError, match="the coverage says that the table comes in batches"):
        docket.day("2024-10-02")


def test_a_feed_that_was_corrected_refuses_only_while_it_was_said(tables: Any) -> None:
    said = [FED | {"known_at": "2024-10-01"}, FED | {"feed": "live", "known_at": "2024-11-01"}]
    docket = open_docket({**tables, "police_records": [RECORD], "coverage": said})
    with pytest.raises(DataError, match="police_records"):
        docket.day("2024-11-01")
    assert docket.day("2024-11-02")


def test_records_are_refused_by_the_coverage_of_the_day_alone(tables: Any) -> None:
    reader = RecordReader(load_contract())
    store = reader.new_store()
    records = {**tables, "police_records": [RECORD], "coverage": [FED | {"known_at": "2024-10-01"}]}
    reader.fill(store, records, day_number("2024-10-01"))
    with pytest.raises(DataError, match="the coverage says that the table comes in batches"):
        reader.fill(store, records, day_number("2024-10-02"))
