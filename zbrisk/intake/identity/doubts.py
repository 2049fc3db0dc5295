"""Parties of one name that no rule links, though they may be one: for a person to say.

One question is about all parties of a name where at most one of them has a valid number: which are one? Where several
have, each without is asked about against the likeliest. What is likely to settle most links comes first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import duckdb
import pyarrow as pa

from zbrisk.intake.cells.ids import agrees, region
from zbrisk.intake.cells.names import is_masked, is_organisation
from zbrisk.intake.headers.kinds import list_kinds
from zbrisk.intake.identity.answers import Answer
from zbrisk.intake.identity.normalise import normal_name
from zbrisk.intake.identity.rules import county
from zbrisk.intake.identity.scores import Namesakes

__all__ = ["Doubt", "doubts"]

EVIDENCE = ("part_of_number", "county", "other_county", "")  # the strongest first
MOST_IN_A_QUESTION = 12  # parties
MOST_A_THOUSAND = 60  # parties: what a person gets through
NOW = "select place, party_id from mention_places join party_of using (mention) where list_contains(?, place)"
BEARERS = """
    with places as (select party_id, count(*) as places from party_of group by party_id)
    , patterns as (
        select party_id, list(distinct pattern) as patterns
        from party_of join mentions using (mention) where pattern is not null group by party_id
    )
    , courts as (
        select party_id, list(court_code) as courts from (
            select distinct party_id, court_code
            from party_of join mention_cases using (mention) join cases using (case_id)
        ) group by party_id
    )
    select party_id, name, coalesce(id_no, uscc), places, patterns, courts
    from known_parties join places using (party_id)
    left join patterns using (party_id) left join courts using (party_id)
    order by party_id
"""
FOUND = """
    select party_id, list_sort(list(distinct case_id) filter (case_id is not null))[:3], list_sort(list(distinct list))
    from party_of semi join asked using (party_id) join mentions using (mention) left join mention_cases using (mention)
    group by party_id
"""


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """A question: which parties of one name are one?

    Attributes:
        parties: The first is the one that the others would join.
        name: The name.
        found: Up to three cases that stand beside each; where there are none, the lists that name it.
        bearers: How many parties bear the name.
        because: The best that speaks for one of them, or against: of `EVIDENCE`.
        links: How many of the others are likely the first.
        rows: In how many places the others are named.
    """

    parties: tuple[str, ...]
    name: str
    found: tuple[tuple[str, ...], ...]
    bearers: int
    because: str
    links: float
    rows: int


@dataclass(frozen=True)
class _Bearer:
    party: str
    name: str
    number: str | None
    rows: int
    patterns: Sequence[str]
    courts: Sequence[str | None]


def doubts(connection: duckdb.DuckDBPyConnection, namesakes: Namesakes, answers: Iterable[Answer] = ()) -> list[Doubt]:
    """The questions, the most worth asking first; at most MOST_A_THOUSAND of a thousand parties.

    Args:
        connection: With the parties named.
        namesakes: How common names are.
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
    asked = [
        _doubt(group, len(same), namesakes)
        for same in named.values()
        if len(same) > 1
        for group in _groups(same, apart)
    ]
    asked.sort(key=lambda d: (-d.links, -d.rows, d.parties))
    return _with_places(connection, asked[: 1 + len(found) * MOST_A_THOUSAND // 1000])


def _with_places(connection: duckdb.DuckDBPyConnection, asked: Sequence[Doubt]) -> list[Doubt]:
    """The questions with what stands beside each party, which is looked for only now: most are not asked."""
    parties = pa.array([party for doubt in asked for party in doubt.parties], pa.string())
    connection.register("asked", pa.table({"party_id": parties}))
    found = {
        party: tuple(cases or (list_kinds()[each].label.zh for each in lists))
        for party, cases, lists in connection.execute(FOUND).fetchall()
    }
    connection.unregister("asked")
    return [replace(doubt, found=tuple(found[party] for party in doubt.parties)) for doubt in asked]


def _apart(connection: duckdb.DuckDBPyConnection, answers: Iterable[Answer]) -> set[frozenset[str]]:
    """The parties that are two, by the ids that they have now."""
    pairs = [(answer.one, answer.other) for answer in answers if not answer.same]
    ids = sorted({party for pair in pairs for party in pair})
    now = dict(connection.execute(NOW, [ids]).fetchall()) if ids else {}
    return {frozenset((now.get(one, one), now.get(other, other))) for one, other in pairs}


def _groups(same: Sequence[_Bearer], apart: set[frozenset[str]]) -> Iterator[list[_Bearer]]:
    """The parties of one name that may be one, each group headed by whom the others would join."""
    ranked = sorted(same, key=lambda b: (b.number is None, -b.rows, b.party))

    def may_be_one(bearer: _Bearer, others: Iterable[_Bearer]) -> bool:
        return all({bearer.party, other.party} not in apart for other in others)

    if ranked[1].number is not None:
        for place, bearer in enumerate(ranked):
            others = [other for other in ranked[:place] if may_be_one(bearer, [other])]
            if bearer.number is None and others:
                yield [min(others, key=lambda other: EVIDENCE.index(_evidence(bearer, other))), bearer]
        return
    groups: list[list[_Bearer]] = []
    for bearer in ranked:
        group = next((group for group in groups if may_be_one(bearer, group)), None)
        if group is None:
            groups.append([bearer])
        else:
            group.append(bearer)
    for first, *others in groups:
        for start in range(0, len(others), MOST_IN_A_QUESTION - 1):
            yield [first, *others[start : start + MOST_IN_A_QUESTION - 1]]


def _doubt(group: Sequence[_Bearer], bearers: int, namesakes: Namesakes) -> Doubt:
    first, *others = group
    name = normal_name(first.name)
    evidence = [_evidence(other, first) for other in others]
    expected = namesakes.expected(name, organisation=is_organisation(name))
    return Doubt(
        parties=tuple(each.party for each in group), name=first.name, found=(),
        bearers=bearers, because=min(evidence, key=EVIDENCE.index), rows=sum(other.rows for other in others),
        links=sum(namesakes.same(expected, filter(None, [each])) for each in evidence),
    )  # fmt: skip


def _evidence(bearer: _Bearer, other: _Bearer) -> str:
    if other.number and any(agrees(pattern, other.number) for pattern in bearer.patterns):
        return "part_of_number"
    here = {county(court) for court in bearer.courts} - {""}
    there = ({region(other.number)} if other.number else {county(court) for court in other.courts}) - {""}
    return "" if not here or not there else "county" if here & there else "other_county"
