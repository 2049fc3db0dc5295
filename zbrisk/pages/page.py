"""The page of one case: page one says why, what to fetch first and what ends the matter; the rest is looked up."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from zbrisk.contract import ColumnType, Contract
from zbrisk.explaining.explanation import Explanation, TableFreshness, TargetRisk
from zbrisk.explaining.masking import mask_case_number, mask_identifiers, mask_name
from zbrisk.explaining.party_aliases import AGENT, RELATED, RELATED_FIRM, ROLES, STEMS, PartyAlias, PartyAliases
from zbrisk.explaining.reason import EvidenceRow, Reason
from zbrisk.explaining.suspects import SHAM, suspicion
from zbrisk.pages.beside import NOTHING_BESIDE, Beside
from zbrisk.pages.cells import Cells, is_missing, yuan
from zbrisk.pages.circle import circle
from zbrisk.pages.clocks import clocks
from zbrisk.pages.event_list import EventLine, event_list
from zbrisk.pages.evidence import (
    EvidenceTable,
    amount_of,
    day_of,
    ended_effects,
    evidence_sources,
    evidence_tables,
    other_rows,
)
from zbrisk.pages.first_steps import Steps, exclusions, papers
from zbrisk.pages.html import render
from zbrisk.pages.law import law_words
from zbrisk.pages.money import flows
from zbrisk.pages.phrasing import RiskWords, percentile_words, risk_words, suspect_words
from zbrisk.pages.query_map import query_map
from zbrisk.pages.standing import status_lines
from zbrisk.pages.timeline import Timeline, lane_name, timeline
from zbrisk.pages.waterfall import Step, signed, waterfall

__all__ = [
    "Headline",
    "by_urgency",
    "case_title",
    "chief_reasons",
    "headline",
    "render_page",
    "sentences_of",
    "suspect_of",
]

MOST_REASONS = 5
MOST_SENTENCES = 3  # of page one
DEBTORS = ("debtor", "guarantor")
ALIAS = re.compile(rf"(?:{'|'.join((*ROLES.values(), '当事人', RELATED, RELATED_FIRM, AGENT))})(?:[{STEMS}]|\d+)")
STALE_DAYS = 180
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class ReasonView:
    """A reason, masked and in words; `number` runs through the page, `dated` is the sentence with its days."""

    number: str
    dated: str
    sentence: str
    related: tuple[tuple[str, str], ...]  # what else the same rows say, and what each adds, if it adds anything
    own: str
    figure: str
    percentile: str
    typologies: tuple[str, ...]
    tables: tuple[EvidenceTable, ...]
    notes: tuple[str, ...]  # of effects that have ended
    beside: tuple[str, ...]  # the first rows that tie the events to the case
    beside_total: int
    sources: str
    listed: int
    total: int
    absence: bool
    same_as: str  # the number of an earlier reason that rests on the same rows
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


@dataclass(frozen=True, kw_only=True)
class Headline:
    """Who, where and how much, in words that mask."""

    title: str
    parties: str
    court: str
    amounts: str
    groups: str  # special groups among the applicants


def render_page(explanation: Explanation, contract: Contract, beside: Beside = NOTHING_BESIDE) -> str:
    """One HTML file in Chinese for the reviewer of a case; names and numbers masked.

    It loads nothing and runs nothing, and is meant for the screen, the telephone and A4 paper alike.

    Args:
        explanation: What is said of the case.
        contract: The contract in force.
        beside: What the tables tell beside the case: findings on lawfulness, cases tied to it, its series.
    """
    cast = PartyAliases.of(explanation, contract)
    cells = Cells(cast=cast, as_of=explanation.as_of)
    shown = _shown(explanation)
    evidence = [row for reason in shown for row in reason.evidence]
    told: dict[str, str] = {}
    risks = tuple(
        _risk(risk, str(position), cells, explanation, told) for position, risk in enumerate(by_urgency(explanation), 1)
    )
    read = [risk for risk in risks if not risk.words.low]
    first = _in_turn([risk.raising for risk in read])
    steps = [Steps(number=r.number, verify=r.next_steps, lawful=r.lawful_explanation) for r in first]
    debtors = _debtors(explanation)
    named = _named_in(evidence, cells)
    lines, left_out, picture = _in_time(explanation, shown, cells)
    return render(
        "page.html.j2",
        title=case_title(explanation),
        purpose=contract.label,
        explanation=explanation,
        head=headline(explanation, contract),
        status=status_lines(explanation, contract, cast.text),
        clocks=clocks(explanation, evidence, cells),
        beside=beside,
        why=first[:MOST_SENTENCES],
        papers=papers(steps),
        exclusions=exclusions(steps)[:MOST_REASONS],
        circle=circle(explanation.surroundings, debtors, named, cells),
        money=flows(evidence, explanation.surroundings.accounts, cells),
        queries=query_map(explanation.surroundings, debtors, contract, cells),
        facts=_facts(explanation, cells),
        members=_members(cast, read, explanation, debtors, named, cells),
        cells=cells,
        risks=risks,
        unknown=[(r.label.zh, cast.text(r.sentence.zh)) for r in explanation.unknown],
        freshness=[(t, _freshness(t, explanation.as_of)) for t in _that_matter(explanation, shown)],
        outcome=_outcome_form(contract, cells),
        picture=picture,
        chronicle=lines,
        left_out=left_out,
    )


def case_title(explanation: Explanation) -> str:
    """The case number, or the id of a case that has none, with nothing personal in either."""
    names = {str(party["name"]): mask_name(str(party["name"])) for party in explanation.parties if party.get("name")}
    number = explanation.case.get("case_no")
    return mask_case_number(str(number), names) if number else mask_identifiers(explanation.case_id)


def headline(explanation: Explanation, contract: Contract) -> Headline:
    """The head of a page and of a line in a list."""
    cast, case = PartyAliases.of(explanation, contract), explanation.case
    labels = Cells(cast=cast).labels
    sides = [
        "、".join(m.alias + (f"（{m.name}）" if m.name else "") for m in cast.members.values() if {*m.roles} & {*roles})
        for roles in (("applicant",), DEBTORS)
    ]
    hardship = {
        labels.code("parties", "hardship", str(party["hardship"]))
        for party in explanation.parties
        if party.get("role") == "applicant" and party.get("hardship")
    }
    claim, paid = case.get("claim_amount"), case.get("realised_amount")
    amounts = []
    if isinstance(claim, int | float):
        unpaid = max(claim - (paid if isinstance(paid, int | float) else 0.0), 0.0)
        amounts = [f"执行标的 {yuan(float(claim))}", f"未执行 {yuan(unpaid)}"]
    return Headline(
        title=case_title(explanation),
        parties=" 对 ".join(side for side in sides if side),
        court=f"法院代字 {case['court_code']}" if case.get("court_code") else "",
        amounts="，".join(amounts),
        groups="、".join(sorted(hardship)),
    )


def chief_reasons(risk: TargetRisk) -> tuple[Reason, ...]:
    """At most MOST_REASONS reasons that raise the risk."""
    return risk.top(MOST_REASONS)


def sentences_of(explanation: Explanation, contract: Contract, most: int = MOST_SENTENCES) -> list[str]:
    """The chief reasons in words, each with its days, masked: what page one says of why the case is listed."""
    cells = Cells(cast=PartyAliases.of(explanation, contract), as_of=explanation.as_of)
    sides = [chief_reasons(risk) for risk in by_urgency(explanation) if not risk_words(risk).low]
    return [_dated(reason, explanation, cells) for reason in _in_turn(sides)[:most]]


def by_urgency(explanation: Explanation) -> list[TargetRisk]:
    """The risks, highest word first; equals keep their order."""
    return sorted(explanation.risks, key=lambda risk: -risk_words(risk).level)


def _in_turn(sides: Sequence[Sequence[T]]) -> list[T]:
    """The first of each, then the second of each, and so on."""
    longest = max(map(len, sides), default=0)
    return [side[place] for place in range(longest) for side in sides if place < len(side)]


def _risk(risk: TargetRisk, prefix: str, cells: Cells, explanation: Explanation, told: dict[str, str]) -> RiskView:
    """One target's part; `told` has the numbers of the reasons before, by lane."""

    def views(reasons: Iterable[Reason], numbered: bool = False) -> tuple[ReasonView, ...]:
        return tuple(
            _reason(r, f"{prefix}.{i}" if numbered else "", cells, explanation, told) for i, r in enumerate(reasons, 1)
        )

    return RiskView(
        label=risk.label.zh,
        words=risk_words(risk),
        steps=waterfall(risk),
        raising=views(chief_reasons(risk), numbered=True),
        lowering=views(risk.mitigating(MOST_REASONS)),
        other=views(risk.other_facts(MOST_REASONS)),
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


def _reason(reason: Reason, number: str, cells: Cells, explanation: Explanation, told: dict[str, str]) -> ReasonView:
    case_id = explanation.case_id
    same_as = told.setdefault(reason.lane, number) if number and reason.evidence else number
    in_full = bool(number) and same_as == number
    tables = evidence_tables(reason.evidence, cells, case_id) if in_full else ()
    return ReasonView(
        number=number,
        dated=_dated(reason, explanation, cells),
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
        beside=other_rows(reason.beside, cells, case_id) if in_full else (),
        beside_total=len(reason.beside),
        sources=evidence_sources(reason.evidence, reason.evidence_total, cells),
        listed=sum(len(table.rows) for table in tables),
        total=reason.evidence_total,
        absence=reason.is_absence,
        same_as="" if same_as == number else same_as,
        lawful_explanation=_each_once(
            c for r in reason.with_related if r.lawful_explanation for c in _clauses(r.lawful_explanation.zh)
        ),
        next_steps=_each_once(c for r in reason.with_related if r.next_steps for c in _clauses(r.next_steps.zh)),
        law="；".join(_each_once(law_words(r.law) for r in reason.with_related if r.law)),
    )


def _dated(reason: Reason, explanation: Explanation, cells: Cells) -> str:
    """The sentence behind the days of its events: `2022-12-26 至 2023-05-10：……`."""
    days = sorted(event.day for event in explanation.timeline if event.lane == reason.lane)
    sentence = cells.cast.text(reason.sentence.zh)
    if not days:
        return sentence
    return f"{days[0]}：{sentence}" if days[0] == days[-1] else f"{days[0]} 至 {days[-1]}：{sentence}"


def _notes(reason: Reason, cells: Cells, case_id: str) -> tuple[str, ...]:
    if cells.as_of is None:
        return ()
    notes = ended_effects((*reason.evidence, *reason.beside), cells, case_id, cells.as_of)
    return tuple(cells.cast.text(note) for note in notes)


def _in_time(
    explanation: Explanation, shown: Sequence[Reason], cells: Cells
) -> tuple[tuple[EventLine, ...], int, Timeline | None]:
    """The timeline's lines, how many were left out, and its picture."""
    lanes = {r.lane: lane_name(r.evidence[0].table if r.evidence else "") for r in shown}
    totals = {reason.lane: reason.evidence_total for reason in shown}
    amounts = {
        (reason.lane, day): yuan(amount)
        for reason in shown
        for row in reason.evidence
        if (day := day_of(row, cells)) and (amount := amount_of(row, cells))
    }
    events = [event for event in explanation.timeline if event.lane is None or event.lane in lanes]
    lines, left_out = event_list(events, cells.cast, totals, amounts)
    return lines, left_out, timeline(events, explanation.as_of, lanes, totals, amounts)


def _debtors(explanation: Explanation) -> list[str]:
    return [str(party["party_id"]) for party in explanation.parties if party.get("role") in DEBTORS]


def _named_in(rows: Iterable[EvidenceRow], cells: Cells) -> set[str]:
    """The parties that rows name."""
    personal = cells.cast.contract.personal
    return {
        str(value)
        for row in rows
        for column, value in {**row.key, **row.values}.items()
        if value is not None and personal.get(f"{row.table}.{column}") == "party"
    }


def _members(
    cast: PartyAliases,
    risks: Sequence[RiskView],
    explanation: Explanation,
    debtors: Sequence[str],
    named: set[str],
    cells: Cells,
) -> tuple[tuple[PartyAlias, str], ...]:
    """The people of the case, and whoever a shown row or picture names, each with how they belong to the case."""
    shown = [(view, _words(view)) for risk in risks for view in (*risk.raising, *risk.lowering, *risk.other)]
    drawn = circle(explanation.surroundings, debtors, named, cells)
    pictured = {row.who for row in drawn.rows} if drawn else set()
    listed = []
    for member in cast.members.values():
        places = [view.number for view, words in shown if member.alias in words]
        if member.roles or places or member.alias in pictured:
            numbers = "、".join(number for number in places if number)
            seen = f"见理由 {numbers}" if numbers else "见所列事实" if places else "见关系图"
            listed.append((member, member.tie or seen))
    return tuple(listed)


def _words(view: ReasonView) -> set[str]:
    """Every name in what is shown of a reason."""
    rows = (cell for table in view.tables for row in table.rows for cell in row) if view.number else ()
    texts = (view.sentence, view.sources, *(sentence for sentence, _ in view.related), *view.beside, *rows)
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


def _that_matter(explanation: Explanation, shown: Sequence[Reason]) -> Iterator[TableFreshness]:
    """The tables behind what is shown, and those that were not supplied."""
    read = {row.table for reason in shown for row in (*reason.evidence, *reason.beside)}
    return (table for table in explanation.freshness if table.table in read or not table.present)


def _freshness(table: TableFreshness, as_of: dt.date) -> str:
    if not table.present:
        return "未提供"
    if table.newest is None:
        return "无记录"
    days = (as_of - table.newest).days
    return f"距评估日 {days} 天" + ("，较旧" if days > STALE_DAYS else "")


def _outcome_form(contract: Contract, cells: Cells) -> list[tuple[str, str]]:
    """The fields of an outcome, with their codes to tick, for the people who write the table that models learn from."""
    outcomes = contract.outcomes
    if outcomes is None:
        return []
    table = contract.tables[outcomes.table]
    left_out = {*table.key, contract.cohort.key, outcomes.target, outcomes.result, "propensity", "selected_by"}
    return [
        (
            cells.labels.column(table.name, column.name),
            "　".join(f"☐ {cells.labels.code(table.name, column.name, code)}" for code in column.codes or ()),
        )
        for column in table.columns.values()
        if column.name not in left_out
    ]
