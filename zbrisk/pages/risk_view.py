"""The reasons and risks of a case as its page shows them: masked, in words, numbered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from zbrisk.contract import Contract
from zbrisk.contract.labels import load_labels
from zbrisk.explaining.explanation import Explanation, TargetRisk
from zbrisk.explaining.party_aliases import PartyAliases
from zbrisk.explaining.reason import Reason
from zbrisk.explaining.reason_selection import SHOWN_ROWS
from zbrisk.explaining.suspects import SHAM, suspicion
from zbrisk.pages.amounts import with_amounts
from zbrisk.pages.cells import Cells
from zbrisk.pages.evidence import (
    EvidenceTable,
    day_of,
    ended_effects,
    evidence_sources,
    evidence_tables,
    other_rows,
)
from zbrisk.pages.first_steps import Steps
from zbrisk.pages.law import law_words
from zbrisk.pages.phrasing import RiskWords, percentile_words, risk_words, suspect_words
from zbrisk.pages.things import Thing, things_of
from zbrisk.pages.waterfall import Step, signed, waterfall
from zbrisk.signals.window import ALL

__all__ = [
    "MOST_REASONS",
    "MOST_SENTENCES",
    "ReasonView",
    "RiskView",
    "by_urgency",
    "chief_reasons",
    "in_turn",
    "rests_on_news",
    "risk_views",
    "sentences_of",
    "shown_reasons",
    "steps_of",
    "suspect_of",
    "words_of",
]

MOST_REASONS = 5
MOST_SENTENCES = 3  # of page one
LEAST_NEWS = 0.2  # of what the strongest reason moves, from which a newer fact stands before older ones
LEFT_OPEN = "其他财产"  # what a signal calls assets of classes that it does not tell apart
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class ReasonView:
    """A reason, masked and in words; `number` runs through the page, `dated` is the sentence with its days."""

    number: str
    label: str
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
    own_steps: tuple[str, ...]  # those of the reason itself, without the related ones
    things: tuple[Thing, ...]
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
    since_review: str
    meanings: tuple[tuple[str, str], ...]  # of the typologies that the raising reasons speak of


def risk_views(explanation: Explanation, cells: Cells) -> tuple[RiskView, ...]:
    """Each target's part of the page, the most urgent first; a reason stands in full where it stands first."""
    numbers: dict[str, str] = {}
    return tuple(
        _risk(risk, str(place), cells, explanation, numbers) for place, risk in enumerate(by_urgency(explanation), 1)
    )


def steps_of(view: ReasonView, number: str) -> Steps:
    """What a reason asks to fetch and what would end it, under a number; its own steps before those of related ones."""
    return Steps(
        number=number,
        verify=view.own_steps or view.next_steps,
        lawful=view.lawful_explanation,
        things=view.things,
    )


def by_urgency(explanation: Explanation) -> list[TargetRisk]:
    """The risks, highest word first; equals keep their order."""
    return sorted(explanation.risks, key=lambda risk: -risk_words(risk).level)


def chief_reasons(risk: TargetRisk) -> tuple[Reason, ...]:
    """At most MOST_REASONS reasons that raise the risk; after a review those in front that rest on newer facts.

    A newer fact that hardly moves the score stays where its weight puts it.
    """
    reasons = risk.top(MOST_REASONS)
    enough = LEAST_NEWS * max((reason.total_contribution for reason in reasons), default=0.0)

    def is_news(reason: Reason) -> bool:
        return reason.total_contribution >= enough and rests_on_news(reason, risk)

    return tuple(sorted(reasons, key=lambda reason: not is_news(reason)))


def rests_on_news(reason: Reason, risk: TargetRisk) -> bool:
    """Whether a row behind the reason became known after the target was reviewed."""
    return not _rows_behind(reason).isdisjoint((fact.table, fact.key) for fact in risk.new_facts)


def shown_reasons(explanation: Explanation) -> list[Reason]:
    """Every reason and fact of the page."""
    return [
        reason
        for risk in by_urgency(explanation)
        if not risk_words(risk).low
        for lead in (*chief_reasons(risk), *risk.mitigating(MOST_REASONS), *risk.other_facts(MOST_REASONS))
        for reason in lead.with_related
    ]


def sentences_of(explanation: Explanation, contract: Contract, most: int = MOST_SENTENCES) -> list[str]:
    """The chief reasons in words, each with its days, masked: what page one says of why the case is listed."""
    cells = Cells(cast=PartyAliases.of(explanation, contract), as_of=explanation.as_of)
    sides = [chief_reasons(risk) for risk in by_urgency(explanation) if not risk_words(risk).low]
    said = dict.fromkeys(_dated(reason, explanation, cells) for reason in in_turn(sides))
    return list(said)[:most]


def in_turn(sides: Sequence[Sequence[T]]) -> list[T]:
    """The first of each, then the second of each, and so on."""
    longest = max(map(len, sides), default=0)
    return [side[place] for place in range(longest) for side in sides if place < len(side)]


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


def _risk(risk: TargetRisk, prefix: str, cells: Cells, explanation: Explanation, numbers: dict[str, str]) -> RiskView:
    """One target's part; `numbers` has those of the reasons before, by lane."""

    def views(reasons: Iterable[Reason]) -> tuple[ReasonView, ...]:
        return tuple(_reason(reason, "", cells, explanation, numbers) for reason in reasons)

    return RiskView(
        label=risk.label.zh,
        words=risk_words(risk),
        steps=waterfall(risk),
        raising=tuple(
            _reason(reason, f"{prefix}.{place}", cells, explanation, numbers)
            for place, reason in enumerate(chief_reasons(risk), 1)
        ),
        lowering=views(risk.mitigating(MOST_REASONS)),
        other=views(risk.other_facts(MOST_REASONS)),
        suspect=suspect_of(risk, cells.cast),
        since_review=_since_review(risk, explanation),
        meanings=_meanings(chief_reasons(risk), cells),
    )


def _reason(reason: Reason, number: str, cells: Cells, explanation: Explanation, numbers: dict[str, str]) -> ReasonView:
    case_id = explanation.case_id
    same_as = numbers.setdefault(reason.lane, number) if number and reason.evidence else number
    in_full = bool(number) and same_as == number
    tables = evidence_tables(reason.evidence, cells, case_id) if in_full else ()
    return ReasonView(
        number=number,
        label=reason.label.zh,
        dated=_dated(reason, explanation, cells),
        sentence=words_of(reason, explanation, cells),
        related=tuple(
            (words_of(other, explanation, cells), signed(other.contribution) if other.contribution > 0 else "")
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
        own_steps=_clauses(reason.next_steps.zh) if reason.next_steps else (),
        things=things_of(reason.evidence[:SHOWN_ROWS], cells),
        law="；".join(_each_once(law_words(r.law) for r in reason.with_related if r.law)),
    )


def words_of(reason: Reason, explanation: Explanation, cells: Cells) -> str:
    """The sentence, masked, with amounts, and with the kinds of assets that the signal's own words leave open."""
    things = things_of(reason.evidence[:SHOWN_ROWS], cells)
    classes = dict.fromkeys(
        cells.labels.code("assets", "asset_class", thing.code) for thing in things if thing.kind == "asset_class"
    )
    said = with_amounts(reason.sentence.zh, reason.features, explanation.case.get("claim_amount"))
    return cells.cast.text(said.replace(LEFT_OPEN, "、".join(classes)) if classes else said)


def _dated(reason: Reason, explanation: Explanation, cells: Cells) -> str:
    """The sentence behind the days of its events, or of the suits it speaks of: `2022-12-26 至 2023-05-10：……`."""
    days = sorted(event.day for event in explanation.timeline if event.lane == reason.lane)
    days = days or sorted(_days_of_suits(reason, explanation.case_id, cells))
    sentence = words_of(reason, explanation, cells)
    if not days:
        return sentence
    sentence = _without_day(sentence.removeprefix(f"{ALL.phrase('zh')}，"), days[-1])  # the days say it better
    return f"{days[0]}：{sentence}" if days[0] == days[-1] else f"{days[0]} 至 {days[-1]}：{sentence}"


def _without_day(sentence: str, day: dt.date) -> str:
    """The sentence without what it says of its newest day: `，最近一项在 2019-01-06`."""
    return re.sub(rf"(，最近一\w{{1,4}}[在于]|，?在) {day}(?=$|[，。；])", "", sentence)


def _days_of_suits(reason: Reason, case_id: str, cells: Cells) -> list[dt.date]:
    cohort = cells.cast.contract.cohort
    rows = [row for row in reason.evidence if row.table == cohort.table and row.key.get(cohort.key) != case_id]
    return [day for row in rows if (day := day_of(row, cells))]


def _notes(reason: Reason, cells: Cells, case_id: str) -> tuple[str, ...]:
    if cells.as_of is None:
        return ()
    notes = ended_effects((*reason.evidence, *reason.beside), cells, case_id, cells.as_of)
    return tuple(cells.cast.text(note) for note in notes)


def _rows_behind(reason: Reason) -> set[tuple[str, str]]:
    return {row for each in reason.with_related for row in each.rows}


def _since_review(risk: TargetRisk, explanation: Explanation) -> str:
    """What the reasons have that the last review of the target did not; nothing where there was none."""
    decided = [each for each in explanation.status.reviews if each.target == risk.target and each.decided is not None]
    if not decided:
        return ""
    last = max(decided, key=lambda each: each.decided or dt.date.min)
    result = load_labels().code("review_outcomes", "result", last.result or "") or "已结"
    said = f"{risk.label.zh}：{last.decided} 复核，结果为{result}；"
    if not risk.new_facts:
        return said + "所列各项均为当时已知的记录"
    newest = max(fact.known_at for fact in risk.new_facts)
    return said + f"其后新获知 {len(risk.new_facts)} 项记录（最近于 {newest} 获知），其中较重的列在前面"


def _meanings(reasons: tuple[Reason, ...], cells: Cells) -> tuple[tuple[str, str], ...]:
    typologies = dict.fromkeys(t for lead in reasons for reason in lead.with_related for t in reason.typology)
    return tuple((cells.labels.typology(t), cells.labels.meaning(t)) for t in typologies if cells.labels.meaning(t))


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _clauses(text: str) -> tuple[str, ...]:
    return tuple(clause.strip() for clause in text.replace(";", "；").split("；") if clause.strip())
