"""The ranked list of cases, each with a link to its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from zbrisk.contract import Contract
from zbrisk.explaining.explanation import Explanation
from zbrisk.pages.headline import case_title, headline
from zbrisk.pages.html import render
from zbrisk.pages.phrasing import RiskWords, risk_words
from zbrisk.pages.risk_view import by_urgency, sentences_of
from zbrisk.pages.standing import NO_DATA, NONE, status_lines

__all__ = ["IndexItem", "render_index"]


@dataclass(frozen=True, kw_only=True)
class IndexItem:
    """What is listed: a page's file, relative to the list, and its case; of a series its title, and its first case."""

    link: str
    explanation: Explanation
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class IndexEntry:
    """One case of the list; `link` is relative and escaped for an address."""

    link: str
    title: str
    as_of: dt.date
    model_version: str
    facts: str
    risks: tuple[tuple[str, RiskWords], ...]
    sentences: tuple[str, ...]
    status: tuple[tuple[str, str], ...]  # what there is to say; nothing for what was not done


def render_index(items: Iterable[IndexItem], contract: Contract) -> str:
    """One HTML file that lists cases and series in the given order and links to their pages."""
    entries = [_entry(item, contract) for item in items]
    return render("index.html.j2", purpose=contract.label, entries=entries)


def _entry(item: IndexItem, contract: Contract) -> IndexEntry:
    explanation = item.explanation
    risks = by_urgency(explanation)
    return IndexEntry(
        link=quote(item.link, safe="/"),
        title=item.title or case_title(explanation),
        as_of=explanation.as_of,
        model_version=explanation.model_version,
        facts=_facts(explanation, contract),
        risks=tuple((risk.label.zh, risk_words(risk)) for risk in risks),
        status=tuple(line for line in status_lines(explanation, contract) if line[1] not in (NONE, NO_DATA)),
        sentences=tuple(sentences_of(explanation, contract)),
    )


def _facts(explanation: Explanation, contract: Contract) -> str:
    head, case = headline(explanation, contract), explanation.case
    closed = f"终本 {case['closed_date']}" if case.get("closed_date") else ""
    said = (head.parties, head.court, head.cause, head.amounts, closed)
    return "　".join(part for part in said if part)
