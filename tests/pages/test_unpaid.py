"""What of a claim is still unpaid."""

from __future__ import annotations

from zbrisk.pages.unpaid import unpaid, unpaid_together
from zbrisk.selection import Restoration, Status

CASE = {"claim_amount": 73_500.0, "realised_amount": 10_000.0}
RESTORED = Status(restorations=(Restoration(case_no="(2020)执恢5号", paid=15_200.0),))


def test_what_came_in_before_and_after_is_taken_off() -> None:
    assert unpaid(CASE) == 63_500
    assert unpaid(CASE, RESTORED) == 48_300
    assert unpaid({**CASE, "realised_amount": 90_000.0}) == 0
    assert unpaid({"claim_amount": None, "realised_amount": 5.0}) is None


def test_a_restored_case_and_its_restoration_are_one_debt() -> None:
    again = {"claim_amount": 63_500.0, "realised_amount": 15_200.0, "parent_case_id": "first"}
    assert unpaid_together({"first": CASE, "again": again}, {"first": RESTORED}) == 48_300
    assert unpaid_together({"again": again}, {}) == 48_300
    assert unpaid_together({"first": {}}, {}) is None
