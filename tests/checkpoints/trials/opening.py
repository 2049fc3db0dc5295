"""Notice, report of property, restrictions: how a case is begun."""

from tests.checkpoints.trial import DEAD_BEFORE, RESTORATION, Trial, case, listed, measure, trials
from tests.support.story import action, company, person, role, row, told

TRIALS: tuple[Trial, ...] = (
    *trials(
        "r01_notice_issued",
        # a flag, not a fail: that no row tells of an act does not prove that it was not done
        ("flag", "never", []),
        ("pass", "issued", action("enforcement_notice", "2022-06-05")),
        ("flag", "after the closing", action("enforcement_notice", "2022-12-05")),
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
        ("flag", "never", []),
        ("pass", "ordered", action("report_order", "2022-06-05")),
        (
            "hint",
            "only one of two",
            told(action("report_order", "2022-06-05", party_id="D"), role("E", "F", "debtor")),
        ),
        (
            "pass",
            "both",
            told(
                action("report_order", "2022-06-05", party_id="D"),
                action("report_order", "2022-06-05", party_id="F"),
                role("E", "F", "debtor"),
            ),
        ),
        (
            "pass",
            "a guarantor need not be",
            told(action("report_order", "2022-06-05", party_id="D"), role("E", "G", "guarantor")),
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
        ("flag", "left alone", action("report_received", "2022-06-20")),
        (
            "flag",
            "verified after the closing",
            told(action("report_received", "2022-06-20"), action("report_verified", "2022-12-20")),
        ),
        (
            "hint",
            "verified before it came",
            told(action("report_verified", "2022-06-10"), action("report_received", "2022-06-20")),
        ),
        ("pass", "verified", told(action("report_received", "2022-06-20"), action("report_verified", "2022-07-01"))),
        ("not_applicable", "no report", []),
    ),
    *trials(
        "r03_refusal_punished",
        ("hint", "no report", action("report_order", "2022-06-05")),
        ("pass", "reported", told(action("report_order", "2022-06-05"), action("report_received", "2022-06-20"))),
        ("pass", "fined", told(action("report_order", "2022-06-05"), action("fine", "2022-08-20"))),
        ("not_applicable", "no order", []),
    ),
    *trials(
        "r04_report_covers_a_year",
        ("unknown", "on paper", action("report_received", "2022-06-20")),
        ("pass", "the whole year", action("report_received", "2022-06-20", complete_flag=True)),
        ("flag", "part of the year", action("report_received", "2022-06-20", complete_flag=False)),
        (
            "pass",
            "made up for",
            told(
                action("report_received", "2022-06-20", complete_flag=False),
                action("report_received", "2022-07-20", complete_flag=True),
            ),
        ),
        (
            "flag",
            "made up for after the closing",
            told(
                action("report_received", "2022-06-20", complete_flag=False),
                action("report_received", "2022-12-20", complete_flag=True),
            ),
        ),
        (
            "unknown",
            "a second report unread",
            told(
                action("report_received", "2022-06-20", complete_flag=False),
                action("report_received", "2022-07-20"),
            ),
        ),
        ("not_applicable", "no report", []),
    ),
    *trials(
        "r05_consumption_restricted",
        ("flag", "never", []),
        ("flag", "in another case alone", measure("restrict_consumption", "2022-07-01", case_id="E9")),
        ("pass", "restricted", measure("restrict_consumption", "2022-07-01")),
        ("pass", "lifted again", measure("restrict_consumption", "2022-07-01", removed_date="2022-09-01")),
        ("flag", "after the closing", measure("restrict_consumption", "2023-07-01")),
        (
            "hint",
            "the second debtor is not",
            told(measure("restrict_consumption", "2022-07-01"), role("E", "F", "debtor")),
        ),
        (
            "pass",
            "a guarantor need not be",
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
)
