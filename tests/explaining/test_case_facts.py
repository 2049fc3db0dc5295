from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from tests.support.signals import CONTRACT, program, signal
from zbrisk.docket import Docket, open_docket
from zbrisk.explaining.case_facts import case_facts, evidence_rows, freshness, mentioned_parties, timeline
from zbrisk.explaining.evidence import EvidenceRows, Part

DAY = dt.date(2024, 6, 1)
NUMBER = (DAY - dt.date(1970, 1, 1)).days


def opened() -> Docket:
    case = {"case_id": "A", "case_no": "(1)", "case_kind": "enforcement", "filed_date": "2023-01-05"}
    return open_docket(
        {
            "cases": [case | {"claim_amount": 5.5, "judge_id": "J", "term_reason": "无财产"}],
            "parties": [{"party_id": "P", "party_kind": "person", "name": "王建国"}],
            "case_parties": [{"case_id": "A", "party_id": "P", "role": "debtor"}],
            "petitions": [
                {
                    "petition_id": "t0",
                    "case_id": "A",
                    "party_id": "P",
                    "received_date": "2024-02-01",
                    "category": "delay",
                },
                {"petition_id": "t1", "case_id": "A", "received_date": "2024-06-01", "category": "delay"},
            ],
        }
    )


def fetcher(docket: Docket) -> Any:
    def fetch(table: str, keys: Sequence[str]) -> list[dict[str, Any]]:
        return docket.rows(table, keys, DAY)

    return fetch


def fetcher_of_all() -> Any:
    """Later than the last petition."""
    docket = opened()
    return lambda table, keys: docket.rows(table, keys, DAY + dt.timedelta(1))


def test_evidence_rows_keep_the_order_of_their_names_and_drop_what_is_not_known() -> None:
    names = [("petitions", "t1"), ("cases", "A"), ("petitions", "t0"), ("case_parties", "A|P|debtor")]
    rows, others = evidence_rows(CONTRACT, {"a": EvidenceRows(names=names, lines=3)}, fetcher(opened()))["a"]
    assert [(row.table, dict(row.key)) for row in rows] == [
        ("cases", {"case_id": "A"}),
        ("petitions", {"petition_id": "t0"}),
    ]
    assert [(row.table, dict(row.key)) for row in others] == [
        ("case_parties", {"case_id": "A", "party_id": "P", "role": "debtor"}),
    ]
    assert rows[0].values["claim_amount"] == 5.5
    assert (rows[1].known_at, rows[1].values["received_date"]) == (dt.date(2024, 2, 1), dt.date(2024, 2, 1))
    assert "known_at" not in rows[1].values


def test_the_row_of_the_event_s_own_day_stands_for_it() -> None:
    earlier, own = ("petitions", "t0"), ("petitions", "t1")
    day = (dt.date(2024, 2, 1) - dt.date(1970, 1, 1)).days
    found = EvidenceRows(names=[own, earlier, ("cases", "A")], lines=1, days=[day])
    rows, others = evidence_rows(CONTRACT, {"a": found}, fetcher_of_all())["a"]
    assert [row.key["petition_id"] for row in rows] == ["t0"]
    assert [row.table for row in others] == ["petitions", "cases"]
    found.days = [day - 1]  # no row has the day: it is worked out
    assert [row.key["petition_id"] for row in evidence_rows(CONTRACT, {"a": found}, fetcher_of_all())["a"][0]] == ["t1"]


def test_rows_that_several_reasons_name_are_looked_up_once() -> None:
    found = {
        "a": EvidenceRows(names=[("petitions", "t0"), ("cases", "A")], lines=1),
        "b": EvidenceRows(names=[("petitions", "t1"), ("petitions", "t0")], lines=2),
        "c": EvidenceRows(),
    }
    asked: list[str] = []

    def fetch(table: str, keys: Sequence[str]) -> list[dict[str, Any]]:
        asked.extend(f"{table} {key}" for key in keys)
        return fetcher(opened())(table, keys)

    rows = evidence_rows(CONTRACT, found, fetch)
    assert sorted(asked) == ["cases A", "petitions t0", "petitions t1"]
    assert rows == {each: evidence_rows(CONTRACT, {each: found[each]}, fetcher(opened()))[each] for each in found}
    assert rows["c"] == ((), ())


def test_a_row_about_an_asset_says_what_the_asset_is_but_for_its_plate() -> None:
    docket = open_docket(
        {
            "cases": [{"case_id": "A", "case_no": "(1)", "case_kind": "enforcement", "filed_date": "2023-01-05"}],
            "parties": [{"party_id": "P", "party_kind": "person"}],
            "case_parties": [{"case_id": "A", "party_id": "P", "role": "debtor"}],
            "assets": [{"asset_id": "F", "asset_class": "vehicle", "natural_key": "浙A00000", "value": 9}],
            "asset_events": [
                {"event_id": "e", "asset_id": "F", "holder_id": "P", "event": "gift", "event_date": "2023-02-01"}
            ],
        }
    )
    found = {"a": EvidenceRows(names=[("asset_events", "e")], lines=1)}
    ((row,), _) = evidence_rows(CONTRACT, found, fetcher(docket))["a"]
    assert (row.values["event"], row.values["asset_class"], row.values["value"]) == ("gift", "vehicle", 9)
    assert "natural_key" not in row.values


def test_the_case_s_restricted_columns_are_left_out() -> None:
    case = case_facts(CONTRACT, "A", fetcher(opened()))
    assert (case["case_id"], case["claim_amount"]) == ("A", 5.5)
    assert case.keys() & {"judge_id", "term_reason"} == set()
    assert case_facts(CONTRACT, "Z", fetcher(opened())) == {}


def test_parties_that_evidence_names() -> None:
    found = EvidenceRows(names=[("petitions", "t0"), ("case_parties", "A|P|debtor")], lines=1)
    events, others = evidence_rows(CONTRACT, {"a": found}, fetcher(opened()))["a"]
    assert mentioned_parties(CONTRACT, (*events, *others)) == ["P"]


def test_the_timeline_is_in_order_and_has_every_event() -> None:
    days = {"filed": dt.date(2024, 1, 2), "closed": None, "inspected": dt.date(2023, 1, 1)}
    found = {("seen", Part("90d")): EvidenceRows(days=[19_700, 19_724, 19_700])}
    events = timeline(program(signal("seen"), signal("other")), days, found)
    assert {event.lane for event in events} == {None, "seen@90d"}
    assert [(event.day.isoformat(), event.label, event.signal) for event in events] == [
        ("2023-01-01", "inspected", None),
        ("2023-12-09", "标签", "seen"),
        ("2023-12-09", "标签", "seen"),
        ("2024-01-02", "执行立案", None),
        ("2024-01-02", "标签", "seen"),
    ]


def test_freshness_is_that_of_the_day() -> None:
    docket = opened()
    signals = program(signal("seen"))
    (fresh,) = freshness(signals, CONTRACT, docket.connection, docket.known_since, NUMBER)
    assert (fresh.table, fresh.present, fresh.rows, fresh.newest) == ("petitions", True, 1, dt.date(2024, 2, 1))
    (later,) = freshness(signals, CONTRACT, docket.connection, docket.known_since, NUMBER + 1)
    assert (later.rows, later.newest) == (2, DAY)
    (early,) = freshness(signals, CONTRACT, docket.connection, docket.known_since, 0)
    assert (early.present, early.rows, early.newest) == (False, 0, None)  # nothing of it was known
