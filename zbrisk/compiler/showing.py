"""SQL that shows a signal's rows: the newest of each moment, with the keys behind them."""

from __future__ import annotations

from sqlglot import exp

from zbrisk.compiler.query import CompiledQuery
from zbrisk.compiler.scope import column, number
from zbrisk.signals.card import Card

__all__ = ["showing_query"]

SHOWN_ROWS = 50  # of a signal and moment; how many there are in all is always told


def showing_query(card: Card, rows: CompiledQuery) -> exp.Query:
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
        numbered.set("where", exp.Where(this=exp.LT(this=at, expression=column("r", "_as_of"))))
    names = ["_m", *rows.columns, "_ev", "_place", "_total"]
    select = exp.Select(expressions=[column("s", name) for name in names])
    select.set("from_", exp.From(this=exp.Subquery(this=numbered, alias=exp.TableAlias(this=exp.to_identifier("s")))))
    select.set("where", exp.Where(this=exp.LTE(this=column("s", "_place"), expression=number(SHOWN_ROWS))))
    return select
