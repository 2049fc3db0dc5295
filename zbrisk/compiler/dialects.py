"""Compiled trees as text for each engine."""

from __future__ import annotations

from sqlglot import exp

__all__ = ["DIALECTS", "in_all_dialects", "to_sql"]

DIALECTS = ("duckdb", "sqlite", "spark")


def to_sql(tree: exp.Query, dialect: str, *, pretty: bool = False) -> str:
    """One query's text.

    SQLite reorders inner joins by guesses that know nothing of our one-row moments; CROSS JOIN makes it keep the
    written order, which is the join path from the case outwards.
    """
    tree = tree.copy()
    if dialect == "sqlite":
        for join in tree.find_all(exp.Join):
            # a LEFT JOIN is not reordered anyway, and must stay one
            if not join.side:
                join.set("kind", "CROSS")
    if dialect == "spark":
        for select in tree.find_all(exp.Select):
            _tie_in_where(select)
    return tree.sql(dialect=dialect, pretty=pretty, copy=False)


def _tie_in_where(select: exp.Select) -> None:
    """Spark looks for what ties a subquery to the row outside in its WHERE alone; of inner joins it may stand there."""
    joins = [join for join in select.args.get("joins") or () if join.args.get("on")]
    own = {source.this.alias_or_name for source in (select.args.get("from_"), *joins) if source}
    for join in (each for each in joins if not each.side):
        on = join.args["on"].unnest()
        parts = list(on.flatten()) if isinstance(on, exp.And) else [on]
        ties = [part for part in parts if any(column.table not in own for column in part.find_all(exp.Column))]
        if ties:
            rest = [part for part in parts if part not in ties] or [exp.true()]
            join.set("on", exp.and_(*rest, copy=False))
            select.where(*ties, copy=False)


def in_all_dialects(tree: exp.Query) -> dict[str, str]:
    """One query's text for every engine."""
    return {dialect: to_sql(tree, dialect) for dialect in DIALECTS}
