"""Hiding behind relatives and friends: gifts and sales (A1), divorce (A2), what is bought in marriage (A9)."""

from __future__ import annotations

import numpy as np

from training.simulation.livelihood import drive
from training.simulation.money import pay
from training.simulation.stage import Act, Ints, Stage

__all__ = [
    "buy_in_a_childs_name",
    "buy_in_the_spouses_name",
    "divorce_years_before",
    "give_to_kin",
    "pay_out_by_the_month",
    "sell_and_rent_back",
    "share_the_deed",
    "split_by_divorce",
]


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
        price = np.where(
            stage.yes(0.3, len(some)), np.nan, np.round(worth * stage.uniform(*stage.world.style.paid, len(some)), -2)
        )
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


def sell_and_rent_back(stage: Stage, act: Act) -> None:
    """A1: sold at a fair-looking price, which is paid and flows back by the month; the seller goes on using it.

    Nobody but the register and the flows shows it: the price alone does not.
    """
    n = len(act)
    house = stage.yes(0.6, n)
    worth = act.claim * stage.uniform(0.5, 2.5, n) * act.strength
    price = np.round(worth * stage.uniform(max(0.5, stage.world.style.paid[0]), 0.95, n), -2)
    day = stage.around_suit(act)
    for asset_class, which in (("real_estate", house), ("vehicle", ~house)):
        some = act.take(which)
        asset = stage.own(some, asset_class, some.debtor, some.suit - stage.days(500, 4000, len(some)), worth[which])
        stage.transfer(some, asset, some.debtor, some.kin, day[which], price[which])
        back = stage.some(some, 0.5)
        if asset_class == "vehicle":
            drive(stage, back, asset[back.row], back.filed + stage.days(10, 500, len(back)), back.person)
        else:
            _let(stage, back, asset[back.row], back.kin, back.person, day[which][back.row] + 20)
    stage.tie(act, act.kin)
    pay(stage, act, act.kin, act.person, day + 2, price, "购房款")
    back, nth = stage.monthly(act)
    pay(
        stage, back, back.person, back.kin, day[back.row] + 10 + 30 * nth,
        np.round(price[back.row] / stage.world.style.parts, -2), "还款",
    )  # fmt: skip


def _let(stage: Stage, act: Act, asset: Ints, owner: Ints, tenant: Ints, day: Ints) -> None:
    stage.leave(
        act, "asset_events", asset_id=asset, event="lease", event_date=day, holder_id=owner, counterparty_id=tenant,
        until_date=day + 365 * stage.days(1, 6, len(act)), price=stage.money(20_000, 0.5, len(act)),
    )  # fmt: skip


def pay_out_by_the_month(stage: Stage, act: Act) -> None:
    """A1: savings go to a relative or friend in sums that no bank asks about; then the helper buys."""
    paid, nth = stage.monthly(act)
    since = stage.around_suit(act)
    pay(
        stage, paid, paid.person, paid.kin, since[paid.row] + 30 * nth + stage.days(0, 20, len(paid)),
        np.round(paid.claim * paid.strength * stage.uniform(0.5, 1.5, len(paid)) / stage.world.style.parts, -2), "转账",
    )  # fmt: skip
    stage.tie(act, act.kin)
    buying = stage.some(act, 0.75)
    house, day = stage.yes(0.5, len(buying)), since[buying.row] + stage.days(10, 400, len(buying))
    for asset_class, which in (("real_estate", house), ("vehicle", ~house)):
        some = buying.take(which)
        worth = some.claim * some.strength * stage.uniform(0.5, 1.8, len(some))
        stage.own(some, asset_class, some.kin, day[which], worth, part="deed")


def share_the_deed(stage: Stage, act: Act) -> None:
    """A1: nothing is sold; a relative is entered as owner of all but a small share."""
    n = len(act)
    worth = act.claim * stage.uniform(0.5, 2.5, n)
    house = stage.own(act, "real_estate", act.debtor, act.suit - stage.days(500, 4000, n), worth)
    stage.leave(
        act, "asset_events", asset_id=house, event="co_own", event_date=stage.around_suit(act), holder_id=act.kin,
        counterparty_id=act.debtor, share=np.round(stage.uniform(0.5, 0.99, n), 2), price=0.0,
    )  # fmt: skip
    stage.tie(act, act.kin)


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


def divorce_years_before(stage: Stage, act: Act) -> None:
    """A2: the divorce is old; the house follows only now, and the divorced share a telephone and a car."""
    n = len(act)
    day = act.suit - stage.days(400, 1500, n)
    stage.people.divorced_on[act.person] = day
    stage.leave(
        act, "party_relations", hidden=0.0, part="context", party_a=act.person, party_b=act.spouse,
        relation="ex_spouse", start_date=day, confidence=0.98,
    )  # fmt: skip
    worth = act.claim * stage.uniform(0.5, 2.5, n)
    house = stage.own(act, "real_estate", act.person, act.suit - stage.days(1600, 4500, n), worth)
    price = np.round(worth * stage.uniform(*stage.world.style.paid, n), -2)
    stage.transfer(act, house, act.person, act.spouse, stage.around_suit(act), price)
    stage.tie(act, act.spouse)
    near = stage.some(act, 0.5)
    stage.leave(
        near, "party_relations", party_a=near.person, party_b=near.spouse, relation="same_phone",
        start_date=near.filed + stage.days(0, 300, len(near)), confidence=0.9,
    )  # fmt: skip
    driving = stage.often(act, 0, 6)
    car = stage.own(driving, "vehicle", driving.spouse, driving.suit, stage.money(120_000, 0.5, len(driving)))
    drive(stage, driving, car, driving.filed + stage.days(10, 600, len(driving)), driving.person)


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


def buy_in_a_childs_name(stage: Stage, act: Act) -> None:
    """A9: a house for a child or a parent who earns nothing, paid for by the debtor in the months of the dispute."""
    n = len(act)
    since = stage.around_suit(act) - stage.days(0, 300, n)
    worth = np.maximum(act.claim * act.strength, 150_000.0) * stage.uniform(0.8, 2.5, n)
    stage.own(act, "real_estate", act.kin, since, worth, part="deed")
    stage.tie(act, act.kin)
    paid, nth = stage.monthly(act)
    pay(
        stage, paid, paid.person, paid.kin, since[paid.row] - 30 * nth,
        np.round(worth[paid.row] / stage.world.style.parts, -2), "购房款",
    )  # fmt: skip
