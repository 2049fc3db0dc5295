"""Expressions: names resolved, later facts masked, types checked, flags and money turned into integers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from sqlglot import exp

from zbrisk.compiler.aggregates import AGGREGATES, Aggregates
from zbrisk.compiler.arithmetic import Arithmetic
from zbrisk.compiler.scope import Scope, Source, column, number
from zbrisk.compiler.typed import SECONDS_A_DAY, Typed
from zbrisk.compiler.types import DATE, FLAG, INT, NULL, PREDICATE, RATIO, TEXT
from zbrisk.signals.signal_file import SignalFile

__all__ = ["Expressions"]

LONG_CHAIN = 20
COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)


class Subqueries(Protocol):
    """Who compiles the subqueries inside expressions."""

    def exists_subquery(self, outer: Scope) -> Callable[[exp.Exists], Typed]:
        """The handler of EXISTS under a scope."""

    def in_subquery(self, outer: Scope) -> Callable[[exp.In], Typed]:
        """The handler of IN (select ...)."""

    def scalar_subquery(self, outer: Scope) -> Callable[[exp.Subquery], Typed]:
        """The handler of a subquery as a value."""


class Expressions(Arithmetic, Aggregates):
    """Compiles every expression that a signal may use."""

    def __init__(self, scope: Scope, file: SignalFile, subqueries: Subqueries) -> None:
        super().__init__(file, scope)
        self.subqueries = subqueries

    def _any(self, node: exp.Expr) -> Typed:
        handler = _HANDLERS.get(type(node))
        if handler is None:
            raise self._fail(node, f"`{node.sql(dialect='duckdb')[:60]}` cannot stand here.", "See features/README.md.")
        return handler(self, node)

    # -- names ------------------------------------------------------------------------------------------------------

    def resolve(self, node: exp.Column) -> Source:
        """The source that a column name means.

        Raises:
            SignalError: It is unknown, ambiguous, hidden, or restricted.
        """
        name, alias = node.name, node.table
        if name.startswith("_") or name == "known_at":
            raise self._fail(node, f"{name} cannot be used.", "The compiler cuts by time itself; leave it out.")
        if node.args.get("db"):
            raise self._fail(node, f"`{node.sql()}` has too many parts.", "Write alias.column.")
        if alias:
            source = self.scope.source(alias)
            if source is None:
                raise self._fail(
                    node, f"{alias} is no alias that stands before this.", "Name a relation of FROM or JOIN."
                )
            if name in source.relation.restricted:
                why = source.relation.restricted[name]
                raise self._fail(
                    node, f"{alias}.{name} is restricted ({why}) and no part of a signal.", "Leave it out."
                )
            if name not in source.relation.columns:
                known = ", ".join(c for c in source.relation.columns if c not in source.relation.restricted)
                raise self._fail(node, f"{source.relation.name} has no column {name}.", f"It has {known}.")
            return source
        found = self.scope.having(name)
        if len(found) != 1:
            many = f"; it is in {', '.join(s.alias for s in found)}" if found else ""
            raise self._fail(
                node, f"The column {name} is {'ambiguous' if found else 'unknown'}{many}.", "Write alias.column."
            )
        if name in found[0].relation.restricted:
            raise self._fail(node, f"{name} is restricted and no part of a signal.", "Leave it out.")
        return found[0]

    def _column(self, node: exp.Column) -> Typed:
        source = self.resolve(node)
        reference = column(source.alias, node.name)
        kind = source.relation.columns[node.name]
        date = source.relation.facts.get(node.name)
        if date is None:
            return reference, kind
        scale = SECONDS_A_DAY if date in source.relation.fact_times else 1
        as_of: exp.Expr = self.scope.as_of
        if scale != 1:
            as_of = exp.Mul(this=as_of, expression=number(scale))
        known = exp.LT(this=column(source.alias, date), expression=as_of)
        return exp.Case(ifs=[exp.If(this=known, true=reference)]), kind

    # -- literals and logic -----------------------------------------------------------------------------------------

    def _literal(self, node: exp.Expr) -> Typed:
        if isinstance(node, exp.Null):
            return exp.Null(), NULL
        if isinstance(node, exp.Boolean):
            return number(1 if node.this else 0), FLAG
        if node.args["is_string"]:
            return node.copy(), TEXT
        if node.name.isdigit():
            return node.copy(), INT
        return exp.cast(node.copy(), "double"), RATIO

    def _paren(self, node: exp.Paren) -> Typed:
        new, kind = self._any(node.this)
        return exp.Paren(this=new), kind

    def _logic(self, node: exp.Expr) -> Typed:
        if isinstance(node, exp.Not):
            if isinstance(node.this, exp.In) and node.this.args.get("query"):
                raise self._fail(node, "NOT IN (select ...) goes wrong where a value is null.", "Write NOT EXISTS.")
            self.scope.negated += 1
            inner = self.condition(node.this)
            self.scope.negated -= 1
            return exp.Not(this=exp.Paren(this=inner)), PREDICATE
        links = list(node.flatten(unnest=False))
        if len(links) > LONG_CHAIN:  # hundreds of codes or courts: one level, and not hundreds
            joined = exp.and_ if isinstance(node, exp.And) else exp.or_
            return joined(*(self.condition(link) for link in links), copy=False), PREDICATE
        sides = [self.condition(side) for side in (node.this, node.expression)]
        sides = [exp.Paren(this=s) if isinstance(s, exp.Or) else s for s in sides]
        return type(node)(this=sides[0], expression=sides[1]), PREDICATE

    def _comparison(self, node: exp.Expr) -> Typed:
        left, right = self._pair(node, node.this, node.expression)
        return type(node)(this=left, expression=right), PREDICATE

    def _is(self, node: exp.Is) -> Typed:
        if isinstance(node.expression, exp.Null):
            return exp.Is(this=self.value(node.this)[0], expression=exp.Null()), PREDICATE
        if not isinstance(node.expression, exp.Boolean):
            raise self._fail(node, "IS stands only before NULL, TRUE or FALSE.", "Write `=`.")
        new, kind = self.value(node.this)
        if kind.kind not in ("bool", "null"):
            raise self._fail(node, f"IS TRUE needs a flag, and this is {kind}.", "Compare it with something.")
        kept = exp.Coalesce(this=new, expressions=[number(1 - int(node.expression.this))])
        return exp.EQ(this=kept, expression=number(int(node.expression.this))), PREDICATE

    def _between(self, node: exp.Between) -> Typed:
        low, high = node.args["low"], node.args["high"]
        lower = self._pair(node, node.this, low)
        upper = self._pair(node, node.this, high)
        both = exp.And(
            this=exp.GTE(this=lower[0], expression=lower[1]), expression=exp.LTE(this=upper[0], expression=upper[1])
        )
        return exp.Paren(this=both), PREDICATE

    def _in(self, node: exp.In) -> Typed:
        if node.args.get("query"):
            return self.subqueries.in_subquery(self.scope)(node)
        values = [self._pair(node, node.this, each) for each in node.expressions]
        if not values:
            raise self._fail(node, "IN needs a list of values or a SELECT.", "Write `x in ('a', 'b')`.")
        return exp.In(this=values[0][0], expressions=[right for _, right in values]), PREDICATE

    def _exists(self, node: exp.Exists) -> Typed:
        return self.subqueries.exists_subquery(self.scope)(node)

    def _like(self, node: exp.Like) -> Typed:
        text, kind = self.value(node.this)
        pattern, _ = self.value(node.expression)
        if kind.kind not in ("str", "code") or not isinstance(node.expression, exp.Literal):
            raise self._fail(
                node, f"LIKE compares a text column with a pattern, and this is {kind}.", "Write `x like 'a%'`."
            )
        like = exp.Like(this=text, expression=pattern)
        return (exp.Not(this=exp.Paren(this=like)) if node.args.get("negate") else like), PREDICATE

    # -- choices ----------------------------------------------------------------------------------------------------

    def _case(self, node: exp.Case) -> Typed:
        subject = node.this
        tests = [
            b.this if subject is None else exp.EQ(this=subject.copy(), expression=b.this.copy())
            for b in node.args["ifs"]
        ]
        conditions = [self.condition(test) for test in tests]
        results = [branch.args["true"] for branch in node.args["ifs"]]
        default = node.args.get("default")
        values, kind = self._same(node, [*results, *([default] if default is not None else [])])
        ifs = [exp.If(this=c, true=v) for c, v in zip(conditions, values, strict=False)]
        return exp.Case(ifs=ifs, default=values[-1] if default is not None else None), kind

    def _choice(self, node: exp.Expr) -> Typed:
        values, kind = self._same(node, [node.this, *node.expressions])
        if not isinstance(node, exp.Coalesce) and kind.kind not in ("int", "ratio", "money", "date", "ts", "null"):
            raise self._fail(node, f"greatest and least compare numbers or days, and this is {kind}.", "")
        new = type(node)(this=values[0], expressions=values[1:])
        if not isinstance(node, exp.Coalesce):
            new.set("ignore_nulls", True)
        return new, kind

    def _nullif(self, node: exp.Nullif) -> Typed:
        (left, right), kind = self._same(node, (node.this, node.expression))
        return exp.Nullif(this=left, expression=right), kind

    # -- days and subqueries ----------------------------------------------------------------------------------------

    def _today(self, node: exp.CurrentDate) -> Typed:
        return self.scope.as_of, DATE

    def _scalar(self, node: exp.Subquery) -> Typed:
        return self.subqueries.scalar_subquery(self.scope)(node)


# Forms are found by their own class and not by what it inherits from, as the list of allowed forms is: a form that
# sqlglot derives from another one tomorrow is refused until somebody has decided what it means.
_HANDLERS: dict[type[exp.Expr], Callable[[Expressions, Any], Typed]] = {
    form: handler
    for forms, handler in (
        ((exp.Column,), Expressions._column),
        ((exp.Literal, exp.Boolean, exp.Null), Expressions._literal),
        ((exp.Paren,), Expressions._paren),
        ((exp.And, exp.Or, exp.Not), Expressions._logic),
        (COMPARISONS, Expressions._comparison),
        ((exp.Is,), Expressions._is),
        ((exp.Between,), Expressions._between),
        ((exp.In,), Expressions._in),
        ((exp.Exists,), Expressions._exists),
        ((exp.Like,), Expressions._like),
        ((exp.Neg, exp.Abs), Expressions._sign),
        ((exp.Add, exp.Sub), Expressions._sum),
        ((exp.Mul,), Expressions._product),
        ((exp.Div,), Expressions._ratio),
        ((exp.Mod,), Expressions._remainder),
        ((exp.DPipe,), Expressions._joined),
        ((exp.Case,), Expressions._case),
        ((exp.Coalesce, exp.Greatest, exp.Least), Expressions._choice),
        ((exp.Nullif,), Expressions._nullif),
        ((exp.Length, exp.StrPosition), Expressions._text_number),
        ((exp.Substring,), Expressions._substring),
        ((exp.CurrentDate,), Expressions._today),
        ((exp.Day,), Expressions._day),
        (AGGREGATES, Expressions._aggregate),
        ((exp.Filter,), Expressions._filter),
        ((exp.Window,), Expressions._window),
        ((exp.Subquery,), Expressions._scalar),
    )
    for form in forms
}
