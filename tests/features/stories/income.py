"""Income, compensation, and what is spent."""

from typing import Any

from tests.features.story import Rows, Story, mother, row, told, wage

FLIGHT = {"party_id": "D", "kind": "flight", "amount": 2_000}


def restricted(on: str = "2022-07-01") -> Rows:
    """D may not spend freely from a day on."""
    return row("credit_measures", case_id="E", party_id="D", kind="restrict_consumption", published_date=on)


def due(kind: str, agreed: str, amount: float, **columns: Any) -> Rows:
    """A sum owed to D."""
    return row("receivables", creditor_id="D", kind=kind, agreed_date=agreed, amount=amount, **columns)


STORIES = (
    Story(
        signal="undeclared_income",
        fires=told(wage("2022-07-01", 6_000, employer_id="M"), wage("2022-08-01", 8_000, employer_id="M")),
        found={
            "distinct_month__since_filed": 2,
            "mean_base__since_filed": 7_000,
            "max_base__since_filed": 8_000,
            "share_employed__since_filed": 1,
            "distinct_month__since_closed": 0,
            "mean_base__since_closed": None,
            "distinct_month__12m": 0,
        },
        # pays the lowest base out of the own pocket
        innocent=wage("2022-07-01", 4_000),
        tells={"share_employed__since_filed": 0, "max_base__since_filed": 4_000},
        without="income_records",
    ),
    Story(
        signal="pension_only",
        fires=told(wage("2023-06-01", 2_000, kind="pension"), wage("2023-07-01", 2_000, kind="pension")),
        found={"distinct_month__12m": 2, "mean_base__12m": 2_000},
        # a wage beside the pension: that mitigates nothing
        innocent=told(wage("2023-06-01", 2_000, kind="pension"), wage("2023-06-01", 9_000)),
        tells={"distinct_month__12m": 0, "mean_base__12m": None},
        without="income_records",
    ),
    Story(
        signal="housing_fund_balance",
        fires=told(
            wage("2023-05-01", 8_000, kind="housing_fund", balance=40_000),
            wage("2023-06-01", 8_000, kind="housing_fund", balance=42_000),
        ),
        found={"sum_balance_per_claim_amount__all": 0.42, "max_balance__all": 42_000},
        innocent=wage("2023-06-01", 8_000, kind="housing_fund", balance=0),
        tells={"sum_balance_per_claim_amount__all": 0, "max_balance__all": None},
        without="income_records",
    ),
    Story(
        signal="receivable_paid_to_another",
        fires=told(mother("K"), due("demolition", "2022-02-01", 200_000, payee_id="K")),
        found={
            "count__all": 1,
            "sum_amount_per_claim_amount__all": 2,
            "share_in_circle__all": 1,
            "count__since_suit_filed": 1,
        },
        # rent that goes to the mortgagee, as agreed years ago
        innocent=told(mother("K"), due("rent", "2019-02-01", 200_000, payee_id="bank")),
        tells={"count__all": 1, "share_in_circle__all": 0, "count__since_suit_filed": 0},
        without="receivables",
    ),
    Story(
        signal="receivables_due",
        fires=told(due("project", "2021-05-01", 30_000), due("project", "2021-06-01", 20_000, paid_date="2022-09-01")),
        found={"count__all": 2, "sum_amount_per_claim_amount__all": 0.5, "share_paid_since__all": 0.5},
        # paid, and spent, before the enforcement
        innocent=due("project", "2021-05-01", 30_000, paid_date="2021-06-01"),
        tells={"count__all": 0},
        without="receivables",
    ),
    Story(
        signal="spending_after_restriction",
        fires=told(restricted(), row("spending", spent_date="2022-08-01", document="passport", **FLIGHT)),
        found={
            "distinct_spending_id__all": 1,
            "sum_amount_per_claim_amount__all": 0.02,
            "share_passport__all": 1,
            "days_since_last__all": 518,
            "distinct_spending_id__12m": 0,
            "distinct_spending_id__since_closed": 0,
        },
        # a flight before the order, and an ordinary train after it
        innocent=told(
            restricted(),
            row("spending", spent_date="2022-06-20", **FLIGHT),
            row("spending", party_id="D", kind="d_train", spent_date="2022-08-01", amount=90, seat="二等座"),
        ),
        tells={"distinct_spending_id__all": 0},
        without="spending",
    ),
    Story(
        signal="gambling_after_filing",
        fires=told(
            row("police_records", party_id="D", kind="gambling", event_date="2022-07-01", amount=5_000),
            row("spending", party_id="D", kind="gambling", spent_date="2022-12-15", amount=3_000),
        ),
        found={
            "count__since_filed": 2,
            "sum_amount_per_claim_amount__since_filed": 0.08,
            "count__since_closed": 1,
            "sum_amount_per_claim_amount__since_closed": 0.03,
        },
        # before the debt was enforced
        innocent=row("police_records", party_id="D", kind="gambling", event_date="2021-07-01", amount=5_000),
        tells={"count__since_filed": 0},
        without="police_records",
    ),
)
