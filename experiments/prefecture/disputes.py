"""Disputes: a debt, the suit over it, and the enforcement that follows; and how they are written down as cases."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from .companies import institutions
from .ledger import NEVER, NOBODY, Flags, Floats, Ints, Words
from .people import People
from .stage import Act, Stage

__all__ = ["Disputes", "write_cases"]

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


@dataclass(kw_only=True)
class Disputes:
    """One position a dispute. The first `World.cases` are those whose enforcement ends as a terminated round.

    `principal` is the person behind the debtor (NOBODY: an outsider), `outcome` how the enforcement ends ("" = none is
    filed). `scheme` and `root` mark a sham suit and the terminated dispute it belongs to. `auction_on`, `buyer` and
    `deposit_payer` are plans that the auction follows; `late` is the terminated dispute into whose distribution this one enters.
    """

    principal: Ints
    debtor: Ints
    applicant: Ints
    county: Ints
    cause: Words
    kind: Words
    outcome: Words
    end_kind: Words
    suit: Ints
    served: Ints
    ended: Ints
    effective: Ints
    filed: Ints
    closed: Ints
    hearings: Ints
    defended: Flags
    appeared: Flags
    cash: Flags
    loan_day: Ints
    rate: Floats
    claim: Floats
    realised: Floats
    text: Ints
    agent: Ints
    agent_kind: Words
    scheme: Words
    root: Ints
    auction_on: Ints
    auction_asset: Ints
    auction_scheme: Words
    buyer: Ints
    deposit_payer: Ints
    late: Ints

    def __len__(self) -> int:
        return len(self.debtor)

    def more(self, like: Ints, **changes: Any) -> Ints:
        """Further disputes, copied from others with changes; returns their numbers."""
        first = len(self)
        changes = {"auction_on": NEVER, "late": NOBODY} | changes
        for f in fields(self):
            old = getattr(self, f.name)
            new = changes.get(f.name, old[like])
            if not isinstance(new, np.ndarray):
                new = np.full(len(like), new, dtype=old.dtype)
            setattr(self, f.name, np.concatenate([old, new.astype(old.dtype)]))
        return np.arange(first, len(self))

    def suit_case(self, dispute: Ints) -> Ints:
        """The case number of the suit; the enforcement's is the dispute's own number. Holds once no dispute is added any more."""
        return dispute + len(self)

    def first_terminated(self, cases: int) -> Ints:
        """Each principal's earliest terminated dispute."""
        order = np.lexsort((self.filed[:cases], self.principal[:cases]))
        return order[np.unique(self.principal[order], return_index=True)[1]]

    @classmethod
    def arisen(cls, stage: Stage) -> Disputes:
        """All honest disputes of the prefecture; calls people and companies on the stage."""
        debtors = _raise_people(stage)
        cases = stage.world.cases
        n = cases + int(1.3 * cases)
        principal = np.concatenate([debtors, np.where(stage.yes(0.3, n - cases), stage.one_of(debtors, n - cases), NOBODY)])
        known = principal >= 0
        company = np.where(known, stage.companies.of[principal], NOBODY)
        outsider = np.where(stage.yes(0.8, n), stage.one_of(stage.people.outsiders, n), stage.one_of(institutions(stage, 30 + n // 60), n))
        corporate = known & stage.companies.is_debtor[principal]
        debtor = np.where(known, np.where(corporate, company, principal), outsider)
        county = np.where(known, stage.people.county[principal], stage.days(0, stage.world.courts, n))
        outcome = np.full(n, "terminated_round", dtype=object)
        outcome[cases:] = stage.one_of(("performed", "settled", "terminated", "withdrawn", ""), n - cases, (36, 8, 5, 3, 48))
        cause = stage.one_of(list(_CAUSES), n, [share for share, _, _ in _CAUSES.values()])
        cause[corporate & stage.yes(0.5, n)] = "买卖合同纠纷"
        claim = stage.money(np.array([_CAUSES[c][1] for c in cause]) * np.where(corporate, 3.5, 1.0), 0.9, n)
        times = _timeline(stage, principal, outcome)
        applicant, text, agent, agent_kind = _plaintiffs(stage, cause, principal)
        quick = times["ended"] - times["suit"] < 20
        private = cause == "民间借贷纠纷"
        bare = {f.name: np.full(n, NOBODY, dtype=np.int64) for f in fields(cls) if f.name in ("root", "auction_asset", "buyer", "deposit_payer", "late")}
        return cls(
            principal=principal, debtor=debtor, applicant=applicant, county=county, cause=cause, kind=_kinds(stage, cause),
            outcome=outcome, **times, hearings=np.where(quick, stage.days(0, 2, n), stage.days(1, 3, n)),
            defended=stage.yes(0.35, n), appeared=stage.yes(0.6, n), cash=private & stage.yes(0.2, n),
            loan_day=times["suit"] - stage.days(120, 1200, n), rate=np.where(private, stage.uniform(0.005, 0.02, n), np.nan),
            claim=claim, realised=_realised(stage, outcome, claim), text=text, agent=agent, agent_kind=agent_kind,
            scheme=np.full(n, "", dtype=object), auction_scheme=np.full(n, "", dtype=object),
            auction_on=np.full(n, NEVER, dtype=np.int64), **bare,
        )  # fmt: skip


def _raise_people(stage: Stage) -> Ints:
    """Enough principals for the terminated disputes, most with one, some with several; returns each dispute's principal."""
    from .companies import Companies

    cases = stage.world.cases
    times = stage.rng.geometric(0.72, cases).clip(max=8)
    principals = int(np.searchsorted(np.cumsum(times), cases)) + 1
    stage.people = People.born(stage, principals, outsiders=int(1.6 * cases) + 200)
    stage.companies = Companies.founded(stage, stage.yes(0.25, principals))
    return np.repeat(np.arange(principals), times[:principals])[:cases]


def _timeline(stage: Stage, principal: Ints, outcome: Words) -> dict[str, Any]:
    """When each dispute was sued over, decided, filed for enforcement and closed; a debtor's disputes lie near each other."""
    n, cases = len(principal), stage.world.cases
    falls = stage.start + (stage.rng.beta(1.3, 1.0, stage.people.principals) * (stage.end - stage.start)).astype(int)
    closed = np.where(principal >= 0, falls[principal] + stage.rng.gamma(0.9, 120, n), stage.days(stage.start - 100, stage.end, n)).astype(int)
    closed = np.where(closed > stage.end - 3, stage.end - stage.days(3, 120, n), closed)
    lasted = np.where(stage.yes(0.06, n), stage.days(50, 90, n), stage.days(91, 215, n))
    filed = closed - lasted
    mediated = stage.yes(0.3, n)
    took = np.where(mediated, stage.days(4, 75, n), stage.days(35, 220, n))
    effective = filed - np.maximum(stage.rng.gamma(1.1, 75, n).astype(int), 3)
    ended = effective - np.where(mediated, stage.days(0, 4, n), stage.days(15, 22, n))
    suit = ended - took
    none = outcome == ""
    end_kind = np.where(mediated, "mediation", np.where(none & stage.yes(0.12, n), "withdrawn", "judgment")).astype(object)
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
        "bank": institutions(stage, 12), "licensed": institutions(stage, 5 + rows // 4000), "landlord": institutions(stage, 6 + rows // 800),
        "supplier": institutions(stage, 20 + rows // 12), "worker": people.outsiders, "person": people.outsiders, "lender": people.outsiders,
    }  # fmt: skip
    applicant = np.zeros(n, dtype=np.int64)
    for kind, pool in pools.items():
        who = np.flatnonzero(sues == kind)
        applicant[who] = pool[(len(pool) * stage.rng.random(len(who)) ** (1.6 if kind in _TEXTBOOK else 1.0)).astype(int)]
    lends = sues == "lender"
    again = lends & stage.yes(0.08, n)
    applicant[again] = stage.one_of(busy, int(again.sum()))
    near = lends & (principal >= 0) & stage.yes(0.07, n)
    applicant[near] = people.some_kin(stage, principal[near])
    textbook = np.isin(sues, _TEXTBOOK)
    text = np.where(textbook, applicant, 10**6 + stage.days(0, 10**7, n)) * 65536 + stage.days(0, 65536, n)
    agent, agent_kind = _agents(stage, applicant, textbook)
    return applicant, text, agent, agent_kind


def _agents(stage: Stage, applicant: Ints, textbook: Flags) -> tuple[Ints, Words]:
    n = len(applicant)
    lawyers = 20 + stage.world.cases // 60
    kind = np.where(stage.yes(0.55, n), "lawyer", None).astype(object)
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
    share = np.select([outcome == "performed", outcome == "settled", outcome == "terminated_round"], [1.0, stage.uniform(0.3, 0.9, n), part], 0.0)
    return np.round(claim * share)


_BASIS_OF = {"arbitration": "award", "notarised_debt": "notarised_debt", "payment_order": "payment_order"}
REASONS = ("未发现可供执行的财产", "被执行人无可供执行财产", "经穷尽财产调查措施未发现财产，申请执行人同意终本", "财产暂不具备处置条件", "车辆查封未实际扣押")


def write_cases(stage: Stage) -> None:
    """Write every dispute down: the suit, the enforcement, who is party to them, and who acts for whom."""
    d = stage.disputes
    n = len(d)
    dispute = np.arange(n)
    marks: dict[str, Any] = {"_case": d.root, "_typology": d.scheme, "_part": np.where(d.root >= 0, "deed", ""), "_county": d.county}
    ended_kind = np.where(d.kind == "suit", d.end_kind, "other")
    stage.ledger.add(
        "cases", case_id=d.suit_case(dispute), case_kind=d.kind, cause=d.cause, filed_date=d.suit, closed_date=d.ended,
        close_mode=ended_kind, claim_amount=d.claim, judge_id=stage.days(0, 60, n), **marks,
    )  # fmt: skip
    _write_suits(stage, marks)
    run = np.flatnonzero(d.outcome != "")
    marks = {name: value[run] if isinstance(value, np.ndarray) else value for name, value in marks.items()}
    basis = np.where(d.kind == "suit", d.end_kind, np.array([_BASIS_OF.get(k, "") for k in d.kind], dtype=object))
    terminated = d.outcome[run] == "terminated_round"
    stage.ledger.add(
        "cases", case_id=run, case_kind="enforcement", cause=d.cause[run], filed_date=d.filed[run], closed_date=d.closed[run],
        close_mode=d.outcome[run], term_reason=np.where(terminated, stage.one_of(REASONS, len(run), (30, 30, 25, 9, 6)), None),
        basis_case_id=d.suit_case(run), basis_kind=basis[run], claim_amount=np.round(d.claim[run] * stage.uniform(1.0, 1.15, len(run))),
        realised_amount=d.realised[run], judge_id=stage.days(60, 140, len(run)), **marks,
    )  # fmt: skip
    _write_parties(stage, run, marks)


def _write_suits(stage: Stage, marks: dict[str, Any]) -> None:
    d = stage.disputes
    n = len(d)
    loan = np.isin(d.cause, ("民间借贷纠纷", "小额借款合同纠纷", "金融借款合同纠纷"))
    default = ~d.appeared & (d.end_kind == "judgment")
    stage.ledger.add(
        "suits", case_id=d.suit_case(np.arange(n)), served_date=d.served, hearing_count=d.hearings.astype(float),
        end_kind=np.where(d.kind == "suit", d.end_kind, np.where(d.kind == "arbitration", "award", "deed")), ended_date=d.ended,
        effective_date=d.effective, defended_flag=(d.defended & d.appeared).astype(float), appeared_flag=np.where(stage.yes(0.03, n), np.nan, d.appeared),
        default_flag=default.astype(float), service_kind=np.where(default & stage.yes(0.5, n), "notice", stage.one_of(("direct", "electronic"), n)),
        cash_delivery_flag=np.where(loan, d.cash, np.nan), loan_date=np.where(loan, d.loan_day, NEVER),
        due_date=np.where(loan, np.minimum(d.loan_day + 365, d.suit - 5), NEVER), monthly_rate=np.where(loan, d.rate, np.nan),
        principal=np.where(loan, np.round(d.claim * stage.uniform(0.75, 1.0, n), -2), np.nan), text_hash=d.text, **marks,
    )  # fmt: skip


def _write_parties(stage: Stage, run: Ints, marks: dict[str, Any]) -> None:
    d = stage.disputes
    n = len(d)
    suit = d.suit_case(np.arange(n))
    whole: dict[str, Any] = {"_case": d.root, "_typology": d.scheme, "_part": np.where(d.root >= 0, "deed", ""), "_county": d.county}
    plain: dict[str, Any] = {"_county": d.county}
    stage.ledger.add("case_parties", case_id=suit, party_id=d.applicant, role="plaintiff", **whole)
    stage.ledger.add("case_parties", case_id=suit, party_id=d.debtor, role="defendant", **plain)
    stage.ledger.add("case_parties", case_id=run, party_id=d.applicant[run], role="applicant", **marks)
    stage.ledger.add("case_parties", case_id=run, party_id=d.debtor[run], role="debtor", _county=d.county[run])
    own = (d.principal >= 0) & (d.debtor != d.principal) & (d.applicant != d.principal)
    surety = np.flatnonzero(own & (stage.rng.random(n) < 0.3))
    stage.ledger.add("case_parties", case_id=suit[surety], party_id=d.principal[surety], role="defendant", _county=d.county[surety])
    joined = surety[d.outcome[surety] != ""]
    stage.ledger.add("case_parties", case_id=joined, party_id=d.principal[joined], role="debtor", _county=d.county[joined])
    spoken = np.flatnonzero(d.agent_kind != None)  # noqa: E711 - element by element
    _write_agents(stage, suit, spoken, whole)
    _write_agents(stage, np.arange(n), spoken[d.outcome[spoken] != ""], whole)


def _write_agents(stage: Stage, case: Ints, who: Ints, marks: dict[str, Any]) -> None:
    d = stage.disputes
    firm = np.array([f"浙江衡{'正明法信诚达立源和泰'[a % 10]}{a // 5 % 40}律师事务所" for a in d.agent[who]], dtype=object)
    firm[~np.isin(d.agent_kind[who], ("lawyer", "legal_worker"))] = None
    stage.ledger.add(
        "case_agents", case_id=case[who], party_id=d.applicant[who], agent_id=d.agent[who], agent_kind=d.agent_kind[who], firm=firm,
        **{name: value[who] for name, value in marks.items()},
    )  # fmt: skip


def act_of(stage: Stage, typology: str, case: Ints, guilty: bool) -> Act:
    """The people behind the debtors of these disputes, ready to act."""
    d, people = stage.disputes, stage.people
    person = d.principal[case]
    spread = stage.rng.beta(4 * stage.world.strength, 4 * (1 - stage.world.strength), len(case))
    return Act(
        typology=typology, guilty=guilty, case=case, debtor=d.debtor[case], person=person, kin=people.some_kin(stage, person),
        spouse=people.spouse[person], company=stage.companies.of[person], county=people.county[person], claim=d.claim[case],
        suit=d.suit[case], served=d.served[case], filed=d.filed[case], closed=d.closed[case], strength=spread.clip(0.05, 1.0),
        row=np.arange(len(case)),
    )  # fmt: skip


def plan_sale(stage: Stage, case: Ints, on: Ints, scheme: str = "") -> Ints:
    """The court will sell a house of these debtors, on that day unless a sale is planned already; returns the days."""
    d = stage.disputes
    fresh = case[d.auction_asset[case] == NOBODY]
    d.auction_asset[fresh] = stage.mint("asset", len(fresh))
    d.auction_on[case] = np.where(d.auction_on[case] == NEVER, on, d.auction_on[case])
    if scheme:
        d.auction_scheme[case] = scheme
    return d.auction_on[case]


__all__ += ["act_of", "plan_sale"]
