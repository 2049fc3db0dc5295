"""Disputes: a debt, the suit over it, and the enforcement that follows; and those behind them, ready to act."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from training.simulation.companies import founded, institutions
from training.simulation.ledger import NEVER, NOBODY, Flags, Floats, Ints, Words
from training.simulation.people import born
from training.simulation.society import Disputes
from training.simulation.stage import Act, Stage, either

__all__ = ["act_of", "arisen", "plan_sale"]

# cause: share, median claim of a person, who sues
_CAUSES: dict[str, tuple[float, float, str]] = {
    "民间借贷纠纷": (0.38, 90_000, "lender"),
    "金融借款合同纠纷": (0.15, 180_000, "bank"),
    "信用卡纠纷": (0.07, 30_000, "bank"),
    "小额借款合同纠纷": (0.06, 60_000, "licensed"),
    "买卖合同纠纷": (0.16, 110_000, "supplier"),
    "建设工程施工合同纠纷": (0.03, 300_000, "supplier"),
    "追索劳动报酬纠纷": (0.07, 25_000, "worker"),
    "物业服务合同纠纷": (0.03, 9_000, "landlord"),
    "机动车交通事故责任纠纷": (0.05, 80_000, "person"),
}
_TEXTBOOK = ("bank", "licensed", "landlord")  # who sues with the same text again and again


def arisen(stage: Stage) -> Disputes:
    """All honest disputes of the prefecture; calls people and companies on the stage."""
    debtors = _raise_people(stage)
    cases = stage.world.cases
    n = cases + int(1.3 * cases)
    principal = np.concatenate([debtors, np.where(stage.yes(0.3, n - cases), stage.one_of(debtors, n - cases), NOBODY)])
    known = principal >= 0
    company = np.where(known, stage.companies.of[principal], NOBODY)
    outsider = np.where(
        stage.yes(0.8, n),
        stage.one_of(stage.people.outsiders, n),
        stage.one_of(institutions(stage, 30 + n // 60), n),
    )
    corporate = known & stage.companies.is_debtor[principal]
    debtor = np.where(known, np.where(corporate, company, principal), outsider)
    county = np.where(known, stage.people.county[principal], stage.days(0, stage.world.courts, n))
    outcome = np.full(n, "terminated_round", dtype=object)
    outcome[cases:] = stage.one_of(
        ("performed", "settled", "terminated", "withdrawn", ""), n - cases, (36, 8, 5, 3, 48)
    )
    cause = stage.one_of(list(_CAUSES), n, [share for share, _, _ in _CAUSES.values()])
    cause[corporate & stage.yes(0.5, n)] = "买卖合同纠纷"
    claim = stage.money(np.array([_CAUSES[c][1] for c in cause]) * np.where(corporate, 3.5, 1.0), 0.9, n)
    times = _timeline(stage, principal, outcome)
    applicant, text, agent, agent_kind = _plaintiffs(stage, cause, principal)
    quick = times["ended"] - times["suit"] < 20
    private = cause == "民间借贷纠纷"
    bare: dict[str, Any] = {
        f.name: np.full(n, NOBODY, dtype=np.int64)
        for f in fields(Disputes)
        if f.name in ("root", "auction_asset", "buyer", "deposit_payer", "late")
    }
    return Disputes(
        principal=principal, debtor=debtor, applicant=applicant, county=county, cause=cause,
        kind=_kinds(stage, cause), outcome=outcome, **times,
        hearings=np.where(quick, stage.days(0, 2, n), stage.days(1, 3, n)), defended=stage.yes(0.35, n),
        appeared=stage.yes(0.6, n), cash=private & stage.yes(stage.usual("paid in cash", 0.2), n),
        loan_day=times["suit"] - stage.days(120, 1200, n),
        rate=np.where(private, stage.uniform(0.005, 0.02, n), np.nan), claim=claim,
        realised=_realised(stage, outcome, claim), text=text, agent=agent, agent_kind=agent_kind,
        scheme=np.full(n, "", dtype=object), auction_scheme=np.full(n, "", dtype=object),
        auction_on=np.full(n, NEVER, dtype=np.int64), **bare,
    )  # fmt: skip


def _raise_people(stage: Stage) -> Ints:
    """Enough principals for the terminated disputes, some with several; returns each dispute's principal."""
    cases = stage.world.cases
    times = stage.rng.geometric(0.72, cases).clip(max=8)
    principals = int(np.searchsorted(np.cumsum(times), cases)) + 1
    stage.people = born(stage, principals, outsiders=int(1.6 * cases) + 200)
    stage.companies = founded(stage, stage.yes(0.25, principals))
    return np.repeat(np.arange(principals), times[:principals])[:cases]


def _timeline(stage: Stage, principal: Ints, outcome: Words) -> dict[str, Any]:
    """When each was sued over, decided, filed for enforcement, closed; a debtor's disputes lie close together."""
    n, cases = len(principal), stage.world.cases
    falls = stage.start + (stage.rng.beta(1.3, 1.0, stage.people.principals) * (stage.end - stage.start)).astype(int)
    closed = np.where(
        principal >= 0, falls[principal] + stage.rng.gamma(0.9, 120, n), stage.days(stage.start - 100, stage.end, n)
    ).astype(int)
    closed = np.where(closed > stage.end - 3, stage.end - stage.days(3, 120, n), closed)
    lasted = np.where(stage.yes(0.03, n), stage.days(50, 88, n), stage.days(93, 215, n))
    filed = closed - lasted
    mediated = stage.yes(stage.usual("mediated", 0.3), n)
    took = np.where(mediated, stage.days(4, 75, n), stage.days(35, 220, n))
    effective = filed - np.maximum(stage.rng.gamma(1.1, 75, n).astype(int), 3)
    ended = effective - np.where(mediated, stage.days(0, 4, n), stage.days(15, 22, n))
    suit = ended - took
    none = outcome == ""
    end_kind = np.where(mediated, "mediation", np.where(none & stage.yes(0.12, n), "withdrawn", "judgment")).astype(
        object
    )
    early = np.arange(n) >= cases
    performed = np.where(early & ~none, np.minimum(filed + stage.days(10, 260, n), stage.end + 40), closed)
    return {
        "suit": suit, "served": suit + np.minimum(stage.days(2, 30, n), took), "ended": ended, "effective": effective,
        "filed": np.where(none, NEVER, filed), "closed": np.where(none, NEVER, performed), "end_kind": end_kind,
    }  # fmt: skip


def _plaintiffs(stage: Stage, cause: Words, principal: Ints) -> tuple[Ints, Ints, Ints, Words]:
    """Who sues over each dispute, with which text, and who acts for him."""
    n, people = len(cause), stage.people
    rows = stage.world.cases
    sues = np.array([_CAUSES[c][2] for c in cause], dtype=object)
    busy = stage.one_of(people.outsiders, 4 + rows // 500)
    pools = {
        "bank": institutions(stage, 12), "licensed": institutions(stage, 5 + rows // 4000),
        "landlord": institutions(stage, 6 + rows // 800), "supplier": institutions(stage, 20 + rows // 12),
        "worker": people.outsiders, "person": people.outsiders, "lender": people.outsiders,
    }  # fmt: skip
    applicant = np.zeros(n, dtype=np.int64)
    for kind, pool in pools.items():
        who = np.flatnonzero(sues == kind)
        applicant[who] = pool[
            (len(pool) * stage.rng.random(len(who)) ** (1.6 if kind in _TEXTBOOK else 1.0)).astype(int)
        ]
    lends = sues == "lender"
    again = lends & stage.yes(stage.usual("busy lender", 0.08), n)
    applicant[again] = stage.one_of(busy, int(again.sum()))
    near = lends & (principal >= 0) & stage.yes(stage.usual("kin lends", 0.07), n)
    applicant[near] = people.some_kin(stage.rng, principal[near])
    textbook = np.isin(sues, _TEXTBOOK)
    text = np.where(textbook, applicant, 10**6 + stage.days(0, 10**7, n)) * 65536 + stage.days(0, 65536, n)
    agent, agent_kind = _agents(stage, applicant, textbook)
    return applicant, text, agent, agent_kind


def _agents(stage: Stage, applicant: Ints, textbook: Flags) -> tuple[Ints, Words]:
    n = len(applicant)
    lawyers = 20 + stage.world.cases // 60
    kind = either(stage.yes(0.55, n), "lawyer")
    kind[stage.yes(0.12, n)] = "legal_worker"
    kind[stage.yes(0.06, n)] = "kin"
    kind[stage.yes(0.02, n)] = "citizen"
    kind[textbook] = np.where(applicant[textbook] % 2, "lawyer", "staff")
    agent = stage.days(0, lawyers, n)
    agent[textbook] = applicant[textbook] % lawyers
    alone = np.isin(kind, ("kin", "citizen"))
    agent[alone] = lawyers + stage.days(0, 10 * lawyers, int(alone.sum()))
    return agent, kind


def _kinds(stage: Stage, cause: Words) -> Words:
    kind = np.full(len(cause), "suit", dtype=object)
    kind[(cause == "追索劳动报酬纠纷") & stage.yes(0.6, len(cause))] = "arbitration"
    kind[(cause == "金融借款合同纠纷") & stage.yes(0.08, len(cause))] = "notarised_debt"
    kind[(cause == "买卖合同纠纷") & stage.yes(0.02, len(cause))] = "payment_order"
    return kind


def _realised(stage: Stage, outcome: Words, claim: Floats) -> Floats:
    n = len(outcome)
    part = np.where(stage.yes(0.75, n), 0.0, stage.rng.beta(1, 5, n))
    share = np.select(
        [outcome == "performed", outcome == "settled", outcome == "terminated_round"],
        [1.0, stage.uniform(0.3, 0.9, n), part],
        0.0,
    )
    realised: Floats = np.round(claim * share)
    return realised


def act_of(stage: Stage, typology: str, case: Ints, guilty: bool) -> Act:
    """The people behind the debtors of these disputes, ready to act."""
    d, people = stage.disputes, stage.people
    person = d.principal[case]
    spread = stage.rng.beta(4 * stage.world.strength, 4 * (1 - stage.world.strength), len(case))
    return Act(
        typology=typology, guilty=guilty, case=case, debtor=d.debtor[case], person=person,
        kin=_helper(stage, person, guilty), spouse=people.spouse[person], company=stage.companies.of[person],
        county=people.county[person], claim=d.claim[case], suit=d.suit[case], served=d.served[case],
        filed=d.filed[case], closed=d.closed[case], strength=spread.clip(0.05, 1.0), row=np.arange(len(case)),
    )  # fmt: skip


def _helper(stage: Stage, person: Ints, guilty: bool) -> Ints:
    """Whom each turns to: a relative, or, as often as the style says, a friend."""
    style, people = stage.world.style, stage.people
    friendly = stage.yes(style.friends if guilty else style.honest_friends, len(person))
    return np.where(friendly, people.friend[person], people.some_kin(stage.rng, person))


def plan_sale(stage: Stage, case: Ints, on: Ints, scheme: str = "") -> Ints:
    """The court will sell a house of these debtors, on that day unless a sale is planned already; returns the days."""
    d = stage.disputes
    fresh = case[d.auction_asset[case] == NOBODY]
    d.auction_asset[fresh] = stage.mint("asset", len(fresh))
    d.auction_on[case] = np.where(d.auction_on[case] == NEVER, on, d.auction_on[case])
    if scheme:
        d.auction_scheme[case] = scheme
    return d.auction_on[case]
