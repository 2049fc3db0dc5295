"""Hiding behind relatives: gifts and cheap sales (A1), divorce (A2), a borrowed name (A4), the spouse's house (A9)."""

from __future__ import annotations

import numpy as np

from training.simulation.livelihood import drive
from training.simulation.money import pay
from training.simulation.stage import NOBODY, Act, Stage

__all__ = ["borrow_a_name", "buy_in_the_spouses_name", "give_to_kin", "split_by_divorce"]


def give_to_kin(stage: Stage, act: Act) -> None:
    """A1: a house or car goes to a relative for little or nothing, when the suit looms or has just been served."""
    act = stage.often(act, 1, 3)
    n = len(act)
    house = stage.yes(0.55, n)
    value = act.claim * stage.uniform(0.3, 2.5, n) * act.strength
    holder = np.where(stage.yes(0.8, n), act.debtor, act.person)
    for asset_class, which in (("real_estate", house), ("vehicle", ~house)):
        some, owner, worth = act.take(which), holder[which], value[which]
        asset = stage.own(some, asset_class, owner, some.suit - stage.days(500, 4000, len(some)), worth)
        day = stage.around_suit(some)
        price = np.where(stage.yes(0.3, len(some)), np.nan, np.round(worth * stage.uniform(0, 0.75, len(some)), -2))
        event = np.where(stage.yes(0.2, len(some)), "gift", "transfer").astype(object)
        stage.transfer(some, asset, owner, some.kin, day, price, event)
        if asset_class == "vehicle":
            using = stage.some(some, 0.5)
            drive(stage, using, asset[using.row], using.filed + stage.days(10, 500, len(using)), using.person)
    stage.tie(act, act.kin)
    poured = stage.often(act, 0, 2)
    pay(
        stage, poured, poured.person, poured.kin, stage.around_suit(poured),
        np.round(poured.claim * stage.uniform(0.05, 0.3, len(poured)), -2), "借款",
    )  # fmt: skip


def split_by_divorce(stage: Stage, act: Act) -> None:
    """A2: they divorce when the debt falls due, everything goes to the spouse, and they go on living together."""
    n = len(act)
    day = act.suit - stage.rng.gamma(1.3, 120, n).astype(int).clip(1, 500) + np.where(stage.yes(0.3, n), 200, 0)
    stage.people.divorced_on[act.person] = day
    stage.leave(
        act, "party_relations", party_a=act.person, party_b=act.spouse, relation="ex_spouse", start_date=day,
        confidence=0.98,
    )  # fmt: skip
    house = stage.own(
        act, "real_estate", act.person, act.suit - stage.days(700, 4500, n), act.claim * stage.uniform(0.5, 3, n)
    )
    stage.transfer(act, house, act.person, act.spouse, day + stage.days(0, 60, n), 0.0)
    stage.tie(act, act.spouse)
    together = stage.some(act, 0.6)
    stage.leave(
        together, "party_relations", party_a=together.person, party_b=together.spouse, relation="same_address",
        start_date=together.suit + stage.days(60, 400, len(together)), confidence=0.9,
    )  # fmt: skip
    back = stage.often(act, 0, 4)
    pay(
        stage, back, back.spouse, back.person, back.filed + stage.days(0, 500, len(back)),
        stage.money(4_000, 0.8, len(back)), "转账",
    )  # fmt: skip


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


def buy_in_the_spouses_name(stage: Stage, act: Act) -> None:
    """A9: what the couple acquires in marriage is registered in the spouse's name alone, and nobody asks after it."""
    act = stage.often(act, 1, 2)
    n = len(act)
    since = np.maximum(act.suit - stage.rng.gamma(1.5, 500, n).astype(int), stage.people.married_on[act.person] + 200)
    house = stage.yes(0.6, n)
    for asset_class, which, median in (("real_estate", house, 1_100_000.0), ("vehicle", ~house, 180_000.0)):
        some = act.take(which)
        stage.own(some, asset_class, some.spouse, since[which], stage.money(median, 0.5, len(some)), part="deed")
    stage.tie(act, act.spouse)
    pay(
        stage, act, act.person, act.spouse, since - stage.days(1, 40, n),
        np.round(act.claim * stage.uniform(0.1, 0.5, n), -2), "购房款",
    )  # fmt: skip
