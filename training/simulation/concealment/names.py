"""Owning under other names (A4), or where nobody asks (A19)."""

from __future__ import annotations

import numpy as np

from training.simulation.companies import found
from training.simulation.livelihood import drive
from training.simulation.money import pay
from training.simulation.stage import NOBODY, Act, Stage

__all__ = [
    "borrow_a_name",
    "build_in_the_village",
    "drive_a_companys_car",
    "hold_unasked_classes",
    "keep_it_elsewhere",
    "move_into_a_relatives_house",
]


def borrow_a_name(stage: Stage, act: Act) -> None:
    """A4: a relative buys the car that the debtor drives."""
    n = len(act)
    bought = act.served + stage.days(0, 400, n)
    car = stage.own(act, "vehicle", act.kin, bought, stage.money(160_000, 0.5, n), part="deed")
    stage.tie(act, act.kin)
    driving = stage.often(act, 1, 14)
    day = np.maximum(bought[driving.row], driving.filed) + stage.days(5, 600, len(driving))
    drive(stage, driving, car[driving.row], day, np.where(stage.yes(0.7, len(driving)), driving.person, NOBODY))
    pay(stage, act, act.person, act.kin, bought - 3, np.round(act.claim * 0.3, -2), "购车款")


def drive_a_companys_car(stage: Stage, act: Act) -> None:
    """A4: the car belongs to a young company that a helper stands for; nobody but the debtor is ever seen in it."""
    n = len(act)
    since = act.filed + stage.days(-300, 200, n)
    company = found(stage, act, act.kin, since)
    bought = since + stage.days(5, 200, n)
    car = stage.own(act, "vehicle", company, bought, stage.money(180_000, 0.6, n), part="deed")
    stage.tie(act, act.kin)
    driving = stage.often(act, 1, 14)
    day = np.maximum(bought[driving.row], driving.filed) + stage.days(5, 600, len(driving))
    drive(stage, driving, car[driving.row], day, np.where(stage.yes(0.7, len(driving)), driving.person, NOBODY))


def move_into_a_relatives_house(stage: Stage, act: Act) -> None:
    """A4: a relative buys the house after the judgment, and the debtor lives in it."""
    n = len(act)
    bought = act.served + stage.days(0, 500, n)
    worth = np.maximum(act.claim * act.strength, 200_000.0) * stage.uniform(0.8, 2.5, n)
    stage.own(act, "real_estate", act.kin, bought, worth, part="deed")
    stage.tie(act, act.kin)
    living = stage.some(act, 0.7)
    stage.leave(
        living, "party_relations", party_a=living.person, party_b=living.kin, relation="same_address",
        start_date=bought[living.row] + stage.days(20, 300, len(living)), confidence=0.9,
    )  # fmt: skip
    pay(stage, act, act.person, act.kin, bought - stage.days(1, 60, n), np.round(worth * 0.3, -2), "购房款")


def build_in_the_village(stage: Stage, act: Act) -> None:
    """A4: a house is built on rural land in a parent's name; no register of town houses knows it."""
    n = len(act)
    since = stage.around_suit(act) + stage.days(0, 400, n)
    stage.own(act, "other", act.kin, since, stage.money(350_000, 0.5, n), part="deed")
    stage.tie(act, act.kin)
    paid, nth = stage.monthly(act)
    pay(
        stage, paid, paid.person, paid.kin, since[paid.row] + 30 * nth,
        stage.money(300_000 / stage.world.style.parts, 0.4, len(paid)), "工程款",
    )  # fmt: skip


def keep_it_elsewhere(stage: Stage, act: Act) -> None:
    """A19: a house or car in another region, where the court never asks."""
    n = len(act)
    house = stage.yes(0.7, n)
    since = act.suit - stage.days(-100, 2500, n)
    elsewhere = (act.county + stage.days(1, stage.world.courts, n)) % stage.world.courts
    for asset_class, which, median in (("real_estate", house, 800_000.0), ("vehicle", ~house, 150_000.0)):
        some = act.take(which)
        worth = stage.money(median, 0.6, len(some))
        stage.own(some, asset_class, some.debtor, since[which], worth, part="deed", county=elsewhere[which])


def hold_unasked_classes(stage: Stage, act: Act) -> None:
    """A19: wealth products, securities, patents: classes that the court does not ask about."""
    act = stage.often(act, 1, 3)
    n = len(act)
    kind = stage.one_of(("wealth", "security", "ip", "housing_fund"), n, (4, 3, 1, 2))
    for asset_class in ("wealth", "security", "ip", "housing_fund"):
        some = act.take(kind == asset_class)
        worth = np.round(some.claim * some.strength * stage.uniform(0.2, 1.2, len(some)), -2)
        stage.own(some, asset_class, some.person, some.suit - stage.days(-200, 1500, len(some)), worth, part="deed")
