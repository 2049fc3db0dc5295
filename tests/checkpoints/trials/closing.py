"""The closing itself: its conditions and its procedure."""

from tests.checkpoints.trial import CAR, HOUSE, MORTGAGED, Trial, case, lot, seized, trials
from tests.support.story import action, event, owns, query, told

TRIALS: tuple[Trial, ...] = (
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
        ("unknown", "not read", action("ruling_issued", "2022-12-01")),
        ("pass", "all of it", action("ruling_issued", "2022-12-01", complete_flag=True)),
        ("flag", "something left out", action("ruling_issued", "2022-12-01", complete_flag=False)),
        ("unknown", "another ruling", action("ruling_issued", "2022-07-01", complete_flag=False)),
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
)
