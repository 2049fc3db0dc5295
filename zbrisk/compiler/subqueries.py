"""Subqueries in expressions, the evidence that they hold, and the rows that a whole query looks at."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from zbrisk.compiler.aggregates import is_aggregate
from zbrisk.compiler.compilation import Compilation
from zbrisk.compiler.scope import Scope, column, number
from zbrisk.compiler.sources import FromClause, joined_by
from zbrisk.compiler.types import PREDICATE, Type

__all__ = ["SubqueryCompiler", "as_column", "gathered"]


class SubqueryCompiler:
    """EXISTS, IN (select ...) and (select count(*) ...), each tied to the row outside.

    Args:
        of: The file.
        from_clause: Who compiles their sources.
    """

    def __init__(self, of: Compilation, from_clause: FromClause) -> None:
        self.of = of
        self.from_clause = from_clause

    def exists_subquery(self, outer: Scope) -> Callable[[exp.Exists], tuple[exp.Expr, Type]]:
        """The handler of EXISTS under a scope."""

        def compile_(node: exp.Exists) -> tuple[exp.Expr, Type]:
            select = self._inner_select(node.this)
            inner, scope = self._inner(select, outer)
            inner.set("expressions", [number(1)])
            self._keep_inner_evidence(inner, scope, outer)
            return exp.Exists(this=inner), PREDICATE

        return compile_

    def in_subquery(self, outer: Scope) -> Callable[[exp.In], tuple[exp.Expr, Type]]:
        """The handler of IN (select ...): an EXISTS with one equality more."""

        def compile_(node: exp.In) -> tuple[exp.Expr, Type]:
            select = self._inner_select(node.args["query"])
            if len(select.expressions) != 1 or is_aggregate(select.expressions[0]):
                raise self.of.fail(node, "IN (select ...) takes one plain column.", "Write EXISTS.")
            chosen = select.expressions[0].unalias()
            equal = exp.EQ(this=node.this.copy(), expression=chosen.copy())
            where = select.args.get("where")
            joined = select.copy()
            joined.set("where", exp.Where(this=exp.And(this=equal, expression=where.this.copy()) if where else equal))
            inner, scope = self._inner(joined, outer)
            inner.set("expressions", [number(1)])
            self._keep_inner_evidence(inner, scope, outer)
            return exp.Exists(this=inner), PREDICATE

        return compile_

    def scalar_subquery(self, outer: Scope) -> Callable[[exp.Subquery], tuple[exp.Expr, Type]]:
        """The handler of (select count(*) ...) as a value."""

        def compile_(node: exp.Subquery) -> tuple[exp.Expr, Type]:
            select = self._inner_select(node)
            if len(select.expressions) != 1 or not is_aggregate(select.expressions[0]):
                raise self.of.fail(
                    node, "A subquery as a value is one count, sum, min or max.", "Join the table instead."
                )
            inner, scope = self._inner(select, outer)
            value, kind = self.from_clause.selects.expressions(scope).value(select.expressions[0].unalias())
            inner.set("expressions", [as_column(value, "_value")])
            self._keep_inner_evidence(inner, scope, outer)
            return exp.Subquery(this=inner), kind

        return compile_

    def _inner_select(self, node: exp.Expr) -> exp.Select:
        select = node.unnest() if isinstance(node, (exp.Subquery, exp.Paren)) else node
        if not isinstance(select, exp.Select):
            raise self.of.fail(node, "A subquery here is one plain SELECT.", "Put the UNION in a CTE or a view.")
        for part in ("group", "having", "distinct"):
            if select.args.get(part):
                raise self.of.fail(select, f"{part.upper()} is not allowed in a subquery here.", "Put it in a CTE.")
        return select

    def _inner(self, select: exp.Select, outer: Scope) -> tuple[exp.Select, Scope]:
        scope = Scope(outer=outer, anchor=outer.anchor)
        from_ = select.args.get("from_")
        if from_ is None:
            raise self.of.fail(select, "A SELECT needs FROM.", "Name a table or view.")
        source, written = self.from_clause.source(from_.this, scope)
        scope.sources[source.alias] = source
        if source.relation.kind == "calendar":
            raise self.of.fail(from_, "A subquery cannot start at the calendar.", "Join it to a table by a day.")
        is_case = source.relation.kind == "case"
        if is_case:
            self.of.check_grain(from_, source.relation)
        new = exp.Select()
        new.set("from_", exp.From(this=written))
        where = select.args.get("where")
        if where is None and not is_case:
            raise self.of.fail(
                select,
                f"There is no join path to {source.relation.name}.",
                "Tie it to the row outside by an equality of ids.",
            )
        new.set("joins", [self.from_clause.join(join, scope) for join in select.args.get("joins") or ()])
        # EXISTS, counts and their like turn a missing row into a statement about the row outside
        self.of.require_complete(*scope.sources.values())
        moment = exp.EQ(this=column(source.alias, "_moment"), expression=column(outer.anchor, "_moment"))
        conditions = [moment if is_case else scope.cut(source.alias)]
        if where is not None:
            conditions = [*self.from_clause.conditions(where.this, source, scope, needs_path=not is_case), *conditions]
        scope.reached.insert(0, joined_by(written, "", conditions))
        self.of.inner_scopes.append(scope)
        new.set("where", exp.Where(this=exp.and_(*conditions, copy=False)))
        return new, scope

    def take_note(self, scope: Scope) -> None:
        """Queries for the names of all rows that this SELECT and the subqueries in it looked at.

        They join as the SELECT does but filter nothing, for a row that NOT EXISTS found, or that WHERE dropped, is
        needed too.
        """
        # WHERE is left out: a row that was looked at and dropped is as much needed to drop it again
        for each in (scope, *self.of.inner_scopes):
            names = [s.evidence for s in each.sources.values() if s.relation.kind in ("table", "plain")]
            if not names or not self.of.evidence:
                continue
            start, *joins = [node.copy() for node in _chain(each)]
            select = exp.Select(expressions=[as_column(name, f"_row{i}") for i, name in enumerate(names)])
            select.set("distinct", exp.Distinct())
            select.set("from_", start)
            select.set("joins", joins)
            if self.of.ctes:
                select.set("with_", exp.With(expressions=[cte.copy() for cte in self.of.ctes]))
            self.of.rows_read.append(select)
        self.of.inner_scopes.clear()

    def _keep_inner_evidence(self, inner: exp.Select, scope: Scope, outer: Scope) -> None:
        """Rows that made an EXISTS true, or went into a number, are evidence of the row outside."""
        # under NOT the rows found are those that keep the row outside away: they prove nothing of it
        if not self.of.evidence or outer.outer is not None or outer.negated:
            return
        named = inner.copy()
        named.set("expressions", [as_column(gathered(self.row_names(scope, False)), "_value")])
        outer.inner_evidence.append(or_empty(exp.Subquery(this=named)))

    def row_names(self, scope: Scope, aggregated: bool) -> exp.Expr:
        """The text that names the rows behind a row of this SELECT."""
        parts: list[exp.Expr] = [or_empty(source.evidence) for source in scope.sources.values()]
        if not aggregated:
            parts += scope.inner_evidence
        text = parts[0]
        for part in parts[1:]:
            text = exp.DPipe(this=text, expression=part)
        return gathered(text) if aggregated else text


def _chain(scope: Scope) -> list[exp.Expr]:
    """FROM and JOINs of a scope, those of the scopes around it first."""
    return [*(_chain(scope.outer) if scope.outer else ()), *scope.reached]


def as_column(node: exp.Expr, name: str) -> exp.Expr:
    """A column of a SELECT."""
    return exp.alias_(node, name, copy=False)


def gathered(text: exp.Expr) -> exp.Expr:
    """The evidence texts of many rows as one."""
    return exp.GroupConcat(this=text, separator=exp.Literal.string(""))


def or_empty(text: exp.Expr) -> exp.Expr:
    """A text, empty where a left join found no row."""
    return exp.Coalesce(this=text, expressions=[exp.Literal.string("")])
