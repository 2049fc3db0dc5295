"""SQL that shows a signal's rows: the newest of each moment, with the keys behind them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from zbrisk.compiler.measure_query import inside, joined_moments
from zbrisk.compiler.query import CompiledQuery
from zbrisk.compiler.scope import column, number
from zbrisk.compiler.typed import SECONDS_A_DAY
from zbrisk.signals.header import SignalHeader
from zbrisk.signals.window import Window

__all__ = ["evidence_query"]

SHOWN_ROWS = 50  # of a signal and moment; how many there are in all is always counted


def evidence_query(header: SignalHeader, rows: CompiledQuery, windows: Sequence[Window], moments: str) -> exp.Query:
    """The newest rows of each moment, with the keys behind them and how many rows there are in all.

    Of a signal with several windows, the newest rows of each, with `_in0` (whether a row is in the header's first
    window), `_at0` (its place there) and `_of0` (how many rows there are in it), and so on for the others. Of a signal
    by codes, the newest of each combination of them.
    """
    order = [exp.Ordered(this=column("r", header.at), desc=True, nulls_first=False)] if header.at else []
    # the whole row is the order's tail, so that every engine shows the same fifty
    rest = [
        *(name for name in rows.columns if name != header.at),
        "_evidence",
    ]  # rows that look alike have an order too
    order += [exp.Ordered(this=column("r", name), nulls_first=False) for name in rest]
    several = range(len(header.windows)) if len(header.windows) > 1 else ()
    source: exp.Query = _kept(header, rows, windows, moments, several)
    items: list[exp.Expr] = [exp.Column(this=exp.Star(), table=exp.to_identifier("r"))]
    for flags, place, total in ([], "_place", "_total"), *(([f"_in{i}"], f"_at{i}", f"_of{i}") for i in several):
        partition = [column("r", name) for name in ("_moment", *(each.column for each in header.by), *flags)]
        number_ = exp.Window(
            this=exp.RowNumber(), partition_by=partition, order=exp.Order(expressions=order), over="OVER"
        )
        count = exp.Window(this=exp.Count(this=exp.Star()), partition_by=partition, over="OVER")
        items += [exp.alias_(number_, place), exp.alias_(count, total)]
    numbered = exp.Select(expressions=items)
    numbered.set("from_", exp.From(this=exp.Subquery(this=source, alias=exp.TableAlias(this=exp.to_identifier("r")))))
    names = ["_moment", *rows.columns, "_evidence", "_place", "_total"]
    names += [f"{name}{i}" for i in several for name in ("_in", "_at", "_of")]
    select = exp.Select(expressions=[column("s", name) for name in names])
    select.set("from_", exp.From(this=exp.Subquery(this=numbered, alias=exp.TableAlias(this=exp.to_identifier("s")))))
    first: list[exp.Expr] = [exp.LTE(this=column("s", "_place"), expression=number(SHOWN_ROWS))]
    if several:
        first = [
            exp.and_(
                exp.EQ(this=column("s", f"_in{i}"), expression=number(1)),
                exp.LTE(this=column("s", f"_at{i}"), expression=number(SHOWN_ROWS)),
            )
            for i in several
        ]
    select.set("where", exp.Where(this=exp.or_(*first)))
    return select


def _kept(
    header: SignalHeader, rows: CompiledQuery, windows: Sequence[Window], moments: str, several: Sequence[int]
) -> exp.Query:
    """Evidence is what is measured: a row outside of every window counts for nothing and is not shown."""
    if not header.at and not header.evidence:
        return rows.tree
    items: list[exp.Expr] = [exp.Column(this=exp.Star(), table=exp.to_identifier("q"))]
    kept = exp.Select()
    kept.set("from_", exp.From(this=exp.Subquery(this=rows.tree, alias=exp.TableAlias(this=exp.to_identifier("q")))))
    conditions: list[exp.Expr] = []
    if header.evidence:
        conditions.append(exp.NEQ(this=column("q", header.evidence), expression=number(0)))
    if header.at:
        at: exp.Expr = column("q", header.at)
        if rows.columns[header.at].kind == "ts":
            at = exp.Paren(this=exp.IntDiv(this=at, expression=number(SECONDS_A_DAY)))
        kept.set("joins", [joined_moments(moments, "q")])
        within = [inside(windows.index(w), windows, at) for w in header.windows]
        conditions.append(exp.or_(*(each.copy() for each in within)))
        for i in several:
            whether = exp.Case(ifs=[exp.If(this=within[i].copy(), true=number(1))], default=number(0))
            items.append(exp.alias_(whether, f"_in{i}"))
    kept.set("expressions", items)
    kept.set("where", exp.Where(this=exp.and_(*conditions)))
    return kept
