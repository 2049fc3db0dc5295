"""By which ids the rows of tables are reached, as queries: by them one can follow what a case looks at, and no more.

A compiled query starts at a relation of the case and joins one table after the other, each by an equality of ids.
What stands before a join gives the ids by which the next table is reached.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlglot import exp

from zbrisk.compiler.dialects import to_sql
from zbrisk.compiler.lookups import conjuncts
from zbrisk.compiler.relation import JoinPath

__all__ = ["Reach", "reaches_in"]


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Rows of `table` whose `column` is one of the values that `sql` gives, on SQLite; all rows where it is empty."""

    table: str
    column: str = ""
    sql: str = ""


def reaches_in(rows_read: Iterable[exp.Query], paths: Iterable[JoinPath]) -> tuple[Reach, ...]:
    """What is reached by queries for the rows that were looked at, each after those that it hangs on.

    Args:
        rows_read: The queries: FROM and JOINs, without WHERE.
        paths: The join paths of the same relation; what they name has an index.
    """
    indexed = {(path.table, path.column) for path in paths}
    found = (reach for tree in rows_read for reach in _of(tree, indexed))
    return tuple(dict.fromkeys(found))


def _of(tree: exp.Query, indexed: Collection[tuple[str, str]]) -> Iterator[Reach]:
    joins = tree.args.get("joins") or ()
    with_ = tree.args.get("with_")
    made = {cte.alias for cte in with_.expressions} if with_ else set()
    for place, join in enumerate(joins):
        if not isinstance(join.this, exp.Table) or join.this.name in made:
            continue
        table, alias = join.this.name, join.this.alias_or_name
        parts = conjuncts(join.args["on"]) if join.args.get("on") else ()
        ties = [tie for part in parts for tie in _ties(part, alias, joins[place + 1 :])]
        ties.sort(key=lambda tie: (table, tie[0]) not in indexed)
        yield (
            Reach(table=table, column=ties[0][0], sql=_before(tree, place, ties[0][1])) if ties else Reach(table=table)
        )


def _ties(part: exp.Expr, alias: str, later: Iterable[exp.Join]) -> Iterator[tuple[str, exp.Column]]:
    """A column of `alias`, and the column of something that stands before it which it equals."""
    if not isinstance(part, exp.EQ) or not all(isinstance(side, exp.Column) for side in (part.this, part.expression)):
        return
    unknown = {alias, *(join.this.alias_or_name for join in later)}
    for mine, other in ((part.this, part.expression), (part.expression, part.this)):
        if mine.table == alias and other.table not in unknown:
            yield mine.name, other


def _before(tree: exp.Query, place: int, value: exp.Column) -> str:
    """The query for the values of a column of what stands before a join."""
    joins = [join.copy() for join in tree.args["joins"][:place]]
    known = {source.this.alias_or_name for source in (tree.args["from_"], *joins)}
    for join in joins:
        # what is asked of tables that are joined only later cannot be asked yet
        parts = [part for part in conjuncts(join.args.get("on") or exp.true()) if _speaks_of(part) <= known]
        join.set("on", exp.and_(*parts) if parts else exp.true())
    query = exp.Select(expressions=[exp.alias_(value.copy(), "_value")], distinct=exp.Distinct())
    query.set("from_", tree.args["from_"].copy())
    query.set("joins", joins)
    if tree.args.get("with_"):
        query.set("with_", tree.args["with_"].copy())
    return to_sql(query, "sqlite")


def _speaks_of(part: exp.Expr) -> set[str]:
    return {column.table for column in part.find_all(exp.Column)}
