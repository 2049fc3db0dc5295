"""What has to be done after the closing."""

from tests.checkpoints.trial import CAR, HOUSE, Trial, again, asked, case, lot, seized, trials
from tests.support.story import action, event, owns, query, told

TRIALS: tuple[Trial, ...] = (
    *trials(
        "r21_queried_every_six_months",
        ("flag", "never", []),
        # due by 1 June and 20 November, and thirty days of grace
        ("pass", "twice", told(query("deposit", "none", "2023-05-20"), query("deposit", "none", "2023-12-10"))),
        ("flag", "once, and late", query("deposit", "none", "2023-08-20")),
        (
            "flag",
            "twice in another case",
            told(asked("D", "deposit", "2023-05-20", case_id="E9"), asked("D", "deposit", "2023-12-10", case_id="E9")),
        ),
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
        ("unknown", "an account of securities, nobody knows of what", query("security", "found", "2023-05-20")),
        ("flag", "a car", query("vehicle", "found", "2023-05-20")),
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
)
