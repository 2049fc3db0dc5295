"""Sham suits: loans (S1), series plaintiffs (S2), wages (S3), late entrants (S7), titles (S8), agents (S12).

These schemes act before the disputes are written down: they change the dispute itself, and add further ones.
"""

from __future__ import annotations

import numpy as np

from training.simulation.disputes import plan_sale
from training.simulation.stage import NEVER, Act, Ints, Stage

__all__ = [
    "buy_a_title",
    "collude",
    "enter_the_distribution",
    "hurry",
    "invent_wages",
    "lend_in_series",
    "represent_without_right",
]


def collude(stage: Stage, act: Act) -> None:
    """S1: a relative sues over a loan that never was; the debtor agrees at once, enforcement follows within days."""
    d = stage.disputes
    d.applicant[act.case], d.cause[act.case] = act.kin, "民间借贷纠纷"
    hurry(stage, act.case)
    mark(stage, act, act.case)
    act = stage.some(act, 0.7)
    twins = stage.often(act, 0, 2)
    d.more(
        twins.case, applicant=stage.one_of(stage.people.outsiders, len(twins)),
        claim=stage.money(twins.claim, 0.4, len(twins)),
        outcome=stage.one_of(("performed", "terminated", ""), len(twins)),
        filed=np.where(d.filed[twins.case] == NEVER, NEVER, d.filed[twins.case]),
        text=d.text[twins.case] // 65536 * 65536 + stage.days(0, 65536, len(twins)),
        suit=d.suit[twins.case] + stage.days(0, 2, len(twins)),
    )  # fmt: skip
    stage.tie(act, act.kin)


def hurry(stage: Stage, case: Ints, haste: float = 1.0) -> None:
    """Filed, mediated without a word of defence, and in enforcement: all within a few weeks."""
    d, n = stage.disputes, len(case)
    slack = np.where(stage.yes(0.75 * haste, n), 1, 4)
    d.effective[case] = d.filed[case] - stage.days(1, 14, n) * slack
    d.ended[case] = d.effective[case] - stage.days(0, 2, n)
    d.suit[case] = d.ended[case] - stage.days(1, 15, n) * slack
    d.served[case] = np.minimum(d.suit[case] + stage.days(0, 3, n), d.ended[case])
    d.loan_day[case] = d.suit[case] - stage.days(20, 500, n)
    d.end_kind[case] = np.where(stage.yes(0.85, n), "mediation", "judgment")
    d.defended[case], d.appeared[case] = False, stage.yes(0.9, n)
    d.hearings[case] = stage.days(0, 2, n)
    d.cash[case] = stage.yes(0.55, n)


def mark(stage: Stage, act: Act, dispute: Ints) -> None:
    """Note that these disputes belong to the scheme of the act's cases."""
    if act.guilty:
        stage.disputes.scheme[dispute] = act.typology
        stage.disputes.root[dispute] = act.case


def lend_in_series(stage: Stage, act: Act) -> None:
    """S2: one lender sues dozens of borrowers over inflated notes, mostly by default judgment."""
    d, n = stage.disputes, len(act)
    lenders = stage.one_of(stage.people.outsiders, max(1, n // 8))
    d.applicant[act.case] = lenders[stage.days(0, len(lenders), n)]
    d.cause[act.case] = "民间借贷纠纷"
    d.cash[act.case], d.appeared[act.case] = stage.yes(0.6, n), stage.yes(0.3, n)
    d.text[act.case] = d.applicant[act.case] * 65536 + stage.days(0, 65536, n)
    mark(stage, act, act.case)
    victims = act.take(np.repeat(np.arange(n), stage.days(1, 8, n)))
    k = len(victims)
    shift = stage.days(-300, 300, k)
    moved = {
        name: getattr(d, name)[victims.case] + shift for name in ("suit", "served", "ended", "effective", "loan_day")
    }
    others = stage.one_of(stage.people.outsiders, k)
    more = d.more(
        victims.case, principal=-1, debtor=others, outcome="", filed=NEVER, closed=NEVER,
        claim=stage.money(30_000, 0.8, k),
        end_kind=stage.one_of(("judgment", "withdrawn", "mediation"), k, (51, 44, 6)),
        text=d.applicant[victims.case] * 65536 + stage.days(0, 65536, k), **moved,
    )  # fmt: skip
    mark(stage, victims, more)


def invent_wages(stage: Stage, act: Act) -> None:
    """S3: between auction and distribution a batch of relatives and friends claims years of wages, mediated in days."""
    batch = into_the_proceeds(stage, act, 2, 6)
    d, n = stage.disputes, len(batch)
    d.cause[batch], d.kind[batch] = "追索劳动报酬纠纷", "arbitration"
    d.claim[batch] = stage.money(80_000, 0.6, n)


def enter_the_distribution(stage: Stage, act: Act) -> None:
    """S7: creditors nobody has heard of appear with fresh mediated titles before the money is shared out."""
    batch = into_the_proceeds(stage, act, 1, 4)
    stage.disputes.cause[batch] = "民间借贷纠纷"


def into_the_proceeds(stage: Stage, act: Act, low: int, high: int) -> Ints:
    """The debtor's house is sold, and new claimants come with hurried titles; returns their disputes."""
    d = stage.disputes
    on = plan_sale(stage, act.case, np.maximum(act.closed - stage.days(40, 120, len(act)), act.filed + 20))
    crew = stage.often(act, low, high)
    n = len(crew)
    known = np.where(
        stage.yes(0.4, n), stage.people.some_kin(stage.rng, crew.person), stage.one_of(stage.people.outsiders, n)
    )
    filed = on[crew.row] + stage.days(-15, 25, n)
    batch = d.more(
        crew.case, applicant=known, filed=filed, closed=filed + stage.days(30, 120, n), outcome="performed",
        late=crew.case, claim=crew.claim * 0.4,
    )  # fmt: skip
    d.auction_on[batch] = NEVER
    hurry(stage, batch)
    mark(stage, crew, batch)
    return batch


def buy_a_title(stage: Stage, act: Act) -> None:
    """S8: instead of a suit, an award or a notarised deed within days; nobody has examined the claim."""
    d, n = stage.disputes, len(act)
    d.applicant[act.case], d.cause[act.case] = act.kin, "民间借贷纠纷"
    d.kind[act.case] = stage.one_of(("arbitration", "notarised_debt", "payment_order"), n, (5, 3, 2))
    hurry(stage, act.case)
    mark(stage, act, act.case)
    stage.tie(act, act.kin)


def represent_without_right(stage: Stage, act: Act) -> None:
    """S12: the same few "citizens" stand for strangers again and again, here in a collusive suit."""
    collude(stage, act)
    d, n = stage.disputes, len(act)
    d.agent_kind[act.case] = "citizen"
    d.agent[act.case] = 100_000 + stage.days(0, max(1, n // 6) + 1, n)
