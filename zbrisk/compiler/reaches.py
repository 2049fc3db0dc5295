"""By which ids the rows of tables are reached, as queries: by them one can follow what a case looks at, and no more.

A compiled query starts at a relation of the case and joins one table after the other, each by an equality of ids.
What stands before a join gives the ids by which the next table is reached.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlglot import exp

from zbrisk.compiler.dialects import to_sql
from zbrisk.compiler.lookups import conjuncts
from zbrisk.compiler.relation import JoinPath

__all__ = ["FOLLOWED", "Reach", "Reaches", "reaches_in"]

FOLLOWED = ("duckdb", "sqlite")  # where one follows what cases look at: many of them, or one


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Rows of `table` whose `column` is one of the values that `sql` gives; all rows where it is empty."""

    table: str
    column: str = ""
    sql: str = ""


Reaches = Mapping[str, tuple[Reach, ...]]  # dialect to what is reached


def reaches_in(
    rows_read: Iterable[exp.Query], paths: Iterable[JoinPath], dialects: Collection[str] = FOLLOWED
) -> Reaches:
    """What is reached by queries for the rows that were looked at, each after those that it hangs on.

    Args:
        rows_read: The queries: FROM and JOINs, without WHERE.
        paths: The join paths of the same relation; what they name has an index.
        dialects: In whose SQL.
    """
    indexed = {(path.table, path.column) for path in paths}
    found = [reached for tree in rows_read for reached in _of(tree, indexed)]
    return {
        dialect: tuple(dict.fromkeys(_reach(table, column, tree, dialect) for table, column, tree in found))
        for dialect in dialects
    }


def _reach(table: str, column: str, tree: exp.Query | None, dialect: str) -> Reach:
    return Reach(table=table, column=column, sql=to_sql(tree, dialect) if tree else "")


def _of(tree: exp.Query, indexed: Collection[tuple[str, str]]) -> Iterator[tuple[str, str, exp.Query | None]]:
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
        yield (table, ties[0][0], _before(tree, place, ties[0][1])) if ties else (table, "", None)


def _ties(part: exp.Expr, alias: str, later: Iterable[exp.Join]) -> Iterator[tuple[str, exp.Column]]:
    """A column of `alias`, and the column of something that stands before it which it equals."""
    if not isinstance(part, exp.EQ) or not all(isinstance(side, exp.Column) for side in (part.this, part.expression)):
        return
    unknown = {alias, *(join.this.alias_or_name for join in later)}
    for mine, other in ((part.this, part.expression), (part.expression, part.this)):
        if mine.table == alias and other.table not in unknown:
            yield mine.name, other


def _before(tree: exp.Query, place: int, value: exp.Column) -> exp.Query:
    """The query for the values of a column of what stands before a join."""
    first, steps = tree.args["from_"].this, tree.args.get("with_")
    made = {cte.alias for cte in steps.expressions} if steps else set()
    if not place and isinstance(first, exp.Table) and first.name not in made:
        alone = exp.alias_(exp.column(value.name, first.name), "_value")  # one text, whatever its alias was
        return exp.Select(expressions=[alone], distinct=exp.Distinct()).from_(exp.to_table(first.name))
    joins = [join.copy() for join in tree.args["joins"][:place]]
    known = {source.this.alias_or_name for source in (tree.args["from_"], *joins)}
    for join in joins:
        # what is asked of tables that are joined only later cannot be asked yet
        parts = [part for part in conjuncts(join.args.get("on") or exp.true()) if _speaks_of(part) <= known]
        join.set("on", exp.and_(*parts) if parts else exp.true())
    query = exp.Select(expressions=[exp.alias_(value.copy(), "_value")], distinct=exp.Distinct())
    query.set("from_", tree.args["from_"].copy())
    query.set("joins", _leading_to(value, joins))
    if steps and (read := _read_by(query, steps)):
        query.set("with_", exp.With(expressions=[_without_evidence(step.copy()) for step in read]))
    return query


def _leading_to(value: exp.Column, joins: Iterable[exp.Join]) -> list[exp.Join]:
    """The joins that matter for a value: a LEFT JOIN that nothing speaks of takes no row away and gives none anew."""
    kept: list[exp.Join] = []
    spoken_of = {value.table}
    for join in reversed(list(joins)):
        if join.side != "LEFT" or join.this.alias_or_name in spoken_of:
            spoken_of |= _speaks_of(join)
            kept.insert(0, join)
    return kept


def _read_by(query: exp.Query, steps: exp.With) -> list[exp.CTE]:
    """The steps that a query reads, itself or by another step; the others would only make it wait."""
    read = _names(query)
    kept: list[exp.CTE] = []
    for step in reversed(steps.expressions):
        if step.alias in read:
            read |= _names(step)
            kept.insert(0, step)
    return kept


def _names(tree: exp.Expr) -> set[str]:
    return {table.name for table in tree.find_all(exp.Table)}


def _without_evidence(step: exp.CTE) -> exp.CTE:
    """A step without the keys of rows, which nobody asks for here."""
    for select in step.find_all(exp.Select):
        select.set("expressions", [each for each in select.expressions if each.alias_or_name != "_evidence"])
    return step


def _speaks_of(part: exp.Expr) -> set[str]:
    return {column.table for column in part.find_all(exp.Column)}
