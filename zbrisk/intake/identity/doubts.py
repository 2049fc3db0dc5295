"""Parties of one name that no rule links, though they may be one: for a person to say.

Each party without a valid number is asked about once, against the likeliest other bearer of its name: the one whose
number fits what is left of its own, else one of the same county, else the one named most. What leaves the fewest
bearers and touches the most rows comes first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from zbrisk.intake.cells.ids import agrees, region
from zbrisk.intake.cells.names import is_masked
from zbrisk.intake.identity.answers import Answer
from zbrisk.intake.identity.normalise import normal_name
from zbrisk.intake.identity.rules import county

__all__ = ["Doubt", "doubts"]

EVIDENCE = ("number", "county", "")  # the strongest first
MOST_A_THOUSAND = 60  # parties: what a person gets through
NOW = "select place, party_id from mention_places join party_of using (mention) where list_contains(?, place)"
BEARERS = """
    select p.party_id, k.name, coalesce(k.id_no, k.uscc), count(distinct mention),
        list(distinct m.pattern) filter (m.pattern is not null),
        list_sort(list(distinct c.case_id) filter (c.case_id is not null))[:3], list(distinct s.court_code)
    from party_of as p join known_parties as k using (party_id) join mentions as m using (mention)
    left join mention_cases as c using (mention)
    left join (select distinct case_id, court_code from cases) as s using (case_id)
    group by all order by p.party_id
"""


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """A question: are two parties of one name one?

    Attributes:
        one: The party without a valid number.
        other: The likeliest other bearer of the name.
        name: The name.
        cases: Up to three cases that stand beside each.
        bearers: How many other parties bear the name.
        because: What speaks for it: `number` (what is left of it fits), `county`, or nothing.
        rows: In how many places the first is named.
    """

    one: str
    other: str
    name: str
    cases: tuple[tuple[str, ...], tuple[str, ...]]
    bearers: int
    because: str
    rows: int


@dataclass(frozen=True)
class _Bearer:
    party: str
    name: str
    number: str | None
    rows: int
    patterns: Sequence[str]
    cases: Sequence[str]
    courts: Sequence[str | None]


def doubts(connection: duckdb.DuckDBPyConnection, answers: Iterable[Answer] = ()) -> list[Doubt]:
    """The questions, the most worth asking first; at most MOST_A_THOUSAND of a thousand parties.

    Args:
        connection: With the parties named.
        answers: What a person said before; who are two is not asked again.
    """
    apart = _apart(connection, answers)
    found = [
        _Bearer(*values[:4], *(tuple(value or ()) for value in values[4:]))
        for values in connection.execute(BEARERS).fetchall()
    ]
    named: dict[str, list[_Bearer]] = defaultdict(list)
    for bearer in found:
        if not is_masked(bearer.name):
            named[normal_name(bearer.name)].append(bearer)
    asked = [doubt for same in named.values() if len(same) > 1 for doubt in _of_name(same, apart)]
    asked.sort(key=lambda d: (EVIDENCE.index(d.because), d.bearers, -d.rows, d.one))
    return asked[: 1 + len(found) * MOST_A_THOUSAND // 1000]


def _apart(connection: duckdb.DuckDBPyConnection, answers: Iterable[Answer]) -> set[frozenset[str]]:
    """The parties that are two, by the ids that they have now."""
    pairs = [(answer.one, answer.other) for answer in answers if not answer.same]
    ids = sorted({party for pair in pairs for party in pair})
    now = dict(connection.execute(NOW, [ids]).fetchall()) if ids else {}
    return {frozenset((now.get(one, one), now.get(other, other))) for one, other in pairs}


def _of_name(same: Sequence[_Bearer], apart: set[frozenset[str]]) -> list[Doubt]:
    """The questions about one name; of two parties without a number, one question."""
    ranked = sorted(same, key=lambda b: (b.number is None, -b.rows, b.party))
    asked = []
    for place, bearer in enumerate(ranked):
        others = [other for other in ranked[:place] if {bearer.party, other.party} not in apart]
        if bearer.number is None and others:
            weighed = ((_evidence(bearer, other), other) for other in others)
            because, other = min(weighed, key=lambda each: EVIDENCE.index(each[0]))
            asked.append(
                Doubt(
                    one=bearer.party, other=other.party, name=bearer.name, because=because, rows=bearer.rows,
                    cases=(tuple(bearer.cases), tuple(other.cases)), bearers=len(same) - 1,
                )
            )  # fmt: skip
    return asked


def _evidence(bearer: _Bearer, other: _Bearer) -> str:
    if other.number and any(agrees(pattern, other.number) for pattern in bearer.patterns):
        return "number"
    counties = {county(court) for court in bearer.courts} - {""}
    there = {region(other.number)} if other.number else {county(court) for court in other.courts}
    return "county" if counties & there else ""
