"""Name the parties: an id for every mention, and what is known of each party for good."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import duckdb
import pyarrow as pa

from zbrisk.intake.cells.ids import birth_year, region
from zbrisk.intake.cells.names import is_masked
from zbrisk.intake.identity.answers import Answer
from zbrisk.intake.identity.clusters import Clusters
from zbrisk.intake.identity.rules import Mention, link
from zbrisk.intake.identity.scores import Namesakes, namesakes

__all__ = ["name_parties"]

SELF_EMPLOYED = ("经营部", "服务部", "商行", "商店", "店", "厂", "工作室", "门市部", "超市", "饭店")
COMPANIES = ("公司", "银行", "支行", "分行", "合作社", "信用社", "联社", "集团", "合伙企业", "独资企业")
LINK = ("one", "other", "rule", "score", "others", "evidence")
AT_ONCE = 100_000  # links or mentions
NOTHING_BESIDE: tuple[Any, tuple[Any, ...]] = (None, ())
BESIDE = """
    select mention, chain, court_code, filed_date
    from mention_cases join chain_of_case using (case_id)
    left join (
        select case_id, any_value(court_code) as court_code, min(filed_date) as filed_date from cases group by case_id
    ) using (case_id)
    order by mention, case_id
"""
MENTIONS = """
    select mention, list, field, side, name, _id, number, pattern, address, phone, tied_to
    from mentions order by mention
"""  # in the order of Mention's attributes
PLACES = """
    select m.mention, 'P' || left(sha256(concat_ws('|', s.sha256, s.sheet, r.row, m.field, m.position)), 15) as place
    from mentions as m join raw_rows as r using (_id) join sheet_lists as s using (sheet_id)
"""


def name_parties(connection: duckdb.DuckDBPyConnection, answers: Sequence[Answer] = ()) -> Namesakes:
    """Make `party_of` (mention, party_id, rule), `party_links`, `known_parties` and `known_of_row`.

    The table `cases` must be there: its chains say who is who. A party's id is the hash of the place where it was named
    first, so that it stays the same when more is known of it.

    Args:
        connection: With the staged rows.
        answers: What a person said of two parties.

    Returns:
        How common names are in the delivery.
    """
    connection.execute("create table known_of_row as " + " union all ".join(
        f"select _id, _known from list_{name}" for name in _lists(connection)
    ))  # fmt: skip
    connection.execute(resources.files(__package__).joinpath("mentions.sql").read_text(encoding="utf-8"))
    mentions = list(_mentions(connection))
    connection.execute(f"create table mention_places as {PLACES}")
    clusters = link(mentions, _answered(connection, answers))
    firsts = [clusters.first(number) for number in range(len(mentions))]
    ids = _ids(connection, firsts)
    _write(connection, "party_of", {
        "mention": (pa.int64(), list(range(len(mentions)))),
        "party_id": (pa.string(), [ids[first] for first in firsts]),
        "rule": (pa.string(), [clusters.rules[number] or "first" for number in range(len(mentions))]),
    })  # fmt: skip
    _write(connection, "known_parties", _known(mentions, clusters, firsts, ids))
    names = namesakes(mentions, firsts)
    _write_links(connection, mentions, clusters, names)
    return names


def _lists(connection: duckdb.DuckDBPyConnection) -> list[str]:
    query = "select table_name from information_schema.tables where starts_with(table_name, 'list_') order by 1"
    return [row[0].removeprefix("list_") for row in connection.execute(query).fetchall()]


def _mentions(connection: duckdb.DuckDBPyConnection) -> Iterator[Mention]:
    """The mentions in their order, each with the chains, a court and the first day of the cases beside it."""
    _write(connection, "chain_of_case", _chains(connection))
    beside = groupby(_fetched(connection.cursor(), BESIDE), key=itemgetter(0))
    number, cases = next(beside, NOTHING_BESIDE)
    for mention, kind, field, side, *values in _fetched(connection.cursor(), MENTIONS):
        said = list(cases) if mention == number else []
        if said:
            number, cases = next(beside, NOTHING_BESIDE)
        chains = tuple(dict.fromkeys(chain for _, chain, _, _ in said))
        court = next((court for _, _, court, _ in said if court), None)
        filed = min((day for _, _, _, day in said if day), default=None)
        words = (sys.intern(kind), sys.intern(field), sys.intern(side))  # few, in millions of rows
        yield Mention(*(*words, *values, chains, court, filed))


def _fetched(cursor: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    cursor.execute(query)
    while rows := cursor.fetchmany(AT_ONCE):
        yield from rows


def _chains(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[pa.DataType, list[Any]]]:
    """By case, the chain that it is in: a case, what it rests on, what restored it."""
    ties = connection.execute(
        "select case_id, case_id from cases"
        " union select case_id, basis_case_id from cases where basis_case_id is not null"
        " union select case_id, parent_case_id from cases where parent_case_id is not null order by all"
    ).fetchall()
    place = {case: number for number, case in enumerate(dict.fromkeys(case for tie in ties for case in tie))}
    sets = Clusters([None] * len(place))
    for one, other in ties:
        sets.merge(place[one], place[other], "")
    return {"case_id": (pa.string(), list(place)), "chain": (pa.int64(), list(map(sets.first, place.values())))}


def _answered(connection: duckdb.DuckDBPyConnection, answers: Sequence[Answer]) -> Iterator[tuple[int, int, bool]]:
    """The answers whose two places are both there."""
    ids = sorted({party for answer in answers for party in (answer.one, answer.other)})
    query = "select place, mention from mention_places where list_contains(?, place)"
    places = dict(connection.execute(query, [ids]).fetchall()) if ids else {}
    for answer in answers:
        if answer.one in places and answer.other in places:
            yield places[answer.one], places[answer.other], answer.same


def _ids(connection: duckdb.DuckDBPyConnection, firsts: Sequence[int]) -> dict[int, str]:
    connection.register("wanted", pa.table({"mention": pa.array(sorted(set(firsts)), pa.int64())}))
    found = connection.execute("from mention_places semi join wanted using (mention)").fetchall()
    connection.unregister("wanted")
    return dict(found)


def _write_links(
    connection: duckdb.DuckDBPyConnection, mentions: Sequence[Mention], clusters: Clusters, names: Namesakes
) -> None:
    """The links, each with how many others of the name are expected, what stands beside, and how likely it is right."""
    links = clusters.links()
    connection.execute(
        "create table party_links"
        " (one bigint, other bigint, rule varchar, score double, others double, evidence varchar[])"
    )
    while chunk := list(islice(links, AT_ONCE)):
        rows = [(*link, *names.weighed(mentions[link[0]], mentions[link[1]], link[2])) for link in chunk]
        arrow = pa.table({name: list(column) for name, column in zip(LINK, zip(*rows, strict=True), strict=True)})
        connection.register("arriving", arrow)
        connection.execute("insert into party_links from arriving")
        connection.unregister("arriving")


def _known(
    mentions: Sequence[Mention], clusters: Clusters, firsts: Iterable[int], ids: dict[int, str]
) -> dict[str, tuple[pa.DataType, list[Any]]]:
    """What is said of a party in one way for all days: kind, name, number."""
    names: dict[int, dict[str, int]] = defaultdict(dict)
    for number, first in enumerate(firsts):
        mention = mentions[number]
        if mention.field != "former_name":
            weight = 0 if is_masked(mention.name) else 1000 if mention.registered else 1
            names[first][mention.name] = names[first].get(mention.name, 0) + weight
    parties = sorted(ids, key=ids.__getitem__)
    chosen = {p: _best(names.get(p) or {mentions[p].name: 0}) for p in parties}
    organisation = {p: mentions[p].organisation or _kind(chosen[p], True) == "company" for p in parties}
    numbers = {p: clusters.number(p) for p in parties}
    citizens = {
        p: n for p, n in numbers.items() if n and n[6:8] in ("19", "20") and n[:17].isdigit() and not organisation[p]
    }
    return {
        "party_id": (pa.string(), [ids[p] for p in parties]),
        "party_kind": (pa.string(), [_kind(chosen[p], organisation[p]) for p in parties]),
        "name": (pa.string(), [chosen[p] for p in parties]),
        "id_no": (pa.string(), [citizens.get(p) for p in parties]),
        "uscc": (pa.string(), [None if p in citizens else numbers[p] for p in parties]),
        "birth_year": (pa.int64(), [birth_year(citizens[p]) if p in citizens else None for p in parties]),
        "region_code": (pa.string(), [region(n) if (n := numbers[p]) else None for p in parties]),
    }


def _best(names: dict[str, int]) -> str:
    """The name that registers give, else the commonest; equal ones by their letters."""
    return min(names, key=lambda name: (-names[name], name))


def _kind(name: str, organisation: bool) -> str:
    if not organisation:
        return "person"
    if name.endswith(COMPANIES):
        return "company"
    return "self_employed" if name.endswith(SELF_EMPLOYED) else "other"


def _write(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, tuple[pa.DataType, list[Any]]]
) -> None:
    arrow = pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})
    connection.register("arriving", arrow)
    connection.execute(f"create table {table} as from arriving")
    connection.unregister("arriving")
