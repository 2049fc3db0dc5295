"""A signal's compiled SQL as one query that a person can read, and an engine run."""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from zbrisk.compiler.compiled import Grain, Program
from zbrisk.signals.window import UNBOUNDED, Window

__all__ = ["signal_query"]


def signal_query(program: Program, dialect: str, key: str) -> str:
    """The WITH query of a program of one signal: moments, this_case, views, measures.

    zbrisk keeps the steps as tables and fills in a whole cohort of moments; the query has one moment. Its
    `as_of` and the case are parameters, and so are the days of each window, which zbrisk works out in calendar months.

    Args:
        program: A program with one signal.
        dialect: duckdb, sqlite or spark.
        key: The cohort's key, such as case_id.
    """
    signal = program.signals[0]
    steps: dict[str, exp.Query] = {"this_moment": _moment(key)}
    steps["this_case"] = _parsed(program.this_case.sql[dialect], dialect)
    steps["moments"] = _windows(program.windows, exp.to_identifier("this_case"))
    for view in program.views:
        steps[view.name] = _parsed(view.sql[dialect], dialect)
    if signal.grain.through:
        steps[signal.grain.relation] = _parties(signal.grain)
        steps[signal.grain.moments] = _windows(program.windows, exp.to_identifier(signal.grain.relation))
    query = _parsed(signal.sql[dialect], dialect)
    own = query.args.get("with_")
    ctes = [_cte(name, step) for name, step in steps.items()]
    query.set("with_", exp.With(expressions=[*ctes, *(own.expressions if own else [])]))
    return query.sql(dialect=dialect, pretty=True) + "\n"


def _parsed(sql: str, dialect: str) -> exp.Query:
    query = sqlglot.parse_one(sql, dialect=dialect)
    assert isinstance(query, exp.Query)
    return query


def _cte(name: str, query: exp.Query) -> exp.CTE:
    return exp.CTE(this=query, alias=exp.TableAlias(this=exp.to_identifier(name)))


def _moment(key: str) -> exp.Select:
    number = exp.cast(exp.Literal.number(0), "bigint")
    return exp.select(exp.alias_(number, "_moment"), _parameter("as_of", "_as_of"), _parameter(key, key))


def _parties(grain: Grain) -> exp.Select:
    """The parties of the case, each a moment of its own."""
    number = exp.Window(
        this=exp.RowNumber(),
        order=exp.Order(expressions=[exp.Ordered(this=exp.column(grain.column), nulls_first=False)]),
    )
    distinct = exp.select("_as_of", grain.column).distinct().from_(grain.through)
    distinct = distinct.where(exp.column(grain.column).is_(exp.null()).not_())
    return exp.select(exp.alias_(number - exp.Literal.number(1), "_moment"), "_as_of", grain.column).from_(
        distinct.subquery("each")
    )


def _windows(windows: tuple[Window, ...], start: exp.Identifier) -> exp.Select:
    """The first day and the end of each window, by its place, as the measures name them."""
    columns: list[exp.Expr] = [exp.column("_moment")]
    for place, window in enumerate(windows):
        low: exp.Expr = exp.Literal.number(UNBOUNDED)
        if window.start is not None:
            low = exp.Placeholder(this=f"{_name(window)}_from")
        columns += [exp.alias_(low, f"_lo{place}"), _end(window, place)]
    return exp.select(*columns).from_(exp.Table(this=start))


def _end(window: Window, place: int) -> exp.Expr:
    end = exp.column("_as_of") if window.trailing else exp.Placeholder(this=f"{_name(window)}_to")
    return exp.alias_(end, f"_hi{place}")


def _name(window: Window) -> str:
    return f"w_{window.name}"


def _parameter(name: str, alias: str) -> exp.Expr:
    return exp.alias_(exp.Placeholder(this=name), alias)
