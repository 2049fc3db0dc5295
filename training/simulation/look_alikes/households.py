"""Honest families, small trades and claims that look like concealment: what is shared, moved, earned, waited for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from training.simulation.companies import found
from training.simulation.concealment.claims import let, redirect, sue
from training.simulation.concealment.income import earn_months
from training.simulation.concealment.kinship import buy_in_a_childs_name
from training.simulation.concealment.living import seized_car
from training.simulation.livelihood import MIN_WAGE, SPENDING, drive, month_rows
from training.simulation.money import pay
from training.simulation.stage import NOBODY, Act, Stage


def move_for_the_school(stage: Stage, act: Act) -> Act:
    """Like A1: the house goes over to the spouse or a grandparent, so that a child may go to the school there."""
    n = len(act)
    worth = stage.money(800_000, 0.5, n)
    house = stage.own(act, "real_estate", act.person, act.suit - stage.days(1500, 5000, n), worth)
    taker = np.where((act.spouse >= 0) & stage.yes(0.7, n), act.spouse, act.kin)
    price = np.where(stage.yes(0.6, n), 0.0, np.round(worth * stage.uniform(0.3, 1.0, n), -2))
    stage.transfer(act, house, act.person, taker, act.suit + stage.days(-1500, 200, n), price)
    return act


def pay_kin_back(stage: Stage, act: Act) -> Act:
    """Like A1: what relatives lent for the wedding or the shop is paid back by the month; one of them buys a car."""
    paid, nth = stage.monthly(act)
    pay(
        stage, paid, paid.person, paid.kin, paid.suit - stage.days(0, 700, len(act))[paid.row] + 30 * nth,
        stage.money(6_000, 0.7, len(paid)), "还款",
    )  # fmt: skip
    buying = stage.some(act, 0.4)
    day = buying.suit + stage.days(-700, 500, len(buying))
    stage.own(buying, "vehicle", buying.kin, day, stage.money(110_000, 0.5, len(buying)))
    return act


def part_and_divide(stage: Stage, act: Act) -> Act:
    """Like A2: divorced long ago; only now does the house follow, as the judgment of those days had ordered."""
    n = len(act)
    day = act.suit - stage.days(300, 2500, n)
    stage.people.divorced_on[act.person] = day
    stage.leave(
        act, "party_relations", party_a=act.person, party_b=act.spouse, relation="ex_spouse", start_date=day,
        confidence=0.98,
    )  # fmt: skip
    late = stage.some(act, 0.4)
    worth = stage.money(700_000, 0.6, len(late))
    house = stage.own(late, "real_estate", late.person, late.suit - stage.days(2600, 5000, len(late)), worth)
    moved = day[late.row] + stage.days(30, 1200, len(late))
    stage.transfer(late, house, late.person, late.spouse, moved, np.round(worth * stage.uniform(0, 0.6, len(late)), -2))
    return act


def take_in_partners(stage: Stage, act: Act) -> Act:
    """Like A3: an investor, or the children, subscribe to new capital, and pay it."""
    n, companies = len(act), stage.companies
    more = companies.capital[act.person] * stage.uniform(0.3, 4, n)
    left = companies.share[act.person] * companies.capital[act.person] / (companies.capital[act.person] + more)
    taker = np.where(stage.yes(0.5, n), act.kin, stage.one_of(stage.people.outsiders, n))
    stage.leave(
        act, "shareholdings", company_id=act.company, holder_id=taker, valid_from=act.suit + stage.days(-1500, 200, n),
        pct=np.round(1 - left, 4), subscribed=np.round(more), paid_in=np.round(more * stage.uniform(0.2, 1, n)),
        change="increase",
    )  # fmt: skip
    return act


def share_a_home(stage: Stage, act: Act) -> Act:
    """Like A4: parents or children buy a house with what they have, and take the debtor in."""
    n = len(act)
    bought = act.served + stage.days(-900, 500, n)
    stage.own(act, "real_estate", act.kin, bought, stage.money(700_000, 0.6, n))
    living = stage.some(act, 0.6)
    stage.leave(
        living, "party_relations", party_a=living.person, party_b=living.kin, relation="same_address",
        start_date=bought[living.row] + stage.days(20, 300, len(living)), confidence=0.9,
    )  # fmt: skip
    return act


def drive_the_firms_car(stage: Stage, act: Act) -> Act:
    """Like A4: the employer's van, that the debtor drives for his wages."""
    act = act.take(~stage.companies.is_debtor[act.person])
    n = len(act)
    boss = stage.one_of(stage.employers, n)
    car = stage.own(act, "vehicle", boss, act.suit - stage.days(0, 1500, n), stage.money(80_000, 0.5, n))
    trips = stage.often(act, 1, 9)
    drive(stage, trips, car[trips.row], trips.filed + stage.days(5, 600, len(trips)), trips.person)
    return act


def find_work_with_kin(stage: Stage, act: Act) -> Act:
    """Like A7: a relative's young firm takes the debtor on for a small wage."""
    n = len(act)
    opens = act.filed + stage.days(-900, 300, n)
    firm = found(stage, act, act.kin, opens)
    span, month = month_rows(np.maximum(opens, act.filed) + 30, stage.days(4, 14, n))
    worker, base = act.take(span), np.round(MIN_WAGE * stage.uniform(0.9, 1.6, n), -1)
    stage.leave(
        worker, "income_records", party_id=worker.person, month=month, kind="social_security", employer_id=firm[span],
        base=base[span], paid=np.round(base[span] * 0.24, 2),
    )  # fmt: skip
    return act


def see_a_relative_rise(stage: Stage, act: Act) -> Act:
    """Like A8: the wife goes to work because somebody must, or a son gets his first good job."""
    n = len(act)
    span, month = month_rows(act.filed + stage.days(-200, 300, n), stage.days(4, 18, n))
    base = np.round(MIN_WAGE * stage.uniform(1.2, 3.2, n), -1)
    stage.leave(
        act.take(span), "income_records", party_id=act.kin[span], month=month, kind="social_security",
        employer_id=stage.one_of(stage.employers, n)[span], base=base[span], paid=np.round(base[span] * 0.24, 2),
    )  # fmt: skip
    return act


def deliver_parcels(stage: Stage, act: Act) -> Act:
    """Like A8: small jobs for platforms that barely feed the family, and reported as they are."""
    act = act.take(~stage.companies.is_debtor[act.person])
    earn_months(stage, act, MIN_WAGE * stage.uniform(0.7, 1.8, len(act)), act.filed - 60, 3, 14)
    driving = stage.often(act, 0, 8)
    car = stage.own(driving, "vehicle", driving.kin, driving.suit - 500, stage.money(50_000, 0.4, len(driving)))
    drive(stage, driving, car, driving.filed + stage.days(10, 700, len(driving)), driving.person)
    return act


def help_a_child_to_a_home(stage: Stage, act: Act) -> Act:
    """Like A9: parents who pay their child's first instalment, years before anybody sues."""
    early = act.take(np.arange(len(act)))
    years = stage.days(300, 1500, len(act))
    earlier = {name: getattr(early, name) - years for name in ("suit", "served", "filed")}
    buy_in_a_childs_name(stage, replace(early, **earlier))
    return act


def insure_the_children(stage: Stage, act: Act) -> Act:
    """Like A10: the policy of a child, paid for by the year with a moderate sum."""
    n = len(act)
    stage.own(act, "insurance", act.kin, act.suit - stage.days(-100, 2500, n), stage.money(30_000, 0.8, n))
    premium = stage.often(act, 0, 3)
    stage.leave(
        premium, "spending", party_id=premium.person, kind="insurance", document="id_card",
        spent_date=premium.suit + stage.days(-600, 700, len(premium)), amount=stage.money(4_500, 0.7, len(premium)),
    )  # fmt: skip
    return act


def be_resettled(stage: Stage, act: Act) -> Act:
    """Like A11: the family's old house is pulled down, and parents and brothers get their own flats."""
    agreed = act.filed + stage.days(-1200, 200, len(act))
    stage.own(act, "real_estate", act.kin, agreed + stage.days(30, 400, len(act)), stage.money(600_000, 0.5, len(act)))
    redirect(stage, act, "demolition", act.debtor, agreed, 0.7)
    return act


def lend_the_own_car(stage: Stage, act: Act) -> Act:
    """Like A13: the court has it and a relative fetched it from the yard before; or the plate was cloned."""
    car, seized = seized_car(stage, act)
    trips = stage.often(act, 1, 6)
    driver = np.where(stage.yes(0.4, len(trips)), trips.kin, NOBODY)
    drive(stage, trips, car[trips.row], seized[trips.row] + stage.days(-300, 600, len(trips)), driver)
    return act


def assign_the_rent(stage: Stage, act: Act) -> Act:
    """Like A15: the rent goes to the bank that holds the mortgage, or to the brother who owns the other half."""
    n = len(act)
    shop = stage.own(act, "real_estate", act.debtor, act.suit - stage.days(800, 5000, n), stage.money(800_000, 0.6, n))
    let(stage, act, shop, stage.one_of(stage.people.outsiders, n), act.suit - stage.days(100, 1500, n), 3)
    payee = np.where(stage.yes(0.4, n), act.kin, stage.one_of(stage.people.outsiders, n))
    redirect(stage, act, "rent", payee, act.filed + stage.days(-900, 300, n), 0.8)
    return act


def give_up_a_bad_claim(stage: Stage, act: Act) -> Act:
    """Like A16: the debtor sues somebody who has nothing either, and withdraws to save the fee."""
    stranger = replace(act, kin=stage.one_of(stage.people.outsiders, len(act)))
    sue(stage, stranger, "withdrawn", ("买卖合同纠纷", "承揽合同纠纷"))
    return act


def pledge_for_the_business(stage: Stage, act: Act) -> Act:
    """Like A16: the house secures a supplier's credit, as it always did."""
    n = len(act)
    house = stage.own(
        act, "real_estate", act.debtor, act.suit - stage.days(1500, 5000, n), stage.money(900_000, 0.5, n)
    )
    stage.leave(
        act, "asset_events", asset_id=house, event="mortgage", event_date=act.suit - stage.days(30, 1400, n),
        holder_id=act.debtor, counterparty_id=stage.one_of(stage.employers, n),
        price=np.round(act.claim * stage.uniform(0.3, 2.0, n), -2),
    )  # fmt: skip
    return act


def keep_a_family_going(stage: Stage, act: Act) -> Act:
    """Like A17: grandparents pay for school and the doctor; a cousin treats them all to a journey."""
    spent = stage.often(act, 1, 6)
    n = len(spent)
    kind = stage.one_of(("school", "tour", "hotel", "flight", "g_train"), n, (3, 1, 3, 2, 5))
    stage.leave(
        spent, "spending", party_id=spent.kin, kind=kind, spent_date=spent.filed + stage.days(-700, 800, n),
        amount=stage.money(np.array([SPENDING[k] for k in kind]), 0.5, n), document="id_card",
    )  # fmt: skip
    return act


def pay_by_telephone(stage: Stage, act: Act) -> Act:
    """Like A18: everybody has a wallet, and a little in it."""
    filled = stage.often(act, 1, 10)
    n = len(filled)
    pay(stage, filled, filled.person, filled.kin, filled.served + stage.days(-500, 500, n), stage.money(900, 0.8, n),
        "充值", channel="wallet")  # fmt: skip
    asked = stage.some(act, 0.6)
    stage.leave(
        asked, "property_queries", case_id=asked.case, party_id=asked.debtor, asset_class="e_wallet", channel="online",
        query_date=asked.filed + stage.days(2, 90, len(asked)), result="found",
        amount=stage.money(600, 1.2, len(asked)),
    )  # fmt: skip
    return act


def come_from_elsewhere(stage: Stage, act: Act) -> Act:
    """Like A19: a share of the parents' house in the place where they were born, or a fund's few hundred yuan."""
    n = len(act)
    elsewhere = (act.county + stage.days(1, stage.world.courts, n)) % stage.world.courts
    house = stage.yes(0.5, n)
    home, fund = act.take(house), act.take(~house)
    since = act.suit - stage.days(-200, 3000, n)
    stage.own(
        home, "real_estate", home.debtor, since[house], stage.money(250_000, 0.6, len(home)), county=elsewhere[house]
    )
    stage.own(fund, "wealth", fund.person, since[~house], stage.money(8_000, 1.0, len(fund)))
    return act


def begin_anew(stage: Stage, act: Act) -> Act:
    """Like A20: a small stake in a friend's new shop, paid for with work."""
    n = len(act)
    day = act.closed + stage.days(20, 700, n)
    company = found(stage, act, act.kin, day)
    stage.leave(
        act, "shareholdings", company_id=company, holder_id=act.person, valid_from=day + 10,
        pct=np.round(stage.uniform(0.05, 0.3, n), 2), subscribed=stage.money(50_000, 0.7, n), paid_in=0.0,
        change="initial",
    )  # fmt: skip
    return act
