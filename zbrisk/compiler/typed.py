"""Values of one type: what every expression is made of, and what holds where two of them meet."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from decimal import Decimal

from sqlglot import exp

from zbrisk.compiler.parsing import fail
from zbrisk.compiler.scope import Scope, number
from zbrisk.compiler.types import FLAG, INT, NULL, RATIO, TEXT, Type
from zbrisk.signals.signal_file import SignalFile

__all__ = ["SECONDS_A_DAY", "Typed", "Typing"]

Typed = tuple[exp.Expr, Type]
SECONDS_A_DAY = 86_400


class Typing(ABC):
    """Compiles expressions of one SELECT; what may be compiled is for those who inherit to say.

    Every method returns the new node and its type; none changes the node it was given.
    """

    def __init__(self, file: SignalFile, scope: Scope) -> None:
        self.file = file
        self.scope = scope

    @abstractmethod
    def _any(self, node: exp.Expr) -> Typed:
        """An expression of any kind, a condition among them."""

    def value(self, node: exp.Expr) -> Typed:
        """An expression as a value: a condition becomes a flag (1, 0 or null)."""
        new, kind = self._any(node)
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
        new, kind = self._any(node)
        if kind.kind == "predicate":
            return new
        if kind.kind in ("bool", "null"):
            return exp.EQ(this=new, expression=number(1))
        raise self._fail(node, f"A condition is needed here, and this is {kind}.", "Compare it with something.")

    def _fail(self, node: exp.Expr, problem: str, cure: str = "") -> Exception:
        return fail(self.file, node, problem, cure)

    def _pair(self, node: exp.Expr, left: exp.Expr, right: exp.Expr) -> tuple[exp.Expr, exp.Expr]:
        """Two sides that are compared, of one type."""
        (a, b), _ = self._same(node, (left, right))
        return a, b

    def _same(self, node: exp.Expr, parts: Sequence[exp.Expr]) -> tuple[list[exp.Expr], Type]:
        """Values of one type; number literals beside money are yuan and become 分, codes are held to their list."""
        typed = [self.value(part) for part in parts]
        kinds = {kind.kind for _, kind in typed} - {"null"}
        if kinds <= {"int", "ratio"}:
            return [new for new, _ in typed], RATIO if "ratio" in kinds else INT if kinds else NULL
        if "money" in kinds and kinds <= {"money", "int", "ratio"}:
            whole = all(kind.whole for _, kind in typed if kind.kind == "money")
            return [self._as_money(p, n, k) for p, (n, k) in zip(parts, typed, strict=True)], Type("money", whole=whole)
        if kinds <= {"code", "str"}:
            return self._same_text(parts, typed)
        if kinds == {"id", "str"} and all(
            kind.ties or isinstance(part, exp.Literal)
            for part, (_, kind) in zip(parts, typed, strict=True)
            if kind.kind == "str"
        ):
            return [new for new, _ in typed], Type("id")
        if len(kinds) == 1:
            return [new for new, _ in typed], next(kind for _, kind in typed if kind.kind != "null")
        cure = "Compare a time with a date through day(time)." if kinds == {"date", "ts"} else "Bring both to one type."
        raise self._fail(node, f"{' and '.join(sorted(str(Type(k)) for k in kinds))} do not go together.", cure)

    def _same_text(self, parts: Sequence[exp.Expr], typed: Sequence[Typed]) -> tuple[list[exp.Expr], Type]:
        codes = next((kind.codes for _, kind in typed if kind.kind == "code" and kind.codes), ())
        for part, (_, kind) in zip(parts, typed, strict=True):
            if codes and isinstance(part, exp.Literal) and kind.kind == "str" and part.name not in codes:
                raise self._fail(
                    part, f"{part.name!r} is no code of this column.", f"Its codes are {', '.join(codes)}."
                )
        listed = [kind for _, kind in typed if kind.kind in ("str", "code")]
        same = all(kind == listed[0] for kind in listed)
        return [new for new, _ in typed], listed[0] if same else TEXT

    def _as_money(self, part: exp.Expr, new: exp.Expr, kind: Type) -> exp.Expr:
        if kind.kind in ("money", "null"):
            return new
        bare, sign = part.unnest(), 1
        if isinstance(bare, exp.Neg):
            bare, sign = bare.this.unnest(), -1
        if not isinstance(bare, exp.Literal):
            raise self._fail(
                part, f"Money and {kind} do not go together.", "Only a number written out is taken as yuan."
            )
        return number(sign * round(Decimal(bare.name) * 100))
