"""The ranked list of cases, each with a link to its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from zbrisk.contract import Contract
from zbrisk.explaining.explanation import Explanation
from zbrisk.explaining.party_aliases import PartyAliases
from zbrisk.pages.cells import yuan
from zbrisk.pages.html import render
from zbrisk.pages.page import by_urgency, case_title, chief_reasons
from zbrisk.pages.phrasing import RiskWords, risk_words
from zbrisk.pages.standing import NO_DATA, NONE, status_lines

__all__ = ["render_index"]

MOST_SENTENCES = 3


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


def render_index(pages: Iterable[tuple[str, Explanation]], contract: Contract) -> str:
    """One HTML file that lists cases in the given order and links to their pages.

    Args:
        pages: The file name of each case's page, relative to the list, and what that page explains.
        contract: The contract in force.
    """
    entries = [_entry(link, explanation, contract) for link, explanation in pages]
    return render("index.html.j2", purpose=contract.label, entries=entries)


def _entry(link: str, explanation: Explanation, contract: Contract) -> IndexEntry:
    cast = PartyAliases.of(explanation, contract)
    risks = by_urgency(explanation)
    reasons = [reason for risk in risks if not risk_words(risk).low for reason in chief_reasons(risk)]
    return IndexEntry(
        link=quote(link, safe="/"),
        title=case_title(explanation),
        as_of=explanation.as_of,
        model_version=explanation.model_version,
        facts=_facts(explanation),
        risks=tuple((risk.label.zh, risk_words(risk)) for risk in risks),
        status=tuple(line for line in status_lines(explanation, contract, cast.text) if line[1] not in (NONE, NO_DATA)),
        sentences=tuple(cast.text(reason.sentence.zh) for reason in reasons[:MOST_SENTENCES]),
    )


def _facts(explanation: Explanation) -> str:
    cause, claim = explanation.case.get("cause"), explanation.case.get("claim_amount")
    return "　".join(
        [*([str(cause)] if cause else []), *([f"标的 {yuan(float(claim))}"] if isinstance(claim, int | float) else [])]
    )
