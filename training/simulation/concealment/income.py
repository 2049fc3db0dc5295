"""Money that is not declared: what is earned (A8), policies (A10), cash and wallets (A18)."""

from __future__ import annotations

import numpy as np

from training.simulation.livelihood import MIN_WAGE, drive, month_rows
from training.simulation.money import pay, withdraw
from training.simulation.stage import Act, Floats, Ints, Stage

__all__ = [
    "draw_cash",
    "earn_by_the_job",
    "earn_months",
    "earn_undeclared",
    "fill_wallets",
    "insure_a_relative",
    "keep_a_policy",
    "pay_a_relative_instead",
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


def pay_a_relative_instead(stage: Stage, act: Act) -> None:
    """A8: the wife or a brother suddenly earns well at a firm, for the work that the debtor does there."""
    n = len(act)
    since = act.filed + stage.days(-120, 250, n)
    months = np.round(5 + 15 * act.strength).astype(int)
    boss = stage.one_of(stage.employers, n)
    span, month = month_rows(since, months)
    base = np.round(MIN_WAGE * (1.8 + 3 * act.strength * stage.uniform(0.5, 1.5, n)), -1)
    stage.leave(
        act.take(span), "income_records", hidden=0.05, party_id=act.kin[span], month=month, kind="social_security",
        employer_id=boss[span], base=base[span], paid=np.round(base[span] * 0.24, 2),
    )  # fmt: skip
    stage.tie(act, act.kin)
    given = stage.often(act, 0, 6)
    pay(
        stage, given, given.kin, given.person, given.filed + stage.days(0, 500, len(given)),
        stage.money(3_000, 0.5, len(given)), "生活费",
    )  # fmt: skip


def earn_by_the_job(stage: Stage, act: Act) -> None:
    """A8: pay from platforms and small jobs, taxed month by month by ever other payers, and seen on the road."""
    n = len(act)
    span, month = month_rows(act.filed + stage.days(-60, 200, n), np.round(6 + 14 * act.strength).astype(int))
    worker = act.take(span)
    base = np.round(MIN_WAGE * (1.0 + 2.5 * worker.strength) * np.exp(0.5 * stage.rng.standard_normal(len(span))), -1)
    stage.leave(
        worker, "income_records", hidden=0.05, party_id=worker.person, month=month, kind="wage_tax",
        employer_id=stage.one_of(stage.employers, len(span)), base=base, paid=np.round(base * 0.03, 2),
    )  # fmt: skip
    pay(
        stage, worker, stage.one_of(stage.employers, len(span)), worker.person, month + stage.days(0, 27, len(span)),
        base, "平台结算", channel="wallet",
    )  # fmt: skip
    driving = stage.often(act, 0, 12)
    car = stage.own(driving, "vehicle", driving.kin, driving.suit - 400, stage.money(70_000, 0.4, len(driving)))
    drive(stage, driving, car, driving.filed + stage.days(10, 700, len(driving)), driving.person)


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


def insure_a_relative(stage: Stage, act: Act) -> None:
    """A10: the savings become a policy on a child's or parent's name, with one large premium."""
    n = len(act)
    day = stage.around_suit(act)
    worth = np.round(np.maximum(act.claim * act.strength, 50_000.0) * stage.uniform(0.3, 1.2, n), -2)
    stage.own(act, "insurance", act.kin, day + 5, worth, part="deed")
    stage.tie(act, act.kin)
    stage.leave(
        act, "spending", party_id=act.person, kind="insurance", spent_date=day, amount=worth, document="id_card",
    )  # fmt: skip
    pay(stage, act, act.person, act.kin, day - 1, worth, "保险费")


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


def fill_wallets(stage: Stage, act: Act) -> None:
    """A18: what comes in goes into wallets, the debtor's and a helper's, and is spent from there."""
    filled = stage.often(act, 2, 14)
    n = len(filled)
    day = filled.served + stage.days(-30, 400, n)
    pay(stage, filled, filled.person, filled.kin, day, stage.money(9_000, 0.7, n), "充值", channel="wallet")
    stage.tie(act, act.kin)
    asked = stage.some(act, 0.7)
    stage.leave(
        asked, "property_queries", hidden=0.0, case_id=asked.case, party_id=asked.debtor, asset_class="e_wallet",
        channel="online", query_date=asked.filed + stage.days(2, 90, len(asked)), result="found",
        amount=stage.money(15_000, 1.0, len(asked)),
    )  # fmt: skip
    held = stage.some(act, 0.5)
    stage.own(
        held, "e_wallet", np.where(stage.yes(0.5, len(held)), held.kin, held.person), stage.around_suit(held),
        np.round(held.claim * held.strength * stage.uniform(0.05, 0.5, len(held)), -2), part="deed",
    )  # fmt: skip
