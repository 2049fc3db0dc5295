"""Living too well: the seized car on the road (A13), journeys and gambling (A17), new possessions (A20)."""

from __future__ import annotations

import numpy as np

from training.simulation.companies import found
from training.simulation.livelihood import SPENDING, drive
from training.simulation.stage import NOBODY, Act, Ints, Stage, either

__all__ = [
    "acquire_late",
    "drive_the_seized_car",
    "found_a_company_late",
    "lend_out_the_seized_car",
    "live_at_anothers_cost",
    "live_well",
    "seized_car",
    "travel",
]


def drive_the_seized_car(stage: Stage, act: Act) -> None:
    """A13: the car was seized on paper and never fetched; it is seen all over the district."""
    car, seized = seized_car(stage, act, part="context")
    driving = stage.often(act, 2, 22)
    day = seized[driving.row] + np.minimum(stage.rng.gamma(1.2, 180, len(driving)), 1100).astype(int) + 3
    drive(stage, driving, car[driving.row], day, np.where(stage.yes(0.5, len(driving)), driving.person, NOBODY))


def lend_out_the_seized_car(stage: Stage, act: Act) -> None:
    """A13: relatives use the seized car now and then; parking fees, fines and its insurance betray it."""
    car, seized = seized_car(stage, act)
    driving = stage.often(act, 1, 8)
    day = seized[driving.row] + stage.days(5, 900, len(driving))
    drive(stage, driving, car[driving.row], day, np.where(stage.yes(0.5, len(driving)), driving.kin, NOBODY))
    stage.tie(act, act.kin)


def seized_car(stage: Stage, act: Act, part: str = "context") -> tuple[Ints, Ints]:
    """A car of the debtor's that the court has seized in the register; returns cars and days."""
    n = len(act)
    car = stage.own(act, "vehicle", act.debtor, act.suit - stage.days(200, 3000, n), stage.money(110_000, 0.6, n))
    day = act.filed + stage.days(8, 60, n)
    stage.leave(
        act, "asset_events", part=part, asset_id=car, event="seize", event_date=day, holder_id=act.debtor,
        case_id=act.case, seize_rank=1.0, until_date=day + 730,
    )  # fmt: skip
    return car, day


def live_well(stage: Stage, act: Act) -> None:
    """A17: in spite of the restriction there are flights, fast trains, hotels, and sums lost at gambling."""
    trips = stage.often(act, 2, 14)
    travel(stage, trips, trips.filed + stage.days(60, 800, len(trips)), passport=0.35)
    gambling = stage.some(act, 0.35)
    stage.leave(
        gambling, "police_records", party_id=gambling.person, kind="gambling",
        event_date=gambling.filed + stage.days(20, 700, len(gambling)), amount=stage.money(12_000, 0.9, len(gambling)),
    )  # fmt: skip


def live_at_anothers_cost(stage: Stage, act: Act) -> None:
    """A17: the relative who earns little pays for school, journeys and a club; the debtor pays for nothing."""
    spent = stage.often(act, 2, 9)
    n = len(spent)
    kind = stage.one_of(("school", "tour", "hotel", "flight", "property", "golf"), n, (4, 3, 3, 4, 1, 1))
    stage.leave(
        spent, "spending", party_id=spent.kin, kind=kind, spent_date=spent.filed + stage.days(20, 800, n),
        amount=stage.money(np.array([SPENDING.get(k, 60_000.0) for k in kind]), 0.6, n), document="id_card",
    )  # fmt: skip
    stage.tie(act, act.kin)
    trips = stage.often(act, 0, 3)
    travel(stage, trips, trips.filed + stage.days(60, 800, len(trips)), passport=0.6)


def travel(stage: Stage, act: Act, day: Ints, passport: float) -> None:
    """Journeys of the better sort."""
    n = len(act)
    kind = stage.one_of(
        ("flight", "g_train", "hotel", "golf", "tour", "property", "school"), n, (35, 35, 14, 3, 5, 2, 4)
    )
    amount = stage.money(np.array([SPENDING.get(k, 60_000.0) for k in kind]), 0.6, n)
    seat = either(kind == "flight", stage.one_of(("经济舱", "商务舱"), n), either(kind == "g_train", "一等座"))
    stage.leave(
        act, "spending", party_id=act.person, kind=kind, seat=seat, spent_date=day, amount=amount,
        document=np.where(stage.yes(passport, n), "passport", "id_card").astype(object),
    )  # fmt: skip


def acquire_late(stage: Stage, act: Act) -> None:
    """A20: after the case has been closed the debtor comes to own a house, a car or a stake."""
    act = stage.often(act, 1, 2)
    n = len(act)
    kind = stage.one_of(("real_estate", "vehicle", "security"), n, (4, 4, 1))
    value = stage.money(np.where(kind == "real_estate", 700_000.0, 130_000.0), 0.6, n)
    for asset_class in ("real_estate", "vehicle", "security"):
        which = kind == asset_class
        some = act.take(which)
        stage.own(
            some, asset_class, some.debtor, some.closed + stage.days(20, 700, len(some)), value[which], part="deed"
        )


def found_a_company_late(stage: Stage, act: Act) -> None:
    """A20: after the case has been closed the debtor subscribes to a stake in a new company of friends."""
    n = len(act)
    day = act.closed + stage.days(20, 700, n)
    company = found(stage, act, act.kin, day)
    capital = stage.money(400_000, 0.7, n)
    stage.leave(
        act, "shareholdings", company_id=company, holder_id=act.person, valid_from=day + stage.days(0, 60, n),
        pct=np.round(stage.uniform(0.2, 0.6, n), 2), subscribed=capital, paid_in=np.round(capital * 0.5),
        change="initial",
    )  # fmt: skip
