"""What a query's rows come from, so that a query need not be run where it can find nothing.

A case's records leave most tables empty. A query that joins an empty table, or a view that came out empty, gives no
rows: that is known without asking an engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from sqlglot import exp

__all__ = ["NOTHING_KNOWN", "RowSources", "gives_nothing", "row_sources"]

RowSources = frozenset[frozenset[str]]
"""Sets of relations: where all relations of one of these sets are empty, there are no rows."""

NOTHING_KNOWN: RowSources = frozenset()
MOST = 60  # sets; a union of unions multiplies them, and leaving some out only costs a query


def gives_nothing(sources: RowSources, empty: frozenset[str]) -> bool:
    """Whether a query can have no rows, because relations that it comes from are empty."""
    return any(map(empty.issuperset, sources))


def row_sources(query: exp.Expr) -> RowSources:
    """What the rows of a compiled query come from."""
    return _least(_of(query, {}))


def _of(query: exp.Expr, named: Mapping[str, RowSources]) -> Iterable[frozenset[str]]:
    if isinstance(query, exp.Subquery):
        return _of(query.this, named)
    for cte in query.args["with_"].expressions if query.args.get("with_") else ():
        named = {**named, cte.alias: _least(_of(cte.this, named))}
    if isinstance(query, exp.Union):  # has rows where one of the two has
        one, other = (_least(_of(each, named)) for each in (query.this, query.expression))
        return (left | right for left, right in product(one, other))
    if isinstance(query, exp.Select) and not _counts_nothing_as_0(query):
        return (each for source in _needed(query) for each in _of_source(source, named))
    return NOTHING_KNOWN


def _of_source(source: exp.Expr, named: Mapping[str, RowSources]) -> Iterable[frozenset[str]]:
    if isinstance(source, exp.Table):
        return named.get(source.name, frozenset({frozenset({source.name})}))
    return _of(source, named)


def _needed(select: exp.Select) -> Iterator[exp.Expr]:
    """What every row of a SELECT takes a row from: what it starts at and joins, and what it asks to exist."""
    joins = select.args.get("joins") or ()
    if select.args.get("from_") and not any(join.side in ("RIGHT", "FULL") for join in joins):
        yield select.args["from_"].this
        yield from (join.this for join in joins if not join.side and join.kind in ("", "INNER", "CROSS"))
    where = select.args.get("where")
    conditions = where.this.flatten() if where and isinstance(where.this, exp.And) else [where.this] if where else []
    yield from (each.this for each in conditions if isinstance(each, exp.Exists))


def _counts_nothing_as_0(select: exp.Select) -> bool:
    """Whether it is an aggregate over all rows, which has one row even of none."""
    if select.args.get("group"):
        return False
    listed = [*select.expressions, *([select.args["having"]] if select.args.get("having") else [])]
    nodes = (
        node for each in listed for node in each.walk(prune=lambda node: isinstance(node, (exp.Window, exp.Query)))
    )
    return any(isinstance(node, (exp.AggFunc, exp.Anonymous)) for node in nodes)


def _least(sets: Iterable[frozenset[str]]) -> RowSources:
    """The smallest of the sets, without those that hold another one."""
    least: list[frozenset[str]] = []
    for each in sorted(set(sets), key=lambda one: (len(one), sorted(one))):
        if len(least) < MOST and not any(smaller <= each for smaller in least):
            least.append(each)
    return frozenset(least)
