"""What to fetch first, from whom, and what would end each reason: the papers that exonerate come before the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

__all__ = ["Exclusion", "Paper", "Steps", "exclusions", "papers"]

MOST_PAPERS = 5
MOST_HOLDERS = 2
BY_ASKING = "承办人询问、走访"
BETWEEN = re.compile(r"[，；;]")


@dataclass(frozen=True, kw_only=True)
class Steps:
    """A reason's number, its steps to verify, and its lawful explanations, each in the order of the signal's author."""

    number: str
    verify: Sequence[str]
    lawful: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One paper to fetch: `clears` where it alone can end the reasons `numbers`."""

    what: str
    holder: str
    numbers: tuple[str, ...]
    clears: bool


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """What, if it is found, excludes the reasons of these numbers."""

    numbers: tuple[str, ...]
    finding: str


def papers(reasons: Sequence[Steps]) -> tuple[Paper, ...]:
    """At most MOST_PAPERS papers, one a reason, those that exonerate first; reasons that ask for the same share one."""
    found: dict[str, Paper] = {}
    for reason in reasons:
        paper = _paper(reason)
        if paper is not None:
            numbers = (*found[paper.what].numbers, reason.number) if paper.what in found else paper.numbers
            found[paper.what] = Paper(what=paper.what, holder=paper.holder, numbers=numbers, clears=paper.clears)
    return tuple(sorted(found.values(), key=lambda paper: not paper.clears)[:MOST_PAPERS])


def exclusions(reasons: Sequence[Steps]) -> tuple[Exclusion, ...]:
    """One test for each reason that has a lawful explanation; reasons that one finding ends share it."""
    numbers: dict[str, list[str]] = {}
    for each in reasons:
        if each.lawful:
            numbers.setdefault(each.lawful[0], []).append(each.number)
    return tuple(Exclusion(numbers=tuple(own), finding=finding) for finding, own in numbers.items())


def _paper(reason: Steps) -> Paper | None:
    steps = [step.strip() for clause in reason.verify for step in BETWEEN.split(clause) if step.strip()]
    if not steps:
        return None
    known = [(step, rules) for step in steps if (rules := _rules_for(step))]
    clearing = [(step, rules) for step, rules in known if _clears(rules)]
    step, rules = next(iter(clearing or known), (steps[0], []))
    holders = list(dict.fromkeys(str(rule["holder"]) for rule in rules))[:MOST_HOLDERS]
    return Paper(what=step, holder="、".join(holders) or BY_ASKING, numbers=(reason.number,), clears=_clears(rules))


def _rules_for(step: str) -> list[dict[str, Any]]:
    return [rule for rule in _rules() if any(word in step for word in rule["words"])]


def _clears(rules: Sequence[dict[str, Any]]) -> bool:
    return any(rule.get("clears") for rule in rules)


@cache
def _rules() -> list[dict[str, Any]]:
    text = resources.files("zbrisk.pages").joinpath("papers.yaml").read_text(encoding="utf-8")
    rules: list[dict[str, Any]] = yaml.safe_load(text)
    return rules
