"""Numbers, money, days and texts: what may be combined with what."""

from __future__ import annotations

from sqlglot import exp

from zbrisk.compiler.scope import number
from zbrisk.compiler.typed import SECONDS_A_DAY, ExpressionCompiler, Handlers, Typed
from zbrisk.compiler.types import DATE, INT, RATIO, TEXT, Type

__all__ = ["HANDLERS"]


def _sign(of: ExpressionCompiler, node: exp.Expr) -> Typed:
    new, kind = of.value(node.this)
    if kind.kind not in ("int", "ratio", "money", "null"):
        raise of.fail(node, f"A number is needed, and this is {kind}.", "")
    return type(node)(this=new), kind


def _sum(of: ExpressionCompiler, node: exp.Expr) -> Typed:
    (left, a), (right, b) = of.value(node.this), of.value(node.expression)
    minus = isinstance(node, exp.Sub)
    pair = (a.kind, b.kind)
    if pair in (("date", "date"), ("ts", "ts")) and minus:
        kind = INT
    elif pair == ("date", "int"):
        kind = a
    elif pair == ("int", "date") and not minus:
        kind = b
    elif {a.kind, b.kind} <= {"int", "ratio", "money", "null"}:
        (left, right), kind = of.same(node, (node.this, node.expression))
    else:
        cure = (
            "Use day(time) beside a date." if set(pair) == {"date", "ts"} else "Days are added to dates, yuan to money."
        )
        raise of.fail(node, f"{a} {'-' if minus else '+'} {b} has no meaning.", cure)
    return exp.Paren(this=type(node)(this=left, expression=right)), kind


def _product(of: ExpressionCompiler, node: exp.Mul) -> Typed:
    (left, a), (right, b) = of.value(node.this), of.value(node.expression)
    kinds = {a.kind, b.kind}
    if not kinds <= {"int", "ratio", "money"} or a.kind == b.kind == "money":
        raise of.fail(node, f"{a} * {b} has no meaning.", "Multiply numbers, or money by a number.")
    whole = a.whole and b.whole
    kind = Type("money", whole=whole) if "money" in kinds else INT if whole else RATIO
    return exp.Mul(this=left, expression=right), kind


def _ratio(of: ExpressionCompiler, node: exp.Div) -> Typed:
    (left, a), (right, b) = of.value(node.this), of.value(node.expression)
    if not {a.kind, b.kind} <= {"int", "ratio", "money"} or (b.kind == "money" and a.kind != "money"):
        raise of.fail(node, f"{a} / {b} has no meaning.", "Divide numbers, or money by money or a number.")
    kind = Type("money", whole=False) if a.kind == "money" and b.kind != "money" else RATIO
    # engines differ on x / 0 (null, infinity, error): with nullif it is null on all of them
    below = exp.Nullif(this=exp.Paren(this=right), expression=number(0))
    return exp.Div(this=exp.cast(left, "double"), expression=below, typed=False, safe=False), kind


def _remainder(of: ExpressionCompiler, node: exp.Mod) -> Typed:
    (left, a), (right, b) = of.value(node.this), of.value(node.expression)
    if (
        a.kind not in ("int", "money")
        or not isinstance(node.expression, exp.Literal)
        or node.expression.name in ("", "0")
    ):
        raise of.fail(node, f"{a} % {b} has no meaning.", "Take the remainder by a number other than 0.")
    if a.kind == "money":
        right = of.as_money(node.expression, right, b)
    return exp.Mod(this=left, expression=right), a


def _joined(of: ExpressionCompiler, node: exp.DPipe) -> Typed:
    parts = [of.value(side) for side in (node.this, node.expression)]
    for side, (_, kind) in zip((node.this, node.expression), parts, strict=True):
        if kind.kind not in ("str", "code", "id"):
            raise of.fail(side, f"|| joins texts, and this is {kind}.", "Leave it out of the text.")
    return exp.DPipe(this=parts[0][0], expression=parts[1][0]), TEXT


def _text_number(of: ExpressionCompiler, node: exp.Expr) -> Typed:
    new = node.copy()
    for part in ("this", "substr"):
        if node.args.get(part) is not None:
            inner, kind = of.value(node.args[part])
            if kind.kind not in ("str", "code", "id"):
                raise of.fail(node, f"A text is needed, and this is {kind}.", "")
            new.set(part, inner)
    return new, INT


def _substring(of: ExpressionCompiler, node: exp.Substring) -> Typed:
    text, kind = of.value(node.this)
    start, length = node.args.get("start"), node.args.get("length")
    bounds = [b for b in (start, length) if b is not None]
    whole = all(isinstance(b, exp.Literal) and b.name.isdigit() and int(b.name) > 0 for b in bounds)
    if kind.kind not in ("str", "code") or start is None or not whole:
        raise of.fail(node, "substr(text, from, length) takes a text and numbers from 1 on.", "")
    return exp.Substring(this=text, start=start.copy(), length=length.copy() if length else None), TEXT


def _day(of: ExpressionCompiler, node: exp.Day) -> Typed:
    new, kind = of.value(node.this)
    if kind.kind == "date":
        return new, DATE
    if kind.kind != "ts":
        raise of.fail(node, f"day() takes a time, and this is {kind}.", "")
    return exp.Paren(this=exp.IntDiv(this=new, expression=number(SECONDS_A_DAY))), DATE


HANDLERS: Handlers = {
    exp.Neg: _sign,
    exp.Abs: _sign,
    exp.Add: _sum,
    exp.Sub: _sum,
    exp.Mul: _product,
    exp.Div: _ratio,
    exp.Mod: _remainder,
    exp.DPipe: _joined,
    exp.Length: _text_number,
    exp.StrPosition: _text_number,
    exp.Substring: _substring,
    exp.Day: _day,
}
