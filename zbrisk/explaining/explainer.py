"""Why cases stand where they do: one case in full, or the clues of a list in short; reasons are found in one way."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb
import numpy as np

from zbrisk.bundle.target_model import TargetModel
from zbrisk.compiler.compiled import Program
from zbrisk.contract import Contract
from zbrisk.contract.labels import Bilingual, labels_of
from zbrisk.docket.days import to_date
from zbrisk.docket.rows import rows_as_of
from zbrisk.engines.sqlite import SQLite
from zbrisk.execution.run import Run
from zbrisk.explaining.case_facts import (
    Evidence,
    Fetch,
    case_facts,
    evidence_rows,
    free_texts,
    freshness,
    mentioned_parties,
    people,
    ties_of,
    timeline,
)
from zbrisk.explaining.evidence import PARTIES, EvidenceRows, Part, RowName, reference_tables_of
from zbrisk.explaining.explanation import PARTS, Explanation, TableFreshness, TargetRisk
from zbrisk.explaining.in_time import in_time
from zbrisk.explaining.names_in_texts import names_in_texts
from zbrisk.explaining.reason import EvidenceRow, Reason
from zbrisk.explaining.reason_rows import ReasonRows, find_reason_rows, part_of
from zbrisk.explaining.reason_selection import select_reasons
from zbrisk.explaining.reasons import CaseReasons, reasons_of
from zbrisk.explaining.standings import figures_of
from zbrisk.explaining.surroundings import NO_SURROUNDINGS, surroundings
from zbrisk.selection.news import first_known, new_facts
from zbrisk.selection.status import Status, status_of_one
from zbrisk.typing import Floats

__all__ = ["CHIEF_REASONS", "CaseStore", "Explainer", "ScoredCase", "Sides", "names_behind"]

CHIEF_REASONS = 5  # what a list and a page show of a target
RESTING_ON_REASONS = frozenset({"risks", "timeline", "unknown", "parties"})
AROUND = {"surroundings", "parties"}
MAX_WITH_EVIDENCE = 8  # reasons of each kind that carry their evidence

Sides = tuple[tuple[Reason, ...], tuple[Reason, ...]]  # what raises a clue, and what speaks for the debtor
About = tuple[str, Part]  # a signal and the rows of it that are shown


@dataclass(kw_only=True)
class CaseStore:
    """A store of rows from which single cases are explained, again and again.

    Attributes:
        program: The signals, as they may run on the engine.
        engine: The engine.
        everything: Where all rows lie, if the engine holds a part of them.
        last: The case whose relations the engine holds.
    """

    program: Program
    engine: SQLite
    everything: sqlite3.Connection | duckdb.DuckDBPyConnection
    last: ScoredCase | None = None
    _freshness: dict[int, tuple[TableFreshness, ...]] = field(default_factory=dict)

    def renew(self, present: Iterable[str]) -> None:
        """Take note that the store holds other rows now, of these tables."""
        self.engine.renew(present)
        self._freshness.clear()

    def freshness(self, contract: Contract, as_of: int) -> tuple[TableFreshness, ...]:
        """How far each table reaches on the day."""
        if as_of not in self._freshness:
            since = self.engine.known_since
            self._freshness[as_of] = freshness(self.program, contract, self.everything, since, as_of)
        return self._freshness[as_of]

    def rows(self, contract: Contract, as_of: int) -> Fetch:
        """What gives the rows of a table by their keys, as they were known before the day."""
        named = {PARTIES, *reference_tables_of(contract)}  # by rows that name them, and not reached by any query

        def fetch(table: str, keys: Sequence[str]) -> list[dict[str, Any]]:
            if table not in self.engine.present:
                return []
            where = self.everything if table in named else self.engine.connection
            return rows_as_of(where, contract.tables[table], keys, to_date(as_of))

        return fetch


@dataclass(frozen=True, kw_only=True, eq=False)
class ScoredCase:
    """One case that was scored on a store, and may be explained from it while it is the store's `last`.

    Attributes:
        store: Where.
        case_id: The case.
        as_of: The number of the day.
        run: What was run.
        matrix: Its features, one row.
        scores: Raw scores by target.
        probabilities: Calibrated probabilities by target.
    """

    store: CaseStore
    case_id: str
    as_of: int
    run: Run
    matrix: Floats
    scores: Mapping[str, float]
    probabilities: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Explainer:
    """Explains with the models of a bundle.

    Attributes:
        models: The models.
        contract: The contract of the bundle.
        version: The bundle's.
        until: The day up to which the bundle learnt.
    """

    models: Sequence[TargetModel]
    contract: Contract
    version: str
    until: dt.date

    # -- the clues of a list ----------------------------------------------------------------------------------------

    def sides(self, run: Run, matrix: Floats, asked: Sequence[tuple[int, str]], most: int) -> list[Sides]:
        """What raises and what lowers each clue; rows are looked for behind the reasons that may be shown.

        Args:
            run: A run with evidence that was started, of all moments asked for.
            matrix: The features of its moments.
            asked: Moment and target of each clue.
            most: The most reasons of each kind.
        """
        cases: dict[tuple[int, str], CaseReasons] = {}
        for model in self.models:
            if places := [moment for moment, target in asked if target == model.target]:
                for place, case in zip(places, _reasons(run, model, matrix[places])[0], strict=True):
                    cases[place, model.target] = case
        weighty = {clue: case.worth_saying() for clue, case in cases.items()}
        rows = find_reason_rows(run, ((clue[0], reason) for clue in asked for reason in weighty[clue]))
        found = []
        for clue in asked:
            chosen = select_reasons((rows.named(clue[0], reason) for reason in weighty[clue]), most)
            raising, lowering = (
                tuple(_in_words(reason, cases[clue], rows, clue[0]) for reason in side) for side in chosen
            )
            found.append((raising, lowering))
        return found

    # -- one case ---------------------------------------------------------------------------------------------------

    def scored(self, store: CaseStore, case_id: str, as_of: int) -> ScoredCase:
        """The case's scores at the start of day `as_of`.

        Raises:
            DataError: The case is not known on that day.
        """
        store.last = None
        run = Run(store.program, store.engine, self.contract, evidence=True)
        run.start([case_id], np.array([as_of], dtype=np.int64))
        matrix = run.matrix()
        raw = {model.target: model.scores(matrix) for model in self.models}
        store.last = ScoredCase(
            store=store,
            case_id=case_id,
            as_of=as_of,
            run=run,
            matrix=matrix,
            scores={target: float(score[0]) for target, score in raw.items()},
            probabilities={m.target: float(m.probabilities(raw[m.target])[0]) for m in self.models},
        )
        return store.last

    def case(self, scored: ScoredCase, parts: Collection[str] = PARTS) -> Explanation:
        """What is said of a case that was scored.

        Args:
            scored: The case.
            parts: The fields of the explanation that are asked for; the others are left empty, and cost nothing.
                Risks are there in any case, with their reasons where a part that rests on them is asked for.
        """
        found = [_reasons(scored.run, model, scored.matrix) for model in self.models]
        risks = [self._risk(scored, model, float(base[0])) for model, (_, base) in zip(self.models, found, strict=True)]
        if RESTING_ON_REASONS.isdisjoint(parts):
            return self._around(scored, risks, {}, parts)
        cases, run = [next(reasons) for reasons, _ in found], scored.run
        risks = [replace(risk, reasons=case.every()) for risk, case in zip(risks, cases, strict=True)]
        rows = find_reason_rows(run, ((0, reason) for risk in risks for reason in risk.weighty))
        days = {name: _date(run.case_number(name)) for name in run.program.days}
        risks = [_in_time(_with_rows(risk, rows, case), rows, days) for risk, case in zip(risks, cases, strict=True)]
        shown = {_about(reason): rows.of(0, reason) for reason in _shown(risks) if reason.has_rows}
        return self._around(scored, risks, shown, parts)

    def _around(
        self,
        scored: ScoredCase,
        risks: Sequence[TargetRisk],
        found: Mapping[About, EvidenceRows],
        parts: Collection[str],
    ) -> Explanation:
        """The risks with their evidence, and of the facts around them those that are asked for."""
        store, case_id, as_of = scored.store, scored.case_id, scored.as_of
        contract, engine, program = self.contract, store.engine, store.program
        fetch = store.rows(contract, as_of)
        evidence = evidence_rows(contract, found, fetch)
        case = case_facts(contract, case_id, fetch)
        status = status_of_one(engine, contract, as_of)
        if found:
            risks = [_with_evidence(risk, evidence, _own_row(contract, case_id, case)) for risk in risks]
            risks = [_with_news(risk, status, store) for risk in risks]
        around = surroundings(program, engine, contract, as_of) if AROUND & set(parts) else NO_SURROUNDINGS
        parties: tuple[Mapping[str, Any], ...] = ()
        other_names: tuple[str, ...] = ()
        rows = [row for both in evidence.values() for side in both for row in side]
        if "parties" in parts:
            mentioned = mentioned_parties(contract, rows)
            mentioned += [each.holder_id for each in around.holdings or () if each.holder_id not in mentioned]
            parties = people(contract, engine, case_id, mentioned, ties_of(program, engine), fetch)
            texts = free_texts(contract, [*rows, _own_row(contract, case_id, case)])
            other_names = names_in_texts(store.everything, contract, texts, as_of)
        days = {name: _date(scored.run.case_number(name)) for name in program.days} if "timeline" in parts else {}
        return Explanation(
            case_id=case_id,
            as_of=to_date(as_of),
            case={name: value for name, value in case.items() if name != "known_at"},
            parties=parties,
            risks=tuple(risks),
            timeline=timeline(program, days, found) if days else (),
            freshness=store.freshness(contract, as_of) if "freshness" in parts else (),
            unknown=_unknown(risks),
            model_version=self.version,
            trained_until=self.until,
            status=status,
            surroundings=around,
            other_names=other_names,
        )

    def _risk(self, scored: ScoredCase, model: TargetModel, base: float) -> TargetRisk:
        score = scored.scores[model.target]
        level, basis = model.level(score)
        return TargetRisk(
            target=model.target,
            label=_label(model.target, self.contract),
            score=score,
            base_score=base,
            probability=scored.probabilities[model.target],
            reasons=(),
            base_rate=model.base_rate,
            level=level,
            basis=basis,
        )


def names_behind(leads: Iterable[Reason]) -> list[RowName]:
    """The rows that reasons rest on, by table and key."""
    return [name for lead in leads for reason in lead.with_related for name in reason.rows]


def _reasons(run: Run, model: TargetModel, matrix: Floats) -> tuple[Iterator[CaseReasons], Floats]:
    """The reasons of each row of the matrix, without their rows of tables, and the scores that they start from."""
    contributions, base = model.contributions(matrix)
    figures = figures_of(run.program, model.trained.feature_names)
    return reasons_of(figures, matrix, contributions, model.percentile), base


def _in_words(reason: Reason, case: CaseReasons, rows: ReasonRows, moment: int) -> Reason:
    """A reason that was chosen, and those shown with it, about their rows."""
    related = tuple(_in_words(each, case, rows, moment) for each in reason.related)
    worded = case.worded(reason.having(related=related))
    return rows.shown(moment, worded, case.values_of(reason)) if reason.has_rows else worded


def _about(reason: Reason) -> About:
    return reason.signal, part_of(reason)


def _with_rows(risk: TargetRisk, rows: ReasonRows, case: CaseReasons) -> TargetRisk:
    weighty = {reason.signal for reason in risk.weighty if reason.has_rows}
    return replace(
        risk,
        reasons=tuple(
            [
                rows.shown(0, reason, case.values_of(reason)) if reason.signal in weighty else reason
                for reason in risk.reasons
            ]
        ),
    )


def _in_time(risk: TargetRisk, rows: ReasonRows, days: Mapping[str, dt.date | None]) -> TargetRisk:
    """The risk without what its reasons say of acts later than theirs."""

    def one(reason: Reason) -> Reason:
        header, behind = rows.program.signal(reason.signal).header, rows.of(0, reason).days
        return in_time(reason, header, to_date(max(behind)) if behind else None, days)

    return replace(risk, reasons=tuple(one(reason) for reason in risk.reasons))


def _with_evidence(risk: TargetRisk, evidence: Evidence[About], own_row: EvidenceRow) -> TargetRisk:
    def filled(reason: Reason) -> Reason:
        if _about(reason) not in evidence or not reason.has_rows:
            return reason
        events, others = evidence[_about(reason)]
        # what is read off the case itself is proved by the case's own row
        return reason.having(evidence=events or others[:1] or (own_row,), beside=others if events else others[1:])

    return replace(risk, reasons=tuple(filled(reason) for reason in risk.reasons))


def _with_news(risk: TargetRisk, status: Status, store: CaseStore) -> TargetRisk:
    """The risk with what became known of it since its last review."""
    since = status.decided(risk.target)
    if since is None:
        return risk
    names = names_behind(risk.top(CHIEF_REASONS))
    return replace(risk, new_facts=new_facts(names, since, first_known(store.everything, store.engine.present, names)))


def _own_row(contract: Contract, case_id: str, case: Mapping[str, Any]) -> EvidenceRow:
    cohort = contract.cohort
    return EvidenceRow(
        table=cohort.table,
        key={cohort.key: case_id},
        known_at=case.get("known_at"),
        values={name: value for name, value in case.items() if name not in (cohort.key, "known_at")},
    )


def _shown(risks: Sequence[TargetRisk]) -> list[Reason]:
    sides = [(*risk.sides(MAX_WITH_EVIDENCE), risk.other_facts(MAX_WITH_EVIDENCE)) for risk in risks]
    leads = [lead for each in sides for side in each for lead in side]
    return [reason for lead in leads for reason in lead.with_related]


def _label(target: str, contract: Contract) -> Bilingual:
    outcomes = contract.outcomes
    zh = labels_of(contract).code(outcomes.table, outcomes.target, target) if outcomes else target
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
