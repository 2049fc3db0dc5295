"""Hand-worked cases: for each checkpoint who fails, who passes, whom it does not concern, and what stays open.

Case E as in tests/features/story.py: A against D, filed 2022-06-01, terminated 2022-12-01, 100,000 yuan, looked at on
2024-01-01.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.features.story import Rows, action, company, enforcement, event, office, owns, person, query, role, row, told

__all__ = ["TRIALS", "Trial"]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One case before one checkpoint."""

    checkpoint: str
    about: str
    verdict: str
    rows: Rows
    as_of: str = "2024-01-01"

    def __str__(self) -> str:
        return f"{self.checkpoint}-{self.about.replace(' ', '_')}"


def trials(checkpoint: str, *told_of: tuple[str, str, Rows], as_of: str = "2024-01-01") -> list[Trial]:
    return [
        Trial(checkpoint=checkpoint, verdict=verdict, about=about, rows=rows, as_of=as_of)
        for verdict, about, rows in told_of
    ]


def case(**columns: Any) -> Rows:
    """Case E is otherwise."""
    return row("cases", case_id="E", **columns)


def measure(kind: str, on: str, party: str = "D", **columns: Any) -> Rows:
    """A credit measure of case E."""
    return row("credit_measures", party_id=party, kind=kind, published_date=on, **({"case_id": "E"} | columns))


def listed(on: str, **columns: Any) -> Rows:
    """D goes on the dishonest list."""
    return measure("dishonest_list", on, **columns)


def seized(
    asset: str = "house", on: str = "2022-07-01", until: str | None = "2025-07-01", rank: int | None = 1
) -> Rows:
    """Case E seizes an asset of D."""
    return event(asset, "seize", on, case_id="E", until_date=until, seize_rank=rank)


def lot(
    number: int, published: str, start: str | None, end: str | None, result: str = "unsold", **columns: Any
) -> Rows:
    """A round of the auction of D's house."""
    times = {"start_ts": f"{start} 10:00:00" if start else None, "end_ts": f"{end} 10:00:00" if end else None}
    described = {"auction_id": f"U{number}", "case_id": "E", "asset_id": "house", "round": number, "result": result}
    return row("auctions", published_date=published, **(described | times | columns))


def asked(party: str, asset_class: str, on: str = "2022-07-01", **columns: Any) -> Rows:
    """A query of any party's property in case E."""
    answer = {"result": "none", "channel": "online"} | columns
    return row("property_queries", case_id="E", party_id=party, asset_class=asset_class, query_date=on, **answer)


def all_classes(party: str = "D") -> Rows:
    return told(*(asked(party, each) for each in ("deposit", "vehicle", "real_estate", "security")))


def again(on: str = "2023-03-01", **columns: Any) -> Rows:
    """Case E is restored."""
    return row(
        "cases", case_id="E2", case_no="E2", case_kind="restoration", filed_date=on, parent_case_id="E", **columns
    )


def share(number: str, rank: str, claim: float, planned: float, on: str = "2023-01-10", **columns: Any) -> Rows:
    """A share in the proceeds of auction U1; number E is case E's own."""
    described = {"case_id": number, "party_id": f"creditor {number}", "auction_id": "U1", "rank": rank}
    return row("distributions", claim=claim, planned=planned, planned_date=on, **(described | columns))


DEAD_BEFORE = person("D", death_date="2022-05-01")
RESTORATION = case(case_kind="restoration")
HOUSE, CAR = owns("house"), owns("car", asset_class="vehicle", value=80_000)
MORTGAGED = owns("house", encumbered=450_000)

TRIALS: tuple[Trial, ...] = (
    *trials(
        "r01_notice_issued",
        ("fail", "never", []),
        ("pass", "issued", action("enforcement_notice", "2022-06-05")),
        ("fail", "after the closing", action("enforcement_notice", "2022-12-05")),
        ("not_applicable", "restoration", RESTORATION),
        ("not_applicable", "before the law", case(filed_date="2016-05-01", closed_date="2016-11-01")),
    ),
    *trials(
        "r01_notice_in_time",
        # the tenth day, 11 June 2022, is a Saturday: the term runs to Monday the 13th
        ("pass", "on Monday", action("enforcement_notice", "2022-06-13")),
        ("fail", "on Tuesday", action("enforcement_notice", "2022-06-14")),
        ("not_applicable", "never", []),
    ),
    *trials(
        "r02_report_ordered",
        ("fail", "never", []),
        ("pass", "ordered", action("report_order", "2022-06-05")),
        (
            "flag",
            "only one of two",
            told(action("report_order", "2022-06-05", party_id="D"), role("E", "G", "guarantor")),
        ),
        (
            "pass",
            "both",
            told(
                action("report_order", "2022-06-05", party_id="D"),
                action("report_order", "2022-06-05", party_id="G"),
                role("E", "G", "guarantor"),
            ),
        ),
        (
            "pass",
            "added after the closing",
            told(
                action("report_order", "2022-06-05", party_id="D"),
                row("case_parties", case_id="E", party_id="G", role="debtor", added_date="2023-02-01"),
            ),
        ),
        ("not_applicable", "dead before", DEAD_BEFORE),
    ),
    *trials(
        "r02_report_with_notice",
        (
            "fail",
            "a month later",
            told(action("enforcement_notice", "2022-06-05"), action("report_order", "2022-07-12")),
        ),
        (
            "flag",
            "a week later",
            told(action("enforcement_notice", "2022-06-05"), action("report_order", "2022-06-12")),
        ),
        (
            "pass",
            "the same day",
            told(action("enforcement_notice", "2022-06-05"), action("report_order", "2022-06-05")),
        ),
        ("not_applicable", "no order", action("enforcement_notice", "2022-06-05")),
        (
            "not_applicable",
            "before the law",
            told(
                case(filed_date="2017-01-01", closed_date="2017-12-01"),
                action("enforcement_notice", "2017-01-05"),
                action("report_order", "2017-02-12"),
            ),
        ),
    ),
    *trials(
        "r03_report_verified",
        ("fail", "left alone", action("report_received", "2022-06-20")),
        ("pass", "verified", told(action("report_received", "2022-06-20"), action("report_verified", "2022-07-01"))),
        ("not_applicable", "no report", []),
    ),
    *trials(
        "r03_refusal_punished",
        ("flag", "no report", action("report_order", "2022-06-05")),
        ("pass", "reported", told(action("report_order", "2022-06-05"), action("report_received", "2022-06-20"))),
        ("pass", "fined", told(action("report_order", "2022-06-05"), action("fine", "2022-08-20"))),
        ("not_applicable", "no order", []),
    ),
    *trials(
        "r04_report_covers_a_year",
        ("unknown", "on paper", action("report_received", "2022-06-20")),
        ("not_applicable", "no report", []),
    ),
    *trials(
        "r05_consumption_restricted",
        ("fail", "never", []),
        ("flag", "in another case", measure("restrict_consumption", "2022-07-01", case_id="E9")),
        ("pass", "restricted", measure("restrict_consumption", "2022-07-01")),
        ("fail", "after the closing", measure("restrict_consumption", "2023-07-01")),
        (
            "flag",
            "the guarantor is not",
            told(measure("restrict_consumption", "2022-07-01"), role("E", "G", "guarantor")),
        ),
        ("not_applicable", "a minor", person("D", birth_year=2010)),
        ("not_applicable", "dead before", DEAD_BEFORE),
        # a company is restricted through its representative
        (
            "pass",
            "representative of a firm",
            told(
                company("D"),
                row("parties", party_id="D", party_kind="company"),
                measure("restrict_consumption", "2022-07-01", "boss"),
            ),
        ),
    ),
    *trials(
        "r06_punished_debtor_listed",
        ("flag", "fined and not listed", action("fine", "2022-08-20", party_id="D")),
        ("pass", "fined and listed", told(action("fine", "2022-08-20", party_id="D"), listed("2022-09-01"))),
        ("not_applicable", "never punished", []),
    ),
    *trials(
        "r07_network_query",
        ("fail", "never", []),
        ("pass", "queried", asked("D", "deposit")),
        ("fail", "only on site", asked("D", "deposit", channel="onsite")),
        ("fail", "the guarantor is not", told(asked("D", "deposit"), role("E", "G", "guarantor"))),
        ("not_applicable", "dead before", DEAD_BEFORE),
    ),
    *trials(
        "r07_clues_checked",
        ("fail", "never", action("clue_received", "2022-07-01")),
        ("pass", "in a week", told(action("clue_received", "2022-07-01"), action("clue_checked", "2022-07-08"))),
        ("fail", "too late", told(action("clue_received", "2022-07-01"), action("clue_checked", "2022-07-11"))),
        # the seventh day, 9 July 2022, is a Saturday
        ("pass", "on Monday", told(action("clue_received", "2022-07-02"), action("clue_checked", "2022-07-11"))),
        ("not_applicable", "no clue", []),
    ),
    *trials(
        "r07_failed_query_followed_up",
        ("flag", "left open", asked("D", "deposit", result="failed")),
        ("pass", "repeated", told(asked("D", "deposit", result="failed"), asked("D", "deposit", "2022-07-20"))),
        (
            "flag",
            "another class repeated",
            told(asked("D", "deposit", result="pending"), asked("D", "vehicle", "2022-07-20")),
        ),
        ("not_applicable", "all answered", asked("D", "deposit")),
    ),
    *trials(
        "r08_query_fresh",
        ("flag", "five months old", query("deposit", "none", "2022-07-01")),
        ("pass", "a month old", query("deposit", "none", "2022-11-01")),
        ("not_applicable", "never", []),
    ),
    *trials(
        "r09_classes_queried",
        ("flag", "one class missing", told(asked("D", "deposit"), asked("D", "vehicle"), asked("D", "security"))),
        ("pass", "all four", all_classes()),
        ("flag", "nothing of the guarantor", told(all_classes(), role("E", "G", "guarantor"))),
        ("pass", "guarantor too", told(all_classes(), all_classes("G"), role("E", "G", "guarantor"))),
        ("not_applicable", "dead before", DEAD_BEFORE),
    ),
    *trials(
        "r10_disposal_attempted",
        ("flag", "first seized, never sold", told(HOUSE, seized())),
        (
            "pass",
            "failed twice",
            told(
                HOUSE,
                seized(),
                lot(1, "2022-08-01", "2022-09-01", "2022-09-02"),
                lot(2, "2022-09-10", "2022-10-01", "2022-10-02"),
            ),
        ),
        ("pass", "waiting seizure", told(HOUSE, seized(rank=2))),
        ("pass", "car not held", told(CAR, seized("car"))),
        ("pass", "mortgaged", told(MORTGAGED, seized())),
        ("unknown", "rank not recorded", told(HOUSE, seized(rank=None))),
        ("not_applicable", "nothing seized", HOUSE),
    ),
    *trials(
        "r11_three_months",
        ("fail", "a day early", case(closed_date="2022-08-31")),
        ("pass", "to the day", case(closed_date="2022-09-01")),
        # from 30 November three months run to the last day of February, 90 days on
        ("pass", "to the end of February", case(filed_date="2022-11-30", closed_date="2023-02-28")),
        ("fail", "ninety days are not three months", case(filed_date="2022-07-01", closed_date="2022-09-29")),
        ("not_applicable", "restoration", told(RESTORATION, case(closed_date="2022-08-31"))),
        ("not_applicable", "before the law", case(filed_date="2016-10-01", closed_date="2016-11-30")),
        ("not_applicable", "not closed yet", case(closed_date="2024-06-01")),
    ),
    *trials(
        "r12_missing_debtor_sought",
        ("flag", "never", row("suits", case_id="S", service_kind="notice")),
        (
            "pass",
            "sought",
            told(row("suits", case_id="S", service_kind="notice"), action("missing_person_search", "2022-08-01")),
        ),
        ("not_applicable", "served in person", row("suits", case_id="S", service_kind="direct")),
    ),
    *trials(
        "r13_applicant_interviewed",
        ("flag", "never", []),
        ("pass", "heard", action("interview", "2022-11-20")),
        ("flag", "after the closing", action("interview", "2022-12-20")),
        ("not_applicable", "before the law", case(filed_date="2016-05-01", closed_date="2016-11-01")),
    ),
    *trials(
        "r14_panel_or_consent",
        ("flag", "neither", action("interview", "2022-11-20", result="申请人不同意终本")),
        ("pass", "panel", action("panel_review", "2022-11-25")),
        ("pass", "consent", action("interview", "2022-11-20", result="申请人同意终本")),
        ("not_applicable", "before the law", case(filed_date="2014-05-01", closed_date="2014-11-01")),
    ),
    *trials(
        "r15_ruling_complete",
        ("unknown", "on paper", []),
        ("not_applicable", "before the law", case(filed_date="2016-05-01", closed_date="2016-11-01")),
    ),
    *trials(
        "r16_ruling_served",
        ("flag", "never", []),
        ("pass", "served", action("ruling_served", "2022-12-10")),
        ("unknown", "closed last week", case(closed_date="2023-12-20")),
        ("not_applicable", "before the law", case(filed_date="2016-05-01", closed_date="2016-11-01")),
    ),
    *trials(
        "r17_terminated_with_assets",
        ("fail", "first seized", told(HOUSE, owns("flat"), seized())),
        ("flag", "the sole home", told(HOUSE, seized())),
        ("flag", "of little worth", told(owns("house", value=9_000), owns("flat"), seized())),
        ("fail", "found by a query", told(HOUSE, owns("flat"), query("real_estate", "found"))),
        ("pass", "unknown to the court", HOUSE),
        ("pass", "waiting seizure", told(HOUSE, seized(rank=2))),
        ("pass", "mortgaged", told(MORTGAGED, seized())),
        (
            "pass",
            "failed twice",
            told(
                HOUSE,
                seized(),
                lot(1, "2022-08-01", "2022-09-01", "2022-09-02"),
                lot(2, "2022-09-10", "2022-10-01", "2022-10-02"),
            ),
        ),
        ("pass", "car only on paper", told(CAR, seized("car"))),
        ("fail", "car in the yard", told(CAR, seized("car"), event("car", "detain", "2022-08-01", case_id="E"))),
        ("pass", "lifted before", told(HOUSE, seized(), event("house", "lift", "2022-10-01", case_id="E"))),
        ("pass", "sold before", told(HOUSE, seized(), event("house", "dispose", "2022-10-01", case_id="E"))),
        (
            "flag",
            "seized by others",
            told(HOUSE, query("real_estate", "found"), event("house", "seize", "2022-05-01", case_id="E9")),
        ),
        ("unknown", "no value", told(owns("house", value=None), seized())),
        ("pass", "found after the closing", told(HOUSE, query("real_estate", "found", "2023-01-05"))),
        ("pass", "bought after the closing", told(owns("house", since="2023-02-01"), seized(on="2023-03-01"))),
    ),
    *trials(
        "r17_money_found",
        ("flag", "left alone", query("deposit", "found", amount=30_000)),
        ("pass", "taken", told(query("deposit", "found", amount=30_000), case(realised_amount=30_000))),
        ("pass", "a little", query("deposit", "found", amount=120)),
        ("pass", "nothing", []),
    ),
    *trials(
        "r17_registered_asset",
        ("flag", "never found", HOUSE),
        ("pass", "found", told(HOUSE, query("real_estate", "found"))),
        ("pass", "seized", told(HOUSE, seized())),
        ("pass", "mortgaged", MORTGAGED),
        ("pass", "nothing", []),
    ),
    *trials(
        "r18_seizure_too_long",
        ("fail", "four years", told(HOUSE, seized(until="2026-07-01"))),
        ("pass", "three years", told(HOUSE, seized(until="2025-07-01"))),
        ("fail", "car for three", told(CAR, seized("car", until="2025-07-01"))),
        ("pass", "car for two", told(CAR, seized("car", until="2024-07-01"))),
        ("unknown", "no term", told(HOUSE, seized(until=None))),
        ("not_applicable", "nothing seized", HOUSE),
        ("not_applicable", "before the law", told(HOUSE, seized(on="2014-07-01", until="2019-07-01"))),
    ),
    *trials(
        "r18_seizure_lapsed",
        ("fail", "ran out", told(HOUSE, seized(until="2022-10-01"))),
        (
            "pass",
            "renewed",
            told(
                HOUSE,
                seized(until="2022-10-01"),
                event("house", "renew", "2022-09-20", case_id="E", until_date="2025-09-20"),
            ),
        ),
        (
            "pass",
            "sold before",
            told(HOUSE, seized(until="2022-10-01"), event("house", "dispose", "2022-09-20", case_id="E")),
        ),
        ("pass", "in force", told(HOUSE, seized())),
        ("pass", "after the closing", told(HOUSE, seized(until="2023-02-01"))),
        ("not_applicable", "waiting seizure", told(HOUSE, seized(until="2022-10-01", rank=2))),
        ("not_applicable", "nothing seized", HOUSE),
        ("unknown", "no term", told(CAR, seized("car", on="2020-07-01", until=None))),
    ),
    *trials(
        "r19_disposal_started",
        ("fail", "nothing done", told(HOUSE, seized())),
        ("pass", "put up for sale", told(HOUSE, seized(), lot(1, "2022-08-01", "2022-09-01", "2022-09-02"))),
        ("pass", "seized last week", told(HOUSE, seized(on="2022-11-25", until="2025-11-25"))),
        ("not_applicable", "waiting seizure", told(HOUSE, seized(rank=2))),
        ("not_applicable", "mortgaged", told(MORTGAGED, seized())),
        ("not_applicable", "car not held", told(CAR, seized("car"))),
        ("unknown", "rank not recorded", told(HOUSE, seized(rank=None))),
    ),
    *trials(
        "r20_vehicle_not_detained",
        (
            "fail",
            "inspected",
            told(
                CAR,
                seized("car"),
                row("vehicle_sightings", plate="P", asset_id="car", ts="2023-03-01 08:00:00", kind="inspection"),
            ),
        ),
        (
            "flag",
            "on camera",
            told(
                CAR,
                seized("car"),
                row("vehicle_sightings", plate="P", asset_id="car", ts="2023-03-01 08:00:00", kind="camera"),
            ),
        ),
        (
            "pass",
            "detained",
            told(
                CAR,
                seized("car"),
                event("car", "detain", "2023-04-01", case_id="E"),
                row("vehicle_sightings", plate="P", asset_id="car", ts="2023-03-01 08:00:00", kind="camera"),
            ),
        ),
        (
            "not_applicable",
            "seen before the seizure",
            told(
                CAR,
                seized("car"),
                row("vehicle_sightings", plate="P", asset_id="car", ts="2022-03-01 08:00:00", kind="camera"),
            ),
        ),
    ),
    *trials(
        "r21_queried_every_six_months",
        ("flag", "never", []),
        # due by 1 June and 20 November, and thirty days of grace
        ("pass", "twice", told(query("deposit", "none", "2023-05-20"), query("deposit", "none", "2023-12-10"))),
        ("flag", "once, and late", query("deposit", "none", "2023-08-20")),
        ("pass", "restored in time", again("2023-06-20")),
        ("not_applicable", "closed lately", case(closed_date="2023-09-01")),
    ),
    *trials(
        "r22_found_but_not_restored",
        ("flag", "found and left", query("deposit", "found", "2023-05-20", 50_000)),
        ("pass", "restored", told(query("deposit", "found", "2023-05-20", 50_000), again("2023-06-01"))),
        ("pass", "a little", query("deposit", "found", "2023-05-20", 50)),
        ("flag", "bought a house", owns("house", since="2023-03-01")),
        ("unknown", "of unknown size", query("deposit", "found", "2023-05-20")),
        (
            "pass",
            "known before",
            told(query("vehicle", "found", "2022-07-20"), query("vehicle", "found", "2023-05-20")),
        ),
        ("unknown", "found last week", query("deposit", "found", "2023-12-20", 50_000)),
        ("pass", "found before the closing", query("deposit", "found", "2022-07-20", 50_000)),
    ),
    *trials(
        "r23_request_answered",
        ("flag", "no answer", action("restore_request", "2023-05-01")),
        ("pass", "restored", told(action("restore_request", "2023-05-01"), action("restored", "2023-05-20"))),
        ("pass", "clue checked", told(action("restore_request", "2023-05-01"), action("clue_checked", "2023-05-20"))),
        ("unknown", "last week", action("restore_request", "2023-12-20")),
        ("not_applicable", "never asked", []),
    ),
    *trials(
        "r24_seizure_renewed_later",
        ("flag", "ran out", told(HOUSE, seized(until="2023-07-01"))),
        (
            "pass",
            "renewed",
            told(
                HOUSE,
                seized(until="2023-07-01"),
                event("house", "renew", "2023-06-20", case_id="E", until_date="2026-06-20"),
            ),
        ),
        ("pass", "in force", told(HOUSE, seized())),
        ("pass", "performed", told(HOUSE, seized(until="2023-07-01"), action("performed", "2023-03-01"))),
        ("not_applicable", "waiting seizure", told(HOUSE, seized(until="2023-07-01", rank=2))),
        ("unknown", "no term", told(CAR, seized("car", on="2021-07-01", until=None))),
    ),
    *trials(
        "r25_six_months_idle",
        ("flag", "idle", told(case(filed_date="2022-03-01"), HOUSE, seized(on="2022-04-01", until="2025-04-01"))),
        (
            "pass",
            "put up for sale",
            told(
                case(filed_date="2022-03-01"),
                HOUSE,
                seized(on="2022-04-01", until="2025-04-01"),
                lot(1, "2022-08-01", "2022-09-01", "2022-09-02"),
            ),
        ),
        ("pass", "closed within", told(HOUSE, seized(on="2022-07-01"))),
        ("not_applicable", "waiting seizure", told(HOUSE, seized(rank=2))),
        (
            "unknown",
            "no value",
            told(owns("house", value=None), case(filed_date="2022-03-01"), seized(on="2022-04-01", until="2025-04-01")),
        ),
    ),
    *trials(
        "r26_overall_term",
        ("flag", "nine months", told(case(filed_date="2022-03-01"), HOUSE, seized())),
        ("pass", "to the day", told(HOUSE, seized())),
        ("not_applicable", "nothing seized", case(filed_date="2022-03-01")),
    ),
    *trials(
        "r27_paid_out_in_time",
        ("flag", "never", share("E", "common", 100_000, 50_000)),
        ("pass", "in a month", share("E", "common", 100_000, 50_000, paid_date="2023-02-09", paid=50_000)),
        ("flag", "late", share("E", "common", 100_000, 50_000, paid_date="2023-03-09", paid=50_000)),
        ("unknown", "not due yet", share("E", "common", 100_000, 50_000, "2023-12-20")),
        ("not_applicable", "nothing to pay", []),
    ),
    *trials(
        "r28_bankruptcy_considered",
        ("unknown", "a company", told(company("D"), row("parties", party_id="D", party_kind="company"))),
        (
            "pass",
            "bankrupt",
            told(
                company("D"),
                row("parties", party_id="D", party_kind="company"),
                row("cases", case_id="B", case_no="B", case_kind="bankruptcy", filed_date="2022-09-01"),
                role("B", "D", "debtor"),
            ),
        ),
        ("not_applicable", "a person", []),
    ),
    *trials(
        "r29_paid_elsewhere",
        (
            "flag",
            "paid another",
            enforcement(
                "F", "2023-01-10", "X", closed_date="2023-05-01", close_mode="performed", realised_amount=60_000
            ),
        ),
        (
            "pass",
            "restored",
            told(
                enforcement(
                    "F", "2023-01-10", "X", closed_date="2023-05-01", close_mode="performed", realised_amount=60_000
                ),
                again(),
            ),
        ),
        (
            "pass",
            "nothing realised",
            enforcement(
                "F", "2023-01-10", "X", closed_date="2023-05-01", close_mode="terminated_round", realised_amount=0
            ),
        ),
        (
            "pass",
            "paid before",
            enforcement(
                "F", "2022-01-10", "X", closed_date="2022-05-01", close_mode="performed", realised_amount=60_000
            ),
        ),
    ),
    *trials(
        "r30_rank_kept",
        ("fail", "wages after common", told(share("E", "wage", 50_000, 10_000), share("F", "common", 80_000, 20_000))),
        ("flag", "a mortgage", told(share("E", "mortgage", 50_000, 10_000), share("F", "common", 80_000, 20_000))),
        ("pass", "paid in full", told(share("E", "wage", 50_000, 50_000), share("F", "common", 80_000, 20_000))),
        ("pass", "nothing for common", told(share("E", "wage", 50_000, 10_000), share("F", "common", 80_000, 0))),
        ("not_applicable", "common", share("E", "common", 50_000, 10_000)),
    ),
    *trials(
        "r30_pro_rata",
        (
            "fail",
            "less than others",
            told(share("E", "common", 100_000, 10_000), share("F", "common", 100_000, 30_000)),
        ),
        ("pass", "the same", told(share("E", "common", 100_000, 20_000), share("F", "common", 50_000, 10_000))),
        (
            "not_applicable",
            "a company",
            told(
                company("D"),
                row("parties", party_id="D", party_kind="company"),
                share("E", "common", 100_000, 10_000),
                share("F", "common", 100_000, 30_000),
            ),
        ),
        ("not_applicable", "no distribution", []),
    ),
    *trials(
        "r31_debtor_gone",
        ("fail", "dead", DEAD_BEFORE),
        (
            "pass",
            "an heir",
            told(
                DEAD_BEFORE, row("case_parties", case_id="E", party_id="heir", role="debtor", added_date="2022-08-01")
            ),
        ),
        ("pass", "died later", person("D", death_date="2022-08-01")),
        ("pass", "alive", []),
    ),
    *trials(
        "r31_measure_after_death",
        ("fail", "listed when dead", told(person("D", death_date="2022-06-20"), listed("2022-07-01"))),
        ("pass", "listed alive", told(person("D", death_date="2022-08-20"), listed("2022-07-01"))),
        ("pass", "alive", listed("2022-07-01")),
    ),
    *trials(
        "r31_cap_exceeded",
        (
            "flag",
            "more than the cap",
            told(row("case_parties", case_id="E", party_id="D", role="debtor", liability_cap=50_000), HOUSE, seized()),
        ),
        (
            "pass",
            "within",
            told(row("case_parties", case_id="E", party_id="D", role="debtor", liability_cap=500_000), HOUSE, seized()),
        ),
        ("not_applicable", "no cap", told(HOUSE, seized())),
    ),
    *trials(
        "r32_idle_round",
        (
            "fail",
            "nothing new",
            told(
                case(case_kind="restoration", filed_date="2025-01-05", closed_date="2025-06-01", parent_case_id="E0"),
                row(
                    "cases",
                    case_id="E0",
                    case_no="E0",
                    case_kind="enforcement",
                    filed_date="2022-06-01",
                    closed_date="2022-12-01",
                    close_mode="terminated_round",
                ),
            ),
        ),
        (
            "pass",
            "searched",
            told(
                action("search", "2025-03-01"),
                case(case_kind="restoration", filed_date="2025-01-05", closed_date="2025-06-01", parent_case_id="E0"),
                row(
                    "cases",
                    case_id="E0",
                    case_no="E0",
                    case_kind="enforcement",
                    filed_date="2022-06-01",
                    closed_date="2022-12-01",
                    close_mode="terminated_round",
                ),
            ),
        ),
        ("not_applicable", "first round", case(closed_date="2025-06-01")),
        (
            "not_applicable",
            "before the opinion",
            told(
                case(case_kind="restoration", filed_date="2024-01-05", closed_date="2024-06-01", parent_case_id="E0"),
                row(
                    "cases",
                    case_id="E0",
                    case_no="E0",
                    case_kind="enforcement",
                    filed_date="2022-06-01",
                    closed_date="2022-12-01",
                    close_mode="terminated_round",
                ),
            ),
        ),
        as_of="2025-12-01",
    ),
    *trials(
        "r40_notice_period",
        ("fail", "house, three weeks", told(HOUSE, lot(1, "2022-08-10", "2022-09-01", "2022-09-02"))),
        ("pass", "house, a month", told(HOUSE, lot(1, "2022-08-02", "2022-09-01", "2022-09-02"))),
        ("pass", "second round", told(HOUSE, lot(2, "2022-08-10", "2022-09-01", "2022-09-02"))),
        ("pass", "car, a fortnight", told(CAR, lot(1, "2022-08-17", "2022-09-01", "2022-09-02", asset_id="car"))),
        ("unknown", "no times", told(HOUSE, lot(1, "2022-08-02", None, None))),
        ("not_applicable", "no auction", HOUSE),
    ),
    *trials(
        "r41_start_price",
        ("fail", "too low", lot(1, "2022-08-02", "2022-09-01", "2022-09-02", appraisal=400_000, start_price=279_000)),
        (
            "pass",
            "seven tenths",
            lot(1, "2022-08-02", "2022-09-01", "2022-09-02", appraisal=400_000, start_price=280_000),
        ),
        (
            "fail",
            "cut too far",
            told(
                lot(1, "2022-08-02", "2022-09-01", "2022-09-02", appraisal=400_000, start_price=280_000),
                lot(2, "2022-09-10", "2022-10-01", "2022-10-02", appraisal=400_000, start_price=200_000),
            ),
        ),
        ("unknown", "no appraisal", lot(1, "2022-08-02", "2022-09-01", "2022-09-02", start_price=279_000)),
        ("not_applicable", "no auction", []),
    ),
    *trials(
        "r42_second_auction",
        # the thirtieth day after 2 September 2022, 2 October, falls into the holidays: the term runs to the 8th
        (
            "fail",
            "too late",
            told(lot(1, "2022-08-02", "2022-09-01", "2022-09-02"), lot(2, "2022-10-09", "2022-11-01", "2022-11-02")),
        ),
        (
            "pass",
            "after the holidays",
            told(lot(1, "2022-08-02", "2022-09-01", "2022-09-02"), lot(2, "2022-10-08", "2022-11-01", "2022-11-02")),
        ),
        ("flag", "never", lot(1, "2022-08-02", "2022-09-01", "2022-09-02")),
        ("not_applicable", "sold", lot(1, "2022-08-02", "2022-09-01", "2022-09-02", "sold")),
    ),
    *trials(
        "r43_bidding_time",
        ("fail", "an hour", lot(1, "2022-08-02", "2022-09-01", None, end_ts="2022-09-01 11:00:00")),
        ("pass", "a day", lot(1, "2022-08-02", "2022-09-01", "2022-09-02")),
        ("unknown", "no times", lot(1, "2022-08-02", None, None)),
        (
            "not_applicable",
            "withdrawn",
            lot(1, "2022-08-02", "2022-09-01", None, "withdrawn", end_ts="2022-09-01 11:00:00"),
        ),
    ),
    *trials(
        "r43_deposit",
        ("fail", "a third", lot(1, "2022-08-02", "2022-09-01", "2022-09-02", start_price=300_000, deposit=100_000)),
        ("pass", "a tenth", lot(1, "2022-08-02", "2022-09-01", "2022-09-02", start_price=300_000, deposit=30_000)),
        ("unknown", "not recorded", lot(1, "2022-08-02", "2022-09-01", "2022-09-02", start_price=300_000)),
        ("not_applicable", "no auction", []),
    ),
    *trials(
        "r44_lease_disclosed",
        (
            "fail",
            "hidden",
            told(
                event("house", "lease", "2020-01-01"),
                lot(1, "2022-08-02", "2022-09-01", "2022-09-02", lease_disclosed_flag=False),
            ),
        ),
        (
            "pass",
            "told",
            told(
                event("house", "lease", "2020-01-01"),
                lot(1, "2022-08-02", "2022-09-01", "2022-09-02", lease_disclosed_flag=True),
            ),
        ),
        (
            "unknown",
            "not recorded",
            told(event("house", "lease", "2020-01-01"), lot(1, "2022-08-02", "2022-09-01", "2022-09-02")),
        ),
        ("not_applicable", "no lease", lot(1, "2022-08-02", "2022-09-01", "2022-09-02", lease_disclosed_flag=False)),
    ),
    *trials(
        "r45_defaulter_bids_again",
        (
            "fail",
            "again",
            told(
                lot(1, "2022-08-02", "2022-09-01", "2022-09-02", "defaulted", winner_id="X"),
                lot(2, "2022-10-01", "2022-11-01", "2022-11-02", "sold", winner_id="X"),
            ),
        ),
        (
            "pass",
            "another",
            told(
                lot(1, "2022-08-02", "2022-09-01", "2022-09-02", "defaulted", winner_id="X"),
                lot(2, "2022-10-01", "2022-11-01", "2022-11-02", "sold", winner_id="Y"),
            ),
        ),
        ("pass", "a single bidder is lawful", lot(1, "2022-08-02", "2022-09-01", "2022-09-02", "sold", winner_id="X")),
    ),
    *trials(
        "r46_useless_auction",
        (
            "flag",
            "below the mortgage",
            told(MORTGAGED, lot(1, "2022-08-02", "2022-09-01", "2022-09-02", start_price=280_000)),
        ),
        (
            "pass",
            "above",
            told(
                owns("house", encumbered=100_000), lot(1, "2022-08-02", "2022-09-01", "2022-09-02", start_price=280_000)
            ),
        ),
        ("unknown", "not recorded", told(HOUSE, lot(1, "2022-08-02", "2022-09-01", "2022-09-02", start_price=280_000))),
    ),
    *trials(
        "r50_ground_stated",
        ("fail", "without means", listed("2022-07-01", ground="无财产可供执行")),
        ("pass", "a ground", listed("2022-07-01", ground="有履行能力而拒不履行")),
        ("unknown", "not recorded", listed("2022-07-01")),
        ("not_applicable", "not listed", measure("restrict_consumption", "2022-07-01")),
    ),
    *trials(
        "r50_no_minor",
        ("fail", "sixteen", told(person("D", birth_year=2006), listed("2022-07-01"))),
        ("pass", "of age", told(person("D", birth_year=1980), listed("2022-07-01"))),
        ("unknown", "eighteen that year", told(person("D", birth_year=2004), listed("2022-07-01"))),
        ("not_applicable", "not punished", person("D", birth_year=2006)),
    ),
    *trials(
        "r50_security_suffices",
        ("flag", "a house for a small claim", told(HOUSE, seized(on="2022-06-20"), listed("2022-07-01"))),
        ("pass", "seized later", told(HOUSE, seized(on="2022-08-20"), listed("2022-07-01"))),
        ("not_applicable", "nothing seized", listed("2022-07-01")),
    ),
    *trials(
        "r51_lifted_in_three_workdays",
        # Thursday 19 January 2023, then Friday, the Spring Festival, and work on Saturday 28 and Sunday 29
        (
            "pass",
            "on the third",
            told(listed("2022-07-01", removed_date="2023-01-29"), action("performed", "2023-01-19")),
        ),
        (
            "flag",
            "on the fourth",
            told(listed("2022-07-01", removed_date="2023-01-30"), action("performed", "2023-01-19")),
        ),
        ("flag", "never", told(listed("2022-07-01"), action("performed", "2023-01-19"))),
        ("unknown", "performed yesterday", told(listed("2022-07-01"), action("performed", "2023-12-29"))),
        ("not_applicable", "not performed", listed("2022-07-01")),
    ),
    *trials(
        "r51_still_punished",
        ("flag", "months later", told(listed("2022-07-01"), action("performed", "2023-01-19"))),
        ("pass", "lifted", told(listed("2022-07-01", removed_date="2023-01-30"), action("performed", "2023-01-19"))),
        (
            "flag",
            "settled in the restoration",
            told(listed("2022-07-01"), again(closed_date="2023-06-01", close_mode="settled")),
        ),
        ("not_applicable", "not performed", listed("2022-07-01")),
    ),
    *trials(
        "r52_twice_nothing_found",
        (
            "flag",
            "twice",
            told(listed("2022-07-01"), query("deposit", "none", "2023-05-01"), query("deposit", "none", "2023-11-01")),
        ),
        ("pass", "once", told(listed("2022-07-01"), query("deposit", "none", "2023-05-01"))),
        (
            "pass",
            "something found",
            told(listed("2022-07-01"), query("deposit", "none", "2023-05-01"), query("deposit", "found", "2023-11-01")),
        ),
        (
            "unknown",
            "a clue",
            told(
                listed("2022-07-01"),
                query("deposit", "none", "2023-05-01"),
                query("deposit", "none", "2023-11-01"),
                action("clue_received", "2023-08-01"),
            ),
        ),
        (
            "not_applicable",
            "not listed",
            told(query("deposit", "none", "2023-05-01"), query("deposit", "none", "2023-11-01")),
        ),
    ),
    *trials(
        "r53_list_term",
        ("flag", "over two years", told(case(filed_date="2021-01-01", closed_date="2021-08-01"), listed("2021-07-01"))),
        (
            "pass",
            "removed",
            told(
                case(filed_date="2021-01-01", closed_date="2021-08-01"), listed("2021-07-01", removed_date="2023-07-01")
            ),
        ),
        (
            "pass",
            "prolonged",
            told(
                case(filed_date="2021-01-01", closed_date="2021-08-01"), listed("2021-07-01", until_date="2024-07-01")
            ),
        ),
        ("pass", "not over", listed("2022-07-01")),
        ("not_applicable", "not listed", []),
    ),
    *trials(
        "r54_grace",
        ("fail", "before the decision", listed("2022-07-01", decided_date="2022-07-20")),
        ("unknown", "not recorded", listed("2022-07-01")),
        ("not_applicable", "not listed", []),
    ),
    *trials(
        "r55_former_representative",
        (
            "flag",
            "left",
            told(
                company("C"),
                role("E", "C", "debtor"),
                office("C", "boss", "legal_rep", until="2023-02-01"),
                measure("restrict_consumption", "2022-07-01", "boss"),
            ),
        ),
        (
            "pass",
            "released",
            told(
                company("C"),
                role("E", "C", "debtor"),
                office("C", "boss", "legal_rep", until="2023-02-01"),
                measure("restrict_consumption", "2022-07-01", "boss", removed_date="2023-03-01"),
            ),
        ),
        (
            "pass",
            "in control",
            told(
                company("C"),
                role("E", "C", "debtor"),
                office("C", "boss", "legal_rep", until="2023-02-01"),
                office("C", "boss", "controller"),
                measure("restrict_consumption", "2022-07-01", "boss"),
            ),
        ),
        (
            "not_applicable",
            "still in office",
            told(
                company("C"),
                role("E", "C", "debtor"),
                office("C", "boss", "legal_rep"),
                measure("restrict_consumption", "2022-07-01", "boss"),
            ),
        ),
    ),
    *trials(
        "r56_bankruptcy",
        (
            "flag",
            "still listed",
            told(
                listed("2022-07-01"),
                row("cases", case_id="B", case_no="B", case_kind="bankruptcy", filed_date="2023-01-19"),
                role("B", "D", "debtor"),
            ),
        ),
        (
            "pass",
            "deleted",
            told(
                listed("2022-07-01", removed_date="2023-01-29"),
                row("cases", case_id="B", case_no="B", case_kind="bankruptcy", filed_date="2023-01-19"),
                role("B", "D", "debtor"),
            ),
        ),
        ("not_applicable", "not bankrupt", listed("2022-07-01")),
    ),
    *trials(
        "r57_over_seizure",
        ("flag", "house and car", told(HOUSE, CAR, seized(), seized("car"))),
        ("pass", "one house cannot be divided", told(HOUSE, seized())),
        ("pass", "enough and no more", told(owns("house", value=60_000), CAR, seized(), seized("car"))),
        ("not_applicable", "waiting seizure", told(HOUSE, seized(rank=2))),
    ),
    *trials(
        "r58_sole_home_sold",
        ("flag", "the only one", told(HOUSE, lot(1, "2022-08-02", "2022-09-01", "2022-09-02", "sold"))),
        ("pass", "another home", told(HOUSE, owns("flat"), lot(1, "2022-08-02", "2022-09-01", "2022-09-02", "sold"))),
        ("not_applicable", "not sold", told(HOUSE, lot(1, "2022-08-02", "2022-09-01", "2022-09-02"))),
    ),
)
