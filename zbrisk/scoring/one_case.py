"""One case, on SQLite: features, scores, reasons, and the facts around them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from zbrisk.compiler.compiled import Program
from zbrisk.contract import Contract
from zbrisk.docket.days import to_date
from zbrisk.docket.rows import rows_as_of
from zbrisk.engines.sqlite import SQLite
from zbrisk.execution.run import Run
from zbrisk.explaining.evidence import RowName
from zbrisk.explaining.explanation import Bilingual, EvidenceRow, Explanation, Reason, TableFreshness, TargetRisk
from zbrisk.explaining.facts import (
    case_facts,
    evidence_rows,
    freshness,
    mentioned_parties,
    people,
    ties_of,
    timeline,
)
from zbrisk.explaining.reasons import reasons_of
from zbrisk.explaining.telling import noticeable
from zbrisk.pages.labels import load_labels
from zbrisk.scoring.finding import Behind, rows_of_reasons
from zbrisk.scoring.model import Model
from zbrisk.selection.news import first_known, new_facts
from zbrisk.selection.status import Status, status_of_one

__all__ = ["CHIEF_REASONS", "OneCase", "names_behind"]

CHIEF_REASONS = 5  # what a list and a page show of a target
About = tuple[str, str | None]  # a signal and the window that it is shown for

MOST_SHOWN = 8  # of the raising and of the lowering reasons each, so many carry their evidence


class OneCase:
    """Explains single cases on one engine, again and again.

    Args:
        program: The signals.
        models: The models.
        contract: The contract of the bundle.
        store: The store that the engine reads.
        engine: The engine.
    """

    def __init__(
        self, program: Program, models: Sequence[Model], contract: Contract, store: sqlite3.Connection, engine: SQLite
    ) -> None:
        self.program = program
        self.models = models
        self.contract = contract
        self.store = store
        self.engine = engine
        self._freshness: dict[int, tuple[TableFreshness, ...]] = {}

    def renew(self, present: Iterable[str]) -> None:
        """Take note that the store holds other rows now, of these tables."""
        self.engine.renew(present)
        self._freshness.clear()

    def explain(self, case_id: str, as_of: int, version: str, until: dt.date) -> Explanation:
        """Everything that is said of the case at the start of day `as_of`.

        Raises:
            DataError: The case is not known on that day.
        """
        run = Run(self.program, self.engine, self.contract, evidence=True)
        run.start([case_id], np.array([as_of], dtype=np.int64))
        matrix = run.matrix()
        values = dict(zip(self.program.features, matrix[0].tolist(), strict=True))
        risks = [self._risk(model, matrix, values) for model in self.models]
        weighty = [reason for risk in risks for reason in noticeable(risk.reasons)]
        behind = rows_of_reasons(run, self.engine, self.contract, weighty)
        risks = [_with_rows(risk, behind, values) for risk in risks]
        found = {_about(reason): behind.of(0, reason) for reason in _told(risks) if reason.has_rows}
        fetched: dict[About, tuple[tuple[EvidenceRow, ...], tuple[EvidenceRow, ...]]] = {}

        def fetch(table: str, keys: Sequence[str]) -> list[dict[str, Any]]:
            known = table in self.engine.present
            return rows_as_of(self.store, self.contract.tables[table], keys, to_date(as_of)) if known else []

        for about, rows in found.items():
            fetched[about] = evidence_rows(self.contract, rows, fetch)
        case = case_facts(self.contract, case_id, fetch)
        own_row = EvidenceRow(
            table=self.contract.cohort.table,
            key={self.contract.cohort.key: case_id},
            known_at=case.get("known_at"),  # type: ignore[arg-type]
            values={k: v for k, v in case.items() if k not in (self.contract.cohort.key, "known_at")},
        )
        risks = [_with_evidence(risk, fetched, own_row) for risk in risks]
        status = status_of_one(self.engine, self.contract, as_of)
        risks = [self._with_news(risk, status) for risk in risks]
        shown = [row for events, others in fetched.values() for row in (*events, *others)]
        days = {name: _date(run.case_number(name)) for name in self.program.days}
        mentioned = mentioned_parties(self.contract, shown)
        return Explanation(
            case_id=case_id,
            as_of=to_date(as_of),
            case={name: value for name, value in case.items() if name != "known_at"},
            parties=people(self.contract, self.engine, case_id, mentioned, ties_of(self.program, self.engine), fetch),
            risks=tuple(risks),
            timeline=timeline(self.program, days, found),
            freshness=self._fresh(as_of),
            unknown=_unknown(risks),
            model_version=version,
            trained_until=until,
            status=status,
        )

    def _fresh(self, as_of: int) -> tuple[TableFreshness, ...]:
        if as_of not in self._freshness:
            self._freshness[as_of] = freshness(self.program, self.contract, self.engine, as_of)
        return self._freshness[as_of]

    def _risk(self, model: Model, matrix: np.ndarray[Any, Any], values: Mapping[str, float]) -> TargetRisk:
        contributions, base = model.contributions(matrix)
        score = model.scores(matrix)
        by_feature = dict(zip(model.trained.feature_names, contributions[0].tolist(), strict=True))
        reasons = reasons_of(self.program, values, by_feature, model.trained.reference.standing)
        level, basis = model.level(float(score[0]))
        return TargetRisk(
            target=model.target,
            label=_label(model.target, self.contract),
            score=float(score[0]),
            base_score=float(base[0]),
            probability=float(model.probabilities(score)[0]),
            reasons=reasons,
            base_rate=model.base_rate,
            level=level,
            basis=basis,
        )

    def _with_news(self, risk: TargetRisk, status: Status) -> TargetRisk:
        """The risk with what became known of it since its last review."""
        since = status.decided(risk.target)
        if since is None:
            return risk
        names = names_behind(risk.top(CHIEF_REASONS))
        return replace(risk, new_facts=new_facts(names, since, first_known(self.store, self.engine.present, names)))


def _about(reason: Reason) -> About:
    return reason.signal, reason.window


def names_behind(leads: Iterable[Reason]) -> list[RowName]:
    """The rows that reasons rest on, by table and key."""
    return [name for lead in leads for reason in lead.all for name in reason.rows]


def _with_rows(risk: TargetRisk, behind: Behind, values: Mapping[str, float]) -> TargetRisk:
    weighty = {reason.signal for reason in noticeable(risk.reasons)}
    named = (behind.shown(0, reason, values) if reason.signal in weighty else reason for reason in risk.reasons)
    return replace(risk, reasons=tuple(named))


def _with_evidence(
    risk: TargetRisk,
    fetched: Mapping[About, tuple[tuple[EvidenceRow, ...], tuple[EvidenceRow, ...]]],
    own_row: EvidenceRow,
) -> TargetRisk:
    def filled(reason: Reason) -> Reason:
        if _about(reason) not in fetched or not reason.has_rows:
            return reason
        events, others = fetched[_about(reason)]
        # what is read off the case itself is proved by the case's own row
        return replace(reason, evidence=events or others[:1] or (own_row,), beside=others if events else others[1:])

    return replace(risk, reasons=tuple(filled(reason) for reason in risk.reasons))


def _told(risks: Sequence[TargetRisk]) -> list[Reason]:
    sides = [(risk.top(MOST_SHOWN), risk.mitigating(MOST_SHOWN), risk.other_facts(MOST_SHOWN)) for risk in risks]
    leads = [lead for each in sides for side in each for lead in side]
    return [reason for lead in leads for reason in lead.all]


def _label(target: str, contract: Contract) -> Bilingual:
    outcomes = contract.outcomes
    zh = load_labels().code(outcomes.table, outcomes.target, target) if outcomes else target
    return Bilingual(zh=zh, en=target.replace("_", " "))


def _date(number: float) -> dt.date | None:
    return None if np.isnan(number) else to_date(int(number))


def _unknown(risks: Sequence[TargetRisk]) -> tuple[Reason, ...]:
    seen: dict[str, Reason] = {}
    for risk in risks:
        for reason in risk.reasons:
            if reason.no_data:
                seen.setdefault(reason.signal, reason)
    return tuple(seen.values())
