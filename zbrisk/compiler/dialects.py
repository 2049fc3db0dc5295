"""Compiled trees as text for each engine."""

from __future__ import annotations

from sqlglot import exp

__all__ = ["DIALECTS", "in_all_dialects", "written"]

DIALECTS = ("duckdb", "sqlite", "spark")


def written(tree: exp.Query, dialect: str, *, pretty: bool = False) -> str:
    """One query's text.

    SQLite reorders inner joins by guesses that know nothing of our one-row moments; CROSS JOIN makes it keep the
    written order, which is the road from the case outwards.
    """
    if dialect == "sqlite":
        tree = tree.copy()
        for join in tree.find_all(exp.Join):
            if not join.side:
                join.set("kind", "CROSS")
    return tree.sql(dialect=dialect, pretty=pretty)


def in_all_dialects(tree: exp.Query) -> dict[str, str]:
    """One query's text for every engine."""
    return {dialect: written(tree, dialect) for dialect in DIALECTS}
