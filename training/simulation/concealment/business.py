"""Hiding in companies: nominees (A3), off-book circulation (A5), shells and fronts (A6, A7), bridge capital (A14)."""

from __future__ import annotations

from typing import Any

import numpy as np

from training.simulation.companies import found
from training.simulation.disputes import plan_sale
from training.simulation.livelihood import MIN_WAGE, month_rows, report_months
from training.simulation.money import pay
from training.simulation.stage import Act, Ints, Stage

__all__ = [
    "bridge_the_capital",
    "buy_back_through_a_friend",
    "buy_back_through_a_shell",
    "circulate_off_the_books",
    "collect_privately",
    "dilute_the_owner",
    "hire_oneself_to_a_front",
    "hold_through_a_company",
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


def hold_through_a_company(stage: Stage, act: Act) -> None:
    """A3: the shares go to a new company of a helper's, at a price that looks like one; the debtor signs on for it."""
    n = len(act)
    day = stage.around_suit(act)
    holding = found(stage, act, act.kin, day - stage.days(10, 300, n))
    capital = stage.companies.capital[act.person]
    shift_shares(stage, act, holding, day, np.round(capital * stage.uniform(*stage.world.style.paid, n)))
    stage.tie(act, act.kin)
    signs = stage.some(act, 0.5)
    stage.leave(
        signs, "company_officers", company_id=holding[signs.row], person_id=signs.person,
        role=stage.one_of(("contact", "manager", "finance"), len(signs)),
        valid_from=day[signs.row] + stage.days(5, 300, len(signs)),
    )  # fmt: skip


def dilute_the_owner(stage: Stage, act: Act) -> None:
    """A3: a relative subscribes new capital that is never paid in; what is left to the debtor is next to nothing."""
    n, companies = len(act), stage.companies
    day = stage.around_suit(act)
    more = companies.capital[act.person] * stage.uniform(3, 20, n)
    left = companies.share[act.person] * companies.capital[act.person] / (companies.capital[act.person] + more)
    common: dict[str, Any] = {"company_id": act.company, "valid_from": day, "change": "increase"}
    stage.leave(
        act, "shareholdings", holder_id=act.kin, pct=np.round(1 - left, 4), subscribed=np.round(more), paid_in=0.0,
        **common,
    )  # fmt: skip
    stage.leave(act, "shareholdings", hidden=0.0, holder_id=act.person, pct=np.round(left, 4), **common)
    stage.tie(act, act.kin)


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


def collect_privately(stage: Stage, act: Act) -> None:
    """A5: the company works on, but its customers pay a relative, and its own invoices fade away."""
    turns = act.filed + stage.days(-250, 60, len(act))
    stage.companies.shrinks_on[act.person] = turns
    stage.tie(act, act.kin)
    paid = stage.often(act, 2, 12)
    n = len(paid)
    day = turns[paid.row] + stage.days(0, 500, n)
    amount = stage.money(40_000, 0.8, n)
    payer = stage.one_of(stage.people.outsiders, n)
    pay(stage, paid, payer, paid.kin, day, amount, "货款", channel="wallet")
    owed = stage.some(act, 0.4)
    agreed = turns[owed.row] - stage.days(0, 200, len(owed))
    stage.leave(
        owed, "receivables", creditor_id=owed.company, obligor="云川建设集团", kind="project", payee_id=owed.kin,
        agreed_date=agreed, due_date=agreed + 90, paid_date=agreed + stage.days(60, 200, len(owed)),
        amount=np.round(owed.claim * stage.uniform(0.1, 0.8, len(owed)), -2),
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


def buy_back_through_a_friend(stage: Stage, act: Act) -> None:
    """A6: a person buys the debtor's house at the auction, alone, and lets it to him."""
    d, n = stage.disputes, len(act)
    on = plan_sale(stage, act.case, stage.between(act.filed + 60, act.closed - 5), "A6")
    d.buyer[act.case] = act.kin
    stage.tie(act, act.kin)
    pay(stage, act, act.person, act.kin, on - stage.days(3, 60, n), np.round(act.claim * 0.4, -2), "往来款")
    let = stage.some(act, 0.5)
    day = on[let.row] + stage.days(10, 200, len(let))
    stage.leave(
        let, "asset_events", asset_id=d.auction_asset[let.case], event="lease", event_date=day, holder_id=let.kin,
        counterparty_id=let.person, until_date=day + 365 * 3, price=stage.money(12_000, 0.5, len(let)),
    )  # fmt: skip


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


def hire_oneself_to_a_front(stage: Stage, act: Act) -> None:
    """A7: a helper's new company, elsewhere, takes over the trade; the debtor is insured there on the lowest base."""
    n = len(act)
    opens = act.filed + stage.days(-60, 400, n)
    front = found(stage, act, act.kin, opens)
    stage.tie(act, act.kin)
    take_over(stage, act, front, opens + 20, 0.8)
    span, month = month_rows(opens + 30, stage.days(4, 16, n))
    worker, base = act.take(span), np.round(MIN_WAGE * stage.uniform(0.9, 1.2, n), -1)
    stage.leave(
        worker, "income_records", hidden=0.05, party_id=worker.person, month=month, kind="social_security",
        employer_id=front[span], base=base[span], paid=np.round(base[span] * 0.24, 2),
    )  # fmt: skip
    buys = stage.some(act, 0.5)
    stage.own(buys, "vehicle", front[buys.row], opens[buys.row] + 60, stage.money(150_000, 0.5, len(buys)), part="deed")


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
