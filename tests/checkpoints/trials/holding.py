"""What was seized, and for how long it lay."""

from tests.checkpoints.trial import CAR, HOUSE, MORTGAGED, Trial, lot, seized, trials
from tests.support.story import event, row, told

TRIALS: tuple[Trial, ...] = (
    *trials(
        "r18_seizure_too_long",
        ("fail", "four years", told(HOUSE, seized(until="2026-07-01"))),
        ("pass", "three years", told(HOUSE, seized(until="2025-07-01"))),
        ("fail", "car for three", told(CAR, seized("car", until="2025-07-01"))),
        ("pass", "car for two", told(CAR, seized("car", until="2024-07-01"))),
        ("unknown", "no term", told(HOUSE, seized(until=None))),
        ("not_applicable", "nothing seized", HOUSE),
        ("not_applicable", "before the law", told(HOUSE, seized(on="2014-07-01", until="2019-07-01"))),
    ),
    *trials(
        "r18_seizure_lapsed",
        ("fail", "ran out", told(HOUSE, seized(until="2022-10-01"))),
        (
            "pass",
            "renewed",
            told(
                HOUSE,
                seized(until="2022-10-01"),
                event("house", "renew", "2022-09-20", case_id="E", until_date="2025-09-20"),
            ),
        ),
        (
            "pass",
            "sold before",
            told(HOUSE, seized(until="2022-10-01"), event("house", "dispose", "2022-09-20", case_id="E")),
        ),
        ("pass", "in force", told(HOUSE, seized())),
        ("pass", "after the closing", told(HOUSE, seized(until="2023-02-01"))),
        ("not_applicable", "waiting seizure", told(HOUSE, seized(until="2022-10-01", rank=2))),
        ("not_applicable", "nothing seized", HOUSE),
        ("unknown", "no term", told(CAR, seized("car", on="2020-07-01", until=None))),
    ),
    *trials(
        "r19_disposal_started",
        ("flag", "nothing done", told(HOUSE, seized())),
        ("pass", "put up for sale", told(HOUSE, seized(), lot(1, "2022-08-01", "2022-09-01", "2022-09-02"))),
        ("pass", "seized last week", told(HOUSE, seized(on="2022-11-25", until="2025-11-25"))),
        ("not_applicable", "waiting seizure", told(HOUSE, seized(rank=2))),
        ("not_applicable", "mortgaged", told(MORTGAGED, seized())),
        ("not_applicable", "car not held", told(CAR, seized("car"))),
        ("unknown", "rank not recorded", told(HOUSE, seized(rank=None))),
    ),
    *trials(
        "r20_vehicle_not_detained",
        (
            "flag",
            "inspected",
            told(
                CAR,
                seized("car"),
                row("vehicle_sightings", plate="P", asset_id="car", ts="2023-03-01 08:00:00", kind="inspection"),
            ),
        ),
        (
            "flag",
            "on camera",
            told(
                CAR,
                seized("car"),
                row("vehicle_sightings", plate="P", asset_id="car", ts="2023-03-01 08:00:00", kind="camera"),
            ),
        ),
        (
            "pass",
            "detained",
            told(
                CAR,
                seized("car"),
                event("car", "detain", "2023-04-01", case_id="E"),
                row("vehicle_sightings", plate="P", asset_id="car", ts="2023-03-01 08:00:00", kind="camera"),
            ),
        ),
        (
            "not_applicable",
            "seen before the seizure",
            told(
                CAR,
                seized("car"),
                row("vehicle_sightings", plate="P", asset_id="car", ts="2022-03-01 08:00:00", kind="camera"),
            ),
        ),
    ),
)
