"""Expressions: names resolved, later facts masked, types checked, flags and money turned into integers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlglot import exp

from zbrisk.compiler.parsing import fail
from zbrisk.compiler.scope import Scope, Source, column, number
from zbrisk.compiler.types import DATE, FLAG, INT, NULL, PREDICATE, RATIO, TEXT, Type

if TYPE_CHECKING:
    from zbrisk.compiler.query import QueryCompiler

__all__ = ["Expressions", "is_aggregate"]

Typed = tuple[exp.Expr, Type]
AGGREGATES = (exp.Count, exp.Sum, exp.Min, exp.Max)
COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
SECONDS_A_DAY = 86_400


class Expressions:
    """Compiles the expressions of one SELECT.

    Every method returns the new node and its type; none changes the node it was given.
    """

    def __init__(self, query: QueryCompiler, scope: Scope) -> None:
        self.query = query
        self.scope = scope

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

    # -- dispatch ---------------------------------------------------------------------------------------------------

    def _any(self, node: exp.Expr) -> Typed:
        for kinds, compile_ in self._handlers():
            if isinstance(node, kinds):
                return compile_(node)
        raise self._fail(node, f"`{node.sql(dialect='duckdb')[:60]}` cannot stand here.", "See features/README.md.")

    def _handlers(self) -> Sequence[tuple[tuple[type[exp.Expr], ...], Callable[..., Typed]]]:
        return (
            ((exp.Column,), self._column),
            ((exp.Literal, exp.Boolean, exp.Null), self._literal),
            ((exp.Paren,), self._paren),
            ((exp.And, exp.Or, exp.Not), self._logic),
            (COMPARISONS, self._comparison),
            ((exp.Is,), self._is),
            ((exp.Between,), self._between),
            ((exp.In,), self._in),
            ((exp.Exists,), self._exists),
            ((exp.Like,), self._like),
            ((exp.Neg, exp.Abs), self._sign),
            ((exp.Add, exp.Sub), self._sum),
            ((exp.Mul,), self._product),
            ((exp.Div,), self._ratio),
            ((exp.Mod,), self._remainder),
            ((exp.DPipe,), self._joined),
            ((exp.Case,), self._case),
            ((exp.Coalesce, exp.Greatest, exp.Least), self._choice),
            ((exp.Nullif,), self._nullif),
            ((exp.Length, exp.StrPosition), self._text_number),
            ((exp.Substring,), self._substring),
            ((exp.CurrentDate,), lambda node: (self.scope.as_of, DATE)),
            ((exp.Day,), self._day),
            (AGGREGATES, self._aggregate),
            ((exp.Filter,), self._filter),
            ((exp.Window,), self._window),
            ((exp.Subquery,), self.query.scalar_subquery(self.scope)),
        )

    def _fail(self, node: exp.Expr, problem: str, cure: str = "") -> Exception:
        return fail(self.query.file, node, problem, cure)

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
            return self.query.in_subquery(self.scope)(node)
        values = [self._pair(node, node.this, each) for each in node.expressions]
        if not values:
            raise self._fail(node, "IN needs a list of values or a SELECT.", "Write `x in ('a', 'b')`.")
        return exp.In(this=values[0][0], expressions=[right for _, right in values]), PREDICATE

    def _exists(self, node: exp.Exists) -> Typed:
        return self.query.exists_subquery(self.scope)(node)

    def _like(self, node: exp.Like) -> Typed:
        text, kind = self.value(node.this)
        pattern, _ = self.value(node.expression)
        if kind.kind not in ("str", "code") or not isinstance(node.expression, exp.Literal):
            raise self._fail(
                node, f"LIKE compares a text column with a pattern, and this is {kind}.", "Write `x like 'a%'`."
            )
        return exp.Like(this=text, expression=pattern), PREDICATE

    # -- types that meet --------------------------------------------------------------------------------------------

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

    # -- arithmetic -------------------------------------------------------------------------------------------------

    def _sign(self, node: exp.Expr) -> Typed:
        new, kind = self.value(node.this)
        if kind.kind not in ("int", "ratio", "money", "null"):
            raise self._fail(node, f"A number is needed, and this is {kind}.", "")
        return type(node)(this=new), kind

    def _sum(self, node: exp.Expr) -> Typed:
        (left, a), (right, b) = self.value(node.this), self.value(node.expression)
        minus = isinstance(node, exp.Sub)
        pair = (a.kind, b.kind)
        if pair in (("date", "date"), ("ts", "ts")) and minus:
            kind = INT
        elif pair == ("date", "int"):
            kind = a
        elif pair == ("int", "date") and not minus:
            kind = b
        elif {a.kind, b.kind} <= {"int", "ratio", "money", "null"}:
            (left, right), kind = self._same(node, (node.this, node.expression))
        else:
            cure = (
                "Use day(time) beside a date."
                if set(pair) == {"date", "ts"}
                else "Days are added to dates, yuan to money."
            )
            raise self._fail(node, f"{a} {'-' if minus else '+'} {b} has no meaning.", cure)
        return exp.Paren(this=type(node)(this=left, expression=right)), kind

    def _product(self, node: exp.Mul) -> Typed:
        (left, a), (right, b) = self.value(node.this), self.value(node.expression)
        kinds = {a.kind, b.kind}
        if not kinds <= {"int", "ratio", "money"} or a.kind == b.kind == "money":
            raise self._fail(node, f"{a} * {b} has no meaning.", "Multiply numbers, or money by a number.")
        whole = a.whole and b.whole
        kind = Type("money", whole=whole) if "money" in kinds else INT if whole else RATIO
        return exp.Mul(this=left, expression=right), kind

    def _ratio(self, node: exp.Div) -> Typed:
        (left, a), (right, b) = self.value(node.this), self.value(node.expression)
        if not {a.kind, b.kind} <= {"int", "ratio", "money"} or (b.kind == "money" and a.kind != "money"):
            raise self._fail(node, f"{a} / {b} has no meaning.", "Divide numbers, or money by money or a number.")
        kind = Type("money", whole=False) if a.kind == "money" and b.kind != "money" else RATIO
        below = exp.Nullif(this=exp.Paren(this=right), expression=number(0))
        return exp.Div(this=exp.cast(left, "double"), expression=below, typed=False, safe=False), kind

    def _remainder(self, node: exp.Mod) -> Typed:
        (left, a), (right, b) = self.value(node.this), self.value(node.expression)
        if (
            a.kind not in ("int", "money")
            or not isinstance(node.expression, exp.Literal)
            or node.expression.name in ("", "0")
        ):
            raise self._fail(node, f"{a} % {b} has no meaning.", "Take the remainder by a number other than 0.")
        if a.kind == "money":
            right = self._as_money(node.expression, right, b)
        return exp.Mod(this=left, expression=right), a

    # -- text -------------------------------------------------------------------------------------------------------

    def _joined(self, node: exp.DPipe) -> Typed:
        parts = [self.value(side) for side in (node.this, node.expression)]
        for side, (_, kind) in zip((node.this, node.expression), parts, strict=True):
            if kind.kind not in ("str", "code", "id"):
                raise self._fail(side, f"|| joins texts, and this is {kind}.", "Leave it out of the text.")
        return exp.DPipe(this=parts[0][0], expression=parts[1][0]), TEXT

    def _text_number(self, node: exp.Expr) -> Typed:
        new = node.copy()
        for part in ("this", "substr"):
            if node.args.get(part) is not None:
                inner, kind = self.value(node.args[part])
                if kind.kind not in ("str", "code", "id"):
                    raise self._fail(node, f"A text is needed, and this is {kind}.", "")
                new.set(part, inner)
        return new, INT

    def _substring(self, node: exp.Substring) -> Typed:
        text, kind = self.value(node.this)
        start, length = node.args.get("start"), node.args.get("length")
        bounds = [b for b in (start, length) if b is not None]
        whole = all(isinstance(b, exp.Literal) and b.name.isdigit() and int(b.name) > 0 for b in bounds)
        if kind.kind not in ("str", "code") or start is None or not whole:
            raise self._fail(node, "substr(text, from, length) takes a text and numbers from 1 on.", "")
        return exp.Substring(this=text, start=start.copy(), length=length.copy() if length else None), TEXT

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

    def _day(self, node: exp.Day) -> Typed:
        new, kind = self.value(node.this)
        if kind.kind == "date":
            return new, DATE
        if kind.kind != "ts":
            raise self._fail(node, f"day() takes a time, and this is {kind}.", "")
        return exp.Paren(this=exp.IntDiv(this=new, expression=number(SECONDS_A_DAY))), DATE

    # -- aggregates and windows -------------------------------------------------------------------------------------

    def _aggregate(self, node: exp.Expr) -> Typed:
        inner = node.this
        if isinstance(node, exp.Count):
            if isinstance(inner, exp.Star):
                return exp.Count(this=exp.Star()), INT
            if isinstance(inner, exp.Distinct):
                if len(inner.expressions) != 1:
                    raise self._fail(node, "count(distinct ...) counts one column.", "Join the columns with ||.")
                return exp.Count(this=exp.Distinct(expressions=[self.value(inner.expressions[0])[0]])), INT
            return exp.Count(this=self.value(inner)[0]), INT
        if isinstance(inner, exp.Distinct) or node.expressions:
            raise self._fail(node, "Only count takes DISTINCT.", "")
        new, kind = self.value(inner)
        if isinstance(node, exp.Sum):
            if kind.kind not in ("int", "money", "bool") or not kind.whole:
                cure = "Sum whole numbers or money; ratios are formed last, by a measure."
                raise self._fail(node, f"{kind} cannot be summed.", cure)
            return exp.Sum(this=new), INT if kind.kind == "bool" else kind
        if kind.kind == "null":
            raise self._fail(node, "There is nothing to compare here.", "")
        return type(node)(this=new), kind

    def _filter(self, node: exp.Filter) -> Typed:
        inner, kind = self._any(node.this)
        where = exp.Where(this=self.condition(node.expression.this))
        return exp.Filter(this=inner, expression=where), kind

    def _window(self, node: exp.Window) -> Typed:
        if node.args.get("spec") or node.args.get("alias"):
            raise self._fail(node, "A frame (ROWS or RANGE ...) is not allowed.", "Leave it out.")
        order = node.args.get("order")
        inner, kind, ordered = self._window_function(node.this)
        if ordered and order is None:
            raise self._fail(node, "This window function needs an order.", "Write ORDER BY inside OVER.")
        partition = [self.scope.moment, *(self.value(each)[0] for each in node.args.get("partition_by") or ())]
        terms = [self._ordered(each) for each in (order.expressions if order else ())]
        if ordered:
            terms += [exp.Ordered(this=each, nulls_first=False) for each in self._tie_breakers()]
        new = exp.Window(
            this=inner, partition_by=partition, order=exp.Order(expressions=terms) if terms else None, over="OVER"
        )
        return new, kind

    def _window_function(self, node: exp.Expr) -> tuple[exp.Expr, Type, bool]:
        if isinstance(node, exp.RowNumber):
            return exp.RowNumber(), INT, True
        if isinstance(node, exp.Rank):
            return exp.Rank(), INT, False
        if isinstance(node, (exp.Lag, exp.Lead)):
            new, kind = self.value(node.this)
            offset = node.args.get("offset")
            if offset is not None and not (isinstance(offset, exp.Literal) and offset.name.isdigit()):
                raise self._fail(node, "lag and lead take a number of rows.", "")
            if node.args.get("default") is not None:
                raise self._fail(node, "lag and lead take no default.", "Wrap them in coalesce.")
            return type(node)(this=new, offset=offset.copy() if offset is not None else None), kind, True
        inner, kind = self._any(node)
        return inner, kind, False

    def _ordered(self, node: exp.Ordered) -> exp.Ordered:
        nulls_first = node.args.get("nulls_first") is True
        return exp.Ordered(this=self.value(node.this)[0], desc=bool(node.args.get("desc")), nulls_first=nulls_first)

    def _tie_breakers(self) -> list[exp.Expr]:
        """Columns after which two rows that are still equal are the same row, so that every engine picks the same."""
        keys: list[exp.Expr] = []
        for source in self.scope.sources.values():
            names = ["_key"] if source.relation.kind == "table" else list(source.relation.columns)
            keys += [column(source.alias, name) for name in names]
        return keys


def is_aggregate(node: exp.Expr) -> bool:
    """Whether an expression aggregates rows (a window function or an inner query does not)."""
    if isinstance(node, (exp.Window, exp.Subquery, exp.Exists, exp.Select)):
        return False
    return isinstance(node, AGGREGATES) or any(is_aggregate(child) for child in node.iter_expressions())
