"""Honest suits, leases, mortgages and objections that look like shams."""

from __future__ import annotations

import numpy as np

from training.simulation.companies import institutions
from training.simulation.concealment.burdens import object_to
from training.simulation.concealment.suits import hurry, into_the_proceeds
from training.simulation.disputes import plan_sale
from training.simulation.money import pay
from training.simulation.stage import NEVER, NOBODY, Act, Stage

_LOAN = "民间借贷纠纷"
_ENDS = ("judgment", "withdrawn", "mediation")


def settle_quickly(stage: Stage, act: Act) -> Act:
    """Like S1: a true loan, often within the family, owned up to and mediated at once, as courts like it."""
    d = stage.disputes
    act = act.take(d.cause[act.case] == _LOAN)
    hurry(stage, act.case, haste=0.8)
    near = act.take(stage.yes(0.3, len(act)))
    d.applicant[near.case] = near.kin
    d.cash[act.case] = stage.yes(0.25, len(act))
    return act


def lend_by_licence(stage: Stage, act: Act) -> Act:
    """Like S2: a private lender, or a firm's lawyer, with many true loans and much the same text."""
    d, n = stage.disputes, len(act)
    act = act.take(d.cause[act.case] == _LOAN)
    n = len(act)
    lenders = stage.one_of(stage.people.outsiders, max(1, n // 10))
    d.applicant[act.case] = lenders[stage.days(0, len(lenders), n)]
    d.text[act.case] = d.applicant[act.case] * 65536 + stage.days(0, 65536, n)
    more = act.take(np.repeat(np.arange(n), stage.days(0, 4, n)))
    k, shift = len(more), stage.days(-300, 300, len(more))
    moved = {name: getattr(d, name)[more.case] + shift for name in ("suit", "served", "ended", "effective", "loan_day")}
    d.more(
        more.case, principal=NOBODY, debtor=stage.one_of(stage.people.outsiders, k), outcome="", filed=NEVER,
        closed=NEVER, claim=stage.money(50_000, 0.8, k), end_kind=stage.one_of(_ENDS, k, (55, 25, 20)), **moved,
    )  # fmt: skip
    return act


def sue_for_wages(stage: Stage, act: Act) -> Act:
    """Like S3: workers who were truly never paid, all on one day, some of them brothers, none of them insured."""
    act = act.take(stage.companies.is_debtor[act.person])
    batch = into_the_proceeds(stage, act, 1, 6)
    d = stage.disputes
    d.cause[batch], d.kind[batch] = "追索劳动报酬纠纷", "arbitration"
    d.claim[batch] = stage.money(35_000, 0.6, len(batch))
    slow = batch[stage.yes(0.6, len(batch))]
    d.suit[slow] -= stage.days(20, 120, len(slow))
    d.served[slow] = np.minimum(d.suit[slow] + 8, d.ended[slow])
    return act


def rent_a_workshop(stage: Stage, act: Act) -> Act:
    """Like S4: a workshop truly let for years before the seizure."""
    n = len(act)
    act = act.take(stage.disputes.auction_asset[act.case] == NOBODY)
    n = len(act)
    plan_sale(stage, act.case, stage.between(act.filed + 60, act.closed - 5))
    signed = act.suit - stage.days(200, 1800, n)
    tenant = np.where(stage.yes(0.15, n), act.kin, stage.one_of(stage.people.outsiders, n))
    stage.leave(
        act, "asset_events", asset_id=stage.disputes.auction_asset[act.case], event="lease", event_date=signed,
        holder_id=act.debtor, counterparty_id=tenant, until_date=signed + 365 * stage.days(3, 12, n),
        price=stage.money(40_000, 0.6, n), _known=np.where(stage.yes(0.5, n), act.filed + 40, signed + 10),
    )  # fmt: skip
    return act


def borrow_on_the_house(stage: Stage, act: Act) -> Act:
    """Like S5: a relative lends real money on the house, by bank, before things went wrong."""
    n = len(act)
    house = stage.own(
        act, "real_estate", act.debtor, act.suit - stage.days(1500, 5000, n), stage.money(800_000, 0.5, n)
    )
    lender = np.where(stage.yes(0.4, n), act.kin, stage.one_of(stage.people.outsiders, n))
    stage.leave(
        act, "asset_events", asset_id=house, event="mortgage",
        event_date=stage.around_suit(act) - stage.days(0, 500, n), holder_id=act.debtor, counterparty_id=lender,
        price=np.round(act.claim * stage.uniform(0.3, 1.5, n), -2),
    )  # fmt: skip
    return act


def buyer_without_deed(stage: Stage, act: Act) -> Act:
    """Like S6: somebody who bought and moved in, but had not yet been registered."""
    objector = np.where(stage.yes(0.12, len(act)), act.kin, stage.one_of(stage.people.outsiders, len(act)))
    object_to(stage, act, objector, ("other", "rejected", "withdrawn"))
    return act


def hear_of_it_late(stage: Stage, act: Act) -> Act:
    """Like S7: true creditors who learn of the sale shortly before the money is shared out."""
    act = act.take(stage.disputes.auction_asset[act.case] == NOBODY)
    batch = into_the_proceeds(stage, act, 1, 3)
    d = stage.disputes
    slow = batch[stage.yes(0.7, len(batch))]
    d.suit[slow] -= stage.days(30, 200, len(slow))
    d.served[slow] = np.minimum(d.suit[slow] + 12, d.ended[slow])
    d.defended[slow] = stage.yes(0.4, len(slow))
    return act


def certify_a_loan(stage: Stage, act: Act) -> Act:
    """Like S8: a loan that was notarised when it was made, as banks do it too."""
    d = stage.disputes
    act = act.take(d.cause[act.case] == _LOAN)
    d.kind[act.case] = stage.one_of(("notarised_debt", "payment_order", "arbitration"), len(act), (5, 3, 2))
    return act


def help_as_neighbour(stage: Stage, act: Act) -> Act:
    """Like S12: a neighbour or colleague who speaks for somebody, once."""
    d, n = stage.disputes, len(act)
    d.agent_kind[act.case] = stage.one_of(("citizen", "kin"), n)
    d.agent[act.case] = 200_000 + stage.days(0, 3 * n + 2, n)
    return act


def lose_track_of_a_loan(stage: Stage, act: Act) -> Act:
    """Like S9: somebody poor who truly borrowed, moved away and never answered."""
    d = stage.disputes
    act = act.take(np.isin(d.cause[act.case], (_LOAN, "小额借款合同纠纷")))
    d.appeared[act.case], d.defended[act.case], d.end_kind[act.case] = False, False, "judgment"
    return act


def manage_bad_debts(stage: Stage, act: Act) -> Act:
    """Like S10: a licensed company that buys what banks have written off, and sues by one text."""
    d = stage.disputes
    act = act.take(np.isin(d.cause[act.case], ("金融借款合同纠纷", "信用卡纠纷")))
    n = len(act)
    managers = institutions(stage, max(1, n // 12))
    d.applicant[act.case] = managers[stage.days(0, len(managers), n)]
    d.cause[act.case] = "债权转让合同纠纷"
    d.text[act.case] = d.applicant[act.case] * 65536 + stage.days(0, 65536, n)
    return act


def lend_to_the_own_company(stage: Stage, act: Act) -> Act:
    """Like S11: a shareholder's relative truly lent to the company, or its bookkeeper was truly never paid."""
    d = stage.disputes
    act = act.take(stage.companies.is_debtor[act.person])
    n = len(act)
    d.applicant[act.case] = act.kin
    d.cause[act.case] = stage.one_of((_LOAN, "追索劳动报酬纠纷"), n, (2, 1))
    hurry(stage, act.case, haste=0.4)
    pay(stage, act, act.kin, act.person, d.loan_day[act.case], d.claim[act.case], "借款")
    return act


def settle_with_a_friend(stage: Stage, act: Act) -> Act:
    """Like S1: a friend who truly lent by bank, and waited; the debtor does not dispute it."""
    d = stage.disputes
    act = act.take(d.cause[act.case] == _LOAN)
    d.applicant[act.case], d.cash[act.case], d.defended[act.case] = act.kin, False, False
    lent = np.round(d.claim[act.case], -2)
    pay(stage, act, act.kin, act.person, d.loan_day[act.case], lent, "借款")
    return act
