"""The page of one case: what a reviewer reads, checks and files."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from zbrisk.contract import ColumnType, Contract
from zbrisk.explaining.explanation import Explanation, TableFreshness, TargetRisk
from zbrisk.explaining.masking import mask_case_number, mask_identifiers, mask_name
from zbrisk.explaining.party_aliases import AGENT, RELATED, RELATED_FIRM, ROLES, STEMS, PartyAlias, PartyAliases
from zbrisk.explaining.reason import Reason
from zbrisk.explaining.suspects import SHAM, suspicion
from zbrisk.pages.cells import Cells, is_missing, yuan
from zbrisk.pages.event_list import event_list
from zbrisk.pages.evidence import EvidenceTable, ended_effects, evidence_sources, evidence_tables, other_rows
from zbrisk.pages.html import render
from zbrisk.pages.law import law_words
from zbrisk.pages.phrasing import RiskWords, percentile_words, risk_words, suspect_words
from zbrisk.pages.standing import status_lines
from zbrisk.pages.timeline import timeline
from zbrisk.pages.waterfall import Step, signed, waterfall

__all__ = ["by_urgency", "case_title", "chief_reasons", "render_page", "suspect_of"]

MOST_REASONS = 5
ALIAS = re.compile(rf"(?:{'|'.join((*ROLES.values(), '当事人', RELATED, RELATED_FIRM, AGENT))})(?:[{STEMS}]|\d+)")
STALE_DAYS = 180


@dataclass(frozen=True, kw_only=True)
class ReasonView:
    """A reason, masked and in words; `number` runs through the page."""

    number: str
    sentence: str
    related: tuple[tuple[str, str], ...]  # what else the same rows say, and what each adds, if it adds anything
    own: str
    figure: str
    percentile: str
    typologies: tuple[str, ...]
    tables: tuple[EvidenceTable, ...]
    notes: tuple[str, ...]  # of effects that have ended
    beside: tuple[str, ...]
    sources: str
    listed: int
    total: int
    absence: bool
    lawful_explanation: tuple[str, ...]
    next_steps: tuple[str, ...]
    law: str


@dataclass(frozen=True, kw_only=True)
class RiskView:
    """One target's part of the page."""

    label: str
    words: RiskWords
    steps: tuple[Step, ...]
    raising: tuple[ReasonView, ...]
    lowering: tuple[ReasonView, ...]
    other: tuple[ReasonView, ...]
    suspect: str
    meanings: tuple[tuple[str, str], ...]  # of the typologies that the raising reasons speak of


def render_page(explanation: Explanation, contract: Contract) -> str:
    """One HTML file in Chinese for the reviewer of a case; names and numbers masked.

    It loads nothing and runs nothing, and is meant for the screen, the telephone and A4 paper alike.
    """
    cast = PartyAliases.of(explanation, contract)
    cells = Cells(cast=cast, as_of=explanation.as_of)
    shown = _shown(explanation)
    lanes = {reason.lane: cast.text(reason.label.zh) for reason in shown}
    totals = {reason.lane: reason.evidence_total for reason in shown}
    events = [event for event in explanation.timeline if event.lane is None or event.lane in lanes]
    lines, left_out = event_list(events, cast, totals)
    risks = tuple(
        _risk(risk, str(position), cells, explanation.case_id)
        for position, risk in enumerate(by_urgency(explanation), 1)
    )
    return render(
        "page.html.j2",
        title=case_title(explanation),
        purpose=contract.label,
        explanation=explanation,
        status=status_lines(explanation, contract, cast.text),
        facts=_facts(explanation, cells),
        members=_members(cast, (risk for risk in risks if not risk.words.low)),
        cells=cells,
        risks=risks,
        picture=timeline(events, explanation.as_of, lanes, totals),
        chronicle=lines,
        left_out=left_out,
        unknown=[(r.label.zh, cast.text(r.sentence.zh)) for r in explanation.unknown],
        freshness=[(t, _freshness(t, explanation.as_of)) for t in explanation.freshness],
    )


def case_title(explanation: Explanation) -> str:
    """The case number, or the id of a case that has none, with nothing personal in either."""
    names = {str(party["name"]): mask_name(str(party["name"])) for party in explanation.parties if party.get("name")}
    number = explanation.case.get("case_no")
    return mask_case_number(str(number), names) if number else mask_identifiers(explanation.case_id)


def chief_reasons(risk: TargetRisk) -> tuple[Reason, ...]:
    """At most MOST_REASONS reasons that raise the risk."""
    return risk.top(MOST_REASONS)


def by_urgency(explanation: Explanation) -> list[TargetRisk]:
    """The risks, highest word first; equals keep their order."""
    return sorted(explanation.risks, key=lambda risk: -risk_words(risk).level)


def _risk(risk: TargetRisk, prefix: str, cells: Cells, case_id: str) -> RiskView:
    return RiskView(
        label=risk.label.zh,
        words=risk_words(risk),
        steps=waterfall(risk),
        raising=tuple(_reason(r, f"{prefix}.{i}", cells, case_id) for i, r in enumerate(chief_reasons(risk), 1)),
        lowering=tuple(_reason(r, "", cells, case_id) for r in risk.mitigating(MOST_REASONS)),
        other=tuple(_reason(r, "", cells, case_id) for r in risk.other_facts(MOST_REASONS)),
        suspect=suspect_of(risk, cells.cast),
        meanings=_meanings(chief_reasons(risk), cells),
    )


def suspect_of(risk: TargetRisk, cast: PartyAliases) -> str:
    """Whom a high risk of a sham suit asks to verify, in words with masked names; nothing for other risks."""
    if risk.target != SHAM or not risk_words(risk).high:
        return ""
    people: dict[str, list[str]] = {}
    for member in cast.members.values():
        for role in member.roles:
            people.setdefault(role, []).append(member.alias + (f"（{member.name}）" if member.name else ""))
    said = [reason for lead in chief_reasons(risk) for reason in lead.with_related]
    return suspect_words(suspicion((r.contribution, r.typology) for r in said), people)


def _reason(reason: Reason, number: str, cells: Cells, case_id: str) -> ReasonView:
    tables = evidence_tables(reason.evidence, cells, case_id)
    return ReasonView(
        number=number,
        sentence=cells.cast.text(reason.sentence.zh),
        related=tuple(
            (cells.cast.text(other.sentence.zh), signed(other.contribution) if other.contribution > 0 else "")
            for other in reason.related
        ),
        own=signed(reason.contribution),
        figure=signed(reason.total_contribution),
        percentile=percentile_words(reason.percentile),
        typologies=_each_once(
            cells.labels.typology(t) for r in reason.with_related for t in r.typology if t != "context"
        ),
        tables=tables,
        notes=_notes(reason, cells, case_id),
        beside=other_rows(reason.beside, cells, case_id) if number else (),
        sources=evidence_sources(reason.evidence, reason.evidence_total, cells),
        listed=sum(len(table.rows) for table in tables),
        total=reason.evidence_total,
        absence=reason.is_absence,
        lawful_explanation=_each_once(
            c for r in reason.with_related if r.lawful_explanation for c in _clauses(r.lawful_explanation.zh)
        ),
        next_steps=_each_once(c for r in reason.with_related if r.next_steps for c in _clauses(r.next_steps.zh)),
        law="；".join(_each_once(law_words(r.law) for r in reason.with_related if r.law)),
    )


def _notes(reason: Reason, cells: Cells, case_id: str) -> tuple[str, ...]:
    if cells.as_of is None:
        return ()
    notes = ended_effects((*reason.evidence, *reason.beside), cells, case_id, cells.as_of)
    return tuple(cells.cast.text(note) for note in notes)


def _members(cast: PartyAliases, risks: Iterable[RiskView]) -> tuple[tuple[PartyAlias, str], ...]:
    """The people of the case, and whoever a shown row names, each with how they belong to the case."""
    shown = [(view, _words(view)) for risk in risks for view in (*risk.raising, *risk.lowering, *risk.other)]
    listed = []
    for member in cast.members.values():
        places = [view.number for view, words in shown if member.alias in words]
        if member.roles or places:
            numbers = "、".join(number for number in places if number)
            listed.append((member, member.tie or (f"见理由 {numbers}" if numbers else "见所列事实")))
    return tuple(listed)


def _words(view: ReasonView) -> set[str]:
    """Every name in what is shown of a reason."""
    cells = (cell for table in view.tables for row in table.rows for cell in row) if view.number else ()
    texts = (view.sentence, view.sources, *(sentence for sentence, _ in view.related), *view.beside, *cells)
    return {word for text in texts for word in ALIAS.findall(text)}


def _meanings(reasons: tuple[Reason, ...], cells: Cells) -> tuple[tuple[str, str], ...]:
    typologies = dict.fromkeys(t for lead in reasons for reason in lead.with_related for t in reason.typology)
    return tuple((cells.labels.typology(t), cells.labels.meaning(t)) for t in typologies if cells.labels.meaning(t))


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _clauses(text: str) -> tuple[str, ...]:
    return tuple(clause.strip() for clause in text.replace(";", "；").split("；") if clause.strip())


def _facts(explanation: Explanation, cells: Cells) -> list[tuple[str, str]]:
    table = cells.cast.contract.tables[cells.cast.contract.cohort.table]
    return [
        (
            cells.labels.column(table.name, column.name),
            _fact(cells, table.name, column.name, column.type, explanation.case[column.name]),
        )
        for column in table.columns.values()
        if not is_missing(explanation.case.get(column.name))
        and cells.cast.contract.personal.get(f"{table.name}.{column.name}") != "hidden"
    ]


def _fact(cells: Cells, table: str, column: str, kind: ColumnType, value: object) -> str:
    return yuan(float(value)) if kind is ColumnType.MONEY else cells.text(table, column, value)  # type: ignore[arg-type]


def _shown(explanation: Explanation) -> list[Reason]:
    """Every reason and fact of the page."""
    return [
        reason
        for risk in by_urgency(explanation)
        if not risk_words(risk).low
        for lead in (*chief_reasons(risk), *risk.mitigating(MOST_REASONS), *risk.other_facts(MOST_REASONS))
        for reason in lead.with_related
    ]


def _freshness(table: TableFreshness, as_of: dt.date) -> str:
    if not table.present:
        return "未提供"
    if table.newest is None:
        return "无记录"
    days = (as_of - table.newest).days
    return f"距评估日 {days} 天" + ("，较旧" if days > STALE_DAYS else "")
