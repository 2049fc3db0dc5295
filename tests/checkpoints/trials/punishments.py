"""Punishments: their grounds and their end."""

from tests.checkpoints.trial import CAR, HOUSE, Trial, again, case, listed, lot, measure, seized, trials
from tests.support.story import action, company, office, owns, person, query, role, row, told

LIFTED = measure("restrict_consumption", "2022-07-01", removed_date="2023-01-31")

TRIALS: tuple[Trial, ...] = (
    *trials(
        "r50_ground_stated",
        ("fail", "without means", listed("2022-07-01", ground="无财产可供执行")),
        ("pass", "a ground", listed("2022-07-01", ground="有履行能力而拒不履行")),
        ("unknown", "not recorded", listed("2022-07-01")),
        ("not_applicable", "not listed", measure("restrict_consumption", "2022-07-01")),
    ),
    *trials(
        "r50_no_minor",
        ("flag", "sixteen", told(person("D", birth_year=2006), listed("2022-07-01"))),
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
        "r55_lifted_for_a_while",
        ("flag", "five weeks", told(LIFTED, measure("restrict_consumption", "2023-03-09"))),
        # from 31 January a month runs to the last day of February
        ("pass", "a month", told(LIFTED, measure("restrict_consumption", "2023-02-28"))),
        ("not_applicable", "for good", LIFTED),
        ("not_applicable", "another kind", told(LIFTED, listed("2023-03-09"))),
        (
            "not_applicable",
            "before the opinion",
            told(
                measure("restrict_consumption", "2019-03-01", removed_date="2019-06-01"),
                measure("restrict_consumption", "2019-09-01"),
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
