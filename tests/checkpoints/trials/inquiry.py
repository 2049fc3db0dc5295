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
    seized,
    trials,
)
from tests.features.story import action, query, role, row, told

TRIALS: tuple[Trial, ...] = (
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
)
