"""Values of one type: what every expression is made of, and what holds where two of them meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from sqlglot import exp

from zbrisk.compiler.parsing import fail
from zbrisk.compiler.scope import Scope, number
from zbrisk.compiler.types import FLAG, INT, NULL, RATIO, TEXT, Type
from zbrisk.contract.contract import SECONDS_A_DAY
from zbrisk.signals.signal_file import SignalFile

__all__ = ["SECONDS_A_DAY", "ExpressionCompiler", "Handlers", "Subqueries", "Typed"]

Typed = tuple[exp.Expr, Type]


class Subqueries(Protocol):
    """Who compiles the subqueries inside expressions."""

    def exists_subquery(self, outer: Scope) -> Callable[[exp.Exists], Typed]:
        """The handler of EXISTS under a scope."""

    def in_subquery(self, outer: Scope) -> Callable[[exp.In], Typed]:
        """The handler of IN (select ...)."""

    def scalar_subquery(self, outer: Scope) -> Callable[[exp.Subquery], Typed]:
        """The handler of a subquery as a value."""


class ExpressionCompiler:
    """Compiles expressions of one SELECT: each form by its handler, and what holds wherever values meet.

    Every method returns the new node and its type; none changes the node it was given.

    Args:
        scope: The sources of the SELECT.
        file: For errors.
        subqueries: Who compiles the subqueries.
        handlers: Who compiles which form; see `zbrisk.compiler.expressions`.
    """

    def __init__(self, scope: Scope, file: SignalFile, subqueries: Subqueries, handlers: Handlers) -> None:
        self.scope = scope
        self.file = file
        self.subqueries = subqueries
        self._handlers = handlers

    def any(self, node: exp.Expr) -> Typed:
        """An expression of any kind, a condition among them."""
        handler = self._handlers.get(type(node))
        if handler is None:
            raise self.fail(node, f"`{node.sql(dialect='duckdb')[:60]}` cannot stand here.", "See features/README.md.")
        return handler(self, node)

    def value(self, node: exp.Expr) -> Typed:
        """An expression as a value: a condition becomes a flag (1, 0 or null)."""
        new, kind = self.any(node)
        if kind.kind != "predicate":
            return new, kind
        case = exp.Case(
            ifs=[
                exp.If(this=new, true=number(1)),
                exp.If(this=exp.Not(this=exp.Paren(this=new.copy())), true=number(0)),
            ]
        )
        return case, FLAG

    def condition(self, node: exp.Expr) -> exp.Expr:
        """An expression as a condition: a flag is compared with 1."""
        new, kind = self.any(node)
        if kind.kind == "predicate":
            return new
        if kind.kind in ("bool", "null"):
            return exp.EQ(this=new, expression=number(1))
        raise self.fail(node, f"A condition is needed here, and this is {kind}.", "Compare it with something.")

    def fail(self, node: exp.Expr, problem: str, cure: str = "") -> Exception:
        """The error for a node, with the file's own line."""
        return fail(self.file, node, problem, cure)

    def pair(self, node: exp.Expr, left: exp.Expr, right: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
        """Two sides that are compared, of one type."""
        (a, b), _ = self.same(node, (left, right))
        return a, b

    def same(self, node: exp.Expr, parts: Sequence[exp.Expr]) -> tuple[list[exp.Expr], Type]:
        """Values of one type; number literals beside money are yuan and become 分, codes are held to their list."""
        typed = [self.value(part) for part in parts]
        kinds = {kind.kind for _, kind in typed} - {"null"}
        if kinds <= {"int", "ratio"}:
            return [new for new, _ in typed], RATIO if "ratio" in kinds else INT if kinds else NULL
        if "money" in kinds and kinds <= {"money", "int", "ratio"}:
            whole = all(kind.whole for _, kind in typed if kind.kind == "money")
            return [self.as_money(p, n, k) for p, (n, k) in zip(parts, typed, strict=True)], Type("money", whole=whole)
        if kinds <= {"code", "str"}:
            return self._same_text(parts, typed)
        if kinds == {"id", "str"} and all(
            kind.joinable or isinstance(part, exp.Literal)
            for part, (_, kind) in zip(parts, typed, strict=True)
            if kind.kind == "str"
        ):
            return [new for new, _ in typed], Type("id")
        if len(kinds) == 1:
            return [new for new, _ in typed], next(kind for _, kind in typed if kind.kind != "null")
        cure = "Compare a time with a date through day(time)." if kinds == {"date", "ts"} else "Bring both to one type."
        raise self.fail(node, f"{' and '.join(sorted(str(Type(k)) for k in kinds))} do not go together.", cure)

    def _same_text(self, parts: Sequence[exp.Expr], typed: Sequence[Typed]) -> tuple[list[exp.Expr], Type]:
        codes = next((kind.codes for _, kind in typed if kind.kind == "code" and kind.codes), ())
        for part, (_, kind) in zip(parts, typed, strict=True):
            if codes and isinstance(part, exp.Literal) and kind.kind == "str" and part.name not in codes:
                raise self.fail(part, f"{part.name!r} is no code of this column.", f"Its codes are {', '.join(codes)}.")
        listed = [kind for _, kind in typed if kind.kind in ("str", "code")]
        same = all(kind == listed[0] for kind in listed)
        return [new for new, _ in typed], listed[0] if same else TEXT

    def as_money(self, part: exp.Expr, new: exp.Expr, kind: Type) -> exp.Expr:
        """A value in 分: only a number written out beside money is taken as yuan."""
        if kind.kind in ("money", "null"):
            return new
        bare, sign = part.unnest(), 1
        if isinstance(bare, exp.Neg):
            bare, sign = bare.this.unnest(), -1
        if not isinstance(bare, exp.Literal):
            raise self.fail(
                part, f"Money and {kind} do not go together.", "Only a number written out is taken as yuan."
            )
        return number(sign * round(Decimal(bare.name) * 100))


Handlers = Mapping[type[exp.Expr], Callable[[ExpressionCompiler, Any], Typed]]
