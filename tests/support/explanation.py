"""A made-up case, filled with everything a page must carry; its facts stand in explanation.yaml."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import yaml

from zbrisk.bundle.levels import Basis
from zbrisk.contract.labels import Bilingual
from zbrisk.explaining.explanation import Explanation, TableFreshness, TargetRisk, TimelineEvent
from zbrisk.explaining.reason import Cell, EvidenceRow, Feature, Reason

__all__ = ["made_up_explanation", "reason", "row"]

Day = dt.date
AS_OF = Day(2026, 11, 22)


def row(table: str, key: str, ident: str, known_at: Day, **values: Cell) -> EvidenceRow:
    """An evidence row with a single key column."""
    return EvidenceRow(table=table, key={key: ident}, known_at=known_at, values=values)


def reason(
    signal: str,
    contribution: float,
    label: str,
    sentence: str,
    *,
    typology: tuple[str, ...] = ("context",),
    percentile: float | None = None,
    evidence: tuple[EvidenceRow, ...] = (),
    total: int | None = None,
    absence: bool = False,
    no_data: bool = False,
    innocent: str = "",
    verify: str = "",
    law: str | None = None,
) -> Reason:
    """A reason with one feature; English stands in for itself."""
    feature = Feature(
        name=f"{signal}__count",
        label=Bilingual(zh=label, en=signal),
        value=None if no_data else 1.0,
        contribution=contribution,
        percentile=percentile,
    )
    return Reason(
        signal=signal,
        typology=typology,
        label=Bilingual(zh=label, en=signal),
        contribution=contribution,
        sentence=Bilingual(zh=sentence, en=signal),
        percentile=percentile,
        features=(feature,),
        evidence=evidence,
        evidence_total=len(evidence) if total is None else total,
        is_absence=absence,
        no_data=no_data,
        lawful_explanation=Bilingual(zh=innocent, en="") if innocent else None,
        next_steps=Bilingual(zh=verify, en="") if verify else None,
        law=law,
    )


def concealed() -> TargetRisk:
    """A high risk with five reasons, mitigating facts, and a signal without data."""
    return _risk(_case()["risks"][0])


def made_up_explanation() -> Explanation:
    """The whole case."""
    case = _case()
    risks = tuple(_risk(risk) for risk in case["risks"])
    no_data = [each for risk in risks for each in risk.reasons if each.no_data]
    return Explanation(
        case_id=case["case"]["case_id"],
        as_of=AS_OF,
        case=case["case"],
        parties=tuple(case["parties"]),
        risks=risks,
        timeline=tuple(TimelineEvent(day=day, label=label, signal=signal) for day, label, signal in case["timeline"]),
        freshness=tuple(TableFreshness(**table) for table in case["freshness"]),
        unknown=(*no_data, *(_reason(each) for each in case["unknown"])),
        model_version="2026q3-1f3c9a",
        trained_until=Day(2026, 7, 1),
    )


def _case() -> dict[str, Any]:
    case: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return case


def _risk(risk: dict[str, Any]) -> TargetRisk:
    reasons = tuple(_reason(each) for each in risk["reasons"])
    score = risk["base_score"] + sum(each.contribution for each in reasons)
    given = {name: risk[name] for name in ("target", "base_score", "probability", "base_rate", "level")}
    label, basis = Bilingual(**risk["label"]), Basis(**risk["basis"])
    return TargetRisk(**given, label=label, basis=basis, score=score, reasons=reasons)


def _reason(each: dict[str, Any]) -> Reason:
    lists = {"evidence": tuple(EvidenceRow(**shown) for shown in each.get("evidence", ()))}
    if "typology" in each:
        lists["typology"] = tuple(each["typology"])
    return reason(**(each | lists))
