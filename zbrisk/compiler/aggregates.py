"""Aggregates and window functions, such that every engine gives the same."""

from __future__ import annotations

from sqlglot import exp

from zbrisk.compiler.scope import column
from zbrisk.compiler.typed import ExpressionCompiler, Handlers, Typed
from zbrisk.compiler.types import INT, Type

__all__ = ["AGGREGATES", "HANDLERS", "is_aggregate"]

AGGREGATES = (exp.Count, exp.Sum, exp.Min, exp.Max)


def _aggregate(of: ExpressionCompiler, node: exp.Expr) -> Typed:
    inner = node.this
    if isinstance(node, exp.Count):
        if isinstance(inner, exp.Star):
            return exp.Count(this=exp.Star()), INT
        if isinstance(inner, exp.Distinct):
            if len(inner.expressions) != 1:
                raise of.fail(node, "count(distinct ...) counts one column.", "Join the columns with ||.")
            return exp.Count(this=exp.Distinct(expressions=[of.value(inner.expressions[0])[0]])), INT
        return exp.Count(this=of.value(inner)[0]), INT
    if isinstance(inner, exp.Distinct) or node.expressions:
        raise of.fail(node, "Only count takes DISTINCT.", "")
    new, kind = of.value(inner)
    if isinstance(node, exp.Sum):
        if kind.kind not in ("int", "money", "bool") or not kind.whole:
            cure = "Sum whole numbers or money; ratios are formed last, by a measure."
            raise of.fail(node, f"{kind} cannot be summed.", cure)
        return exp.Sum(this=new), INT if kind.kind == "bool" else kind
    if kind.kind == "null":
        raise of.fail(node, "There is nothing to compare here.", "")
    return type(node)(this=new), kind


def _filter(of: ExpressionCompiler, node: exp.Filter) -> Typed:
    inner, kind = of.any(node.this)
    where = exp.Where(this=of.condition(node.expression.this))
    return exp.Filter(this=inner, expression=where), kind


def _window(of: ExpressionCompiler, node: exp.Window) -> Typed:
    if node.args.get("spec") or node.args.get("alias"):
        raise of.fail(node, "A frame (ROWS or RANGE ...) is not allowed.", "Leave it out.")
    order = node.args.get("order")
    inner, kind, ordered = _window_function(of, node.this)
    if ordered and order is None:
        raise of.fail(node, "This window function needs an order.", "Write ORDER BY inside OVER.")
    # moments share the relation: without the moment a row's place would depend on who else is asked for
    partition = [of.scope.moment, *(of.value(each)[0] for each in node.args.get("partition_by") or ())]
    terms = [_ordered(of, each) for each in (order.expressions if order else ())]
    # engines break ties as they like; row_number, lag and lead are only the same if nothing is left to break
    if ordered:
        terms += [exp.Ordered(this=each, nulls_first=False) for each in _tie_breakers(of)]
    new = exp.Window(
        this=inner, partition_by=partition, order=exp.Order(expressions=terms) if terms else None, over="OVER"
    )
    return new, kind


def _window_function(of: ExpressionCompiler, node: exp.Expr) -> tuple[exp.Expr, Type, bool]:
    if isinstance(node, exp.RowNumber):
        return exp.RowNumber(), INT, True
    if isinstance(node, exp.Rank):
        return exp.Rank(), INT, False
    if isinstance(node, (exp.Lag, exp.Lead)):
        new, kind = of.value(node.this)
        offset = node.args.get("offset")
        if offset is not None and not (isinstance(offset, exp.Literal) and offset.name.isdigit()):
            raise of.fail(node, "lag and lead take a number of rows.", "")
        if node.args.get("default") is not None:
            raise of.fail(node, "lag and lead take no default.", "Wrap them in coalesce.")
        return type(node)(this=new, offset=offset.copy() if offset is not None else None), kind, True
    inner, kind = of.any(node)
    return inner, kind, False


def _ordered(of: ExpressionCompiler, node: exp.Ordered) -> exp.Ordered:
    nulls_first = node.args.get("nulls_first") is True
    return exp.Ordered(this=of.value(node.this)[0], desc=bool(node.args.get("desc")), nulls_first=nulls_first)


def _tie_breakers(of: ExpressionCompiler) -> list[exp.Expr]:
    """Columns after which two rows that are still equal are the same row, so that every engine picks the same."""
    keys: list[exp.Expr] = []
    for source in of.scope.sources.values():
        names = ["_key"] if source.relation.kind == "table" else list(source.relation.columns)
        keys += [column(source.alias, name) for name in names]
    return keys


def is_aggregate(node: exp.Expr) -> bool:
    """Whether an expression aggregates rows (a window function or an inner query does not)."""
    if isinstance(node, (exp.Window, exp.Subquery, exp.Exists, exp.Select)):
        return False
    return isinstance(node, AGGREGATES) or any(is_aggregate(child) for child in node.iter_expressions())


HANDLERS: Handlers = {**dict.fromkeys(AGGREGATES, _aggregate), exp.Filter: _filter, exp.Window: _window}
