"""Hiding in companies: nominees (A3), off-book circulation (A5), shells and fronts (A6, A7), bridge capital (A14)."""

from __future__ import annotations

from typing import Any

import numpy as np

from training.simulation.companies import found
from training.simulation.disputes import plan_sale
from training.simulation.livelihood import month_rows, report_months
from training.simulation.money import pay
from training.simulation.stage import Act, Ints, Stage

__all__ = [
    "bridge_the_capital",
    "buy_back_through_a_shell",
    "circulate_off_the_books",
    "move_staff",
    "put_up_a_front",
    "seat_a_nominee",
    "shift_shares",
]


def seat_a_nominee(stage: Stage, act: Act) -> None:
    """A3: the shares go to a relative for next to nothing, but the debtor keeps running the company."""
    n = len(act)
    day = stage.around_suit(act)
    token = np.where(
        stage.yes(0.6, n),
        stage.days(0, 2, n).astype(float),
        np.round(stage.companies.capital[act.person] * stage.uniform(0, 0.3, n)),
    )
    shift_shares(stage, act, act.kin, day, token)
    stage.tie(act, act.kin)
    stays = stage.some(act, 0.7)
    stage.leave(
        stays, "company_officers", company_id=stays.company, person_id=stays.person,
        role=stage.one_of(("controller", "director", "contact"), len(stays)),
        valid_from=stays.suit + stage.days(10, 400, len(stays)),
    )  # fmt: skip


def shift_shares(stage: Stage, act: Act, taker: Ints, day: Ints, price: object) -> None:
    """The person's shares in the company go over to the taker."""
    companies = stage.companies
    share = companies.share[act.person]
    own = companies.capital[act.person] * share
    common: dict[str, Any] = {"company_id": act.company, "valid_from": day, "price": price, "change": "transfer"}
    stage.leave(
        act, "shareholdings", holder_id=taker, pct=np.round(share, 4), subscribed=np.round(own),
        paid_in=np.round(own * 0.3), **common,
    )  # fmt: skip
    stage.leave(act, "shareholdings", hidden=0.0, holder_id=act.person, pct=0.0, subscribed=0.0, paid_in=0.0, **common)


def circulate_off_the_books(stage: Stage, act: Act) -> None:
    """A5: the debtor company falls silent; a sister company in a relative's name takes over customers and staff."""
    n, companies = len(act), stage.companies
    turns = act.filed + stage.days(-200, 90, n)
    companies.shrinks_on[act.person] = turns
    phone = np.where(stage.yes(0.5, n), companies.phone[act.person], stage.mint("phone", n))
    address = np.where(stage.yes(0.45, n), companies.address[act.person], stage.mint("address", n))
    sister = found(stage, act, act.kin, turns - stage.days(20, 700, n), address=address, phone=phone)
    stage.tie(act, act.kin)
    take_over(stage, act, sister, turns)
    move_staff(stage, act, sister, turns)
    paid = stage.often(act, 2, 16)
    pay(
        stage, paid, stage.one_of(stage.people.outsiders, len(paid)), paid.person,
        paid.filed + stage.days(0, 500, len(paid)), stage.money(30_000, 0.8, len(paid)), "货款",
    )  # fmt: skip


def take_over(stage: Stage, act: Act, company: Ints, since: Ints, scale: float = 1.0) -> None:
    """The company's months rise from that day on to a good part of the debtor company's turnover."""
    act = stage.some(act, 1.0)
    company, since = company[act.row], since[act.row]
    n, companies = len(act), stage.companies
    turnover = companies.turnover[act.person] * act.strength * stage.uniform(0.5, 1.2, n) * scale
    staff = np.round(companies.staff[act.person] * act.strength).astype(int) + 1
    marks = (
        {
            "_case": act.case,
            "_typology": np.full(n, act.typology, dtype=object),
            "_part": np.full(n, "deed", dtype=object),
        }
        if act.guilty
        else {}
    )
    report_months(stage, company, since, stage.days(6, 16, n), turnover, staff, np.full(n, 10**7), act.county, **marks)


def move_staff(stage: Stage, act: Act, company: Ints, day: Ints) -> None:
    """Some people of the debtor company are insured at the other company from that day on."""
    movers = stage.often(act, 0, 4)
    worker = stage.one_of(stage.people.outsiders, len(movers))
    base = np.round(stage.uniform(2_500, 6_000, len(movers)), -1)
    for boss, since, months in (
        (movers.company, day[movers.row] - 31 * 5, 5),
        (company[movers.row], day[movers.row] + 15, 5),
    ):
        span, month = month_rows(since, np.full(len(movers), months))
        stage.leave(
            movers.take(span), "income_records", hidden=0.0, party_id=worker[span], month=month,
            kind="social_security", employer_id=boss[span], base=base[span], paid=np.round(base[span] * 0.24, 2),
        )  # fmt: skip


def buy_back_through_a_shell(stage: Stage, act: Act) -> None:
    """A6: a young company in a relative's name buys the debtor's house at the auction, nearly alone, with his money."""
    d = stage.disputes
    on = plan_sale(stage, act.case, stage.between(act.filed + 60, act.closed - 5), "A6")
    shell = found(stage, act, act.kin, on - stage.days(30, 380, len(act)))
    d.buyer[act.case] = shell
    d.deposit_payer[act.case] = np.where(stage.yes(0.5, len(act)), act.kin, shell)
    stage.tie(act, act.kin)
    pay(stage, act, act.person, shell, on - stage.days(3, 30, len(act)), np.round(act.claim * 0.4, -2), "往来款")


def put_up_a_front(stage: Stage, act: Act) -> None:
    """A7: at the debtor's old site a new company opens under another's name, with his telephone and his people."""
    n, companies = len(act), stage.companies
    opens = act.closed + stage.days(-100, 300, n)
    phone = np.where(stage.yes(0.55, n), companies.phone[act.person], stage.mint("phone", n))
    front = found(stage, act, act.kin, opens, address=companies.address[act.person], phone=phone)
    stage.tie(act, act.kin)
    move_staff(stage, act, front, opens)
    take_over(stage, act, front, opens + 20, 0.7)
    named = stage.some(act, 0.4)
    stage.leave(
        named, "company_officers", company_id=front[named.row], person_id=named.person,
        role=stage.one_of(("contact", "manager"), len(named)), valid_from=named.closed + 320, hidden=0.4,
    )  # fmt: skip


def bridge_the_capital(stage: Stage, act: Act) -> None:
    """A14: borrowed capital is paid in, certified, and gone within days; later the emptied shares are passed on."""
    n, companies = len(act), stage.companies
    day = act.suit - stage.days(100, 900, n)
    more = companies.capital[act.person] * stage.uniform(0.5, 3, n)
    stage.leave(
        act, "shareholdings", company_id=act.company, holder_id=act.person, valid_from=day,
        pct=np.round(companies.share[act.person], 4), subscribed=np.round(more), paid_in=np.round(more),
        change="increase", hidden=0.0,
    )  # fmt: skip
    lender = stage.one_of(stage.people.outsiders, n)
    pay(stage, act, lender, act.company, day - 1, np.round(more, -2), "投资款")
    pay(stage, act, act.company, lender, day + stage.days(1, 7, n), np.round(more, -2), "往来款")
    passing = stage.some(act, 0.5)
    shift_shares(stage, passing, passing.kin, stage.around_suit(passing), 1.0)
