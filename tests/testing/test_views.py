"""Tests of views: the rows that they should have."""

from __future__ import annotations

from pathlib import Path

import pytest

from zbrisk.contract import load_contract
from zbrisk.testing import Report, run_signal_tests

VIEW = """/*
label: {zh: 诉讼, en: suits}
*/
select suit.case_id as suit_id, suit.claim_amount, suit.filed_date, suit.claim_amount > 50000 as large
from this_case
join case_parties as role on role.case_id = this_case.case_id and role.role = 'debtor'
join case_parties as sued on sued.party_id = role.party_id and sued.role = 'defendant'
join cases as suit on suit.case_id = sued.case_id
"""
PLAIN = """/*
label: {zh: 转让, en: sales}
*/
select event.asset_id, event.price from asset_events as event where event.event = 'transfer'
"""
OTHER = """
cases:
  - name: one more
    given:
      cases: [{case_id: S2, claim_amount: 20000, filed_date: 2021-03-01}]
      case_parties: [{case_id: S2, party_id: D, role: defendant}]
    expect:
      - {suit_id: S2, claim_amount: 20000, filed_date: 2021-03-01, large: false}
      - {suit_id: S, claim_amount: 100000, filed_date: 2022-01-10, large: true}
"""


def run(folder: Path, text: str, name: str = "suits_of_debtor") -> Report:
    (folder / "views").mkdir(exist_ok=True)
    (folder / "views" / "suits_of_debtor.sql").write_text(VIEW, encoding="utf-8")
    (folder / "views" / "sales.sql").write_text(PLAIN, encoding="utf-8")
    (folder / "views" / f"{name}.test.yaml").write_text(text, encoding="utf-8")
    return run_signal_tests(folder, load_contract(), wanted=["one more", name])


def test_a_view_has_the_rows_that_it_should(folder: Path) -> None:
    report = run(folder, OTHER)
    assert [str(failure) for failure in report.failures] == []
    assert (report.views, report.signals) == (("suits_of_debtor",), ())


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (
            "20000, filed_date: 2021-03-01, large",
            "30000, filed_date: 2021-03-01, large",
            3,
            "lacks the row {suit_id: S2,",
        ),
        (
            "      - {suit_id: S, claim_amount: 100000, filed_date: 2022-01-10, large: true}\n",
            "",
            3,
            "has the row {suit_id: S,",
        ),
        ("large: true", "big: true", 9, "suits_of_debtor has no column 'big'."),
        (", large: true", "", 9, "This row has other columns than the first."),
        ("cases:\n  -", "fires:\n  -", 2, "unknown key 'fires'"),
    ],
)
def test_what_differs_is_named(folder: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in OTHER
    failures = run(folder, OTHER.replace(old, new, 1)).failures
    assert any(said in failure.problem and failure.line == line for failure in failures)


def test_a_view_that_knows_no_case_is_tested_through_others(folder: Path) -> None:
    (failure,) = run(folder, "cases: [{name: one more, expect: []}]", name="sales").failures
    assert failure.problem == "sales knows no case: its rows are those of its tables."
