"""What a name means, and the mask of a column that becomes known later than its row."""

from __future__ import annotations

from sqlglot import exp

from zbrisk.compiler.scope import Source, column, number
from zbrisk.compiler.typed import SECONDS_A_DAY, ExpressionCompiler, Handlers, Typed
from zbrisk.compiler.types import DATE

__all__ = ["HANDLERS", "resolve"]


def resolve(of: ExpressionCompiler, node: exp.Column) -> Source:
    """The source that a column name means.

    Raises:
        SignalError: It is unknown, ambiguous, hidden, or restricted.
    """
    name, alias = node.name, node.table
    if name.startswith("_") or name == "known_at":
        raise of.fail(node, f"{name} cannot be used.", "The compiler cuts by time itself; leave it out.")
    if node.args.get("db"):
        raise of.fail(node, f"`{node.sql()}` has too many parts.", "Write alias.column.")
    if alias:
        source = of.scope.source(alias)
        if source is None:
            raise of.fail(node, f"{alias} is no alias that stands before this.", "Name a relation of FROM or JOIN.")
        if name in source.relation.restricted:
            why = source.relation.restricted[name]
            raise of.fail(node, f"{alias}.{name} is restricted ({why}) and no part of a signal.", "Leave it out.")
        if name not in source.relation.columns:
            known = ", ".join(c for c in source.relation.columns if c not in source.relation.restricted)
            raise of.fail(node, f"{source.relation.name} has no column {name}.", f"It has {known}.")
        return source
    found = of.scope.having(name)
    if len(found) != 1:
        many = f"; it is in {', '.join(s.alias for s in found)}" if found else ""
        raise of.fail(node, f"The column {name} is {'ambiguous' if found else 'unknown'}{many}.", "Write alias.column.")
    if name in found[0].relation.restricted:
        raise of.fail(node, f"{name} is restricted and no part of a signal.", "Leave it out.")
    return found[0]


def _column(of: ExpressionCompiler, node: exp.Column) -> Typed:
    source = resolve(of, node)
    reference = column(source.alias, node.name)
    kind = source.relation.columns[node.name]
    date = source.relation.facts.get(node.name)
    if date is None:
        return reference, kind
    scale = SECONDS_A_DAY if date in source.relation.fact_times else 1
    as_of: exp.Expr = of.scope.as_of
    # a time is compared with the first second of the day, so that the fact of the day itself is not seen
    if scale != 1:
        as_of = exp.Mul(this=as_of, expression=number(scale))
    known = exp.LT(this=column(source.alias, date), expression=as_of)
    return exp.Case(ifs=[exp.If(this=known, true=reference)]), kind


def _today(of: ExpressionCompiler, node: exp.CurrentDate) -> Typed:
    return of.scope.as_of, DATE


HANDLERS: Handlers = {exp.Column: _column, exp.CurrentDate: _today}
