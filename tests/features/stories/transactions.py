"""Money that moves: known for suspects only."""

from tests.features.story import Story, mother, payment, told

STORIES = (
    Story(
        signal="payments_to_circle",
        fires=told(mother("K"), payment("out", "2022-02-01", 60_000, "K"), payment("in", "2022-02-10", 20_000, "K")),
        found={
            "count__suit_filed_to_filed": 1,
            "sum_amount_per_claim_amount__suit_filed_to_filed": 0.6,
            "distinct_counterparty_id__suit_filed_to_filed": 1,
            "sum_returned_per_sum_amount__suit_filed_to_filed": 1 / 3,
            "count__12m_before_suit_filed": 0,
        },
        innocent=told(mother("K"), payment("out", "2022-02-01", 60_000, "shop")),
        tells={"count__suit_filed_to_filed": 0},
        without="transactions",
    ),
    Story(
        signal="cash_withdrawals",
        fires=told(
            payment("out", "2022-02-01", 40_000, channel="cash"), payment("out", "2022-02-02", 60_000, "landlord")
        ),
        found={
            "sum_hidden_per_claim_amount__since_suit_filed": 0.4,
            "sum_hidden_per_sum_amount__since_suit_filed": 0.4,
            "sum_hidden_per_claim_amount__90d_after_served": 0.4,
            "sum_hidden_per_claim_amount__12m_before_suit_filed": 0,
        },
        innocent=payment("out", "2022-02-02", 60_000, "landlord"),
        tells={"sum_hidden_per_claim_amount__since_suit_filed": 0, "sum_hidden_per_sum_amount__since_suit_filed": 0},
        without="transactions",
    ),
    Story(
        signal="business_receipts",
        fires=told(
            payment("in", "2022-03-01", 50_000, memo="货款", counter_account="1"),
            payment("in", "2022-07-01", 30_000, memo="6月货款", counter_account="2"),
        ),
        found={
            "count__since_suit_filed": 2,
            "sum_amount_per_claim_amount__since_suit_filed": 0.8,
            "distinct_counter_account__since_suit_filed": 2,
            "count__since_filed": 1,
            "sum_amount_per_claim_amount__since_filed": 0.3,
        },
        innocent=payment("in", "2022-03-01", 5_000, memo="工资", counter_account="1"),
        tells={"count__since_suit_filed": 0},
        without="transactions",
    ),
    Story(
        signal="loan_money_returned",
        fires=told(payment("in", "2021-03-01", 100_000, "A"), payment("out", "2021-03-10", 90_000, "A")),
        found={"count__all": 1, "sum_returned_per_sum_lent__all": 0.9},
        innocent=payment("in", "2021-03-01", 100_000, "A"),
        tells={"count__all": 1, "sum_returned_per_sum_lent__all": 0},
        without="accounts",
    ),
)
