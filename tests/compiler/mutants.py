"""Compilers with one mistake each: what the property tests are there to catch.

Most are changes of the compiled SQL, made on its syntax tree, so that they hang on nothing in how the compiler works.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import sqlglot
from sqlglot import exp

from zbrisk.compiler.compiled import Program, Sql
from zbrisk.contract import Contract

Tree = exp.Expression
Change = Callable[[Tree], Tree]
MEASURING = (
    "w",
    "r",
    "s",
    "_base",
)  # aliases of the measuring queries, whose equality of moments is no join of relations


def mutated(program: Program, change: Change, *, this_case: bool = False) -> Program:
    """The program with a change made to every node of its DuckDB statements, or of `this_case` alone."""

    def again(sql: Sql) -> Sql:
        tree = sqlglot.parse_one(sql["duckdb"], dialect="duckdb").transform(change)
        return {**sql, "duckdb": tree.sql("duckdb")}

    if this_case:
        return replace(program, this_case=replace(program.this_case, sql=again(program.this_case.sql)))
    return replace(
        program,
        views=tuple(replace(view, sql=again(view.sql)) for view in program.views),
        signals=tuple(replace(signal, sql=again(signal.sql)) for signal in program.signals),
    )


def is_column(node: object, *names: str) -> bool:
    return isinstance(node, exp.Column) and node.name in names


def is_cut(node: object) -> bool:
    """Whether a node is `_known_from < _as_of and _known_until >= _as_of`."""
    inner = node.this if isinstance(node, exp.Paren) else node
    return isinstance(inner, exp.And) and isinstance(inner.this, exp.LT) and is_column(inner.this.this, "_known_from")


def known_on_the_day_itself(node: Tree) -> Tree:
    if isinstance(node, exp.LT) and is_column(node.this, "_known_from"):
        return exp.LTE(this=node.this, expression=node.expression)
    return node


def versions_never_end(node: Tree) -> Tree:
    return exp.true() if isinstance(node, exp.GTE) and is_column(node.this, "_known_until") else node


def versions_end_a_day_early(node: Tree) -> Tree:
    if isinstance(node, exp.GTE) and is_column(node.this, "_known_until"):
        return exp.GT(this=node.this, expression=node.expression)
    return node


def left_joins_are_cut_in_where(node: Tree) -> Tree:
    if not isinstance(node, exp.Select):
        return node
    for join in node.args.get("joins") or ():
        if join.side == "LEFT":
            for cut in [each for each in join.args["on"].walk() if is_cut(each)][:1]:
                node = node.where(cut.copy(), copy=False)
                cut.replace(exp.true())
    return node


def left_joins_are_inner(node: Tree) -> Tree:
    if isinstance(node, exp.Join) and node.side == "LEFT":
        node.set("side", None)
    return node


def later_facts_are_shown(node: Tree) -> Tree:
    ifs = node.args.get("ifs") if isinstance(node, exp.Case) else None
    if ifs and len(ifs) == 1 and not node.args.get("default"):
        condition = ifs[0].this
        if isinstance(condition, exp.LT) and is_column(condition.expression, "_as_of"):
            value: Tree = ifs[0].args["true"]
            return value
    return node


def subqueries_are_not_cut(node: Tree) -> Tree:
    if is_cut(node) and node.find_ancestor(exp.Exists, exp.Subquery, exp.Select) is not None:
        select = node.find_ancestor(exp.Select)
        holder = select.parent if select else None
        if isinstance(holder, exp.Exists) or (isinstance(holder, exp.Subquery) and not holder.alias):
            return exp.true()
    return node


def days_are_joined_and_not_moments(node: Tree) -> Tree:
    if isinstance(node, exp.EQ) and is_column(node.this, "_moment") and is_column(node.expression, "_moment"):
        sides = (node.this.table, node.expression.table)
        if not any(side in MEASURING or side.startswith("_seen") for side in sides):
            one, other = (exp.column("_as_of", table=side) for side in sides)
            return exp.EQ(this=one, expression=other)
    return node


def partitions_lack_the_moment(node: Tree) -> Tree:
    if isinstance(node, exp.Window) and node.args.get("partition_by"):
        node.set("partition_by", [each for each in node.args["partition_by"] if not is_column(each, "_moment")])
    return node


def distinct_is_lost(node: Tree) -> Tree:
    if isinstance(node, exp.Select) and node.args.get("distinct"):
        node.set("distinct", None)
    return node


def union_keeps_repeats(node: Tree) -> Tree:
    if isinstance(node, exp.Union):
        node.set("distinct", False)
    return node


def windows_hold_their_end(node: Tree) -> Tree:
    if isinstance(node, exp.LT) and isinstance(node.expression, exp.Column) and node.expression.name.startswith("_hi"):
        return exp.LTE(this=node.this, expression=node.expression)
    return node


def windows_lack_their_first_day(node: Tree) -> Tree:
    if isinstance(node, exp.GTE) and isinstance(node.expression, exp.Column) and node.expression.name.startswith("_lo"):
        return exp.GT(this=node.this, expression=node.expression)
    return node


def anti_joins_are_joins(node: Tree) -> Tree:
    return node.this if isinstance(node, exp.Not) and isinstance(node.this.unnest(), exp.Exists) else node


STATEMENTS: tuple[Change, ...] = (
    known_on_the_day_itself,
    versions_never_end,
    versions_end_a_day_early,
    left_joins_are_cut_in_where,
    left_joins_are_inner,
    later_facts_are_shown,
    subqueries_are_not_cut,
    days_are_joined_and_not_moments,
    partitions_lack_the_moment,
    distinct_is_lost,
    union_keeps_repeats,
    windows_hold_their_end,
    windows_lack_their_first_day,
    anti_joins_are_joins,
)


def without_parents(contract: Contract) -> Contract:
    """Suits and agents count always, not only from the day that their case was known."""
    tables = {
        name: replace(table, parent=None) if name in ("suits", "case_agents") else table
        for name, table in contract.tables.items()
    }
    return replace(contract, tables=tables)


def without_delay(contract: Contract) -> Contract:
    """A month's wages count from its first day."""
    tables = {
        name: replace(table, known_at=replace(table.known_at, plus_months=0)) for name, table in contract.tables.items()
    }
    return replace(contract, tables=tables)
