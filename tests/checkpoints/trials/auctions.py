"""The court's sale."""

from tests.checkpoints.trial import CAR, HOUSE, MORTGAGED, Trial, lot, trials
from tests.support.story import Rows, action, event, owns, row, told

FIRST = lot(1, "2022-08-02", "2022-09-01", "2022-09-02")
BROKEN = lot(1, "2022-08-02", "2022-09-01", "2022-09-02", "defaulted", winner_id="X")
RESOLD = lot(2, "2022-10-01", "2022-11-01", "2022-11-02", "sold", winner_id="Y")


def told_of_sale(on: str, **columns: object) -> Rows:
    """The parties, or one of them, are told of the sale of D's house."""
    return action("auction_notice", on, asset_id="house", **columns)


def offer(bidder: str, payer: str) -> Rows:
    """A bid in the second round."""
    return row(
        "auction_bids", auction_id="U2", bid_no=1, bidder_id=bidder, deposit_payer_id=payer, ts="2022-11-01 12:00:00"
    )


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
        "r42_valuation_valid",
        ("pass", "to the day", lot(1, "2022-08-02", "2022-09-01", "2022-09-02", appraised_date="2021-08-02")),
        ("fail", "a day over a year", lot(1, "2022-08-02", "2022-09-01", "2022-09-02", appraised_date="2021-08-01")),
        # a later round may still use it half a year after its end: to 1 March 2023
        ("pass", "second round", lot(2, "2023-02-01", "2023-03-01", "2023-03-02", appraised_date="2021-09-01")),
        (
            "fail",
            "second round, too late",
            lot(2, "2023-02-02", "2023-03-02", "2023-03-03", appraised_date="2021-09-01"),
        ),
        (
            "flag",
            "the same price two years on",
            told(
                lot(1, "2021-02-01", "2021-03-01", "2021-03-02", appraisal=400_000),
                lot(2, "2022-10-01", "2022-11-01", "2022-11-02", appraisal=400_000),
            ),
        ),
        ("unknown", "no date", lot(1, "2022-08-02", "2022-09-01", "2022-09-02", appraisal=400_000)),
        ("not_applicable", "no auction", []),
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
        "r43_parties_told",
        ("pass", "all", told(FIRST, told_of_sale("2022-07-30"))),
        ("fail", "two days before", told(FIRST, told_of_sale("2022-07-31"))),
        ("flag", "only the applicant", told(FIRST, told_of_sale("2022-07-20", party_id="A"))),
        (
            "fail",
            "the debtor too late",
            told(FIRST, told_of_sale("2022-07-20", party_id="A"), told_of_sale("2022-08-09", party_id="D")),
        ),
        ("unknown", "not recorded", FIRST),
        ("not_applicable", "no auction", told_of_sale("2022-07-30")),
    ),
    *trials(
        "r44_notice_complete",
        ("fail", "something left out", lot(1, "2022-08-02", "2022-09-01", "2022-09-02", complete_flag=False)),
        ("pass", "all of it", lot(1, "2022-08-02", "2022-09-01", "2022-09-02", complete_flag=True)),
        ("unknown", "not read", FIRST),
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
        ("fail", "bids and loses", told(BROKEN, RESOLD, offer("X", "X"))),
        ("flag", "pays another's deposit", told(BROKEN, RESOLD, offer("Y", "X"))),
        ("pass", "others bid", told(BROKEN, RESOLD, offer("Y", "Y"))),
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
