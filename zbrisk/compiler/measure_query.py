"""SQL that measures a signal's rows: one integer (or exact) column a component, one row a moment.

A measure such as `mean(x)` or `sum(a) / sum(b)` is made of components (sum, number of values) that every engine
computes exactly; the division comes last and in one place (`zbrisk.execution`), so that all engines give the same bits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from zbrisk.compiler.scope import column, number
from zbrisk.compiler.typed import SECONDS_A_DAY
from zbrisk.compiler.types import Type
from zbrisk.signals.groups import ByColumn
from zbrisk.signals.header import SignalHeader
from zbrisk.signals.measure import Measure
from zbrisk.signals.window import Window

__all__ = ["Component", "components_of", "inside", "joined_moments", "measure_query", "rows_found"]

MICRO = 1_000_000  # ratios are summed as whole millionths, which add up exactly in any order
EXTREMES = ("first", "last")


@dataclass(frozen=True, order=True)
class Component:
    """One aggregate over one window; its kinds are those of PARTS."""

    kind: str
    column: str | None
    window: int  # position in the program's list of windows


PARTS = {
    "count": ("rows",),
    "exists": ("rows",),
    "distinct": ("distinct",),
    "sum": ("sum", "rows"),
    "mean": ("sum", "filled"),
    "share": ("sum", "filled"),
    "max": ("max",),
    "min": ("min",),
    "nearest": ("nearest",),
    "first": ("first",),
    "last": ("last",),
    "days_since_last": ("last_day",),
    "days_since_first": ("first_day",),
}


def components_of(measure: Measure, window: int) -> tuple[Component, ...]:
    """The components that a measure over a window is computed from."""
    if measure.per_measure is not None:
        alone = Measure(kind=measure.kind, column=measure.column, windows=measure.windows)
        return components_of(alone, window) + components_of(measure.per_measure, window)
    return tuple(
        Component(kind, None if kind in ("rows", "first_day", "last_day") else measure.column, window)
        for kind in PARTS[measure.kind]
    )


def rows_found(window: int) -> Component:
    """The number of rows in a window."""
    return Component("rows", None, window)


def measure_query(
    header: SignalHeader,
    rows: exp.Query,
    columns: Mapping[str, Type],
    components: Sequence[Component],
    windows: Sequence[Window],
    moments: str,
) -> exp.Query:
    """`select _moment, c0, c1, ... from rows join moments group by _moment`; by codes, `_combination` too, its number.

    No window reaches beyond as_of, so rows of later days are left out first; a window that ends at as_of has no upper
    end to look at then. Distinct counts over such windows are taken by "last seen": a value counts when its last day is
    in the window. That groups once, where count(distinct) would group once a window.
    """
    return _Measuring(header=header, columns=columns, components=components, windows=windows, moments=moments).of(rows)


def inside(window: int, windows: Sequence[Window], day: exp.Expr) -> exp.Expr:
    """The condition that a day is in a window of the moment `w`."""
    below = exp.LT(this=day.copy(), expression=column("w", f"_hi{window}"))
    if windows[window].start is None:
        return below
    return exp.And(this=exp.GTE(this=day.copy(), expression=column("w", f"_lo{window}")), expression=below)


def joined_moments(moments: str, rows: str = "r") -> exp.Join:
    """The join of rows with their moment's windows `w`."""
    equal = exp.EQ(this=column("w", "_moment"), expression=column(rows, "_moment"))
    return exp.Join(this=exp.alias_(exp.to_table(moments), "w", table=True), on=equal)


@dataclass(frozen=True, kw_only=True)
class _Measuring:
    header: SignalHeader
    columns: Mapping[str, Type]
    components: Sequence[Component]
    windows: Sequence[Window]
    moments: str

    def of(self, rows: exp.Query) -> exp.Query:
        seen = [
            c for c in self.components if c.kind == "distinct" and self.header.at and self.windows[c.window].trailing
        ]
        plain = [c for c in self.components if c not in seen]
        # one pass over the rows where it will do; a second grouping only for distinct counts, by last day seen
        if not seen:
            return self._aggregated(self._kept(rows), plain)
        shared = exp.to_table("_rows")
        ctes = [_cte("_rows", self._kept(rows)), _cte("_base", self._aggregated(shared, plain))]
        named = [*self._keys("_base"), *(column("_base", self._name(c)) for c in plain)]
        main = exp.Select(expressions=named)
        main.set("from_", exp.From(this=exp.to_table("_base")))
        for position, same in enumerate(_by_column(seen)):
            name = f"_seen{position}"
            ctes.append(_cte(name, self._last_seen(shared, same)))
            for c in same:
                main.append("expressions", column(name, self._name(c)))
            pairs = zip(self._keys(name), self._keys("_base"), strict=True)
            equal = exp.and_(*(exp.EQ(this=own, expression=base) for own, base in pairs))
            main.append("joins", exp.Join(this=exp.to_table(name), side="LEFT", on=equal))
        main.set("with_", exp.With(expressions=ctes))
        return main

    def _kept(self, rows: exp.Query) -> exp.Query:
        """What is looked at of the rows: their moment, their codes, the columns that are measured, their day."""
        if self.header.at is None and not self.header.by:
            return rows
        measured = dict.fromkeys(c.column for c in self.components if c.column is not None)
        items: list[exp.Expr] = [column("r", "_moment"), *(column("r", name) for name in measured)]
        conditions: list[exp.Expr] = []
        if self.header.by:
            items.append(exp.alias_(_combination(self.header.by), "_combination", copy=False))
            conditions += [_one_of(each) for each in self.header.by]
        if self.header.at is not None:
            at = column("r", self.header.at)
            day = exp.Paren(this=exp.IntDiv(this=at, expression=number(SECONDS_A_DAY))) if self._times else at
            items.append(exp.alias_(day.copy(), "_day"))
            if self._times and any(c.kind in EXTREMES for c in self.components):
                items.append(exp.alias_(at.copy(), "_ts"))
            conditions.append(exp.LT(this=day, expression=column("r", "_as_of")))
        select = exp.Select(expressions=items)
        select.set("from_", _from(rows))
        select.set("where", exp.Where(this=exp.and_(*conditions, copy=False)))
        return select

    def _keys(self, alias: str = "r") -> list[exp.Expr]:
        """What the rows are measured by: the moment, and the combination of codes where there are codes."""
        return [column(alias, name) for name in ("_moment", *["_combination"] * bool(self.header.by))]

    @property
    def _times(self) -> bool:
        """Whether the events have times, and not days alone."""
        return self.header.at is not None and self.columns[self.header.at].kind == "ts"

    @property
    def _at(self) -> exp.Column:
        """The time itself behind a day: two events of one day still have an order."""
        return column("r", "_ts" if self._times else "_day")

    def _name(self, component: Component) -> str:
        return f"c{self.components.index(component)}"

    def _aggregated(self, rows: exp.Query | exp.Table, chosen: Sequence[Component]) -> exp.Select:
        extremes = [c for c in chosen if c.kind in EXTREMES]
        source = self._with_extremes(rows, extremes) if extremes else rows
        return self._over(source, [exp.alias_(self._aggregate(c), self._name(c), copy=False) for c in chosen])

    def _over(self, rows: exp.Query | exp.Table, items: Sequence[exp.Expr], *, grouped: bool = True) -> exp.Select:
        select = exp.Select(expressions=[*self._keys(), *items] if grouped else [*items])
        select.set("from_", _from(rows))
        select.set("joins", [joined_moments(self.moments)])
        if grouped:
            select.set("group", exp.Group(expressions=self._keys()))
        return select

    def _inside(self, window: int) -> exp.Expr | None:
        """The condition that a row's day is in a window; None for every day before as_of."""
        if not self.windows[window].trailing:
            return inside(window, self.windows, column("r", "_day"))
        if self.windows[window].start is None:
            return None
        return exp.GTE(this=column("r", "_day"), expression=column("w", f"_lo{window}"))

    def _aggregate(self, component: Component) -> exp.Expr:
        kind = component.kind
        value = column("r", component.column) if component.column else exp.Star()
        inside = self._inside(component.window) if self.header.at else None
        if kind in ("rows", "filled"):
            aggregate: exp.Expr = exp.Count(this=value)
        elif kind == "distinct":
            aggregate = exp.Count(this=exp.Distinct(expressions=[value]))
        elif kind == "sum":
            aggregate = exp.Sum(this=_summable(value, self.columns[str(component.column)]))
        elif kind == "nearest":
            aggregate = exp.Min(this=_from_zero(value))
        elif kind in ("first_day", "last_day"):
            aggregate = _extreme(kind)(this=column("r", "_day"))
        else:
            aggregate = _extreme(kind)(this=value)
        # first(x) is min(x) among the rows of the earliest time: where several stand at that time, engines must agree
        if kind in EXTREMES:
            same = exp.EQ(this=self._at, expression=column("r", _extreme_name(component)))
            inside = exp.And(this=inside, expression=same) if inside is not None else same
        return _filtered(aggregate, inside)

    def _with_extremes(self, rows: exp.Query | exp.Table, extremes: Sequence[Component]) -> exp.Select:
        """The rows and, beside each, the first or last time in its moment's window, as first(x) and last(x) need it.

        Rows whose value is null do not count: the last *known* value is meant.
        """
        items: list[exp.Expr] = [exp.Column(this=exp.Star(), table=exp.to_identifier("r"))]
        for c in extremes:
            filled: exp.Expr = exp.Not(this=exp.Is(this=column("r", str(c.column)), expression=exp.Null()))
            inside = self._inside(c.window)
            counts = exp.And(this=inside, expression=filled) if inside is not None else filled
            time = _filtered(_extreme(c.kind)(this=self._at), counts)
            window = exp.Window(this=time, partition_by=self._keys(), over="OVER")
            items.append(exp.alias_(window, _extreme_name(c), copy=False))
        return self._over(rows, items, grouped=False)

    def _last_seen(self, rows: exp.Table, same: Sequence[Component]) -> exp.Select:
        value = column("r", str(same[0].column))
        last = exp.alias_(exp.Max(this=column("r", "_day")), "_day", copy=False)
        values = exp.Select(expressions=[*self._keys(), last])
        values.set("from_", _from(rows))
        values.set("where", exp.Where(this=exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null()))))
        values.set("group", exp.Group(expressions=[*self._keys(), value]))
        counts = [_filtered(exp.Count(this=exp.Star()), self._inside(c.window)) for c in same]
        named = [exp.alias_(count, self._name(c), copy=False) for c, count in zip(same, counts, strict=True)]
        return self._over(values, named)


def _extreme(kind: str) -> type[exp.Min] | type[exp.Max]:
    return exp.Min if kind in ("min", "first", "first_day") else exp.Max


def _extreme_name(component: Component) -> str:
    return f"_{component.kind}_{component.column}_{component.window}"


def _filtered(aggregate: exp.Expr, condition: exp.Expr | None) -> exp.Expr:
    return aggregate if condition is None else exp.Filter(this=aggregate, expression=exp.Where(this=condition))


def _combination(by: Sequence[ByColumn]) -> exp.Expr:
    """The number of a row's combination of codes, in the order of the header's groups."""
    result: exp.Expr | None = None
    for each in by:
        found = [exp.If(this=exp.Literal.string(code.code), true=number(i)) for i, code in enumerate(each.codes)]
        place: exp.Expr = exp.Case(this=column("r", each.column), ifs=found)
        before = result and exp.Mul(this=exp.Paren(this=result), expression=number(len(each.codes)))
        result = exp.Add(this=before, expression=place) if before else place
    assert result is not None
    return result


def _one_of(by: ByColumn) -> exp.Expr:
    return exp.In(this=column("r", by.column), expressions=[exp.Literal.string(code.code) for code in by.codes])


def _from_zero(value: exp.Expr) -> exp.Expr:
    """Twice the distance of a whole number from 0, and one more below 0: the least is the nearest, above 0 at a tie."""
    below = exp.If(this=exp.LT(this=value.copy(), expression=number(0)), true=number(1))
    twice = exp.Mul(this=exp.Abs(this=value.copy()), expression=number(2))
    return exp.Add(this=twice, expression=exp.Case(ifs=[below], default=number(0)))


def _summable(value: exp.Expr, kind: Type) -> exp.Expr:
    # whole numbers add up to the same sum in any order, floats do not: ratios are rounded to millionths first,
    # half up by floor(x + 0.5), since engines disagree on how round() treats a half
    if kind.kind != "ratio":
        return exp.cast(value, "bigint")
    scaled = exp.Add(
        this=exp.Mul(this=value, expression=number(MICRO)), expression=exp.cast(exp.Literal.number("0.5"), "double")
    )
    return exp.cast(exp.Floor(this=scaled), "bigint")


def _by_column(seen: Sequence[Component]) -> list[list[Component]]:
    columns = dict.fromkeys(c.column for c in seen)
    return [[c for c in seen if c.column == name] for name in columns]


def _from(rows: exp.Query | exp.Table) -> exp.From:
    if isinstance(rows, exp.Table):
        return exp.From(this=exp.alias_(rows.copy(), "r", table=True))
    return exp.From(this=exp.Subquery(this=rows.copy(), alias=exp.TableAlias(this=exp.to_identifier("r"))))


def _cte(name: str, query: exp.Query) -> exp.CTE:
    return exp.CTE(this=query.copy(), alias=exp.TableAlias(this=exp.to_identifier(name)))
