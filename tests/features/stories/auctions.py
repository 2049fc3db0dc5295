"""The court's sale of an asset, and who comes to it."""

from typing import Any

from tests.features.story import Story, auction, bid, company, debtor_company, enforcement, mother, suit, told, wage

LABOUR: dict[str, Any] = {"cause": "劳动争议", "claim_amount": 30_000}

STORIES = (
    Story(
        signal="auction_winner_in_circle",
        fires=told(mother("K"), auction("K")),
        found={
            "count__all": 1,
            "sum_final_price_per_sum_appraisal__all": 0.7,
            "sum_final_price_per_claim_amount__all": 2.8,
            "min_steps__all": 1,
        },
        innocent=told(mother("K"), auction("X")),
        tells={"count__all": 0},
        without="auctions",
    ),
    Story(
        signal="auction_single_bidder",
        fires=told(auction("X"), bid("X")),
        found={"count__all": 1, "sum_final_price_per_sum_appraisal__all": 0.7},
        innocent=told(auction("X"), bid("X"), bid("Y")),
        tells={"count__all": 0},
        without="auction_bids",
    ),
    Story(
        signal="auction_deposit_by_another",
        fires=told(auction("X"), bid("X", payer="D")),
        found={"count__all": 1, "share_near_debtor__all": 1, "share_won__all": 1},
        # a lender advanced it
        innocent=told(auction("X"), bid("X", payer="lender")),
        tells={"count__all": 1, "share_near_debtor__all": 0},
        without="auction_bids",
    ),
    Story(
        signal="auction_new_company",
        fires=told(company("N", "2022-05-01"), auction("N")),
        found={"count__all": 1, "min_age_days__all": 124, "sum_final_price_per_sum_appraisal__all": 0.7},
        innocent=told(company("N", "2010-05-01"), auction("N")),
        tells={"count__all": 0},
        without="companies",
    ),
    Story(
        signal="late_wage_claims",
        fires=told(auction(), suit("S2", "2022-10-01", "worker", **LABOUR)),
        found={"count__all": 1, "sum_claimed_per_claim_amount__all": 0.3},
        # claimed months before anything was sold
        innocent=told(auction(), suit("S2", "2022-03-01", "worker", **LABOUR)),
        tells={"count__all": 0},
        without="auctions",
    ),
    Story(
        signal="wage_claimants_not_insured",
        fires=told(debtor_company(), suit("S2", "2022-10-01", "worker", **LABOUR)),
        found={"count__all": 1, "share_insured__all": 0, "share_near_debtor__all": 0},
        innocent=told(
            debtor_company(),
            suit("S2", "2022-10-01", "worker", **LABOUR),
            wage("2021-06-01", 5_000, "worker", employer_id="C"),
        ),
        tells={"count__all": 1, "share_insured__all": 1},
        without="income_records",
    ),
    Story(
        signal="late_entrants",
        fires=told(
            auction(),
            enforcement("E2", "2022-10-01", "B", basis_kind="mediation", basis_case_id="S2", claim_amount=80_000),
        ),
        found={"distinct_rival_id__all": 1, "sum_claimed_per_claim_amount__all": 0.8, "share_mediated__all": 1},
        # was there before the sale
        innocent=told(
            auction(),
            enforcement("E2", "2022-07-01", "B", basis_kind="judgment", basis_case_id="S2", claim_amount=80_000),
        ),
        tells={"distinct_rival_id__all": 0},
        without="auctions",
    ),
)
