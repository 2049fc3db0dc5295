"""One case's records: absent or empty, wrong, and right again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.support.bundle import AS_OF, three_cases
from zbrisk.errors import DataError
from zbrisk.scoring.scorer import Scorer

Records = dict[str, list[dict[str, Any]]]


@pytest.fixture
def records() -> Records:
    """Case A, filed on 2023-10-02 and terminated on 2024-01-10, accused twice."""
    return {
        "cases": [
            {
                "case_id": "A",
                "case_no": "(0)",
                "case_kind": "enforcement",
                "filed_date": "2023-10-02",
                "closed_date": "2024-01-10",
                "close_mode": "terminated_round",
            }
        ],
        "parties": [{"party_id": "p_A", "party_kind": "person"}],
        "case_parties": [{"case_id": "A", "party_id": "p_A", "role": "debtor"}],
        "petitions": [
            {"petition_id": "t0", "case_id": "A", "received_date": "2024-02-01", "category": "hidden_assets"},
            {"petition_id": "t1", "case_id": "A", "received_date": "2024-03-01", "category": "hidden_assets"},
        ],
    }


def test_hand_made_records_score_as_the_docket_does(small: Scorer, records: Records) -> None:
    explained = small.explain(three_cases(), case_id="A", as_of=AS_OF)
    alone = small.score_case(records, as_of=AS_OF)
    assert alone.scores == explained.scores
    assert alone.risks == explained.risks
    assert alone.explanation.timeline == explained.explanation.timeline


def test_the_day_may_be_written_in_three_ways(small: Scorer, records: Records) -> None:
    days = ("2024-06-01", dt.date(2024, 6, 1), dt.datetime(2024, 6, 1))
    assert len({small.score_case(records, as_of=day).scores["concealed_assets"] for day in days}) == 1


def test_an_empty_table_is_none_found(small: Scorer, records: Records) -> None:
    risk = small.score_case(records | {"petitions": []}, as_of=AS_OF).risks["concealed_assets"]
    assert {f.name: f.value for r in risk.reasons for f in r.features} == {
        "calm__count__all": 0.0,
        "tell__count__all": 0.0,
    }
    assert all(reason.is_absence and not reason.no_data for reason in risk.reasons)
    assert {reason.sentence.zh for reason in risk.reasons} == {"没有"}


def test_an_absent_table_is_no_data(small: Scorer, records: Records) -> None:
    del records["petitions"]
    explanation = small.score_case(records, as_of=AS_OF).explanation
    risk = explanation.risks[0]
    assert {f.value for r in risk.reasons for f in r.features} == {None}
    assert all(reason.no_data and reason.percentile is None for reason in risk.reasons)
    assert {reason.sentence.zh for reason in risk.reasons} == {"无数据"}
    assert (risk.top(), risk.mitigating()) == ((), ())
    assert sorted(reason.signal for reason in explanation.unknown) == ["calm", "sham", "tell"]
    assert [(table.table, table.present, table.rows, table.newest) for table in explanation.freshness] == [
        ("petitions", False, 0, None)
    ]


def test_no_data_and_none_found_take_turns(small: Scorer, records: Records) -> None:
    absent = {name: rows for name, rows in records.items() if name != "petitions"}
    asked = [records, absent, records | {"petitions": []}, records, absent]
    unknown = [len(small.score_case(each, as_of=AS_OF).explanation.unknown) for each in asked]
    assert unknown == [0, 3, 0, 0, 3]


def test_freshness_counts_what_was_known(small: Scorer, records: Records) -> None:
    records["petitions"].append(
        {"petition_id": "t2", "case_id": "A", "received_date": "2024-06-01", "category": "hidden_assets"}
    )
    (fresh,) = small.score_case(records, as_of=AS_OF).explanation.freshness
    assert (fresh.table, fresh.label) == ("petitions", small.contract.tables["petitions"].label)
    assert (fresh.present, fresh.rows, fresh.newest) == (True, 2, dt.date(2024, 3, 1))


def test_the_timeline_holds_milestones_and_evidence_in_order(small: Scorer, records: Records) -> None:
    timeline = small.score_case(records, as_of=AS_OF).explanation.timeline
    assert [(event.day.isoformat(), event.label, event.signal) for event in timeline] == [
        ("2023-10-02", "执行立案", None),
        ("2024-01-10", "终结本次执行程序", None),
        ("2024-02-01", "标签", "tell"),
        ("2024-03-01", "标签", "tell"),
    ]


def test_a_closing_is_not_told_before_its_day(small: Scorer, records: Records) -> None:
    explanation = small.score_case(records, as_of="2024-01-10").explanation
    assert [event.label for event in explanation.timeline] == ["执行立案"]
    assert (explanation.case["closed_date"], explanation.case["close_mode"]) == (None, None)


def test_evidence_is_the_row_itself(small: Scorer, records: Records) -> None:
    tell = next(r for r in small.score_case(records, as_of=AS_OF).risks["concealed_assets"].top() if r.signal == "tell")
    assert tell.evidence_total == 2
    newest, _ = tell.evidence
    assert (newest.table, newest.key, newest.known_at) == ("petitions", {"petition_id": "t1"}, dt.date(2024, 3, 1))
    assert newest.values["received_date"] == dt.date(2024, 3, 1)


def test_rows_may_come_from_an_iterator(small: Scorer, records: Records) -> None:
    streamed = {name: iter(rows) for name, rows in records.items()}
    assert small.score_case(streamed, as_of=AS_OF).scores == small.score_case(records, as_of=AS_OF).scores


# -- what cannot be read ----------------------------------------------------------------------------------------------


WRONG = [
    ({"pets": []}, "There is no table 'pets'"),
    ({"petitions": [{"petition_id": "t0", "received_date": "1 March", "category": "delay"}]}, "row 1: received_date"),
    ({"petitions": [{"petition_id": "t0", "received_date": "2024-03-01", "category": "gossip"}]}, "unknown code 'goss"),
    ({"petitions": [{"petition_id": None, "received_date": "2024-03-01", "category": "delay"}]}, "petition_id is empt"),
    ({"cases": []}, "Table cases holds 0 cases"),
    ({"cases": [{"case_no": "(0)", "case_kind": "enforcement", "filed_date": "2023-10-02"}]}, "None is no id"),
    ({"petitions": ["t0"]}, "Table petitions, row 1 is no dict"),
]


@pytest.mark.parametrize(("wrong", "problem"), WRONG)
def test_a_wrong_record_is_named_and_the_next_call_works(
    small: Scorer, records: Records, wrong: dict[str, Any], problem: str
) -> None:
    right = small.score_case(records, as_of=AS_OF).scores
    with pytest.raises(DataError, match=problem):
        small.score_case(records | wrong, as_of=AS_OF)
    assert small.score_case(records, as_of=AS_OF).scores == right


def test_two_cases_need_a_name(small: Scorer, records: Records) -> None:
    records["cases"].append(records["cases"][0] | {"case_id": "B"})
    with pytest.raises(DataError, match=r"Table cases holds 2 cases\.\n  Say which"):
        small.score_case(records, as_of=AS_OF)
    assert small.score_case(records, as_of=AS_OF, case_id="B").explanation.case_id == "B"


def test_a_case_that_is_not_among_the_records(small: Scorer, records: Records) -> None:
    with pytest.raises(DataError, match="Case 'Z' is not known"):
        small.score_case(records, as_of=AS_OF, case_id="Z")
    with pytest.raises(DataError, match="Case 'A' is not known on 2023-10-02"):
        small.score_case(records, as_of="2023-10-02")
    assert small.score_case(records, as_of=AS_OF).scores
