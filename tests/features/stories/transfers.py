"""Assets that leave the debtor."""

from tests.features.story import Story, divorce, event, mother, owns, person, sells, tie, told

STORIES = (
    Story(
        signal="transfer_to_circle",
        fires=told(mother("K"), owns("house"), sells("house", "K", "2022-01-25", 100_000)),
        found={
            "count__all": 1,
            "sum_value_per_claim_amount__all": 4,
            "sum_price_per_sum_value_priced__all": 0.25,
            "min_steps__all": 1,
            "max_days_after_service__all": 5,
            "count__12m_before_suit_filed": 0,
            "count__suit_filed_to_filed": 1,
            "count__since_filed": 0,
        },
        # sold to the mother years before, for what it was worth
        innocent=told(mother("K"), owns("house"), sells("house", "K", "2019-05-01", 400_000)),
        tells={
            "sum_price_per_sum_value_priced__all": 1,
            "count__12m_before_suit_filed": 0,
            "count__suit_filed_to_filed": 0,
        },
        without="asset_events",
    ),
    Story(
        signal="cheap_transfer",
        fires=told(owns("house"), sells("house", "X", "2021-10-01", 100_000)),
        found={
            "count__all": 1,
            "sum_shortfall_per_claim_amount__all": 3,
            "sum_paid_per_sum_value__all": 0.25,
            "count__12m_before_suit_filed": 1,
            "count__since_suit_filed": 0,
        },
        innocent=told(owns("house"), sells("house", "X", "2021-10-01", 250_000)),
        tells={"count__all": 0, "sum_shortfall_per_claim_amount__all": 0, "sum_paid_per_sum_value__all": None},
        without="assets",
    ),
    Story(
        signal="fair_sale",
        fires=told(owns("house"), sells("house", "X", "2022-02-01", 380_000)),
        found={"count__all": 1, "sum_price_per_claim_amount__all": 3.8, "count__since_suit_filed": 1},
        # a full price on paper, but to the mother: that speaks for nobody
        innocent=told(mother("K"), owns("house"), sells("house", "K", "2022-02-01", 380_000)),
        tells={"count__all": 0},
        without="asset_events",
    ),
    Story(
        signal="mortgage_to_circle",
        fires=told(mother("K"), owns("house"), event("house", "mortgage", "2022-02-01", "D", "K", price=300_000)),
        found={
            "count__all": 1,
            "sum_secured_per_claim_amount__all": 3,
            "min_steps__all": 1,
            "count__since_suit_filed": 1,
        },
        innocent=told(mother("K"), owns("house"), event("house", "mortgage", "2022-02-01", "D", "bank", price=300_000)),
        tells={"count__all": 0},
        without="asset_events",
    ),
    Story(
        signal="long_lease",
        fires=told(
            mother("K"),
            owns("house"),
            event("house", "lease", "2022-02-01", "D", "K", until_date="2032-02-01", price=10_000),
        ),
        found={"count__all": 1, "max_years__all": 3652 / 365, "share_in_circle__all": 1, "share_after_suit__all": 1},
        # a workshop let to an outsider years before the suit
        innocent=told(owns("house"), event("house", "lease", "2018-01-01", "D", "X", until_date="2024-01-01")),
        tells={"count__all": 1, "share_in_circle__all": 0, "share_after_suit__all": 0},
        without="asset_events",
    ),
    Story(
        signal="divorce_near_suit",
        fires=divorce("2021-10-01"),
        found={
            "count__12m_before_suit_filed": 1,
            "count__suit_filed_to_filed": 0,
            "count__since_filed": 0,
            "days_since_last__all": 822,
        },
        innocent=divorce("2015-10-01"),
        tells={"count__12m_before_suit_filed": 0, "count__suit_filed_to_filed": 0, "count__since_filed": 0},
        without="party_relations",
    ),
    Story(
        signal="assets_to_ex_spouse",
        fires=told(divorce("2021-10-01"), owns("house"), sells("house", "W", "2021-10-20", 0)),
        found={
            "count__all": 1,
            "sum_value_per_claim_amount__all": 4,
            "min_days_from_divorce__all": 19,
            "count__12m_before_suit_filed": 1,
            "count__since_suit_filed": 0,
        },
        # sold to the ex-spouse six years after the divorce
        innocent=told(divorce("2015-10-01"), owns("house"), sells("house", "W", "2021-10-20", 400_000)),
        tells={"count__all": 0},
        without="asset_events",
    ),
    Story(
        signal="divorced_same_address",
        fires=told(divorce("2021-10-01"), person("D", address="1 Home Lane"), person("W", address="1 Home Lane")),
        found={"count__all": 1, "share_same_phone__all": 0, "count__since_suit_filed": 0},
        innocent=told(divorce("2021-10-01"), person("D", address="1 Home Lane"), person("W", address="9 New Street")),
        tells={"count__all": 0},
        without="party_relations",
    ),
    Story(
        signal="spouse_assets",
        fires=told(
            tie("D", "W", "spouse", "2010-01-01"), owns("flat", "W", "2018-01-01", value=600_000, encumbered=200_000)
        ),
        found={
            "distinct_asset_id__all": 1,
            "sum_net_value_per_claim_amount__all": 4,
            "share_gratis__all": 0,
            "distinct_asset_id__since_suit_filed": 0,
        },
        # the spouse's own flat from before the marriage
        innocent=told(tie("D", "W", "spouse", "2010-01-01"), owns("flat", "W", "2005-01-01")),
        tells={"distinct_asset_id__all": 0},
        without="asset_events",
    ),
)
