"""SQL that measures a signal's rows: one integer (or exact) column a component, one row a moment.

A measure such as `mean(x)` or `sum(a) / sum(b)` is made of components (sum, number of values) that every engine
computes exactly; the division comes last and in one place (`zbrisk.matrix`), so that all engines give the same bits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from zbrisk.compiler.scope import column, number
from zbrisk.compiler.types import Type
from zbrisk.signals.card import Card
from zbrisk.signals.measure import Measure
from zbrisk.signals.window import Window

__all__ = ["Component", "components_of", "measuring_query"]

MICRO = 1_000_000  # ratios are summed as whole millionths, which add up exactly in any order
SECONDS_A_DAY = 86_400


@dataclass(frozen=True, order=True)
class Component:
    """One aggregate over one window: rows, filled, sum, max, min, distinct, first, last, first_day, last_day."""

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


def measuring_query(
    card: Card,
    rows: exp.Query,
    columns: Mapping[str, Type],
    components: Sequence[Component],
    windows: Sequence[Window],
    moments: str,
) -> exp.Query:
    """`select _m, c0, c1, ... from rows join moments group by _m`.

    Distinct counts over windows that all end at as_of are taken by "last seen": a value counts in a trailing window
    when its last day is in it. That groups once, where count(distinct) would group once a window.
    """
    day = _day_of(card, columns)
    seen = [c for c in components if c.kind == "distinct" and windows[c.window].trailing and day is not None]
    plain = [c for c in components if c not in seen]
    grouped = [list(each) for each in _by_column(seen)]
    if not grouped:
        return _aggregated(rows, columns, components, plain, windows, moments, day)
    return _with_last_seen(rows, columns, components, plain, grouped, windows, moments, day)


def _aggregated(
    rows: exp.Query,
    columns: Mapping[str, Type],
    components: Sequence[Component],
    chosen: Sequence[Component],
    windows: Sequence[Window],
    moments: str,
    day: exp.Expr | None,
) -> exp.Select:
    needs_day = any(c.kind in ("first", "last") for c in chosen)
    source = _with_extreme_days(rows, chosen, windows, moments, day) if needs_day else rows
    aggregates = [
        exp.alias_(_aggregate(c, columns, windows, day), f"c{components.index(c)}", copy=False) for c in chosen
    ]
    return _over(source, moments, aggregates)


def _over(rows: exp.Query, moments: str, items: Sequence[exp.Expr]) -> exp.Select:
    select = exp.Select(expressions=[column("r", "_m"), *items])
    select.set(
        "from_", exp.From(this=exp.Subquery(this=rows.copy(), alias=exp.TableAlias(this=exp.to_identifier("r"))))
    )
    equal = exp.EQ(this=column("w", "_m"), expression=column("r", "_m"))
    select.set("joins", [exp.Join(this=exp.alias_(exp.to_table(moments), "w", table=True), on=equal)])
    select.set("group", exp.Group(expressions=[column("r", "_m")]))
    return select


def _day_of(card: Card, columns: Mapping[str, Type]) -> exp.Expr | None:
    if card.at is None:
        return None
    at = column("r", card.at)
    if columns[card.at].kind == "ts":
        return exp.Paren(this=exp.IntDiv(this=at, expression=number(SECONDS_A_DAY)))
    return at


def _inside(window: int, windows: Sequence[Window], day: exp.Expr) -> exp.Expr:
    below = exp.LT(this=day.copy(), expression=column("w", f"_hi{window}"))
    if windows[window].start is None:
        return below
    return exp.And(this=exp.GTE(this=day.copy(), expression=column("w", f"_lo{window}")), expression=below)


def _aggregate(
    component: Component, columns: Mapping[str, Type], windows: Sequence[Window], day: exp.Expr | None
) -> exp.Expr:
    kind = component.kind
    value = column("r", component.column) if component.column else None
    inside = _inside(component.window, windows, day) if day is not None else None
    if kind == "rows":
        aggregate: exp.Expr = exp.Count(this=exp.Star())
    elif kind == "filled":
        aggregate = exp.Count(this=value)
    elif kind == "distinct":
        aggregate = exp.Count(this=exp.Distinct(expressions=[value]))
    elif kind == "sum":
        assert value is not None and component.column is not None
        aggregate = exp.Sum(this=_summable(value, columns[component.column]))
    elif kind in ("first_day", "last_day"):
        assert day is not None
        aggregate = (exp.Min if kind == "first_day" else exp.Max)(this=day.copy())
    elif kind in ("first", "last"):
        assert day is not None
        same = exp.EQ(this=_raw(day), expression=column("r", f"_{kind}_{component.column}_{component.window}"))
        inside = exp.And(this=inside, expression=same) if inside is not None else same
        aggregate = (exp.Min if kind == "first" else exp.Max)(this=value)
    else:
        aggregate = (exp.Max if kind == "max" else exp.Min)(this=value)
    return aggregate if inside is None else exp.Filter(this=aggregate, expression=exp.Where(this=inside))


def _summable(value: exp.Expr, kind: Type) -> exp.Expr:
    if kind.kind != "ratio":
        return exp.cast(value, "bigint")
    scaled = exp.Add(
        this=exp.Mul(this=value, expression=number(MICRO)), expression=exp.cast(exp.Literal.number("0.5"), "double")
    )
    return exp.cast(exp.Floor(this=scaled), "bigint")


def _with_extreme_days(
    rows: exp.Query, chosen: Sequence[Component], windows: Sequence[Window], moments: str, day: exp.Expr | None
) -> exp.Select:
    """The rows with, beside each, the first or last day of its moment's window: what `first(x)` and `last(x)` look for.

    Rows whose value is null do not count: the last *known* value is meant.
    """
    assert day is not None
    select = exp.Select(expressions=[exp.Column(this=exp.Star(), table=exp.to_identifier("r"))])
    for c in chosen:
        if c.kind not in ("first", "last"):
            continue
        filled = exp.Not(this=exp.Is(this=column("r", str(c.column)), expression=exp.Null()))
        where = exp.Where(this=exp.And(this=_inside(c.window, windows, day), expression=filled))
        extreme = exp.Filter(this=(exp.Min if c.kind == "first" else exp.Max)(this=_raw(day)), expression=where)
        window = exp.Window(this=extreme, partition_by=[column("r", "_m")], over="OVER")
        select.append("expressions", exp.alias_(window, f"_{c.kind}_{c.column}_{c.window}", copy=False))
    select.set(
        "from_", exp.From(this=exp.Subquery(this=rows.copy(), alias=exp.TableAlias(this=exp.to_identifier("r"))))
    )
    equal = exp.EQ(this=column("w", "_m"), expression=column("r", "_m"))
    select.set("joins", [exp.Join(this=exp.alias_(exp.to_table(moments), "w", table=True), on=equal)])
    return select


def _raw(day: exp.Expr) -> exp.Expr:
    """The time itself behind a day: two events of one day still have an order."""
    bare = day.unnest()
    return (bare.this if isinstance(bare, exp.IntDiv) else bare).copy()


def _by_column(seen: Sequence[Component]) -> list[list[Component]]:
    columns = list(dict.fromkeys(c.column for c in seen))
    return [[c for c in seen if c.column == name] for name in columns]


def _with_last_seen(
    rows: exp.Query,
    columns: Mapping[str, Type],
    components: Sequence[Component],
    plain: Sequence[Component],
    grouped: Sequence[Sequence[Component]],
    windows: Sequence[Window],
    moments: str,
    day: exp.Expr | None,
) -> exp.Select:
    assert day is not None
    shared = exp.select("*").from_("_rows")
    base = _aggregated(shared, columns, components, plain, windows, moments, day)
    ctes = [_cte("_rows", rows), _cte("_base", base)]
    main = exp.Select(expressions=[column("_base", "_m"), *(column("_base", f"c{components.index(c)}") for c in plain)])
    main.set("from_", exp.From(this=exp.to_table("_base")))
    for position, same in enumerate(grouped):
        name = f"_seen{position}"
        ctes.append(_cte(name, _last_seen(shared, same, components, windows, moments, day)))
        for c in same:
            main.append("expressions", column(name, f"c{components.index(c)}"))
        equal = exp.EQ(this=column(name, "_m"), expression=column("_base", "_m"))
        main.append("joins", exp.Join(this=exp.to_table(name), side="LEFT", on=equal))
    main.set("with_", exp.With(expressions=ctes))
    return main


def _last_seen(
    rows: exp.Query,
    same: Sequence[Component],
    components: Sequence[Component],
    windows: Sequence[Window],
    moments: str,
    day: exp.Expr,
) -> exp.Select:
    value = column("r", str(same[0].column))
    widest = exp.LT(this=day.copy(), expression=column("w", f"_hi{same[0].window}"))
    last = exp.alias_(exp.Max(this=day.copy()), "_last", copy=False)
    inner = _over(rows, moments, [exp.alias_(value, "_value", copy=False), last])
    inner.set(
        "where",
        exp.Where(this=exp.And(this=exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null())), expression=widest)),
    )
    inner.args["group"].append("expressions", value.copy())
    seen = column("r", "_last")
    counts = [
        exp.alias_(
            exp.Filter(this=exp.Count(this=exp.Star()), expression=exp.Where(this=_inside(c.window, windows, seen))),
            f"c{components.index(c)}",
            copy=False,
        )
        for c in same
    ]
    return _over(inner, moments, counts)


def _cte(name: str, query: exp.Query) -> exp.CTE:
    return exp.CTE(this=query.copy(), alias=exp.TableAlias(this=exp.to_identifier(name)))
