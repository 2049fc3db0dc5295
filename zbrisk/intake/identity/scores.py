"""How likely two mentions of one name are one party: odds by the name, times what each thing beside it is worth.

A name is worth as much as it is rare. Of people with valid numbers intake counts how common each part of a name is, and
how many of them share one; so it knows how many others of a name are to be expected among all people of the delivery.
Where those are `m`, the share (1 - exp(-m)) / m of pairs of mentions of the name are of one person. What stands beside
multiplies the odds (Fellegi and Sunter 1969). What a county is worth is counted among people with numbers too; the rest
is set by hand, for who shares a telephone or a case is linked by it, and leaves no pair to learn from.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zbrisk.intake.cells.ids import agrees, region
from zbrisk.intake.cells.names import is_masked
from zbrisk.intake.identity.normalise import normal_name
from zbrisk.intake.identity.rules import REVIEWED, Mention, county

__all__ = ["Namesakes", "evidence_between", "namesakes"]

BY_RULE = {"chain": ("chain",), "chain_masked": ("chain", "only_fit")}  # what the mentions themselves do not show
#: What multiplies the odds; of a chain of cases, with its some ten parties, see `_worth`.
WORTH = {"number": 1e6, "part_of_number": 1e3, "phone": 1e3, "address": 1e3, "tie": 1e3, "only_fit": 20.0}
IN_A_CHAIN = 10  # parties
OF_ORGANISATIONS = 0.001  # others of one full name: a register allows none in its area
COUNTY = (5.0, 0.5)  # what an equal and another county are worth where too few show it
LEAST = 20  # people with a number and a court, to learn that from
SMALLEST = 1e-6  # others that are expected


@dataclass(frozen=True, kw_only=True)
class Namesakes:
    """How common names are among the people of a delivery.

    Attributes:
        people: How many it names.
        bearers: By name, how many of them with a valid number bear it; `firsts` and `rests` by its first letter and by
            what follows.
        excess: How many times more of them share a name than its two parts let expect.
        county: What an equal and another county multiply the odds by.
    """

    people: int
    bearers: Mapping[str, int]
    firsts: Mapping[str, int]
    rests: Mapping[str, int]
    excess: float
    county: tuple[float, float]

    def expected(self, name: str, *, organisation: bool = False) -> float:
        """How many others bear a normal name; of a masked one, how many others it fits."""
        if organisation:
            return OF_ORGANISATIONS
        counted = sum(self.bearers.values()) + 1
        known = self.bearers.get(name, 0)
        first = self.people * (self.firsts.get(name[:1], 0) - known + 1) / counted
        if is_masked(name):
            return first
        return max(known - 1, 0) + first * (self.rests.get(name[1:], 0) - known + 0.5) / counted * self.excess

    def same(self, others: float, evidence: Iterable[str] = ()) -> float:
        """The probability that two mentions of one name are one party.

        Args:
            others: How many others bear it, as `expected` says.
            evidence: What stands beside: names that `evidence_between` gives.
        """
        others = max(others, SMALLEST)
        alike = -math.expm1(-others) / others
        odds = alike / max(1 - alike, SMALLEST / 2) * math.prod(map(self._worth, evidence))
        return odds / (1 + odds)

    def weighed(self, one: Mention, other: Mention, rule: str) -> tuple[float, float, tuple[str, ...]]:
        """Of a link: how likely it is right, how many others bear the name, what speaks for it besides."""
        named = min(one, other, key=lambda mention: not is_masked(mention.name))  # a masked name fits more people
        others = self.expected(normal_name(named.name), organisation=one.organisation or other.organisation)
        evidence = evidence_between(one, other, rule)
        return 1.0 if rule == REVIEWED else self.same(others, evidence), others, evidence

    def _worth(self, evidence: str) -> float:
        if evidence == "chain":  # a namesake would be any of all people, and not one of this chain
            return max(self.people / IN_A_CHAIN, 1.0)
        if evidence in ("county", "other_county"):
            return self.county[evidence == "other_county"]
        return WORTH[evidence]


def evidence_between(one: Mention, other: Mention, rule: str = "") -> tuple[str, ...]:
    """What speaks for or against it that two mentions of one name are one party, besides the name."""
    found = list(BY_RULE.get(rule, ()))
    for what in ("number", "phone", "address"):
        if (value := getattr(one, what)) and value == getattr(other, what):
            found.append(what)
    if one.tied_to and one.tied_to == other.tied_to:
        found.append("tie")
    for here, there in ((one, other), (other, one)):
        if there.number and here.pattern and agrees(here.pattern, there.number):
            found.append("part_of_number")
        if there.number and not here.organisation and (court := county(here.court)):
            found.append("county" if court == region(there.number) else "other_county")
    return tuple(dict.fromkeys(found))


def namesakes(mentions: Sequence[Mention], firsts: Sequence[int]) -> Namesakes:
    """Count how common names are.

    Args:
        mentions: All of them.
        firsts: By mention, the first of those that were linked to it.
    """
    numbered = {m.number: m for m in mentions if m.number and not m.organisation}
    names = [normal_name(mention.name) for mention in numbered.values()]
    first, rest, bearers = Counter(name[:1] for name in names), Counter(name[1:] for name in names), Counter(names)
    chance = sum((first[name[:1]] - 1) * (rest[name[1:]] - 1) for name in names) / max(len(names), 1)
    sharing = sum(count * (count - 1) for count in bearers.values())
    return Namesakes(
        people=len({place for place, mention in zip(firsts, mentions, strict=True) if not mention.organisation}),
        bearers=bearers, firsts=first, rests=rest, excess=(sharing + 1) / (chance + 1), county=_county(mentions),
    )  # fmt: skip


def _county(mentions: Sequence[Mention]) -> tuple[float, float]:
    """What an equal and another county are worth, by people whose number and court are known."""
    pairs = [
        (region(m.number), here) for m in mentions if m.number and not m.organisation and (here := county(m.court))
    ]
    if len(pairs) < LEAST:
        return COUNTY
    homes, courts = Counter(home for home, _ in pairs), Counter(court for _, court in pairs)
    equal = (sum(home == court for home, court in pairs) + 1) / (len(pairs) + 2)
    by_chance = (sum(homes[place] * courts[place] for place in homes) / len(pairs) + 1) / (len(pairs) + 2)
    return equal / by_chance, (1 - equal) / (1 - by_chance)
