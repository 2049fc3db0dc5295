"""Money that is not declared: wages (A8), policies (A10), compensation (A11), claims (A12), cash (A18)."""

from __future__ import annotations

import numpy as np

from training.simulation.livelihood import MIN_WAGE, OBLIGORS, month_rows
from training.simulation.money import pay, withdraw
from training.simulation.stage import NEVER, Act, Floats, Ints, Stage

__all__ = [
    "draw_cash",
    "earn_months",
    "earn_undeclared",
    "keep_a_policy",
    "leave_claims_uncollected",
    "redirect",
    "redirect_compensation",
]


def earn_undeclared(stage: Stage, act: Act) -> None:
    """A8: the debtor reports that he has nothing, while contributions are paid on a good wage month after month."""
    n = len(act)
    base = MIN_WAGE * (1.2 + 2.5 * act.strength * stage.uniform(0.5, 1.5, n))
    earn_months(stage, act, base, act.filed + stage.days(-120, 200, n), 5, 20)
    reported = stage.some(act, 0.6)
    stage.leave(
        reported, "enforcement_actions", hidden=0.0, part="context", case_id=reported.case, party_id=reported.debtor,
        action="report_received", action_date=reported.filed + 20, result="申报无财产",
    )  # fmt: skip


def earn_months(stage: Stage, act: Act, base: Floats, since: Ints, low: int, high: int) -> None:
    """Contribution months on that base."""
    act = stage.some(act, 1.0)
    months = np.round(low + (high - low) * stage.rng.random(len(act))).astype(int)
    span, month = month_rows(since[act.row], months)
    boss = stage.one_of(stage.employers, len(act))
    kind = stage.one_of(("social_security", "wage_tax", "housing_fund"), len(act), (6, 3, 2))
    pay_base = np.round(base[act.row][span] * stage.uniform(0.95, 1.05, len(span)), -1)
    stage.leave(
        act.take(span), "income_records", hidden=0.05, party_id=act.person[span], month=month, kind=kind[span],
        employer_id=boss[span], base=pay_base, paid=np.round(pay_base * 0.24, 2),
        balance=np.where(kind[span] == "housing_fund", pay_base * 6, np.nan),
    )  # fmt: skip


def keep_a_policy(stage: Stage, act: Act) -> None:
    """A10: a policy with a high cash value goes on being paid for, or gets another holder while the suit runs."""
    n = len(act)
    policy = stage.own(act, "insurance", act.person, act.suit - stage.days(300, 3000, n), stage.money(120_000, 0.7, n))
    passing = stage.some(act, 0.5)
    stage.transfer(
        passing, policy[passing.row], passing.person, passing.kin, passing.served + stage.days(0, 200, len(passing)),
        np.nan,
    )  # fmt: skip
    premium = stage.often(act, 1, 4)
    stage.leave(
        premium, "spending", party_id=premium.person, kind="insurance",
        spent_date=premium.filed + stage.days(30, 700, len(premium)), amount=stage.money(15_000, 0.7, len(premium)),
        document="id_card",
    )  # fmt: skip


def redirect_compensation(stage: Stage, act: Act) -> None:
    """A11: the compensation for a pulled-down house is agreed with the debtor and paid to a relative."""
    redirect(stage, act, "demolition", act.kin, act.filed + stage.days(-300, 300, len(act)), 0.7)
    stage.tie(act, act.kin)


def leave_claims_uncollected(stage: Stage, act: Act) -> None:
    """A12: the debtor has claims of his own that have fallen due, and neither collects nor declares them."""
    act = stage.often(act, 1, 2)
    kind = stage.one_of(("judgment", "project", "dividend", "rent"), len(act), (3, 4, 2, 2))
    redirect(
        stage,
        act,
        kind,
        np.where(stage.yes(0.5, len(act)), act.kin, act.debtor),
        act.filed + stage.days(-500, 60, len(act)),
        0.35,
    )


def redirect(stage: Stage, act: Act, kind: object, payee: Ints, agreed: Ints, paid: float) -> None:
    """A claim of the debtor's that somebody is paid for, or nobody yet."""
    n = len(act)
    due = agreed + stage.days(30, 300, n)
    stage.leave(
        act, "receivables", creditor_id=act.debtor, obligor=stage.one_of(OBLIGORS, n), kind=kind, payee_id=payee,
        agreed_date=agreed, amount=np.round(act.claim * stage.uniform(0.2, 1.5, n), -2), due_date=due,
        paid_date=np.where(stage.yes(paid, n), due + stage.days(0, 90, n), NEVER),
    )  # fmt: skip


def draw_cash(stage: Stage, act: Act) -> None:
    """A18: after the judgment the accounts are emptied at cash machines, and a new wallet takes what comes in."""
    drawn = stage.often(act, 4, 30)
    withdraw(
        stage, drawn, drawn.person, drawn.served + stage.days(0, 240, len(drawn)),
        np.round(stage.uniform(5_000, 20_000, len(drawn)), -2),
    )  # fmt: skip
    filled = stage.often(act, 1, 8)
    pay(
        stage, filled, filled.person, filled.kin, filled.served + stage.days(0, 200, len(filled)),
        stage.money(20_000, 0.6, len(filled)), "转账",
    )  # fmt: skip
    found = stage.some(act, 0.5)
    stage.leave(
        found, "property_queries", hidden=0.0, case_id=found.case, party_id=found.debtor, asset_class="e_wallet",
        channel="online", query_date=found.filed + stage.days(2, 90, len(found)), result="found",
        amount=stage.money(6_000, 0.9, len(found)),
    )  # fmt: skip
