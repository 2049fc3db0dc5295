"""Sham claims of another make: slow (S1), by dummies (S2), in stolen names (S9), by mills (S10), insiders (S11)."""

from __future__ import annotations

import numpy as np

from training.simulation.companies import institutions
from training.simulation.concealment.suits import hurry, lend_in_series, mark
from training.simulation.money import pay
from training.simulation.stage import NEVER, Act, Stage

__all__ = [
    "borrow_an_identity",
    "buy_up_claims",
    "collude_at_leisure",
    "lend_through_dummies",
    "sue_the_own_company",
]


def collude_at_leisure(stage: Stage, act: Act) -> None:
    """S1: everything takes its time; a friend sues with slips of the bank, and the money had gone round in a ring."""
    d, n = stage.disputes, len(act)
    d.applicant[act.case], d.cause[act.case] = act.kin, "民间借贷纠纷"
    d.cash[act.case], d.defended[act.case] = False, False
    d.appeared[act.case] = stage.yes(0.5, n)
    d.loan_day[act.case] = d.suit[act.case] - stage.days(60, 900, n)
    mark(stage, act, act.case)
    stage.tie(act, act.kin)
    lent = np.round(d.claim[act.case], -2)
    pay(stage, act, act.kin, act.person, d.loan_day[act.case], lent, "借款")
    pay(stage, act, act.person, act.kin, d.loan_day[act.case] + stage.days(1, 20, n), lent, "往来款")


def lend_through_dummies(stage: Stage, act: Act) -> None:
    """S2: the lender has three or four employees sue in turn, each a few times, with one text and one agent."""
    d, n = stage.disputes, len(act)
    before = len(d)
    lend_in_series(stage, act)
    cases = np.concatenate([act.case, np.arange(before, len(d))])
    dummies = stage.one_of(stage.people.outsiders, max(3, n // 2))
    d.agent[cases] = d.text[cases] // 65536 % 97
    d.agent_kind[cases] = "legal_worker"
    d.applicant[cases] = dummies[stage.days(0, len(dummies), len(cases))]


def borrow_an_identity(stage: Stage, act: Act) -> None:
    """S9: a loan in the name of somebody poor who never saw the money; served by notice, judged by default."""
    d, n = stage.disputes, len(act)
    lenders = institutions(stage, max(1, n // 6))
    d.applicant[act.case] = lenders[stage.days(0, len(lenders), n)]
    d.cause[act.case] = "小额借款合同纠纷"
    d.appeared[act.case], d.defended[act.case], d.end_kind[act.case] = False, False, "judgment"
    d.text[act.case] = d.applicant[act.case] * 65536 + stage.days(0, 65536, n)
    some = stage.yes(0.5, n)
    stage.people.hardship[act.person[some]] = stage.one_of(("low_income", "disabled", "elderly"), int(some.sum()))
    mark(stage, act, act.case)


def buy_up_claims(stage: Stage, act: Act) -> None:
    """S10: a young company has bought up claims by the dozen and sues by the same text, mostly undefended."""
    d, n = stage.disputes, len(act)
    first = np.full(max(1, n // 6), stage.end)
    which = stage.days(0, len(first), n)
    np.minimum.at(first, which, d.suit[act.case])
    d.applicant[act.case] = institutions(stage, len(first), since=first - 250)[which]
    d.cause[act.case] = "债权转让合同纠纷"
    d.appeared[act.case], d.defended[act.case], d.end_kind[act.case] = stage.yes(0.15, n), False, "judgment"
    d.text[act.case] = d.applicant[act.case] * 65536 + stage.days(0, 65536, n)
    mark(stage, act, act.case)
    others = act.take(np.repeat(np.arange(n), stage.days(1, 6, n)))
    k, shift = len(others), stage.days(-200, 200, len(others))
    moved = {
        name: getattr(d, name)[others.case] + shift for name in ("suit", "served", "ended", "effective", "loan_day")
    }
    more = d.more(
        others.case, principal=-1, debtor=stage.one_of(stage.people.outsiders, k), outcome="", filed=NEVER,
        closed=NEVER, claim=stage.money(20_000, 0.6, k),
        text=d.applicant[others.case] * 65536 + stage.days(0, 65536, k), **moved,
    )  # fmt: skip
    mark(stage, others, more)


def sue_the_own_company(stage: Stage, act: Act) -> None:
    """S11: a shareholder's relative or an officer claims loans and wages of years from the company that he runs."""
    d, n = stage.disputes, len(act)
    d.applicant[act.case] = act.kin
    d.cause[act.case] = stage.one_of(("民间借贷纠纷", "追索劳动报酬纠纷"), n, (2, 1))
    hurry(stage, act.case, haste=0.6)
    mark(stage, act, act.case)
    stage.tie(act, act.kin)
    officers = stage.some(act, 0.5)
    stage.leave(
        officers, "company_officers", company_id=officers.company, person_id=officers.kin,
        role=stage.one_of(("supervisor", "finance", "manager"), len(officers)),
        valid_from=officers.suit - stage.days(400, 2000, len(officers)),
    )  # fmt: skip
