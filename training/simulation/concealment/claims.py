"""What others owe the debtor: compensation (A11), claims (A12), rent (A15), and what he gives away (A16)."""

from __future__ import annotations

from typing import Any

import numpy as np

from training.simulation.livelihood import OBLIGORS
from training.simulation.money import pay
from training.simulation.stage import NEVER, Act, Ints, Stage

__all__ = [
    "answer_for_another",
    "divert_the_rent",
    "leave_claims_uncollected",
    "let_another_collect",
    "redirect",
    "redirect_compensation",
    "settle_in_a_relatives_flat",
    "take_rent_in_advance",
    "waive_a_claim",
]


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


def settle_in_a_relatives_flat(stage: Stage, act: Act) -> None:
    """A11: instead of money there are flats, and they are registered to relatives."""
    n = len(act)
    agreed = act.filed + stage.days(-400, 200, n)
    worth = np.maximum(act.claim, 300_000.0) * stage.uniform(0.5, 1.5, n)
    stage.leave(
        act, "receivables", creditor_id=act.debtor, obligor=OBLIGORS[0], kind="demolition", payee_id=act.debtor,
        agreed_date=agreed, due_date=agreed + 200, paid_date=agreed + stage.days(30, 200, n),
        amount=np.round(worth * 0.1, -2),
    )  # fmt: skip
    stage.own(act, "real_estate", act.kin, agreed + stage.days(30, 300, n), worth, part="deed")
    stage.tie(act, act.kin)


def let_another_collect(stage: Stage, act: Act) -> None:
    """A12: the claim is made over to a friend, who collects it and gives most of it back."""
    n = len(act)
    agreed = stage.around_suit(act) - stage.days(0, 200, n)
    amount = np.round(act.claim * act.strength * stage.uniform(0.5, 1.5, n), -2)
    stage.leave(
        act, "receivables", creditor_id=act.debtor, obligor=stage.one_of(OBLIGORS, n), payee_id=act.kin,
        kind=stage.one_of(("project", "judgment", "dividend"), n), agreed_date=agreed, due_date=agreed + 120,
        paid_date=agreed + stage.days(60, 300, n), amount=amount,
    )  # fmt: skip
    stage.tie(act, act.kin)
    back, nth = stage.monthly(act)
    pay(
        stage, back, back.kin, back.person, agreed[back.row] + 310 + 30 * nth,
        np.round(0.8 * amount[back.row] / stage.world.style.parts, -2), "还款",
    )  # fmt: skip


def divert_the_rent(stage: Stage, act: Act) -> None:
    """A15: the debtor's house or shop is let, and the tenant pays a relative."""
    n = len(act)
    shop = stage.own(act, "real_estate", act.debtor, act.suit - stage.days(500, 4000, n), stage.money(900_000, 0.6, n))
    let(stage, act, shop, stage.one_of(stage.people.outsiders, n), act.suit + stage.days(-300, 400, n), 3)
    act = stage.often(act, 1, 4)
    n = len(act)
    due = act.filed + stage.days(0, 800, n)
    stage.leave(
        act, "receivables", creditor_id=act.debtor, obligor=stage.one_of(OBLIGORS, n), kind="rent", payee_id=act.kin,
        agreed_date=due - 200, due_date=due, paid_date=due + stage.days(0, 30, n), amount=stage.money(25_000, 0.6, n),
    )  # fmt: skip
    stage.tie(act, act.kin)


def take_rent_in_advance(stage: Stage, act: Act) -> None:
    """A15: a friend pays the rent of many years on one day, shortly before the seizure, or so the lease says."""
    n = len(act)
    house = stage.own(act, "real_estate", act.debtor, act.suit - stage.days(500, 4000, n), stage.money(900_000, 0.6, n))
    day = stage.around_suit(act)
    let(stage, act, house, act.kin, day, 12, price=np.round(act.claim * stage.uniform(0.2, 0.9, n), -2))
    stage.tie(act, act.kin)


def let(stage: Stage, act: Act, asset: Ints, tenant: Ints, day: Ints, years: int, price: Any = None) -> None:
    """A lease of the debtor's own, in the register."""
    n = len(act)
    stage.leave(
        act, "asset_events", asset_id=asset, event="lease", event_date=day, holder_id=act.debtor,
        counterparty_id=tenant, until_date=day + 365 * stage.days(years, 2 * years, n),
        price=stage.money(30_000, 0.6, n) if price is None else price,
    )  # fmt: skip


def waive_a_claim(stage: Stage, act: Act) -> None:
    """A16: the debtor sues a friend who owes him, and withdraws; or gives him years to pay."""
    sued = stage.yes(0.5, len(act))
    sue(stage, act.take(sued), "withdrawn", ("买卖合同纠纷", "民间借贷纠纷"))
    late = act.take(~sued)
    n = len(late)
    agreed = stage.around_suit(late)
    stage.leave(
        late, "receivables", creditor_id=late.debtor, obligor=stage.one_of(OBLIGORS, n), kind="project",
        payee_id=late.debtor, agreed_date=agreed, due_date=agreed + stage.days(1500, 3000, n), paid_date=NEVER,
        amount=np.round(late.claim * late.strength * stage.uniform(0.5, 2, n), -2),
    )  # fmt: skip


def sue(stage: Stage, act: Act, end: str, causes: tuple[str, ...]) -> None:
    """The debtor as plaintiff: a suit against somebody, ended in that way, over a good part of what he owes himself."""
    n = len(act)
    case = stage.mint("case", n)
    filed = act.suit + stage.days(-300, 200, n)
    ended = filed + stage.days(10, 120, n)
    claim = np.round(act.claim * stage.uniform(0.3, 1.5, n), -2)
    stage.leave(
        act, "cases", hidden=0.0, case_id=case, case_kind="suit", cause=stage.one_of(causes, n), filed_date=filed,
        closed_date=ended, close_mode=end, claim_amount=claim,
    )  # fmt: skip
    stage.leave(
        act, "suits", hidden=0.0, case_id=case, served_date=filed + 5, end_kind=end, ended_date=ended, hearing_count=0.0
    )
    stage.leave(act, "case_parties", hidden=0.0, case_id=case, party_id=act.debtor, role="plaintiff")
    stage.leave(act, "case_parties", hidden=0.0, case_id=case, party_id=act.kin, role="defendant")


def answer_for_another(stage: Stage, act: Act) -> None:
    """A16: when the debts are due already, the house is mortgaged for what a friend owes."""
    n = len(act)
    worth = act.claim * stage.uniform(0.8, 2.5, n)
    house = stage.own(act, "real_estate", act.debtor, act.suit - stage.days(500, 4000, n), worth)
    stage.leave(
        act, "asset_events", asset_id=house, event="mortgage", event_date=stage.around_suit(act),
        holder_id=act.debtor, counterparty_id=act.kin, price=np.round(worth * stage.uniform(0.7, 1.2, n), -2),
    )  # fmt: skip
    stage.leave(
        act, "party_relations", hidden=0.0, party_a=act.person, party_b=act.kin, relation="guarantor",
        start_date=act.suit - stage.days(0, 300, n), confidence=0.9,
    )  # fmt: skip


__all__ += ["let", "sue"]
