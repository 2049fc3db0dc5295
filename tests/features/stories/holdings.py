"""Assets that the debtor has, uses, or comes by."""

from typing import Any

from tests.features.story import Rows, Story, event, owns, query, row, sells, tie, told

CAR: dict[str, Any] = {"asset_class": "vehicle", "value": 80_000}


def seen(day: str, place: str, driver: str | None = None, asset: str = "car") -> Rows:
    """The car on a camera."""
    plate = {"car": "浙Q12345", "van": "浙Q54321"}[asset]
    return row("vehicle_sightings", asset_id=asset, plate=plate, ts=f"{day} 08:00:00", place=place, driver_id=driver)


SEIZED = told(
    owns("car", **CAR), event("car", "seize", "2022-07-01", "D", case_id="E", until_date="2024-07-01", seize_rank=1)
)

LAPSED = told(
    owns("van", **CAR), event("van", "seize", "2022-07-01", "D", case_id="E", until_date="2023-06-01", seize_rank=1)
)

STORIES = (
    Story(
        signal="assets_still_held",
        fires=owns("house", encumbered=150_000),
        found={
            "count__all": 1,
            "sum_net_value_per_claim_amount__all": 2.5,
            "distinct_asset_class__all": 1,
            "share_seized__all": 0,
        },
        # mortgaged to the roof, and seized
        innocent=told(
            owns("house", encumbered=400_000),
            event("house", "seize", "2022-07-01", "D", case_id="E", until_date="2025-07-01"),
        ),
        tells={"count__all": 1, "sum_net_value_per_claim_amount__all": 0, "share_seized__all": 1},
        without="asset_events",
    ),
    Story(
        signal="asset_class_not_queried",
        fires=told(owns("car", **CAR), query("deposit", "none")),
        found={"count__all": 1, "sum_net_value_per_claim_amount__all": 0.8, "distinct_asset_class__all": 1},
        innocent=told(owns("car", **CAR), query("vehicle", "none")),
        tells={"count__all": 0},
        without="property_queries",
    ),
    Story(
        signal="seized_vehicle_seen",
        # the van was seen once while seized, and once after that had lapsed
        fires=told(
            SEIZED,
            seen("2022-09-01", "North"),
            seen("2023-12-20", "South", "D"),
            LAPSED,
            seen("2023-03-01", "North", asset="van"),
            seen("2023-12-25", "East", asset="van"),
        ),
        found={
            "count__all": 3,
            "count__90d": 1,
            "days_since_last__all": 12,
            "distinct_place__all": 2,
            "share_driven_by_debtor__all": 1 / 3,
        },
        # sold before the seizure, but never re-registered
        innocent=told(SEIZED, seen("2023-12-20", "South", "X"), sells("car", "X", "2022-06-15", 80_000)),
        tells={"count__all": 0, "days_since_last__all": None},
        without="vehicle_sightings",
    ),
    Story(
        signal="drives_car_not_owned",
        fires=told(
            tie("D", "W", "spouse", "2010-01-01"),
            owns("car", "W", "2022-03-01", **CAR),
            seen("2022-10-01", "North", "D"),
            seen("2023-02-01", "North", "D"),
        ),
        found={
            "count__since_filed": 2,
            "count__since_closed": 1,
            "distinct_asset_id__since_filed": 1,
            "share_in_circle__since_filed": 1,
            "share_bought_after_suit__since_filed": 1,
            "days_since_last__all": 334,
        },
        # the family car, bought long before, once
        innocent=told(
            tie("D", "W", "spouse", "2010-01-01"),
            owns("car", "W", "2015-03-01", **CAR),
            seen("2022-10-01", "North", "D"),
        ),
        tells={"count__since_filed": 1, "share_bought_after_suit__since_filed": 0},
        without="vehicle_sightings",
    ),
    Story(
        signal="insurance_policies",
        fires=owns("policy", since="2022-08-01", asset_class="insurance", value=50_000),
        found={
            "count__all": 1,
            "sum_value_per_claim_amount__all": 0.5,
            "count__since_filed": 1,
            "days_since_last__all": 518,
        },
        # surrendered since
        innocent=told(
            owns("policy", since="2022-08-01", asset_class="insurance", value=50_000),
            event("policy", "own_end", "2022-09-01"),
        ),
        tells={"count__all": 0},
        without="assets",
    ),
    Story(
        signal="mortgaged_to_the_hilt",
        fires=owns("house", encumbered=380_000),
        found={"count__all": 1, "sum_encumbered_per_sum_value__all": 0.95},
        # half of it is free: that mitigates nothing
        innocent=owns("house", encumbered=200_000),
        tells={"count__all": 0, "sum_encumbered_per_sum_value__all": None},
        without="assets",
    ),
    Story(
        signal="new_assets",
        fires=owns("car", since="2022-08-01", asset_class="vehicle", value=90_000),
        found={
            "count__since_filed": 1,
            "sum_net_value_per_claim_amount__since_filed": 0.9,
            "share_inherited__since_filed": 0,
            "count__since_closed": 0,
            "days_since_last__all": 518,
        },
        innocent=told(
            row("assets", asset_id="car", asset_class="vehicle", value=90_000),
            event("car", "inherit", "2022-08-01", None, "D"),
        ),
        tells={"count__since_filed": 1, "share_inherited__since_filed": 1},
        without="asset_events",
    ),
)
