"""One of a kind in English: sentences are written in the plural, and "1 records" is none."""

from __future__ import annotations

import re

__all__ = ["with_singulars"]

VERBS = {
    "were": "was", "are": "is", "have": "has", "owe": "owes", "say": "says", "speak": "speaks", "stand": "stands",
}  # fmt: skip
NO_ADJECTIVE = r"(?:of|in|to|on|for|by|the|a|or|and|that|this|is|was|has|its|their)\b"
PLURAL = r"(?:people|(?!this\b|is\b|was\b|has\b|its\b)[a-z]+(?<!s)s)"
ONE = re.compile(
    rf"(?<![\d.,/-])\b1 (?P<before>(?:(?!{NO_ADJECTIVE}|{PLURAL}\b)[a-z-]+ ){{0,2}})"
    rf"(?P<noun>{PLURAL})(?P<or> or [a-z]+s)?\b(?!')(?P<verb> (?:still )?(?:{'|'.join(VERBS)})\b)?"
)
MULTIPLE = re.compile(r" (?:the|this|its|their|all)\b")  # 1 times the claim


def with_singulars(text: str) -> str:
    """The sentence with the noun after a lone 1, and the verb behind that noun, in the singular."""
    return ONE.sub(_singular, text)


def _singular(found: re.Match[str]) -> str:
    if found["noun"] == "times" and MULTIPLE.match(found.string, found.end()):
        return found[0]
    other = found["or"]
    nouns = _one(found["noun"]) + (f" or {_one(other[4:])}" if other else "")
    verb = re.sub(r"\w+$", lambda word: VERBS[word[0]], found["verb"] or "")
    return f"1 {found['before']}{nouns}{verb}"


def _one(noun: str) -> str:
    if noun == "people":
        return "person"
    if noun.endswith("ies") and noun != "ties":
        return noun.removesuffix("ies") + "y"
    return noun.removesuffix("es") if noun.endswith(("sses", "xes", "ches", "shes")) else noun.removesuffix("s")
