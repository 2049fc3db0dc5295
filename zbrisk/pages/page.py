"""The page of one case: page one says why, what to fetch first and what ends the matter; the rest is looked up."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from zbrisk.contract import ColumnType, Contract
from zbrisk.explaining.explanation import Explanation, TableFreshness
from zbrisk.explaining.party_aliases import AGENT, RELATED, RELATED_FIRM, ROLES, STEMS, PartyAlias, PartyAliases
from zbrisk.explaining.reason import EvidenceRow, Reason
from zbrisk.pages.beside import NOTHING_BESIDE, Beside
from zbrisk.pages.cells import Cells, is_missing, yuan
from zbrisk.pages.circle import Circle, circle
from zbrisk.pages.clocks import clocks
from zbrisk.pages.event_list import EventLine, event_list
from zbrisk.pages.evidence import amount_of, day_of
from zbrisk.pages.first_steps import exclusions, papers
from zbrisk.pages.headline import DEBTORS, case_title, headline
from zbrisk.pages.html import render
from zbrisk.pages.money import flows
from zbrisk.pages.query_map import query_map
from zbrisk.pages.risk_view import (
    MOST_REASONS,
    MOST_SENTENCES,
    ReasonView,
    RiskView,
    in_turn,
    risk_views,
    shown_reasons,
    steps_of,
)
from zbrisk.pages.standing import status_lines
from zbrisk.pages.timeline import Timeline, lane_name, timeline

__all__ = ["render_page"]

ALIAS = re.compile(rf"(?:{'|'.join((*ROLES.values(), '当事人', RELATED, RELATED_FIRM, AGENT))})(?:[{STEMS}]|\d+)")
STALE_DAYS = 180


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
    shown = shown_reasons(explanation)
    evidence = [row for reason in shown for row in reason.evidence]
    risks = risk_views(explanation, cells)
    read = [risk for risk in risks if not risk.words.low]
    first = in_turn([risk.raising for risk in read])
    steps = [steps_of(reason, reason.number) for reason in first]
    said = _each_once(first)
    fetched, ends = papers(steps), exclusions(steps)[:MOST_REASONS]
    spoken_of = {n for paper in fetched for n in paper.numbers} | {n for end in ends for n in end.numbers}
    debtors = _debtors(explanation)
    drawn = circle(explanation.surroundings, debtors, _named_in(evidence, cells), cells)
    lines, left_out, picture = _in_time(explanation, shown, cells)
    return render(
        "page.html.j2",
        title=case_title(explanation),
        purpose=contract.label,
        explanation=explanation,
        head=headline(explanation, contract),
        status=status_lines(explanation, contract),
        clocks=clocks(explanation, evidence, cells),
        beside=beside,
        why=said[:MOST_SENTENCES],
        also=[(numbers, view) for numbers, view in said[MOST_SENTENCES:] if spoken_of & set(numbers)],
        papers=fetched,
        exclusions=ends,
        circle=drawn,
        money=flows(evidence, explanation.surroundings.accounts, cells),
        queries=query_map(explanation.surroundings, debtors, contract, cells),
        facts=_facts(explanation, cells),
        members=_members(cast, read, drawn),
        cells=cells,
        risks=risks,
        unknown=[(r.label.zh, cast.text(r.sentence.zh)) for r in explanation.unknown],
        freshness=[(t, _freshness(t, explanation.as_of)) for t in _that_matter(explanation, shown)],
        outcome=_outcome_form(contract, cells),
        picture=picture,
        chronicle=lines,
        left_out=left_out,
    )


def _each_once(views: Sequence[ReasonView]) -> list[tuple[tuple[str, ...], ReasonView]]:
    """Each reason with its numbers: one that stands for both risks is one sentence."""
    together: dict[str, list[ReasonView]] = {}
    for view in views:
        together.setdefault(view.same_as or view.number, []).append(view)
    return [(tuple(sorted(each.number for each in same)), same[0]) for same in together.values()]


def _in_time(
    explanation: Explanation, shown: Sequence[Reason], cells: Cells
) -> tuple[tuple[EventLine, ...], int, Timeline | None]:
    """The timeline's lines, how many were left out, and its picture."""
    lanes = {r.lane: lane_name(r.evidence[0].table if r.evidence else "") for r in shown}
    totals = {reason.lane: reason.evidence_total for reason in shown}
    amounts = _amounts(shown, cells)
    events = [event for event in explanation.timeline if event.lane is None or event.lane in lanes]
    lines, left_out = event_list(events, cells.cast, totals, amounts)
    return lines, left_out, timeline(events, explanation.as_of, lanes, totals, amounts)


def _amounts(shown: Sequence[Reason], cells: Cells) -> dict[tuple[str, dt.date], str]:
    """By lane and day, what its rows are about in money, each row once."""
    found: dict[tuple[str, dt.date], dict[tuple[object, ...], str]] = {}
    for reason in shown:
        for row in reason.evidence:
            if (day := day_of(row, cells)) and (amount := amount_of(row, cells)):
                found.setdefault((reason.lane, day), {})[row.table, *row.key.values()] = yuan(amount)
    return {place: "、".join(each.values()) for place, each in found.items()}


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


def _members(cast: PartyAliases, risks: Sequence[RiskView], drawn: Circle | None) -> tuple[tuple[PartyAlias, str], ...]:
    """The people of the case, and whoever a shown row or picture names, each with how they belong to the case."""
    shown = [(view, _words(view)) for risk in risks for view in (*risk.raising, *risk.lowering, *risk.other)]
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
