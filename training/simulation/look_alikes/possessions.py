"""Honest sales, divorces, gifts, cars and journeys that look like concealment."""

from __future__ import annotations

import numpy as np

from training.simulation.companies import found
from training.simulation.concealment.business import move_staff, shift_shares, take_over
from training.simulation.concealment.claims import redirect
from training.simulation.concealment.income import earn_months
from training.simulation.concealment.living import seized_car, travel
from training.simulation.disputes import plan_sale
from training.simulation.livelihood import MIN_WAGE, drive
from training.simulation.money import pay, withdraw
from training.simulation.stage import NOBODY, Act, Stage


def sell_or_pass_on(stage: Stage, act: Act) -> Act:
    """Like A1: sold to a relative or a stranger at its price, which is paid; or given years before the debt."""
    act = stage.often(act, 1, 2)
    n = len(act)
    value = stage.money(500_000, 0.9, n)
    since = act.suit - stage.days(2500, 5000, n)
    early = stage.yes(0.3, n)
    taker = np.where(stage.yes(0.6, n), act.kin, stage.one_of(stage.people.outsiders, n))
    day = np.where(
        early, act.suit - stage.days(900, 2400, n), stage.around_suit(act) - stage.yes(0.5, n) * stage.days(0, 250, n)
    )
    kind = stage.one_of(("real_estate", "vehicle"), n)
    price = np.where(
        early | stage.yes(0.15, n), np.nan, np.round(value * stage.uniform(*stage.world.style.market, n), -2)
    )
    event = np.where(early, "gift", "transfer").astype(object)
    for asset_class in ("real_estate", "vehicle"):
        which = kind == asset_class
        some = act.take(which)
        asset = stage.own(some, asset_class, some.debtor, since[which], value[which])
        stage.transfer(some, asset, some.debtor, taker[which], day[which], price[which], event[which])
    paid = act.take(~early & stage.yes(0.8, n))
    sum_paid = np.where(np.isnan(price), value, price)[paid.row]
    pay(stage, paid, taker[paid.row], paid.person, day[paid.row] + stage.days(-20, 20, len(paid)), sum_paid, "购房款")
    return act


def divorce(stage: Stage, act: Act) -> Act:
    """Like A2: a marriage that fails, sometimes together with the business; each keeps something, one moves out."""
    n = len(act)
    day = act.suit + stage.days(-900, 200, n)
    stage.people.divorced_on[act.person] = day
    stage.leave(
        act, "party_relations", party_a=act.person, party_b=act.spouse, relation="ex_spouse", start_date=day,
        confidence=0.98,
    )  # fmt: skip
    owning = stage.some(act, 0.45)
    house = stage.own(
        owning, "real_estate", owning.person, owning.suit - stage.days(1000, 4500, len(owning)),
        stage.money(700_000, 0.6, len(owning)),
    )  # fmt: skip
    half = stage.yes(0.5, len(owning))
    price = np.where(half, np.round(stage.money(250_000, 0.5, len(owning))), 0.0)
    stage.transfer(
        owning, house, owning.person, owning.spouse, day[owning.row] + stage.days(0, 120, len(owning)), price
    )
    alike = stage.some(act, 0.1)
    stage.leave(
        alike, "party_relations", party_a=alike.person, party_b=alike.spouse, relation="same_address",
        start_date=day[alike.row] + 60, confidence=0.8,
    )  # fmt: skip
    return act


def sell_the_company(stage: Stage, act: Act) -> Act:
    """Like A3: a true sale at net worth, or a son who takes over long before the debt."""
    n = len(act)
    heir = stage.yes(0.35, n)
    taker = np.where(heir | stage.yes(0.35, n), act.kin, stage.one_of(stage.people.outsiders, n))
    day = np.where(
        heir & stage.yes(0.5, n), act.suit - stage.days(400, 2000, n), stage.around_suit(act) - stage.days(0, 120, n)
    )
    own = stage.companies.capital[act.person] * stage.companies.share[act.person]
    price = np.where(stage.yes(0.45, n), stage.days(0, 2, n).astype(float), np.round(own * stage.uniform(0.05, 1.2, n)))
    shift_shares(stage, act, taker, day, price)
    stays = stage.some(act, 0.25)
    stage.leave(
        stays, "company_officers", company_id=stays.company, person_id=stays.person, role="director",
        valid_from=day[stays.row] + stage.days(5, 300, len(stays)),
    )  # fmt: skip
    return act


def drive_a_relatives_car(stage: Stage, act: Act) -> Act:
    """Like A4: the family's car, bought with the relative's own money, that the debtor drives now and then."""
    n = len(act)
    bought = act.served + stage.days(-900, 400, n)
    car = stage.own(act, "vehicle", act.kin, bought, stage.money(120_000, 0.5, n))
    trips = stage.often(act, 1, 7)
    day = np.maximum(bought[trips.row], trips.filed) + stage.days(5, 600, len(trips))
    drive(stage, trips, car[trips.row], day, np.where(stage.yes(0.4, len(trips)), trips.person, NOBODY))
    return act


def go_under_beside_kin(stage: Stage, act: Act) -> Act:
    """Like A5: the company dies, while a relative has run one of his own for years; a few workers find work there."""
    n = len(act)
    turns = act.filed + stage.days(-300, 100, n)
    stage.companies.shrinks_on[act.person] = turns
    rep = np.where(stage.yes(0.5, n), act.kin, stage.one_of(stage.people.outsiders, n))
    phone = np.where(stage.yes(0.12, n), stage.companies.phone[act.person], stage.mint("phone", n))
    other = found(stage, act, rep, turns - stage.days(200, 3000, n), phone=phone)
    take_over(stage, act, other, turns - stage.days(0, 300, n), 0.8)
    near = stage.some(act, 0.4)
    move_staff(stage, near, other[near.row], turns[near.row])
    return act


def let_kin_buy(stage: Stage, act: Act) -> Act:
    """Like A6: a relative, or a young company of strangers, buys at the auction with money of their own."""
    d = stage.disputes
    act = act.take(d.auction_asset[act.case] == NOBODY)
    on, n = plan_sale(stage, act.case, stage.between(act.filed + 60, act.closed - 5)), len(act)
    strange = stage.yes(0.5, n)
    buyer = act.kin.copy()
    young = act.take(strange)
    buyer[strange] = found(
        stage, young, stage.one_of(stage.people.outsiders, len(young)), on[strange] - stage.days(40, 500, len(young))
    )
    d.buyer[act.case] = buyer
    return act


def leave_the_site(stage: Stage, act: Act) -> Act:
    """Like A7: somebody else rents the old site; some of the people stay on."""
    n, companies = len(act), stage.companies
    opens = act.closed + stage.days(-200, 400, n)
    rep = np.where(stage.yes(0.15, n), act.kin, stage.one_of(stage.people.outsiders, n))
    tenant = found(stage, act, rep, opens, address=companies.address[act.person])
    staying = stage.some(act, 0.5)
    move_staff(stage, staying, tenant[staying.row], opens[staying.row])
    take_over(stage, act, tenant, opens + 30, 0.7)
    return act


def earn_little(stage: Stage, act: Act) -> Act:
    """Like A8: a minimum wage to live on, or contributions paid alone on the lowest base; some a little more."""
    act = act.take(~stage.companies.is_debtor[act.person])
    base = MIN_WAGE * stage.uniform(0.9, 2.2, len(act))
    earn_months(stage, act, base, act.filed + stage.days(-100, 300, len(act)), 4, 18)
    return act


def marry_an_owner(stage: Stage, act: Act) -> Act:
    """Like A9: the spouse's house from before the marriage, or inherited, or bought from the spouse's own wages."""
    n = len(act)
    single = stage.yes(0.45, n)
    wedding = stage.people.married_on[act.person]
    since = np.where(
        single, wedding - stage.days(100, 3000, n), np.maximum(act.suit - stage.days(300, 3500, n), wedding + 100)
    )
    kind = stage.one_of(("real_estate", "vehicle"), n)
    for asset_class, median in (("real_estate", 850_000.0), ("vehicle", 110_000.0)):
        some = act.take(kind == asset_class)
        asset = stage.own(
            some, asset_class, some.spouse, since[some.row], stage.money(median, 0.5, len(some)), part="deed"
        )
        left = stage.some(some, 0.2)
        stage.leave(
            left, "asset_events", asset_id=asset[left.row], event="inherit", event_date=since[some.row][left.row],
            holder_id=left.spouse,
        )  # fmt: skip
    return act


def keep_small_cover(stage: Stage, act: Act) -> Act:
    """Like A10: an old policy of small value, or one that kin pay for."""
    n = len(act)
    stage.own(act, "insurance", act.person, act.suit - stage.days(500, 4000, n), stage.money(25_000, 0.8, n))
    premium = stage.often(act, 0, 2)
    stage.leave(
        premium, "spending", party_id=premium.person, kind="insurance",
        spent_date=premium.filed + stage.days(-300, 600, len(premium)), amount=stage.money(3_500, 0.8, len(premium)),
        document="id_card",
    )  # fmt: skip
    return act


def share_compensation(stage: Stage, act: Act) -> Act:
    """Like A11: a household with several entitled members, where a relative is paid his own part."""
    payee = np.where(stage.yes(0.5, len(act)), act.kin, act.debtor)
    redirect(stage, act, "demolition", payee, act.filed + stage.days(-700, 300, len(act)), 0.6)
    return act


def wait_for_money(stage: Stage, act: Act) -> Act:
    """Like A12: claims that are disputed, prescribed, or against somebody as poor as the debtor."""
    kind = stage.one_of(("judgment", "project", "dividend", "rent"), len(act), (4, 4, 1, 1))
    redirect(stage, act, kind, act.debtor, act.filed + stage.days(-900, 60, len(act)), 0.15)
    return act


def have_sold_the_car(stage: Stage, act: Act) -> Act:
    """Like A13: sold before the seizure and never re-registered, or a cloned plate; somebody else drives it."""
    car, seized = seized_car(stage, act)
    trips = stage.often(act, 1, 9)
    day = seized[trips.row] + 3 + np.minimum(stage.rng.gamma(1.2, 180, len(trips)), 1100).astype(int)
    drive(
        stage,
        trips,
        car[trips.row],
        day,
        np.where(stage.yes(0.4, len(trips)), stage.one_of(stage.people.outsiders, len(trips)), NOBODY),
    )
    return act


def raise_capital(stage: Stage, act: Act) -> Act:
    """Like A14: a true increase of capital, which stays in the company."""
    n, companies = len(act), stage.companies
    day = act.suit - stage.days(100, 2000, n)
    more = companies.capital[act.person] * stage.uniform(0.3, 2, n)
    stage.leave(
        act, "shareholdings", company_id=act.company, holder_id=act.person, valid_from=day,
        pct=np.round(companies.share[act.person], 4), subscribed=np.round(more),
        paid_in=np.round(more * stage.uniform(0.2, 1, n)), change="increase",
    )  # fmt: skip
    return act


def travel_for_work(stage: Stage, act: Act) -> Act:
    """Like A17: journeys for an employer, or booked before the order; or a namesake's."""
    trips = stage.often(act, 1, 5)
    travel(stage, trips, trips.filed + stage.days(0, 700, len(trips)), passport=0.05)
    playing = stage.some(act, 0.12)
    stage.leave(
        playing, "police_records", party_id=playing.person, kind="gambling",
        event_date=playing.filed + stage.days(-600, 500, len(playing)), amount=stage.money(2_500, 0.8, len(playing)),
    )  # fmt: skip
    return act


def live_on_cash(stage: Stage, act: Act) -> Act:
    """Like A18: a farmer or a stallholder who draws what comes in."""
    drawn = stage.often(act, 2, 16)
    withdraw(
        stage, drawn, drawn.person, drawn.served + stage.days(-400, 400, len(drawn)),
        np.round(stage.uniform(500, 8_000, len(drawn)), -2),
    )  # fmt: skip
    return act


def inherit_or_need_a_tool(stage: Stage, act: Act) -> Act:
    """Like A20: a share of the parents' house comes by inheritance, or a van that the living is earned with."""
    n = len(act)
    heir = stage.yes(0.4, n)
    day = act.closed + stage.days(20, 700, n)
    for asset_class, which, median in (("real_estate", heir, 300_000.0), ("vehicle", ~heir, 45_000.0)):
        some = act.take(which)
        asset = stage.own(some, asset_class, some.debtor, day[which], stage.money(median, 0.6, len(some)))
        if asset_class == "real_estate":
            stage.leave(
                some, "asset_events", asset_id=asset, event="inherit", event_date=day[which], holder_id=some.debtor,
                share=0.25,
            )  # fmt: skip
    return act
