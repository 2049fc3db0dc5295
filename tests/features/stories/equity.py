"""Stakes, companies, and business that moves."""

from tests.features.story import Rows, Story, company, debtor_company, mother, office, query, row, stake, told, wage

HALF_MILLION = {"subscribed": 500_000, "paid_in": 500_000}


def passed_on(to: str, price: float) -> Rows:
    """D's 60 % of company C go to someone on 2021-12-01."""
    day, change = "2021-12-01", {"change": "transfer", "price": price}
    return told(
        company("C"),
        stake("C", "D", "2016-01-01", 0.6, change="initial", **HALF_MILLION),
        stake("C", "D", day, 0, subscribed=0, paid_in=0, **change),
        stake("C", to, day, 0.6, subscribed=500_000, paid_in=0, **change),
    )


def sales(firm: str, month: str, amount: float) -> Rows:
    """What a company invoiced in a month."""
    return row("company_activity", party_id=firm, month=month, invoiced_out=amount)


FALLING = told(debtor_company(), sales("C", "2021-06-01", 100_000), sales("C", "2023-06-01", 10_000))
SISTER = told(company("B"), stake("B", "C", "2016-01-01", 0.5))

STORIES = (
    Story(
        signal="equity_not_queried",
        fires=told(company("C"), stake("C", "D", "2016-01-01", 0.6, paid_in=300_000, frozen_flag=False)),
        found={"count__all": 1, "sum_paid_in_per_claim_amount__all": 3, "share_frozen_flag__all": 0},
        innocent=told(company("C"), stake("C", "D", "2016-01-01", 0.6, paid_in=300_000), query("equity", "none")),
        tells={"count__all": 0},
        without="shareholdings",
    ),
    Story(
        signal="nominee_equity",
        fires=told(mother("K"), passed_on("K", 1)),
        found={
            "count__all": 1,
            "sum_price_per_sum_stake_priced__all": 1 / 500_000,
            "sum_subscribed_before_per_claim_amount__all": 5,
            "min_steps__all": 1,
            "count__12m_before_suit_filed": 1,
            "count__since_suit_filed": 0,
        },
        # succession in the family, fully paid
        innocent=told(mother("K"), passed_on("K", 500_000)),
        tells={"count__all": 1, "sum_price_per_sum_stake_priced__all": 1},
        without="shareholdings",
    ),
    Story(
        signal="officer_after_transfer",
        fires=told(passed_on("X", 1), office("C", "D", "legal_rep")),
        found={
            "count__all": 1,
            "sum_subscribed_before_per_claim_amount__all": 5,
            "sum_price_per_sum_subscribed_before__all": 1 / 500_000,
            "share_legal_rep__all": 1,
            "count__12m_before_suit_filed": 1,
        },
        # left office with the stake
        innocent=told(passed_on("X", 1), office("C", "D", "legal_rep", until="2021-12-10")),
        tells={"count__all": 0},
        without="company_officers",
    ),
    Story(
        signal="new_stake",
        fires=stake("C", "D", "2022-09-01", 0.5, change="initial", paid_in=100_000),
        found={
            "count__since_filed": 1,
            "sum_paid_in_per_claim_amount__since_filed": 1,
            "count__since_closed": 0,
        },
        # a new entry for the same old share
        innocent=told(
            stake("C", "D", "2016-01-01", 0.5, paid_in=100_000), stake("C", "D", "2022-09-01", 0.5, paid_in=100_000)
        ),
        tells={"count__since_filed": 0},
        without="shareholdings",
    ),
    Story(
        signal="unpaid_capital",
        fires=told(
            debtor_company(),
            stake("C", "X", "2016-01-01", 1, subscribed=500_000, paid_in=200_000, due_date="2023-01-01"),
        ),
        found={"count__all": 1, "sum_unpaid_per_claim_amount__all": 3, "share_due__all": 1},
        innocent=told(
            debtor_company(),
            stake("C", "X", "2016-01-01", 1, subscribed=500_000, paid_in=200_000, due_date="2040-01-01"),
        ),
        tells={"count__all": 1, "share_due__all": 0},
        without="shareholdings",
    ),
    Story(
        signal="stake_passed_on_unpaid",
        fires=told(
            debtor_company(),
            stake("C", "X", "2016-01-01", 1, subscribed=500_000, paid_in=0),
            stake("C", "X", "2021-12-01", 0, subscribed=0, paid_in=0),
        ),
        found={
            "count__all": 1,
            "sum_unpaid_per_claim_amount__all": 5,
            "count__12m_before_suit_filed": 1,
            "count__since_suit_filed": 0,
        },
        innocent=told(
            debtor_company(),
            stake("C", "X", "2016-01-01", 1, **HALF_MILLION),
            stake("C", "X", "2021-12-01", 0, subscribed=0, paid_in=0),
        ),
        tells={"count__all": 0},
        without="shareholdings",
    ),
    Story(
        signal="business_moved",
        fires=told(FALLING, SISTER, sales("B", "2021-06-01", 5_000), sales("B", "2023-06-01", 80_000)),
        found={"count__all": 1, "max_moved_per_claim_amount__all": 0.75, "max_moved_per_max_fall__all": 75 / 90},
        # the whole trade goes down
        innocent=told(FALLING, SISTER, sales("B", "2021-06-01", 50_000), sales("B", "2023-06-01", 5_000)),
        tells={"count__all": 0, "max_moved_per_claim_amount__all": None},
        without="company_activity",
    ),
    Story(
        signal="staff_moved",
        fires=told(
            debtor_company(),
            SISTER,
            wage("2021-06-01", 5_000, "worker", employer_id="C"),
            wage("2022-03-01", 5_000, "worker", employer_id="B"),
        ),
        found={
            "distinct_worker_id__all": 1,
            "distinct_sister_id__all": 1,
            "distinct_worker_id__since_suit_filed": 1,
            "days_since_last__all": 671,
        },
        # found work with a stranger
        innocent=told(
            debtor_company(),
            SISTER,
            wage("2021-06-01", 5_000, "worker", employer_id="C"),
            wage("2022-03-01", 5_000, "worker", employer_id="Z"),
        ),
        tells={"distinct_worker_id__all": 0},
        without="income_records",
    ),
    Story(
        signal="same_site_company",
        fires=told(
            debtor_company(address="1 Mill Road", industry="纺织"),
            company("N", "2022-03-01", address="1 Mill Road", industry="纺织"),
        ),
        found={
            "distinct_company_id__12m_before_suit_filed": 0,
            "distinct_company_id__since_suit_filed": 1,
            "share_same_phone__since_suit_filed": 0,
            "share_same_trade__since_suit_filed": 1,
        },
        # the landlord let the site to a restaurant
        innocent=told(
            debtor_company(address="1 Mill Road", industry="纺织"),
            company("N", "2022-03-01", address="1 Mill Road", industry="餐饮管理"),
        ),
        tells={"distinct_company_id__since_suit_filed": 1, "share_same_trade__since_suit_filed": 0},
        without="companies",
    ),
    Story(
        signal="company_wound_up",
        fires=told(debtor_company(), row("companies", party_id="C", valid_from="2022-05-01", status="revoked")),
        found={"count__all": 1, "days_since_last__all": 610},
        innocent=debtor_company(),
        tells={"count__all": 0, "days_since_last__all": None},
        without="companies",
    ),
)
