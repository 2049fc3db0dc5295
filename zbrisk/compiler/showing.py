"""SQL that shows a signal's rows: the newest of each moment, with the keys behind them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from zbrisk.compiler.query import CompiledQuery
from zbrisk.compiler.scope import column, number
from zbrisk.signals.card import Card
from zbrisk.signals.window import Window

__all__ = ["showing_query"]

SHOWN_ROWS = 50  # of a signal and moment; how many there are in all is always told


def showing_query(card: Card, rows: CompiledQuery, windows: Sequence[Window], moments: str) -> exp.Query:
    """The newest rows of each moment, with the keys behind them and how many rows there are in all."""
    order = [exp.Ordered(this=column("r", card.at), desc=True, nulls_first=False)] if card.at else []
    rest = [*(name for name in rows.columns if name != card.at), "_ev"]  # rows that look alike have an order too
    order += [exp.Ordered(this=column("r", name), nulls_first=False) for name in rest]
    partition = [column("r", "_m")]
    place = exp.Window(this=exp.RowNumber(), partition_by=partition, order=exp.Order(expressions=order), over="OVER")
    total = exp.Window(this=exp.Count(this=exp.Star()), partition_by=[column("r", "_m")], over="OVER")
    numbered = exp.Select(
        expressions=[
            exp.Column(this=exp.Star(), table=exp.to_identifier("r")),
            exp.alias_(place, "_place"),
            exp.alias_(total, "_total"),
        ]
    )
    numbered.set(
        "from_", exp.From(this=exp.Subquery(this=rows.tree, alias=exp.TableAlias(this=exp.to_identifier("r"))))
    )
    if card.at:
        at: exp.Expr = column("r", card.at)
        if rows.columns[card.at].kind == "ts":
            at = exp.Paren(this=exp.IntDiv(this=at, expression=number(86_400)))
        beside = exp.EQ(this=column("w", "_m"), expression=column("r", "_m"))
        numbered.set("joins", [exp.Join(this=exp.alias_(exp.to_table(moments), "w", table=True), on=beside)])
        numbered.set("where", exp.Where(this=exp.or_(*(_within(windows.index(w), w, at) for w in card.windows))))
    names = ["_m", *rows.columns, "_ev", "_place", "_total"]
    select = exp.Select(expressions=[column("s", name) for name in names])
    select.set("from_", exp.From(this=exp.Subquery(this=numbered, alias=exp.TableAlias(this=exp.to_identifier("s")))))
    select.set("where", exp.Where(this=exp.LTE(this=column("s", "_place"), expression=number(SHOWN_ROWS))))
    return select


def _within(place: int, window: Window, day: exp.Expr) -> exp.Expr:
    """Evidence is what is measured: a row outside of every window counts for nothing and is not shown."""
    ended = exp.LT(this=day.copy(), expression=column("w", f"_hi{place}"))
    if window.start is None:
        return ended
    return exp.And(this=exp.GTE(this=day.copy(), expression=column("w", f"_lo{place}")), expression=ended)
