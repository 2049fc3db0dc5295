"""What else is known of the debtor: other cases, reviews, petitions, guarantees, claims."""

from typing import Any

from tests.features.story import Rows, Story, enforcement, outcome, petition, row, suit, tie, told

PERFORMED = {"closed_date": "2021-09-01", "close_mode": "performed"}
CLOSED = {"closed_date": "2021-06-01", "close_mode": "terminated_round"}


def other(case: str = "E2", filed: str = "2021-01-01", **columns: Any) -> Rows:
    """Another enforcement case against D."""
    return enforcement(case, filed, "B", basis_case_id="S2", **columns)


def restored(close_mode: str, realised: float) -> Rows:
    """Case E is restored in 2023, with what came of it."""
    case = {"case_id": "R", "case_no": "R", "case_kind": "restoration", "parent_case_id": "E"}
    closing = {"closed_date": "2023-05-01", "close_mode": close_mode, "realised_amount": realised}
    return row("cases", filed_date="2023-01-10", **case, **closing)


def won() -> Rows:
    """D won 60,000 yuan from X in 2021."""
    return suit("Z", "2021-01-01", "D", "X", claim_amount=60_000, ended_date="2021-05-01", end_kind="judgment")


STORIES = (
    Story(
        signal="claim_size_and_age",
        fires=[],
        found={"max_claim__all": 100_000, "max_days_open__all": 183, "max_days_since_filing__all": 579},
        innocent=row("cases", case_id="E", claim_amount=3_000),
        tells={"max_claim__all": 3_000},
        without=None,
    ),
    Story(
        signal="other_enforcements",
        fires=told(other(claim_amount=50_000, **CLOSED), other("E3", "2023-02-01", claim_amount=70_000)),
        found={
            "count__all": 2,
            "sum_claimed_per_claim_amount__all": 1.2,
            "share_terminated_round__all": 1,
            "count__before_filed": 1,
            "count__since_filed": 1,
            "share_terminated_round__since_filed": None,
        },
        # the same debt in another case number
        innocent=enforcement("E2", "2023-02-01", "A", basis_case_id="S"),
        tells={"count__all": 0},
        without="case_parties",
    ),
    Story(
        signal="paid_other_creditor",
        fires=other("E2", "2022-07-01", closed_date="2023-03-01", close_mode="performed", realised_amount=40_000),
        found={
            "count__since_filed": 1,
            "sum_paid_per_claim_amount__since_filed": 0.4,
            "count__since_closed": 1,
            "days_since_last__all": 306,
        },
        innocent=other("E2", "2021-01-01", closed_date="2021-03-01", close_mode="performed", realised_amount=40_000),
        tells={"count__since_filed": 0},
        without="cases",
    ),
    Story(
        signal="restored_before",
        fires=restored("performed", 30_000),
        found={"count__all": 1, "sum_realised_per_claim_amount__all": 0.3, "share_barren__all": 0},
        innocent=restored("terminated_round", 0),
        tells={"count__all": 1, "share_barren__all": 1},
        without="cases",
    ),
    Story(
        signal="debtor_confirmed_before",
        fires=told(other(**CLOSED), outcome("E2", "concealed_assets", "confirmed", "2023-02-01", amount_found=200_000)),
        found={"count__all": 1, "sum_amount_found_per_claim_amount__all": 2, "days_since_last__all": 334},
        innocent=told(other(**CLOSED), outcome("E2", "concealed_assets", "refuted", "2023-02-01")),
        tells={"count__all": 0, "days_since_last__all": None},
        without="review_outcomes",
    ),
    Story(
        signal="cleared_before",
        fires=outcome("E", "concealed_assets", "refuted", "2023-06-01"),
        found={"count__all": 1, "share_same_case__all": 1, "days_since_last__all": 214},
        # nothing was settled
        innocent=outcome("E", "concealed_assets", "inconclusive", "2023-06-01"),
        tells={"count__all": 0, "days_since_last__all": None},
        without="review_outcomes",
    ),
    Story(
        signal="hidden_assets_petition",
        fires=told(
            petition("hidden_assets", "2023-11-01", party_id="D"),
            petition("hidden_assets", "2023-12-01", case_id=None, party_id="D"),
        ),
        found={"count__all": 2, "count__12m": 2, "count__since_closed": 2, "days_since_last__all": 31},
        innocent=petition("delay", "2023-11-01", party_id="D"),
        tells={"count__all": 0},
        without="petitions",
    ),
    Story(
        signal="termination_petition",
        fires=petition("unlawful_termination", "2023-01-05"),
        found={"count__all": 1, "count__since_closed": 1},
        innocent=petition("other", "2023-01-05"),
        tells={"count__all": 0},
        without="petitions",
    ),
    Story(
        signal="guarantees_given",
        fires=tie("D", "X", "guarantor", "2020-03-01"),
        found={"count__all": 1, "count__before_suit_filed": 1, "count__since_suit_filed": 0},
        innocent=tie("D", "X", "sibling"),
        tells={"count__all": 0},
        without="party_relations",
    ),
    Story(
        signal="claims_against_others",
        fires=won(),
        found={
            "count__all": 1,
            "sum_outstanding_per_claim_amount__all": 0.6,
            "share_enforcing__all": 0,
            "count__since_suit_filed": 0,
        },
        # collected long ago
        innocent=told(
            won(), enforcement("EZ", "2021-06-01", "D", "X", basis_case_id="Z", realised_amount=60_000, **PERFORMED)
        ),
        tells={"count__all": 0},
        without="suits",
    ),
)
