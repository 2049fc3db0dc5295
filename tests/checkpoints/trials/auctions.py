"""The court's sale."""

from tests.checkpoints.trial import CAR, HOUSE, MORTGAGED, Trial, lot, trials
from tests.features.story import event, owns, told

TRIALS: tuple[Trial, ...] = (
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
)
