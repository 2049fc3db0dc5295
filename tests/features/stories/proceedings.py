"""What was done, declared, found and paid in the case itself."""

from tests.features.story import Rows, Story, action, owns, query, row, sells, told


def listed(ground: str) -> Rows:
    """D is put on the list of dishonest debtors."""
    return row(
        "credit_measures", case_id="E", party_id="D", kind="dishonest_list", ground=ground, published_date="2022-08-01"
    )


NOTHING_DECLARED = action("report_received", "2022-06-20", party_id="D", result="申报无财产")

STORIES = (
    Story(
        signal="found_able_to_pay",
        fires=listed("有履行能力而拒不履行"),
        found={"count__all": 1, "share_able__all": 1, "share_evading__all": 0, "count__since_filed": 1},
        innocent=listed("违反财产报告制度"),
        tells={"count__all": 1, "share_able__all": 0, "share_evading__all": 0},
        without="credit_measures",
    ),
    Story(
        signal="obstruction",
        fires=told(action("detention", "2022-07-01"), action("fine", "2022-08-01")),
        found={"count__all": 2, "share_detained__all": 0.5},
        innocent=action("interview", "2022-07-01"),
        tells={"count__all": 0},
        without="enforcement_actions",
    ),
    Story(
        signal="creditor_clue",
        fires=action("clue_received", "2023-01-10"),
        found={"count__all": 1, "share_unchecked__all": 1, "days_since_last__all": 356, "count__since_closed": 1},
        innocent=told(action("clue_received", "2023-01-10"), action("clue_checked", "2023-01-15")),
        tells={"count__all": 1, "share_unchecked__all": 0},
        without="enforcement_actions",
    ),
    Story(
        signal="no_property_declared",
        fires=told(NOTHING_DECLARED, owns("house"), owns("car", asset_class="vehicle")),
        found={"count__all": 1, "max_assets_held__all": 2},
        # sold two years before
        innocent=told(NOTHING_DECLARED, owns("house"), sells("house", "X", "2020-06-01", 400_000)),
        tells={"count__all": 0, "max_assets_held__all": None},
        without="enforcement_actions",
    ),
    Story(
        signal="part_performed",
        fires=row("cases", case_id="E", realised_amount=30_000),
        found={"max_realised_per_claim_amount__all": 0.3},
        innocent=row("cases", case_id="E", realised_amount=0),
        tells={"max_realised_per_claim_amount__all": None},
        without=None,
    ),
    Story(
        signal="paying_by_instalments",
        fires=told(action("payment_out", "2022-10-01"), action("payment_out", "2023-09-01")),
        found={"count__all": 2, "count__12m": 1, "count__since_closed": 1, "days_since_last__all": 122},
        # asked for, not paid
        innocent=action("restore_request", "2023-09-01"),
        tells={"count__all": 0, "days_since_last__all": None},
        without="enforcement_actions",
    ),
    Story(
        signal="found_in_queries",
        fires=query("deposit", "found", amount=20_000),
        found={
            "distinct_asset_class__all": 1,
            "sum_found_amount_per_claim_amount__all": 0.2,
            "days_since_last__all": 549,
            "distinct_asset_class__since_closed": 0,
        },
        # a few yuan on an old account
        innocent=query("deposit", "found", amount=5.2),
        tells={"distinct_asset_class__all": 1, "sum_found_amount_per_claim_amount__all": 0.000052},
        without="property_queries",
    ),
    Story(
        signal="queried_in_vain",
        fires=told(query("deposit", "none"), query("vehicle", "none"), query("security", "none", "2023-06-01")),
        found={
            "distinct_asset_class__all": 3,
            "count__all": 3,
            "distinct_asset_class__since_closed": 1,
            "days_since_last__all": 214,
        },
        # a car turned up later: its earlier "none" speaks for nobody
        innocent=told(query("deposit", "none"), query("vehicle", "none"), query("vehicle", "found", "2023-06-01")),
        tells={"distinct_asset_class__all": 1, "count__all": 1},
        without="property_queries",
    ),
)
