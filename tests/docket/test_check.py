from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zbrisk.contract import load_contract
from zbrisk.contract.reading import parse_contract
from zbrisk.docket import open_docket
from zbrisk.docket.check import check
from zbrisk.docket.faults import Fault
from zbrisk.execution.signal_builder import SignalBuilder

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


def test_a_column_that_the_contract_frees_refers_to_nothing(tables: Any, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("references: {cases.basis_case_id: null}", encoding="utf-8")
    tables["cases"][0]["basis_case_id"] = "C9"
    assert check(tables, contract=load_contract(tmp_path / "own.yaml")).passed


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


def test_a_feed_that_is_a_number_is_an_unknown_code(tables: Any) -> None:
    tables["coverage"] = [{"table_name": "petitions", "feed": 5, "known_at": "2024-01-01"}]
    assert only_fault(tables).problem == "unknown code"


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


def test_of_many_unknown_columns_some_are_listed(tables: Any) -> None:
    tables["cases"][0] |= {"y" * 9999: 1} | {f"c{i}": 1 for i in range(2000)}
    (fault,) = check(tables).faults
    assert fault.column.endswith(", c18 and 1981 more") and len(fault.column) < 200


def test_percent_is_no_ratio(tables: Any) -> None:
    tables["suits"] = [{"case_id": "C1", "monthly_rate": 2.0}]
    fault = only_fault(tables)
    assert fault.warning
    assert fault.problem == "outside 0..1"


def test_personal_examples_are_masked(tables: Any) -> None:
    tables["parties"][0]["birth_year"] = "一九七五"
    assert only_fault(tables).examples == ("row 1: 一***",)


@pytest.mark.slow
@pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample prefecture is not here")
def test_the_sample_prefecture() -> None:
    """It opens; two of its tables have days in the wrong order, as real exports do."""
    faults = [(f.table, f.column, f.rows) for f in check(SAMPLE).faults]
    assert faults == [("transactions", "known_at", 396), ("company_officers", "valid_to", 48)]
    docket = open_docket(SAMPLE)
    assert len(docket.cohort("2024-07-01")) == 4360
    docket.close()


def problems(tables: Any) -> set[tuple[str, str, bool]]:
    return {(fault.table, fault.problem, fault.warning) for fault in check(tables).faults}


def outcome(number: int, result: str, *, opened: str = "2024-10-01", decided: str = "2024-11-01") -> dict[str, str]:
    made = {"outcome_id": f"O{number}", "case_id": "C1", "target": "concealed_assets", "result": result}
    return {**made, "opened_date": opened, "decided_date": decided}


def test_outcomes_of_one_review_that_contradict_each_other(tables: Any) -> None:
    tables["review_outcomes"] = [outcome(1, "confirmed"), outcome(2, "refuted")]
    assert problems(tables) == {("review_outcomes", "reviews opened on one day, both confirmed and refuted", True)}


def test_a_case_confirmed_by_one_review_and_refuted_by_another(tables: Any) -> None:
    tables["review_outcomes"] = [outcome(1, "confirmed"), outcome(2, "refuted", opened="2024-10-05")]
    assert problems(tables) == {("review_outcomes", "cases confirmed by one review and refuted by another", True)}


def test_an_outcome_of_a_case_that_was_not_in_the_cohort(tables: Any) -> None:
    tables["review_outcomes"] = [outcome(1, "confirmed", opened="2024-05-01"), outcome(2, "confirmed")]
    (fault,) = check(tables).faults
    assert fault.problem.startswith("the case was not in the cohort when the review was opened")
    assert (fault.rows, fault.examples) == (1, ("O1",))


def test_a_cohort_that_nobody_is_in_is_a_warning_for_past_days_may_be_scored(tables: Any) -> None:
    tables["cases"][0] |= {"close_mode": "settled"}
    ((table, problem, warning),) = problems(tables)
    assert (table, warning) == ("cases", True)
    assert problem.startswith("no case is in the cohort")


def test_an_empty_cohort_table_is_an_error(tables: Any) -> None:
    assert problems({name: [] for name in tables}) == {("cases", "Table cases has no row that is ever known.", False)}


@pytest.mark.parametrize(
    ("day", "problem"), [("9999-12-31", "known on a day that has not come"), ("1900-01-01", "known before 1901")]
)
def test_a_day_that_stands_for_none_is_a_warning(tables: Any, day: str, problem: str) -> None:
    tables["spending"] = [{"spending_id": "S", "party_id": "P1", "kind": "hotel", "spent_date": day}]
    (fault,) = check(tables).faults
    assert fault.warning
    assert fault.problem.startswith(problem)
    assert fault.examples == (f"S: {day}",)


def test_a_cohort_that_counts_always(tables: Any) -> None:
    things = {"key": ["thing_id"], "known_at_default": "always", "columns": {"thing_id": "id"}}
    contract = parse_contract({"cohort": {"table": "things", "key": "thing_id"}, "tables": {"things": things}})
    source = {"things": [{"thing_id": "T1"}]}
    assert check(source, contract=contract).passed
    docket = open_docket(source, contract=contract)
    assert list(docket.cohort("2024-01-01").thing_id) == ["T1"]
    docket.close()


def test_a_needless_table_where_all_others_are_there(tables: Any) -> None:
    things = {"key": ["thing_id"], "known_at_default": "always", "columns": {"thing_id": "id"}}
    contract = parse_contract({"cohort": {"table": "things", "key": "thing_id"}, "tables": {"things": things}})
    (fault,) = check({"things": [{"thing_id": "T1"}], "gossip": []}, contract=contract).faults
    assert fault.cure == "Rename it, or leave it."


ODD_DAYS = st.sampled_from(["2024-03-01", "0001-01-01", "9999-12-31", "0000-01-01", "2024-02-30", "", "1900-01-01"])
ODD_KINDS = st.sampled_from(["", "suit"])
ODD_AMOUNTS = st.sampled_from(["1", "", "1e5", "-3", "9999999999999.99", "1e13", "１２", "9" * 30, "nan"])


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    filed=ODD_DAYS,
    closed=ODD_DAYS,
    month=ODD_DAYS,
    known=ODD_DAYS,
    amount=ODD_AMOUNTS,
    kind=st.sampled_from(["", "suit"]),
)
def test_tables_that_pass_can_be_worked_with(
    filed: str, closed: str, month: str, known: str, amount: str, kind: str, tables: Any
) -> None:
    source = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    source["cases"][0] |= {"filed_date": filed, "closed_date": closed, "claim_amount": amount, "known_at": known}
    source["cases"][0] |= {"case_kind": kind or "enforcement"}
    source["company_activity"] = [{"party_id": "P2", "month": month, "invoiced_out": amount, "known_at": ""}]
    source["spending"] = [
        {"spending_id": "S", "party_id": "P1", "kind": "hotel", "spent_date": month, "amount": amount}
    ]
    findings = check(source)
    if not findings.passed:
        return
    docket = open_docket(source)
    moments = docket.cohort("2030-01-02")
    for engine in ("duckdb", "sqlite"):
        SignalBuilder(names=["business_receipts", "assets_still_held"], engine=engine).fit(docket).transform(moments)
    docket.close()


def test_words_for_nothing_are_named_where_they_would_tie_strangers(tables: Any) -> None:
    tables["parties"] = [{"party_id": f"P{i}", "party_kind": "person", "phone_hash": "nan"} for i in (1, 2)]
    assert problems(tables) == {("parties", "a word for nothing, which counts as a value", True)}
    tables["parties"] = [{"party_id": f"P{i}", "party_kind": "person", "phone_hash": None} for i in (1, 2)]
    assert problems(tables) == set()


@pytest.mark.parametrize("cut", ["3.30602E+17", "3.3e+17", "3E+17", "3.306022024E17"])
def test_an_id_that_a_program_wrote_as_a_power_of_ten_is_an_error(tables: Any, cut: str) -> None:
    tables["cases"][0]["basis_case_id"] = cut
    assert ("cases", "not a text that can be read as it was", False) in problems(tables)
