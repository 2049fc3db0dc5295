"""How disputes are written down: the suit, the enforcement, who is party to them, and who acts for whom."""

from __future__ import annotations

from typing import Any

import numpy as np

from training.simulation.ledger import NEVER, Ints
from training.simulation.stage import Stage, either

__all__ = ["write_cases"]

_BASIS_OF = {"arbitration": "award", "notarised_debt": "notarised_debt", "payment_order": "payment_order"}
REASONS = (
    "未发现可供执行的财产",
    "被执行人无可供执行财产",
    "经穷尽财产调查措施未发现财产，申请执行人同意终本",
    "财产暂不具备处置条件",
    "车辆查封未实际扣押",
)


def write_cases(stage: Stage) -> None:
    """Write every dispute down: the suit, the enforcement, who is party to them, and who acts for whom."""
    d = stage.disputes
    n = len(d)
    dispute = np.arange(n)
    marks: dict[str, Any] = {
        "_case": d.root,
        "_typology": d.scheme,
        "_part": np.where(d.root >= 0, "deed", ""),
        "_county": d.county,
    }
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
        "cases", case_id=run, case_kind="enforcement", cause=d.cause[run], filed_date=d.filed[run],
        closed_date=d.closed[run], close_mode=d.outcome[run],
        term_reason=either(terminated, stage.one_of(REASONS, len(run), (30, 30, 25, 9, 6))),
        basis_case_id=d.suit_case(run), basis_kind=basis[run],
        claim_amount=np.round(d.claim[run] * stage.uniform(1.0, 1.15, len(run))), realised_amount=d.realised[run],
        judge_id=stage.days(60, 140, len(run)), **marks,
    )  # fmt: skip
    _write_parties(stage, run, marks)


def _write_suits(stage: Stage, marks: dict[str, Any]) -> None:
    d = stage.disputes
    n = len(d)
    loan = np.isin(d.cause, ("民间借贷纠纷", "小额借款合同纠纷", "金融借款合同纠纷"))
    default = ~d.appeared & (d.end_kind == "judgment")
    stage.ledger.add(
        "suits", case_id=d.suit_case(np.arange(n)), served_date=d.served, hearing_count=d.hearings.astype(float),
        end_kind=np.where(d.kind == "suit", d.end_kind, np.where(d.kind == "arbitration", "award", "deed")),
        ended_date=d.ended, effective_date=d.effective, defended_flag=(d.defended & d.appeared).astype(float),
        appeared_flag=np.where(stage.yes(0.03, n), np.nan, d.appeared), default_flag=default.astype(float),
        service_kind=np.where(default & stage.yes(0.5, n), "notice", stage.one_of(("direct", "electronic"), n)),
        cash_delivery_flag=np.where(loan, d.cash, np.nan), loan_date=np.where(loan, d.loan_day, NEVER),
        due_date=np.where(loan, np.minimum(d.loan_day + 365, d.suit - 5), NEVER),
        monthly_rate=np.where(loan, d.rate, np.nan),
        principal=np.where(loan, np.round(d.claim * stage.uniform(0.75, 1.0, n), -2), np.nan), text_hash=d.text,
        **marks,
    )  # fmt: skip


def _write_parties(stage: Stage, run: Ints, marks: dict[str, Any]) -> None:
    d = stage.disputes
    n = len(d)
    suit = d.suit_case(np.arange(n))
    whole: dict[str, Any] = {
        "_case": d.root,
        "_typology": d.scheme,
        "_part": np.where(d.root >= 0, "deed", ""),
        "_county": d.county,
    }
    plain: dict[str, Any] = {"_county": d.county}
    stage.ledger.add("case_parties", case_id=suit, party_id=d.applicant, role="plaintiff", **whole)
    stage.ledger.add("case_parties", case_id=suit, party_id=d.debtor, role="defendant", **plain)
    stage.ledger.add("case_parties", case_id=run, party_id=d.applicant[run], role="applicant", **marks)
    stage.ledger.add("case_parties", case_id=run, party_id=d.debtor[run], role="debtor", _county=d.county[run])
    own = (d.principal >= 0) & (d.debtor != d.principal) & (d.applicant != d.principal)
    surety = np.flatnonzero(own & (stage.rng.random(n) < 0.3))
    stage.ledger.add(
        "case_parties", case_id=suit[surety], party_id=d.principal[surety], role="defendant", _county=d.county[surety]
    )
    joined = surety[d.outcome[surety] != ""]
    stage.joint = joined
    added = np.where(stage.yes(0.1, len(joined)), d.filed[joined] + stage.days(20, 60, len(joined)), NEVER)
    cap = np.where(stage.yes(0.15, len(joined)), np.round(d.claim[joined] / 2, -2), np.nan)
    stage.ledger.add(
        "case_parties", case_id=joined, party_id=d.principal[joined], role="debtor", added_date=added,
        liability_cap=cap, _county=d.county[joined],
    )  # fmt: skip
    spoken = np.flatnonzero(d.agent_kind != None)  # noqa: E711 - element by element
    _write_agents(stage, suit, spoken, whole)
    _write_agents(stage, np.arange(n), spoken[d.outcome[spoken] != ""], whole)


def _write_agents(stage: Stage, case: Ints, who: Ints, marks: dict[str, Any]) -> None:
    d = stage.disputes
    firm = np.array(
        [f"浙江衡{'正明法信诚达立源和泰'[a % 10]}{a // 5 % 40}律师事务所" for a in d.agent[who]], dtype=object
    )
    firm[~np.isin(d.agent_kind[who], ("lawyer", "legal_worker"))] = None
    stage.ledger.add(
        "case_agents", case_id=case[who], party_id=d.applicant[who], agent_id=d.agent[who],
        agent_kind=d.agent_kind[who], firm=firm, **{name: value[who] for name, value in marks.items()},
    )  # fmt: skip
