"""Money, ranks, persons and rounds."""

from tests.checkpoints.trial import (
    DEAD_BEFORE,
    HOUSE,
    Trial,
    again,
    case,
    listed,
    lot,
    measure,
    seized,
    share,
    trials,
)
from tests.support.story import action, company, enforcement, event, office, person, role, row, stake, told

SOLD = told(HOUSE, seized(), lot(1, "2022-08-02", "2022-09-01", "2022-09-02", "sold"))
OWN_SHARE = {"case_id": "E", "party_id": "X", "rank": "common", "auction_id": "U1", "planned_date": "2023-01-10"}
LATE_SHARE = share("E", "common", 80_000, 10_000, party_id="X")
TWO = share("F", "common", 100_000, 30_000)
PRICED = told(HOUSE, lot(1, "2022-08-02", "2022-09-01", "2022-09-02", "sold", final_price=200_000))
MORTGAGE = told(PRICED, event("house", "mortgage", "2020-01-10", to="bank"))
IN_RETURN = row("suits", case_id="S", counter_duty_flag=True)
PAID_OUT = action("payment_out", "2023-12-10")
FIRM = told(company("C"), role("E", "C", "debtor"))

TRIALS: tuple[Trial, ...] = (
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
        (
            "flag",
            "another organisation",
            told(
                row("parties", party_id="D", party_kind="other"),
                SOLD,
                share("E", "common", 100_000, 10_000),
                share("F", "common", 100_000, 30_000),
            ),
        ),
        (
            "fail",
            "a person's house beside a company",
            told(
                company("C"),
                role("E", "C", "debtor"),
                SOLD,
                share("E", "common", 100_000, 10_000),
                share("F", "common", 100_000, 30_000),
            ),
        ),
        (
            "not_applicable",
            "beside a company, whose house is not known",
            told(
                company("C"),
                role("E", "C", "debtor"),
                share("E", "common", 100_000, 10_000),
                share("F", "common", 100_000, 30_000),
            ),
        ),
        ("unknown", "no claim", row("distributions", **OWN_SHARE)),
        ("not_applicable", "no distribution", []),
    ),
    *trials(
        "r30_title_held",
        ("pass", "the applicant", share("E", "common", 100_000, 10_000, party_id="A")),
        ("pass", "another enforcement", told(enforcement("F", "2022-11-01", "X"), LATE_SHARE)),
        ("flag", "none", LATE_SHARE),
        ("flag", "only after it was paid", told(enforcement("F", "2023-03-01", "X"), LATE_SHARE)),
        ("not_applicable", "a mortgage", share("E", "mortgage", 50_000, 10_000, party_id="X")),
        ("unknown", "no plan", row("distributions", **OWN_SHARE, claim=100_000)),
    ),
    *trials(
        "r30_plan_adds_up",
        ("flag", "more than is owed", told(PRICED, share("E", "common", 100_000, 120_000))),
        (
            "flag",
            "more than was paid",
            told(PRICED, share("E", "common", 100_000, 100_000), share("F", "mortgage", 150_000, 150_000)),
        ),
        ("pass", "with some interest", told(PRICED, share("E", "common", 100_000, 108_000))),
        (
            "pass",
            "the price",
            told(PRICED, share("E", "common", 100_000, 50_000), share("F", "mortgage", 150_000, 150_000)),
        ),
        (
            "unknown",
            "one share is not known",
            told(PRICED, share("E", "common", 100_000, 50_000), share("F", "cost", 9, None)),
        ),
        ("not_applicable", "nothing was sold", share("E", "common", 100_000, 120_000)),
    ),
    *trials(
        "r30_mortgage_left_out",
        ("flag", "the bank is left out", told(MORTGAGE, share("E", "common", 100_000, 50_000))),
        (
            "pass",
            "the bank has its rank",
            told(MORTGAGE, share("E", "common", 100_000, 50_000), share("F", "mortgage", 90_000, 90_000)),
        ),
        (
            "pass",
            "the bank shares as a common creditor",
            told(
                MORTGAGE, share("E", "common", 100_000, 50_000), share("F", "common", 90_000, 45_000, party_id="bank")
            ),
        ),
        (
            "not_applicable",
            "released before the sale",
            told(MORTGAGE, event("house", "release", "2021-01-10", to="bank"), share("E", "common", 100_000, 50_000)),
        ),
        ("not_applicable", "never mortgaged", told(PRICED, share("E", "common", 100_000, 50_000))),
        ("pass", "nothing for common claims", told(MORTGAGE, share("E", "common", 100_000, 0))),
    ),
    *trials(
        "r33_counter_performance",
        ("flag", "paid out first", told(IN_RETURN, PAID_OUT)),
        ("flag", "given only later", told(IN_RETURN, PAID_OUT, action("counter_performed", "2023-12-20"))),
        ("flag", "a share was paid", told(IN_RETURN, share("E", "common", 9, 9, paid_date="2023-12-10", paid=9))),
        ("pass", "given before", told(IN_RETURN, PAID_OUT, action("counter_performed", "2023-12-01"))),
        ("pass", "nothing paid out", told(IN_RETURN, case(closed_date="2023-12-20"))),
        (
            "not_applicable",
            "nothing owed in return",
            told(row("suits", case_id="S", counter_duty_flag=False), PAID_OUT),
        ),
        ("not_applicable", "before the rule", told(IN_RETURN, action("payment_out", "2022-10-10"))),
        ("unknown", "nobody read the judgment", PAID_OUT),
    ),
    *trials(
        "r31_representative_able",
        (
            "flag",
            "dead when registered",
            told(FIRM, person("R", death_date="2020-03-01"), office("C", "R", "legal_rep", "2021-05-01")),
        ),
        (
            "flag",
            "a child when registered",
            told(person("R", birth_year=2008), company("C", "2022-02-01", legal_rep_id="R"), role("E", "C", "debtor")),
        ),
        (
            "pass",
            "died in office, and the register was changed afterwards",
            told(
                person("R", death_date="2022-03-01"),
                company("C", "2020-02-01", legal_rep_id="R"),
                row("companies", party_id="C", valid_from="2022-08-01", legal_rep_id="R"),
                role("E", "C", "debtor"),
            ),
        ),
        ("pass", "a grown man", told(FIRM, person("R", birth_year=1970), office("C", "R", "legal_rep", "2021-05-01"))),
        ("pass", "no company", []),
    ),
    *trials(
        "r31_representative_punished",
        ("flag", "a stranger", told(FIRM, person("R"), measure("restrict_consumption", "2022-07-01", "R"))),
        (
            "pass",
            "the representative",
            told(FIRM, person("R"), office("C", "R", "legal_rep"), measure("restrict_consumption", "2022-07-01", "R")),
        ),
        (
            "pass",
            "in the register of the firm",
            told(
                company("C", legal_rep_id="R"),
                role("E", "C", "debtor"),
                person("R"),
                measure("dishonest_list", "2022-07-01", "R"),
            ),
        ),
        (
            "pass",
            "a holder",
            told(
                FIRM, person("R"), stake("C", "R", "2016-01-01", 1), measure("restrict_consumption", "2022-07-01", "R")
            ),
        ),
        ("not_applicable", "the debtor", told(FIRM, listed("2022-07-01"))),
        ("not_applicable", "no company", told(person("R"), measure("restrict_consumption", "2022-07-01", "R"))),
        ("not_applicable", "another company", told(FIRM, company("N"), measure("dishonest_list", "2022-07-01", "N"))),
    ),
    *trials(
        "r30_objection_period",
        ("flag", "paid in a week", told(TWO, share("E", "common", 100_000, 9, paid_date="2023-01-17", party_id="A"))),
        # the fifteenth day is 25 January: a plan of the 10th may be carried out from the 26th
        ("flag", "on the last day", told(TWO, share("E", "common", 100_000, 9, paid_date="2023-01-25", party_id="A"))),
        ("pass", "the day after", told(TWO, share("E", "common", 100_000, 9, paid_date="2023-01-26", party_id="A"))),
        ("not_applicable", "not paid", told(TWO, share("E", "common", 100_000, 9, party_id="A"))),
        ("not_applicable", "nobody else", share("E", "common", 100_000, 9, paid_date="2023-01-17", party_id="A")),
    ),
    *trials(
        "r31_debtor_gone",
        ("flag", "dead", DEAD_BEFORE),
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
        ("flag", "listed when dead", told(person("D", death_date="2022-06-20"), listed("2022-07-01"))),
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
)
