from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from zbrisk.docket import open_docket
from zbrisk.docket.check import check
from zbrisk.docket.faults import Fault

SAMPLE = Path(__file__).parents[2].parent / "shared" / "sample" / "prefecture"


def only_fault(tables: Any) -> Fault:
    (fault,) = check(tables).faults
    return fault


def test_good_tables_have_no_fault(tables: Any) -> None:
    findings = check(tables)
    assert findings.passed
    assert not findings.faults
    summary = {found.table: (found.rows, str(found.first_known)) for found in findings.tables}
    assert summary == {"cases": (1, "2024-03-01"), "parties": (2, "None"), "case_parties": (2, "2024-03-01")}


def test_all_faults_at_once(tables: Any) -> None:
    tables["cases"][0] |= {"filed_date": "soon", "case_kind": "quarrel"}
    del tables["parties"]
    assert {(f.table, f.column) for f in check(tables).faults} == {
        ("cases", "filed_date"),
        ("cases", "case_kind"),
        ("parties", ""),
    }


def test_a_missing_parent(tables: Any) -> None:
    tables["case_agents"] = [{"case_id": "C1", "party_id": "P1", "agent_id": "G1"}]
    del tables["cases"]
    assert [(f.table, f.problem) for f in check(tables).faults] == [("cases", "the table is missing")]


def test_a_missing_column(tables: Any) -> None:
    del tables["cases"][0]["case_no"]
    assert only_fault(tables).column == "case_no"


def test_three_examples_of_many(tables: Any) -> None:
    tables["cases"] += [{**tables["cases"][0], "case_id": f"D{n}", "claim_amount": f"{n}万"} for n in range(9)]
    fault = only_fault(tables)
    assert (fault.column, fault.problem, fault.rows) == ("claim_amount", "not an amount of yuan", 9)
    assert fault.examples == ("row 2: 0万", "row 3: 1万", "row 4: 2万")


def test_repeated_keys(tables: Any) -> None:
    tables["parties"].append(tables["parties"][0])
    fault = only_fault(tables)
    assert (fault.problem, fault.rows, fault.examples) == ("the same key twice with the same known_at", 1, ("P1",))


def test_dangling_references(tables: Any) -> None:
    tables["case_parties"][0]["party_id"] = "P9"
    fault = only_fault(tables)
    assert (fault.column, fault.problem, fault.examples) == ("party_id", "not in parties", ("C1|P9|debtor: P9",))


def test_references_by_another_name(tables: Any) -> None:
    tables["cases"][0]["basis_case_id"] = "C9"
    assert only_fault(tables).problem == "not in cases"


def test_known_before_it_happened(tables: Any) -> None:
    tables["cases"][0]["known_at"] = "2024-02-28"
    fault = only_fault(tables)
    assert (fault.column, fault.examples) == ("known_at", ("C1: 2024-02-28 < 2024-03-01",))


def test_closed_before_filed(tables: Any) -> None:
    tables["cases"][0]["closed_date"] = "2024-02-28"
    fault = only_fault(tables)
    assert (fault.column, fault.problem) == ("closed_date", "before filed_date")


def test_a_batch_feed_without_known_at(tables: Any) -> None:
    tables["coverage"] = [{"coverage_id": "V1", "table_name": "spending", "feed": "batch"}]
    tables["spending"] = [{"spending_id": "S1", "party_id": "P1", "kind": "hotel", "spent_date": "2024-01-01"}]
    assert only_fault(tables).column == "known_at"


def test_nothing_stands_in_for_known_at(tables: Any) -> None:
    tables["assets"] = [{"asset_id": "A1", "asset_class": "vehicle"}]
    tables["auctions"] = [{"auction_id": "U1", "asset_id": "A1", "published_date": None}]
    assert only_fault(tables).problem == "empty, and published_date is empty too"


def test_misspelt_names_are_warnings(tables: Any) -> None:
    tables["spendings"] = []
    tables["cases"][0]["claim"] = 5
    findings = check(tables)
    assert findings.passed
    assert [(f.table, f.column) for f in findings.faults] == [("cases", "claim"), ("spendings", "")]


def test_percent_is_no_ratio(tables: Any) -> None:
    tables["suits"] = [{"case_id": "C1", "monthly_rate": 2.0}]
    fault = only_fault(tables)
    assert fault.warning
    assert fault.problem == "outside 0..1"


def test_personal_examples_are_masked(tables: Any) -> None:
    tables["parties"][0]["birth_year"] = "一九七五"
    assert only_fault(tables).examples == ("row 1: 一***",)


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample prefecture is not here")
def test_the_sample_prefecture() -> None:
    """It opens; two of its tables have days in the wrong order, as real exports do."""
    faults = [(f.table, f.column, f.rows) for f in check(SAMPLE).faults]
    assert faults == [("transactions", "known_at", 396), ("company_officers", "valid_to", 48)]
    docket = open_docket(SAMPLE)
    assert len(docket.cohort("2024-07-01")) == 4360
    docket.close()
