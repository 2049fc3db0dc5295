"""Literals, conditions and choices: flags and money turned into integers, types checked."""

from __future__ import annotations

from sqlglot import exp

from zbrisk.compiler.scope import number
from zbrisk.compiler.typed import ExpressionCompiler, Handlers, Typed
from zbrisk.compiler.types import FLAG, INT, NULL, PREDICATE, RATIO, TEXT

__all__ = ["HANDLERS"]

LONG_CHAIN = 20
COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)


def _literal(of: ExpressionCompiler, node: exp.Expr) -> Typed:
    if isinstance(node, exp.Null):
        return exp.Null(), NULL
    if isinstance(node, exp.Boolean):
        return number(1 if node.this else 0), FLAG
    if node.args["is_string"]:
        return node.copy(), TEXT
    if node.name.isdigit():
        return node.copy(), INT
    return exp.cast(node.copy(), "double"), RATIO


def _paren(of: ExpressionCompiler, node: exp.Paren) -> Typed:
    new, kind = of.any(node.this)
    return exp.Paren(this=new), kind


def _logic(of: ExpressionCompiler, node: exp.Expr) -> Typed:
    if isinstance(node, exp.Not):
        if isinstance(node.this, exp.In) and node.this.args.get("query"):
            raise of.fail(node, "NOT IN (select ...) goes wrong where a value is null.", "Write NOT EXISTS.")
        of.scope.negated += 1
        inner = of.condition(node.this)
        of.scope.negated -= 1
        return exp.Not(this=exp.Paren(this=inner)), PREDICATE
    links = list(node.flatten(unnest=False))
    if len(links) > LONG_CHAIN:  # hundreds of codes or courts: one level, and not hundreds
        joined = exp.and_ if isinstance(node, exp.And) else exp.or_
        return joined(*(of.condition(link) for link in links), copy=False), PREDICATE
    sides = [of.condition(side) for side in (node.this, node.expression)]
    sides = [exp.Paren(this=s) if isinstance(s, exp.Or) else s for s in sides]
    return type(node)(this=sides[0], expression=sides[1]), PREDICATE


def _comparison(of: ExpressionCompiler, node: exp.Expr) -> Typed:
    left, right = of.pair(node, node.this, node.expression)
    return type(node)(this=left, expression=right), PREDICATE


def _is(of: ExpressionCompiler, node: exp.Is) -> Typed:
    if isinstance(node.expression, exp.Null):
        return exp.Is(this=of.value(node.this)[0], expression=exp.Null()), PREDICATE
    if not isinstance(node.expression, exp.Boolean):
        raise of.fail(node, "IS stands only before NULL, TRUE or FALSE.", "Write `=`.")
    new, kind = of.value(node.this)
    if kind.kind not in ("bool", "null"):
        raise of.fail(node, f"IS TRUE needs a flag, and this is {kind}.", "Compare it with something.")
    # IS TRUE of null is false: the coalesce gives null the value that the comparison does not ask for
    kept = exp.Coalesce(this=new, expressions=[number(1 - int(node.expression.this))])
    return exp.EQ(this=kept, expression=number(int(node.expression.this))), PREDICATE


def _between(of: ExpressionCompiler, node: exp.Between) -> Typed:
    low, high = node.args["low"], node.args["high"]
    lower = of.pair(node, node.this, low)
    upper = of.pair(node, node.this, high)
    both = exp.And(
        this=exp.GTE(this=lower[0], expression=lower[1]), expression=exp.LTE(this=upper[0], expression=upper[1])
    )
    return exp.Paren(this=both), PREDICATE


def _in(of: ExpressionCompiler, node: exp.In) -> Typed:
    if node.args.get("query"):
        return of.subqueries.in_subquery(of.scope)(node)
    values = [of.pair(node, node.this, each) for each in node.expressions]
    if not values:
        raise of.fail(node, "IN needs a list of values or a SELECT.", "Write `x in ('a', 'b')`.")
    return exp.In(this=values[0][0], expressions=[right for _, right in values]), PREDICATE


def _exists(of: ExpressionCompiler, node: exp.Exists) -> Typed:
    return of.subqueries.exists_subquery(of.scope)(node)


def _like(of: ExpressionCompiler, node: exp.Like) -> Typed:
    text, kind = of.value(node.this)
    pattern, _ = of.value(node.expression)
    if kind.kind not in ("str", "code") or not isinstance(node.expression, exp.Literal):
        raise of.fail(node, f"LIKE compares a text column with a pattern, and this is {kind}.", "Write `x like 'a%'`.")
    like = exp.Like(this=text, expression=pattern)
    return (exp.Not(this=exp.Paren(this=like)) if node.args.get("negate") else like), PREDICATE


def _case(of: ExpressionCompiler, node: exp.Case) -> Typed:
    subject = node.this
    tests = [
        b.this if subject is None else exp.EQ(this=subject.copy(), expression=b.this.copy()) for b in node.args["ifs"]
    ]
    conditions = [of.condition(test) for test in tests]
    results = [branch.args["true"] for branch in node.args["ifs"]]
    default = node.args.get("default")
    values, kind = of.same(node, [*results, *([default] if default is not None else [])])
    ifs = [exp.If(this=c, true=v) for c, v in zip(conditions, values, strict=False)]
    return exp.Case(ifs=ifs, default=values[-1] if default is not None else None), kind


def _choice(of: ExpressionCompiler, node: exp.Expr) -> Typed:
    values, kind = of.same(node, [node.this, *node.expressions])
    if not isinstance(node, exp.Coalesce) and kind.kind not in ("int", "ratio", "money", "date", "ts", "null"):
        raise of.fail(node, f"greatest and least compare numbers or days, and this is {kind}.", "")
    new = type(node)(this=values[0], expressions=values[1:])
    if not isinstance(node, exp.Coalesce):
        new.set("ignore_nulls", True)
    return new, kind


def _nullif(of: ExpressionCompiler, node: exp.Nullif) -> Typed:
    (left, right), kind = of.same(node, (node.this, node.expression))
    return exp.Nullif(this=left, expression=right), kind


def _scalar(of: ExpressionCompiler, node: exp.Subquery) -> Typed:
    return of.subqueries.scalar_subquery(of.scope)(node)


HANDLERS: Handlers = {
    exp.Literal: _literal,
    exp.Boolean: _literal,
    exp.Null: _literal,
    exp.Paren: _paren,
    exp.And: _logic,
    exp.Or: _logic,
    exp.Not: _logic,
    **dict.fromkeys(COMPARISONS, _comparison),
    exp.Is: _is,
    exp.Between: _between,
    exp.In: _in,
    exp.Exists: _exists,
    exp.Like: _like,
    exp.Case: _case,
    exp.Coalesce: _choice,
    exp.Greatest: _choice,
    exp.Least: _choice,
    exp.Nullif: _nullif,
    exp.Subquery: _scalar,
}
