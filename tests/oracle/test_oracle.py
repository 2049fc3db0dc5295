"""The oracle itself, on cases worked out by hand: if this is wrong, nothing that it judges is right."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.oracle.coverage import Place, has_data
from tests.oracle.days import Span, day_number, plus_months, to_date, window
from tests.oracle.known import KnownTables, Row
from tests.oracle.measures import Measure, across, simple
from tests.oracle.naive import Moment, Oracle
from tests.oracle.twins import SIGNALS, VIEWS
from tests.oracle.world import make_world
from zbrisk.contract import load_contract


def day(text: str) -> int:
    return day_number(date.fromisoformat(text))


def case(case_id: str = "c1", **values: Any) -> dict[str, Any]:
    return {"case_id": case_id, "case_no": "1", "case_kind": "enforcement", "filed_date": date(2024, 1, 10), **values}


def seen(table: str, as_of: str, **tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return KnownTables(load_contract(), tables).at(table, day(as_of))


def test_a_row_counts_from_the_day_after_it_became_known() -> None:
    assert not seen("cases", "2024-01-10", cases=[case()])
    assert seen("cases", "2024-01-11", cases=[case()])
    assert not seen("cases", "2024-01-20", cases=[case(known_at=date(2024, 1, 20))])


def test_of_two_versions_the_one_known_last_counts() -> None:
    versions = [case(cause="new", known_at=date(2024, 3, 1)), case(cause="old")]
    assert [row["cause"] for row in seen("cases", "2024-03-01", cases=versions)] == ["old"]
    assert [row["cause"] for row in seen("cases", "2024-03-02", cases=versions)] == ["new"]


def test_how_a_case_closed_is_hidden_until_the_day_after() -> None:
    closed = case(closed_date=date(2024, 5, 1), close_mode="performed")
    assert seen("cases", "2024-05-01", cases=[closed])[0]["close_mode"] is None
    assert seen("cases", "2024-05-02", cases=[closed])[0]["close_mode"] == "performed"


def test_a_suit_is_known_from_its_case_s_first_version_on() -> None:
    cases = [case(known_at=date(2024, 2, 1)), case(known_at=date(2024, 3, 1))]
    assert not seen("suits", "2024-02-01", suits=[{"case_id": "c1"}], cases=cases)
    assert seen("suits", "2024-02-02", suits=[{"case_id": "c1"}], cases=cases)


def test_a_month_of_wages_is_known_two_months_later() -> None:
    wage = {"party_id": "p1", "month": date(2024, 1, 1), "kind": "wage_tax"}
    assert not seen("income_records", "2024-03-01", income_records=[wage])
    assert seen("income_records", "2024-03-02", income_records=[wage])


def test_money_is_counted_in_fen_and_time_in_seconds() -> None:
    assert seen("cases", "2024-02-01", cases=[case(claim_amount=12.34)])[0]["claim_amount"] == 1234


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2024-03-31", -1, "2024-02-29"), ("2024-02-29", 12, "2025-02-28"), ("2024-01-15", -3, "2023-10-15")],
)
def test_calendar_months_end_with_the_month(start: str, months: int, end: str) -> None:
    assert to_date(plus_months(day(start), months)).isoformat() == end


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("all", None, 1000),
        ("90d", 910, 1000),
        ("since closed", 900, 1000),
        ("before filed", None, 500),
        ("365d before filed", 135, 500),
        ("90d after closed", 900, 990),
        ("200d after closed", 900, 1000),
        ("filed to closed", 500, 900),
    ],
)
def test_windows_are_half_open_and_end_at_as_of(text: str, start: int | None, end: int) -> None:
    assert window(text, {"as_of": 1000, "filed": 500, "closed": 900}) == Span(start, end)


def test_a_window_on_an_unknown_day_is_no_window() -> None:
    assert window("since closed", {"as_of": 1000, "closed": None}) is None


ROWS: list[Row] = [{"at": 5, "_day": 5, "x": 4}, {"at": 9, "_day": 9, "x": None}, {"at": 7, "_day": 7, "x": 1}]


@pytest.mark.parametrize(
    ("measure", "value", "of_nothing"),
    [
        ("count", 3, 0),
        ("exists", 1, 0),
        ("distinct(x)", 2, 0),
        ("sum(x)", 5, 0),
        ("max(x)", 4, None),
        ("mean(x)", 2.5, None),
        ("nearest(x)", 1, None),
        ("first(x)", 4, None),
        ("last(x)", 1, None),
        ("days_since_last", 1, None),
        ("days_since_first", 5, None),
    ],
)
def test_measures(measure: str, value: float, of_nothing: float | None) -> None:
    assert simple(measure, ROWS, "at", 10) == value
    assert simple(measure, [], "at", 10) == of_nothing


def test_a_ratio_to_nothing_is_null() -> None:
    assert Measure("sum(x) / claim").value(ROWS, "at", 10, {"claim": 10}) == 0.5
    assert Measure("sum(x) / claim").value(ROWS, "at", 10, {"claim": 0}) is None
    assert Measure("sum(x) / claim").value(ROWS, "at", 10, {"claim": None}) is None


def test_several_parties_become_one_case() -> None:
    assert across(Measure("count"), [2, None, 3], "max") == 3
    assert across(Measure("count"), [2, 3], "sum") == 5
    assert across(Measure("days_since_last"), [20, 3], "sum") == 3


def test_coverage_is_by_court_case_party_and_span() -> None:
    place = Place(court_code="A", case_id="c1", party_ids={"p1"})
    row = {
        "table_name": "spending",
        "court_code": "A",
        "case_id": None,
        "party_id": None,
        "from_date": 10,
        "until_date": 20,
    }
    assert has_data("assets", [row], place, Span(1, 2))
    assert has_data("spending", [row], place, Span(10, 20))
    assert not has_data("spending", [row], place, Span(9, 20))
    assert has_data("spending", [row], place, Span(None, 20))
    assert not has_data("spending", [row], place, Span(None, 21))
    assert not has_data("spending", [row | {"party_id": "p2"}], place, Span(10, 20))


def test_a_debtor_s_other_case_by_hand() -> None:
    roles = [
        {"case_id": "c1", "party_id": "p1", "role": "debtor"},
        {"case_id": "c2", "party_id": "p1", "role": "debtor"},
    ]
    cases = [case(claim_amount=100), case("c2", claim_amount=50, filed_date=date(2024, 1, 1))]
    oracle = Oracle(load_contract(), {"cases": cases, "parties": [], "case_parties": roles}, SIGNALS, VIEWS)
    features = oracle.features(Moment("c1", date(2024, 2, 1)))
    assert features["other_cases", "count", "all"] == 1
    assert features["other_cases", "days_since_last", "all"] == 31
    assert features["other_cases", "sum(claim_amount) / claim_amount", "all"] == 0.5
    assert features["other_cases", "count", "since closed"] is None
    assert features["sightings", "count", "all"] is None  # no such tables


def test_worlds_come_out_the_same_and_hit_every_signal() -> None:
    assert make_world(3).tables == make_world(3).tables
    hit = {
        feature[0].partition(".")[0]
        for world in map(make_world, (4, 6))
        for oracle in [Oracle(world.contract, world.tables, SIGNALS, VIEWS)]
        for moment in world.moments
        for feature, value in oracle.features(moment).items()
        if value
    }
    assert hit == set(SIGNALS)
