"""The page of a series (串案): who, how many, the pattern, all cases as a table, and two examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from zbrisk.contract import Contract
from zbrisk.contract.labels import load_labels
from zbrisk.explaining.explanation import Explanation
from zbrisk.explaining.masking import mask_identifiers, mask_name
from zbrisk.explaining.party_aliases import PartyAliases
from zbrisk.pages.cells import Cells, yuan
from zbrisk.pages.first_steps import Steps, exclusions, papers
from zbrisk.pages.headline import headline
from zbrisk.pages.html import render
from zbrisk.pages.phrasing import risk_words
from zbrisk.pages.risk_view import (
    MOST_SENTENCES,
    by_urgency,
    chief_reasons,
    in_turn,
    risk_views,
    sentences_of,
    steps_of,
)
from zbrisk.pages.unpaid import unpaid, unpaid_together

__all__ = ["Page", "SeriesCase", "render_series", "series_title"]

EXAMPLES = 2
MOST_EXCLUSIONS = 5
MOST_PATTERNS = 6
SIDES = ("debtor", "applicant", "guarantor")
Page = tuple[str, Explanation]
"""A file's name and what it explains."""


@dataclass(frozen=True, kw_only=True)
class SeriesCase:
    """One line of the table; `link` is relative and escaped for an address."""

    link: str
    number: str
    parties: str
    filed: str
    closed: str
    unpaid: str
    levels: str


def render_series(pages: Sequence[Page], contract: Contract) -> str:
    """One HTML file in Chinese, masked, that leads to the pages of a series' cases.

    Args:
        pages: Its cases, in the order of the list.
        contract: The contract in force.
    """
    explanations = [explanation for _, explanation in pages]
    steps = [step for place, each in enumerate(explanations, 1) for step in _steps(each, str(place), contract)]
    cases = {each.case_id: each.case for each in explanations}
    left = unpaid_together(cases, {each.case_id: each.status for each in explanations})
    return render(
        "series.html.j2",
        purpose=contract.label,
        title=series_title(explanations),
        as_of=explanations[0].as_of,
        model_version=explanations[0].model_version,
        who=list(_who(explanations)),
        unpaid="" if left is None else yuan(left),
        patterns=_patterns(explanations),
        papers=papers(steps),
        exclusions=exclusions(steps)[:MOST_EXCLUSIONS],
        cases=[_case(link, explanation, contract) for link, explanation in pages],
        examples=[
            (quote(link, safe="/"), headline(each, contract).title, sentences_of(each, contract))
            for link, each in _of_the_pattern(pages)[:EXAMPLES]
        ],
    )


def series_title(explanations: Sequence[Explanation]) -> str:
    """`串案：原告张某等，共 8 件`."""
    who = next((f"{role}{name} " for role, name, _ in _who(explanations)), "")
    return f"串案：{who}共 {len(explanations)} 件"


def _who(explanations: Sequence[Explanation]) -> Iterator[tuple[str, str, int]]:
    """Role, masked name and number of cases of each party that more than one case has."""
    count: Counter[tuple[str, str]] = Counter()
    names = {}
    for explanation in explanations:
        for party in explanation.parties:
            if party.get("role") in SIDES:
                key = str(party["role"]), str(party["party_id"])
                count[key] += 1
                names[key] = mask_name(str(party.get("name") or "")) or mask_identifiers(str(party["party_id"]))
    for key, cases in sorted(count.items(), key=lambda each: (-each[1], each[0])):
        if cases > 1:
            yield load_labels().code("case_parties", "role", key[0]), names[key], cases


def _patterns(explanations: Sequence[Explanation]) -> list[tuple[str, int, str]]:
    """The typologies that the reasons speak of, in how many cases each, and what each is about."""
    labels = load_labels()
    most = _typologies(explanations)[:MOST_PATTERNS]
    return [(labels.typology(code), cases, labels.meaning(code)) for code, cases in most]


def _typologies(explanations: Sequence[Explanation]) -> list[tuple[str, int]]:
    """Each typology and how many cases have it, most first."""
    count: Counter[str] = Counter()
    for explanation in explanations:
        count.update(_spoken_of(explanation))
    return sorted(count.items(), key=lambda each: (-each[1], each[0]))


def _spoken_of(explanation: Explanation) -> set[str]:
    risks = [risk for risk in by_urgency(explanation) if not risk_words(risk).low]
    return {t for risk in risks for r in chief_reasons(risk) for t in r.typology if t != "context"}


def _of_the_pattern(pages: Sequence[Page]) -> list[Page]:
    """The pages, those in front that show most of what the cases have in common."""
    common = [code for code, cases in _typologies([each for _, each in pages]) if cases > 1][:MOST_PATTERNS]
    return sorted(pages, key=lambda page: -len(_spoken_of(page[1]) & {*common}))


def _steps(explanation: Explanation, number: str, contract: Contract) -> list[Steps]:
    """Those of the first reasons of one case, under its number in the series."""
    cells = Cells(cast=PartyAliases.of(explanation, contract), as_of=explanation.as_of)
    views = in_turn([risk.raising for risk in risk_views(explanation, cells) if not risk.words.low])
    return [steps_of(view, number) for view in views[:MOST_SENTENCES]]


def _case(link: str, explanation: Explanation, contract: Contract) -> SeriesCase:
    head, left = headline(explanation, contract), unpaid(explanation.case, explanation.status)
    risks = [(risk.label.zh, risk_words(risk)) for risk in by_urgency(explanation)]
    return SeriesCase(
        link=quote(link, safe="/"),
        number=head.title,
        parties=head.parties,
        filed=str(explanation.case.get("filed_date") or ""),
        closed=str(explanation.case.get("closed_date") or ""),
        unpaid="—" if left is None else yuan(left),
        levels="，".join(f"{label}{words.word}" for label, words in risks if not words.low),
    )
