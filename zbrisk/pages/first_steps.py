"""What to fetch first, from whom, and what would end each reason: the papers that exonerate come before the others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import zip_longest
from typing import Any

import yaml

from zbrisk.pages.things import Thing

__all__ = ["Exclusion", "Paper", "Steps", "exclusions", "papers"]

MOST_PAPERS = 5
MOST_THINGS = 3  # named in one row
BY_ASKING = "承办人询问、走访"
BETWEEN = re.compile(r"[，；;]")
AND = re.compile(r"[、与和及]")
Entry = Mapping[str, Any]
NOBODY: Entry = {"holder": BY_ASKING}


@dataclass(frozen=True, kw_only=True)
class Steps:
    """A reason's steps to verify and its lawful explanations, each in the order of the signal's author.

    `number` is its own, or in a series that of its case; `things` are what its rows are about.
    """

    number: str
    verify: Sequence[str]
    lawful: Sequence[str]
    things: Sequence[Thing] = ()


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One errand at one office: `clears` where it alone can end the reasons `numbers`."""

    what: str
    holder: str
    numbers: tuple[str, ...]
    clears: bool


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """What, if it is found, excludes the reasons of these numbers."""

    numbers: tuple[str, ...]
    finding: str


@dataclass(frozen=True, kw_only=True)
class _Errand:
    """What one reason asks of one office; errands of the same `key` are one."""

    key: tuple[str, str]
    what: str
    clears: bool
    number: str
    thing: str = ""


def papers(reasons: Sequence[Steps]) -> tuple[Paper, ...]:
    """At most MOST_PAPERS errands: the first of each reason, then the second of each; those that exonerate in front."""
    rounds = zip_longest(*(_errands(reason) for reason in reasons))
    together: dict[tuple[str, str], list[_Errand]] = {}
    for errand in (each for turn in rounds for each in turn if each is not None):
        together.setdefault(errand.key, []).append(errand)
    order = [reason.number for reason in reasons]
    listed = [_paper(errands, order) for errands in list(together.values())[:MOST_PAPERS]]
    return tuple(sorted(listed, key=lambda paper: not paper.clears))


def exclusions(reasons: Sequence[Steps]) -> tuple[Exclusion, ...]:
    """One test for each reason that has a lawful explanation; reasons that one finding ends share it."""
    numbers: dict[str, dict[str, None]] = {}
    for each in reasons:
        if finding := _finding(each):
            numbers.setdefault(finding, {})[each.number] = None
    return tuple(Exclusion(numbers=tuple(own), finding=finding) for finding, own in numbers.items())


def _paper(errands: Sequence[_Errand], order: Sequence[str]) -> Paper:
    first, things = errands[0], list(dict.fromkeys(each.thing for each in errands if each.thing))
    more = f" 等 {len(things)} 项" if len(things) > MOST_THINGS else ""
    named = f"：{'、'.join(things[:MOST_THINGS])}{more}" if things else ""
    return Paper(
        what=first.what + named,
        holder=first.key[0],
        numbers=tuple(sorted({each.number for each in errands}, key=order.index)),
        clears=any(each.clears for each in errands),
    )


def _finding(reason: Steps) -> str:
    """What the things of its rows say of themselves, or else what the signal's author wrote first."""
    own = [entry["lawful"] for entry in _entries_of_things(reason) if entry.get("lawful")]
    return str(own[0]) if own else next(iter(reason.lawful), "")


def _errands(reason: Steps) -> list[_Errand]:
    """What the reason's chief step asks for, office by office."""
    return [errand for part, rule in _chief_step(reason) for errand in _at(part, rule, reason)]


def _at(part: str, rule: Entry, reason: Steps) -> list[_Errand]:
    number, clears = reason.number, bool(rule.get("clears"))
    entries = _entries(reason.things) if rule.get("of_thing") else []
    if entries:
        return [
            _Errand(
                key=(entry["holder"], entry["paper"]), what=entry["paper"], clears=True, number=number, thing=thing.name
            )
            for thing, entry in entries
        ]
    what, holder = str(rule.get("paper", part)), str(rule["holder"])
    return [_Errand(key=(holder, "" if rule.get("once") else what), what=what, clears=clears, number=number)]


def _entries_of_things(reason: Steps) -> list[Entry]:
    """The entries of the reason's things, where its chief step asks for a paper of theirs."""
    asked = any(rule.get("of_thing") for _, rule in _chief_step(reason))
    return [entry for _, entry in _entries(reason.things)] if asked else []


def _entries(things: Sequence[Thing]) -> list[tuple[Thing, Entry]]:
    known = _document()["things"]
    return [(thing, entry) for thing in things if (entry := known.get(thing.kind, {}).get(thing.code))]


def _chief_step(reason: Steps) -> list[tuple[str, Entry]]:
    """The first step that can end the reason, of those whose papers' holders are known, by office."""
    steps = [step.strip() for clause in reason.verify for step in BETWEEN.split(clause) if step.strip()]
    by_office = [_by_office(step, paid=any(t.kind == "receivable" for t in reason.things)) for step in steps]
    known = [offices for offices in by_office if offices[0][1] is not NOBODY]
    clearing = [offices for offices in known if any(rule.get("clears") or rule.get("of_thing") for _, rule in offices)]
    return next(iter(clearing or known or by_office), [])


def _by_office(step: str, *, paid: bool) -> list[tuple[str, Entry]]:
    """The papers that a step names, by the office that has them; what nobody is known to have goes with the first."""
    rules = [(part, _rule_for(part)) for part in AND.split(step)]
    offices: dict[str, Entry] = {}
    for _, rule in rules:
        if rule is not NOBODY:
            offices.setdefault(str(rule["holder"]), rule)
    if len(offices) < 2 or (paid and any(rule.get("of_thing") for rule in offices.values())):
        return [(step, next((rule for rule in offices.values() if rule.get("of_thing") or len(offices) == 1), NOBODY))]
    first = next(iter(offices))
    parts: dict[str, list[str]] = {holder: [] for holder in offices}
    for part, rule in rules:
        parts[first if rule is NOBODY else str(rule["holder"])].append(part)
    return [("、".join(parts[holder]), rule) for holder, rule in offices.items()]


def _rule_for(part: str) -> Entry:
    """The entry whose word stands first."""
    places = [(min(part.find(w) for w in rule["words"] if w in part), rule) for rule in _rules() if _named(rule, part)]
    return min(places, key=lambda each: each[0], default=(0, NOBODY))[1]


def _named(rule: Entry, part: str) -> bool:
    return any(word in part for word in rule["words"])


def _rules() -> Sequence[Entry]:
    rules: Sequence[Entry] = _document()["holders"]
    return rules


@cache
def _document() -> dict[str, Any]:
    text = resources.files("zbrisk.pages").joinpath("papers.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return document
