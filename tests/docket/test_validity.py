"""From which day a row counts: worked out by hand for every rule of the contract, on both roads into a store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from zbrisk.contract import load_contract
from zbrisk.docket import RecordReader, day_number, open_docket
from zbrisk.docket.days import ALWAYS, NEVER
from zbrisk.errors import DataError

Days = list[tuple[str, Any, Any]]
Road = Callable[[Any, str], Days]


def _readable(rows: list[tuple[str, int, int]]) -> Days:
    names = {ALWAYS: "always", NEVER: "never"}

    def day(number: int) -> str:
        return names.get(number) or str(dt.date(1970, 1, 1) + dt.timedelta(days=number))

    return [(key, day(known), day(until)) for key, known, until in rows]


def by_docket(tables: Any, name: str) -> Days:
    query = f"select _key, _known_from, _known_until from {name} order by _key, _known_from, _known_until"
    return _readable(open_docket(tables).connection.execute(query).fetchall())


def by_records(tables: Any, name: str) -> Days:
    reader = RecordReader(load_contract())
    store = reader.new_store()
    reader.fill(store, tables)
    rows = store.execute(
        f"select _key, _known_from, _known_until from {name} order by _key, _known_from, _known_until"
    ).fetchall()
    store.close()
    return _readable(rows)


@pytest.fixture(params=[by_docket, by_records], ids=["docket", "records"])
def days(request: pytest.FixtureRequest) -> Road:
    road: Road = request.param
    return road


def test_a_column_stands_in(tables: Any, days: Road) -> None:
    assert days(tables, "cases") == [("C1", "2024-03-01", "never")]


def test_known_at_comes_first(tables: Any, days: Road) -> None:
    tables["cases"][0]["known_at"] = "2024-03-05"
    assert days(tables, "cases") == [("C1", "2024-03-05", "never")]


def test_without_a_parent_always_means_always(tables: Any, days: Road) -> None:
    assert days(tables, "parties") == [("P1", "always", "never"), ("P2", "always", "never")]


def test_always_with_a_parent_counts_from_its_first_day(tables: Any, days: Road) -> None:
    tables["suits"] = [{"case_id": "C1", "principal": 5}]
    tables["cases"][0]["known_at"] = "2024-03-05"
    tables["cases"].append({**tables["cases"][0], "known_at": "2024-03-20"})
    assert days(tables, "suits") == [("C1", "2024-03-05", "never")]


def test_a_row_does_not_count_before_its_parent(tables: Any, days: Road) -> None:
    tables["case_parties"][0]["added_date"] = "2024-04-01"
    tables["case_parties"][1]["known_at"] = "2020-01-01"
    assert days(tables, "case_parties") == [
        ("C1|P1|debtor", "2024-04-01", "never"),
        ("C1|P2|applicant", "2024-03-01", "never"),
    ]


def test_a_null_default_day_counts_from_the_parent(tables: Any, days: Road) -> None:
    assert days(tables, "case_parties")[0] == ("C1|P1|debtor", "2024-03-01", "never")


def test_a_missing_parent_row_is_never_known(tables: Any, days: Road) -> None:
    tables["suits"] = [{"case_id": "C9"}]
    assert days(tables, "suits") == [("C9", "never", "never")]


def test_months_are_calendar_months(tables: Any, days: Road) -> None:
    tables["company_activity"] = [
        {"party_id": "P2", "month": "2024-01-01"},
        {"party_id": "P2", "month": "2023-12-31"},  # 29 February: the month is shorter
    ]
    assert days(tables, "company_activity") == [
        ("P2|2023-12-31", "2024-02-29", "never"),
        ("P2|2024-01-01", "2024-03-01", "never"),
    ]


def test_a_timestamp_stands_in_by_its_day(tables: Any, days: Road) -> None:
    tables["auction_bids"] = [{"auction_id": "U1", "bid_no": 3, "ts": "2024-05-06 23:59:59"}]
    assert days(tables, "auction_bids") == [("U1|3", "2024-05-06", "never")]


def test_a_tie_without_a_start_counts_always(tables: Any, days: Road) -> None:
    tables["party_relations"] = [{"relation_id": "R1", "party_a": "P1", "party_b": "P2", "relation": "employment"}]
    assert days(tables, "party_relations") == [("R1", "always", "never")]


def test_elsewhere_a_null_default_day_is_refused(tables: Any, days: Road) -> None:
    tables["auctions"] = [{"auction_id": "U1", "asset_id": "A1", "published_date": None}]
    with pytest.raises(DataError, match="nothing stands in for it"):
        days(tables, "auctions")


def test_known_at_may_be_required(tables: Any, days: Road) -> None:
    row = {"txn_id": "T1", "account_id": "A1", "ts": "2024-01-01 10:00:00", "direction": "in", "amount": 1}
    tables["transactions"] = [row]
    with pytest.raises(DataError, match="nothing stands in for it"):
        days(tables, "transactions")
    tables["transactions"] = [{**row, "known_at": "2024-02-01"}]
    assert days(tables, "transactions") == [("T1", "2024-02-01", "never")]


def test_a_version_ends_where_the_next_begins(tables: Any, days: Road) -> None:
    first = tables["cases"][0]
    tables["cases"] = [{**first, "known_at": day} for day in ("2024-09-02", None, "2024-05-01")]
    assert days(tables, "cases") == [
        ("C1", "2024-03-01", "2024-05-01"),
        ("C1", "2024-05-01", "2024-09-02"),
        ("C1", "2024-09-02", "never"),
    ]


def test_versions_from_before_the_parent_leave_the_last_in_force(tables: Any, days: Road) -> None:
    row = tables["case_parties"][0]
    tables["case_parties"] = [{**row, "known_at": day} for day in ("2024-01-01", "2024-02-01")]
    assert days(tables, "case_parties") == [
        ("C1|P1|debtor", "2024-03-01", "2024-03-01"),  # in force on no day
        ("C1|P1|debtor", "2024-03-01", "never"),
    ]


def test_the_same_key_and_day_twice_is_refused(tables: Any, days: Road) -> None:
    tables["cases"].append({**tables["cases"][0], "known_at": "2024-03-01"})
    with pytest.raises(DataError, match="C1"):
        days(tables, "cases")


def test_a_batch_feed_needs_known_at(tables: Any, days: Road) -> None:
    tables["coverage"] = [{"coverage_id": "V1", "table_name": "police_records", "feed": "on_request"}]
    tables["police_records"] = [{"record_id": "R1", "party_id": "P1", "kind": "gambling", "event_date": "2024-01-01"}]
    with pytest.raises(DataError, match="the coverage says"):
        days(tables, "police_records")


def test_day_numbers() -> None:
    assert [day_number(day) for day in ("1970-01-01", dt.date(1969, 12, 31), dt.datetime(2024, 1, 1))] == [
        0,
        -1,
        19723,
    ]
    with pytest.raises(DataError, match="is no date"):
        day_number("2024-13-01")
