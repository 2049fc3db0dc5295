"""How a case stands on a day, by what was known before it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from tests.support.office import cases, outcomes, small_docket
from zbrisk.contract.reading import parse_contract
from zbrisk.docket import Docket, open_docket
from zbrisk.selection import Restoration, Review, Status, finished, statuses, unfinished
from zbrisk.selection.status import LISTS, RESTORATIONS, REVIEWS

DAY, TARGET = "2024-06-01", "concealed_assets"
ONE = cases(("A", "2024-01-10"), ("B", "2024-01-10"))


def restoration(**more: Any) -> pd.DataFrame:
    """A case that takes A's enforcement up again."""
    facts = {"case_id": "R", "case_no": "（2024）浙0602执恢1号", "filed_date": "2024-03-01", "parent_case_id": "A"}
    return pd.DataFrame([{"case_kind": "restoration", "claim_amount": 900.0, "known_at": "2024-03-05"} | facts | more])


def docket(*rows: pd.DataFrame, **tables: pd.DataFrame) -> Docket:
    parties = pd.DataFrame({"case_id": ["A", "B"], "party_id": ["pA", "pB"], "role": "debtor"})
    return small_docket(pd.concat([ONE, *rows], ignore_index=True), case_parties=parties, **tables)


def of_a(world: Docket, day: str = DAY) -> Status:
    return statuses(world, ["B", "A"], day)["A"]


def listed(*rows: tuple[str, str, bool]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["case_id", "listed_date", "chosen_flag"])
    return frame.assign(list_id=[f"l{i}" for i in range(len(frame))], target=TARGET)


def test_a_review_counts_from_the_day_after_its_decision() -> None:
    world = docket(review_outcomes=outcomes(("A", "refuted", "2024-02-01", "2024-03-01")))
    assert of_a(world, "2024-03-01").reviews == ()
    day = dt.date(2024, 3, 1)
    known = of_a(world, "2024-03-02")
    assert known.reviews == (Review(target=TARGET, opened=dt.date(2024, 2, 1), decided=day, result="refuted"),)
    assert (finished(known, TARGET), finished(known, "sham_litigation")) == ("reviewed", None)


def test_a_review_whose_decision_is_still_to_come_is_open_and_says_no_result() -> None:
    rows = outcomes(("A", "confirmed", "2024-02-01", "2024-07-01")).assign(known_at="2024-02-02")
    status = of_a(docket(review_outcomes=rows))
    assert status.reviews == (Review(target=TARGET, opened=dt.date(2024, 2, 1)),)
    assert finished(status, TARGET) == "in_review"


def test_a_case_that_was_issued_is_in_review_until_a_later_decision() -> None:
    lists = listed(("A", "2024-02-01", True), ("B", "2024-02-01", False))
    found = statuses(docket(review_lists=lists), ["A", "B"], DAY)
    assert (finished(found["A"], TARGET), finished(found["B"], TARGET)) == ("in_review", None)
    after = docket(review_lists=lists, review_outcomes=outcomes(("A", "refuted", "2024-02-10", "2024-03-01")))
    assert finished(of_a(after), TARGET) == "reviewed"
    again = listed(("A", "2024-02-01", True), ("A", "2024-04-01", True))
    world = docket(review_lists=again, review_outcomes=outcomes(("A", "refuted", "2024-02-10", "2024-03-01")))
    assert finished(of_a(world), TARGET) == "in_review"


@pytest.mark.parametrize(
    ("ended", "why"),
    [
        ({}, "enforced"),
        ({"closed_date": "2024-05-01", "close_mode": "performed"}, "enforced"),
        ({"closed_date": "2024-05-01", "close_mode": "settled"}, "enforced"),
        ({"closed_date": "2024-05-01", "close_mode": "other", "realised_amount": 900.0}, "enforced"),
        ({"closed_date": "2024-05-01", "close_mode": "other", "realised_amount": 100.0}, None),
        ({"closed_date": "2024-07-01", "close_mode": "other"}, "enforced"),  # not ended yet
        ({"known_at": "2024-07-01"}, None),  # not known yet
    ],
)
def test_enforcement_that_goes_on_or_was_performed_finishes_a_case(ended: dict[str, Any], why: str | None) -> None:
    status = of_a(docket(restoration(**ended)))
    assert (finished(status, TARGET), finished(status, "sham_litigation")) == (why, why)
    # whether somebody is still punished is asked most of all of those who paid
    assert finished(status, "credit_measure") is None


def test_what_a_restoration_brought_is_not_known_before_it_ends() -> None:
    row = restoration(closed_date="2024-07-01", close_mode="performed", realised_amount=900.0)
    (known,) = of_a(docket(row)).restorations
    assert known == Restoration(case_no="（2024）浙0602执恢1号", filed=dt.date(2024, 3, 1), claim=900.0)


@pytest.mark.parametrize(
    ("action", "day", "why"),
    [
        ("restored", "2024-02-01", "enforced"),
        ("restored", "2023-12-01", None),  # before the termination
        ("performed", "2024-02-01", "enforced"),
    ],
)
def test_acts_tell_what_no_case_tells(action: str, day: str, why: str | None) -> None:
    acts = pd.DataFrame([{"action_id": "1", "case_id": "A", "action": action, "action_date": day}])
    assert finished(of_a(docket(enforcement_actions=acts)), TARGET) == why


def test_tables_that_were_not_supplied_say_nothing() -> None:
    assert of_a(docket()).told_by >= {RESTORATIONS} and not of_a(docket()).told_by & {REVIEWS, LISTS}
    rows = outcomes(("B", "refuted", "2024-02-01", "2024-03-01"))
    assert {REVIEWS, LISTS} <= of_a(
        docket(review_outcomes=rows, review_lists=listed(("B", "2024-03-01", True)))
    ).told_by


def test_what_becomes_known_later_changes_no_status() -> None:
    before = docket()
    after = docket(
        restoration(known_at=DAY),
        review_outcomes=outcomes(("A", "confirmed", "2024-02-01", DAY)),
        review_lists=listed(("A", DAY, True)),
        enforcement_actions=pd.DataFrame(
            [{"action_id": "1", "case_id": "A", "action": "performed", "action_date": DAY}]
        ),
    )
    assert finished(of_a(after), TARGET) is None
    assert of_a(after) == of_a(before)


def test_newer_facts_bring_back_what_was_reviewed_and_nothing_else() -> None:
    clues = [("A", TARGET), ("B", TARGET)]
    decided = Status(reviews=(Review(target=TARGET, decided=dt.date(2024, 3, 1), result="confirmed"),))
    restored = Status(reviews=decided.reviews, restorations=(Restoration(case_no="1"),))
    assert unfinished(clues, {"A": decided, "B": restored}) == [False, False]
    assert unfinished(clues, {"A": decided, "B": restored}, set(clues)) == [True, False]
    assert unfinished([("C", TARGET)], {}) == [True]


def test_a_contract_of_ones_own_has_reviews_and_no_restorations() -> None:
    kitchens = {
        "version": 1, "label": "Kitchens",
        "cohort": {"table": "kitchens", "key": "kitchen_id"},
        "outcomes": {"table": "visits", "target": "risk", "result": "found", "opened": "begun", "decided": "ended"},
        "tables": {
            "kitchens": {"key": ["kitchen_id"], "known_at_default": "opened", "label": "k",
                         "columns": {"kitchen_id": "id", "opened": "date"}, "required": ["kitchen_id", "opened"]},
            "visits": {"key": ["visit_id"], "known_at_default": "ended", "label": "v", "required": ["visit_id"],
                       "columns": {"visit_id": "id", "kitchen_id": "id", "risk": "code(mice|mould)",
                                   "found": "code(confirmed|refuted)", "begun": "date", "ended": "date"}},
        },
    }  # fmt: skip
    tables = {
        "kitchens": pd.DataFrame({"kitchen_id": ["K"], "opened": ["2024-01-01"]}),
        "visits": pd.DataFrame(
            [
                {
                    "visit_id": "1",
                    "kitchen_id": "K",
                    "risk": "mice",
                    "found": "refuted",
                    "begun": "2024-02-01",
                    "ended": "2024-02-02",
                }
            ]
        ),
    }
    world = open_docket(tables, contract=parse_contract(kitchens))
    status = statuses(world, ["K"], DAY)["K"]
    assert (finished(status, "mice"), finished(status, "mould")) == ("reviewed", None)
    assert status.told_by == {REVIEWS}
