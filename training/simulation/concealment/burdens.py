"""Shams against a sale: a back-dated lease (S4), a mortgage for no loan (S5), a stranger's objection (S6)."""

from __future__ import annotations

import numpy as np

from training.simulation.companies import found
from training.simulation.disputes import plan_sale
from training.simulation.stage import Act, Stage

__all__ = ["give_in_payment", "lease_back_in_time", "let_to_a_young_company", "mortgage_to_kin", "object_as_a_stranger"]


def lease_back_in_time(stage: Stage, act: Act) -> None:
    """S4: when the house is to be sold, a relative shows a lease of twenty years, paid in advance."""
    n = len(act)
    _to_be_sold(stage, act)
    signed = act.suit - stage.days(30, 600, n)
    stage.leave(
        act, "asset_events", hidden=0.0, asset_id=stage.disputes.auction_asset[act.case], event="lease",
        event_date=signed, holder_id=act.debtor, counterparty_id=act.kin,
        until_date=signed + 365 * stage.days(8, 20, n), price=stage.money(20_000, 0.7, n),
        _known=act.filed + stage.days(30, 120, n),
    )  # fmt: skip
    stage.tie(act, act.kin)


def let_to_a_young_company(stage: Stage, act: Act) -> None:
    """S4: the tenant is a company founded for it; term and rent look usual, and nobody has ever moved in."""
    n = len(act)
    _to_be_sold(stage, act)
    signed = act.suit - stage.days(10, 300, n)
    tenant = found(stage, act, act.kin, signed - stage.days(10, 200, n))
    stage.leave(
        act, "asset_events", hidden=0.0, asset_id=stage.disputes.auction_asset[act.case], event="lease",
        event_date=signed, holder_id=act.debtor, counterparty_id=tenant,
        until_date=signed + 365 * stage.days(4, 9, n), price=stage.money(60_000, 0.5, n),
        _known=act.filed + stage.days(30, 120, n),
    )  # fmt: skip
    stage.tie(act, act.kin)


def mortgage_to_kin(stage: Stage, act: Act) -> None:
    """S5: the house is mortgaged to a relative or friend for a loan of which no bank knows."""
    n = len(act)
    _to_be_sold(stage, act)
    day = stage.around_suit(act)
    stage.leave(
        act, "asset_events", hidden=0.0, asset_id=stage.disputes.auction_asset[act.case], event="mortgage",
        event_date=day, holder_id=act.debtor, counterparty_id=act.kin,
        price=np.round(act.claim * stage.uniform(0.8, 3, n), -2),
    )  # fmt: skip
    stage.tie(act, act.kin)


def give_in_payment(stage: Stage, act: Act) -> None:
    """S5: a second house goes to a friend in payment of a debt of which no bank knows."""
    n = len(act)
    worth = act.claim * stage.uniform(0.8, 2.0, n)
    house = stage.own(act, "real_estate", act.debtor, act.suit - stage.days(500, 4000, n), worth)
    stage.transfer(act, house, act.debtor, act.kin, stage.around_suit(act), np.round(worth * 0.9, -2))
    stage.tie(act, act.kin)


def object_as_a_stranger(stage: Stage, act: Act) -> None:
    """S6: after the seizure a "buyer" objects who has neither paid by bank nor moved in."""
    _to_be_sold(stage, act)
    object_to(stage, act, act.kin, ("rejected", "other"))
    stage.tie(act, act.kin)


def object_to(stage: Stage, act: Act, objector: np.ndarray, ends: tuple[str, ...]) -> None:
    """An objection against the seizure of the house, sometimes followed by a suit."""
    n, d = len(act), stage.disputes
    case = stage.mint("case", n)
    filed = act.filed + stage.days(30, 80, n)
    stage.leave(
        act, "cases", hidden=0.0, case_id=case, case_kind=stage.one_of(("objection", "objection_suit"), n, (3, 1)),
        cause="案外人执行异议", filed_date=filed, closed_date=filed + stage.days(10, 60, n),
        close_mode=stage.one_of(ends, n), parent_case_id=act.case,
    )  # fmt: skip
    stage.leave(act, "case_parties", hidden=0.0, case_id=case, party_id=objector, role="objector")
    stage.leave(
        act, "case_parties", hidden=0.0, part="context", case_id=case, party_id=d.applicant[act.case], role="applicant"
    )
    stage.leave(act, "case_parties", hidden=0.0, part="context", case_id=case, party_id=act.debtor, role="debtor")


def _to_be_sold(stage: Stage, act: Act) -> None:
    plan_sale(stage, act.case, stage.between(act.filed + 60, act.closed - 5))


__all__ += ["object_to"]
