"""Queries, clues, and who was looked for."""

from tests.checkpoints.trial import (
    CAR,
    DEAD_BEFORE,
    HOUSE,
    MORTGAGED,
    RESTORATION,
    Trial,
    all_classes,
    asked,
    case,
    lot,
    measure,
    seized,
    trials,
)
from tests.support.story import Rows, action, query, role, row, sells, told

RESTRICTED = measure("restrict_consumption", "2022-07-01")
LATE = case(filed_date="2025-01-05", closed_date="2025-06-01")


def flew(on: str) -> Rows:
    """D takes a plane."""
    return row("spending", party_id="D", kind="flight", spent_date=on, amount=900)


def late_restriction() -> Rows:
    return measure("restrict_consumption", "2025-01-15")


def late_fine() -> Rows:
    return action("fine", "2025-02-01", party_id="D")


TRIALS: tuple[Trial, ...] = (
    *trials(
        "r07_network_query",
        ("flag", "never", []),
        ("pass", "queried", asked("D", "deposit")),
        ("flag", "only on site", asked("D", "deposit", channel="onsite")),
        ("flag", "only in another case", asked("D", "deposit", case_id="E9")),
        ("flag", "the second debtor is not", told(asked("D", "deposit"), role("E", "F", "debtor"))),
        ("pass", "a guarantor need not be", told(asked("D", "deposit"), role("E", "G", "guarantor"))),
        ("not_applicable", "dead before", DEAD_BEFORE),
    ),
    *trials(
        "r07_clues_checked",
        ("flag", "never", action("clue_received", "2022-07-01")),
        ("pass", "in a week", told(action("clue_received", "2022-07-01"), action("clue_checked", "2022-07-08"))),
        ("flag", "too late", told(action("clue_received", "2022-07-01"), action("clue_checked", "2022-07-11"))),
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
        "r07_hidden_books_searched",
        ("flag", "books kept back", action("fine", "2022-08-01", result="隐匿会计账簿拒不交出")),
        (
            "pass",
            "searched",
            told(action("fine", "2022-08-01", result="隐匿会计账簿拒不交出"), action("search", "2022-08-10")),
        ),
        (
            "flag",
            "searched before",
            told(action("search", "2022-07-10"), action("audit", "2022-08-01", result="拒不提供审计资料")),
        ),
        ("not_applicable", "another ground", action("fine", "2022-08-01", result="逾期申报")),
        ("not_applicable", "after the closing", action("fine", "2023-08-01", result="隐匿财产")),
    ),
    *trials(
        "r07_request_decided",
        ("pass", "granted", told(action("bounty_request", "2022-07-01"), action("bounty", "2022-07-11"))),
        ("pass", "refused", action("audit_request", "2022-07-01", result="不予准许")),
        ("flag", "no answer", action("audit_request", "2022-07-01")),
        ("flag", "another act", told(action("audit_request", "2022-07-01"), action("bounty", "2022-07-05"))),
        # the tenth day, 9 July 2022, is a Saturday: the term runs to Monday the 11th
        ("pass", "on Monday", told(action("audit_request", "2022-06-29"), action("audit", "2022-07-11"))),
        ("fail", "on Tuesday", told(action("audit_request", "2022-06-29"), action("audit", "2022-07-12"))),
        (
            "unknown",
            "not due yet",
            told(case(closed_date="2023-12-30"), action("audit_request", "2023-12-28")),
        ),
        ("not_applicable", "no request", action("audit", "2022-07-11")),
    ),
    *trials(
        "r08_query_fresh",
        ("flag", "five months old", query("deposit", "none", "2022-07-01")),
        ("pass", "a month old", query("deposit", "none", "2022-11-01")),
        # sixty days before 1 December 2022 is 2 October
        ("pass", "sixty days old", query("deposit", "none", "2022-10-02")),
        ("flag", "sixty-one days old", query("deposit", "none", "2022-10-01")),
        (
            "flag",
            "fresh in another case alone",
            told(query("deposit", "none", "2022-07-01"), asked("D", "deposit", "2022-11-01", case_id="E9")),
        ),
        (
            "pass",
            "one of two debtors asked for again",
            told(asked("D", "deposit"), role("E", "F", "debtor"), asked("F", "deposit", "2022-11-01")),
        ),
        ("not_applicable", "never", []),
    ),
    *trials(
        "r09_classes_queried",
        ("flag", "three classes missing", told(asked("D", "deposit"), asked("D", "vehicle"))),
        ("flag", "asked in another case", told(all_classes("D", case_id="E9"), asked("D", "deposit"))),
        ("flag", "asked after the closing", told(asked("D", "deposit"), all_classes("D", on="2023-02-01"))),
        (
            "flag",
            "two classes missing, and little else asked",
            told(asked("D", "deposit"), asked("D", "vehicle"), asked("D", "security"), asked("D", "insurance")),
        ),
        (
            "hint",
            "two classes missing of many",
            told(*(asked("D", each) for each in ("deposit", "vehicle", "security", "insurance", "equity"))),
        ),
        (
            "hint",
            "one class missing, and nothing else asked",
            told(*(asked("D", each) for each in ("deposit", "vehicle", "security", "e_wallet"))),
        ),
        ("hint", "nothing of the second debtor", told(all_classes(), role("E", "F", "debtor"))),
        (
            "hint",
            "two debtors, each asked for in part",
            told(
                *(asked("D", each) for each in ("deposit", "vehicle", "real_estate")),
                role("E", "F", "debtor"),
                asked("F", "security"),
                asked("F", "e_wallet"),
            ),
        ),
        ("pass", "all five", all_classes()),
        ("pass", "a guarantor need not be", told(all_classes(), role("E", "G", "guarantor"))),
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
        "r12_obstruction_punished",
        ("flag", "flew", told(RESTRICTED, flew("2022-09-01"))),
        (
            "pass",
            "flew and was fined",
            told(RESTRICTED, flew("2022-09-01"), action("fine", "2022-09-10", party_id="D")),
        ),
        (
            "flag",
            "fined before",
            told(RESTRICTED, flew("2022-09-01"), action("fine", "2022-08-10", party_id="D")),
        ),
        ("flag", "sold what was seized", told(HOUSE, seized(), sells("house", "K", "2022-09-01", 100_000))),
        ("pass", "sold before the seizure", told(HOUSE, sells("house", "K", "2022-06-10", 100_000), seized())),
        ("pass", "flew before the restriction", told(flew("2022-06-20"), RESTRICTED)),
        ("pass", "flew after the closing", told(RESTRICTED, flew("2023-01-05"))),
        ("pass", "nothing", []),
        ("not_applicable", "before the law", case(filed_date="2016-05-01", closed_date="2016-11-01")),
    ),
    *trials(
        "r12_crime_referred",
        ("flag", "flew again", told(LATE, late_restriction(), late_fine(), flew("2025-03-01"))),
        (
            "pass",
            "referred",
            told(
                LATE,
                late_restriction(),
                late_fine(),
                flew("2025-03-01"),
                action("criminal_referral", "2025-04-01"),
            ),
        ),
        ("not_applicable", "never fined", told(LATE, late_restriction(), flew("2025-03-01"))),
        ("not_applicable", "fined and stopped", told(LATE, late_restriction(), flew("2025-01-20"), late_fine())),
        (
            "not_applicable",
            "before the interpretation",
            told(RESTRICTED, action("fine", "2022-08-10", party_id="D"), flew("2022-09-01")),
        ),
        as_of="2025-12-01",
    ),
)
