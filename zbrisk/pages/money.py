"""Money that went from one to another, as far as rows shown on the page tell: the picture's arrows and their table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zbrisk.explaining.reason import EvidenceRow
from zbrisk.pages.cells import Cells, yuan

__all__ = ["Flow", "Flows", "Transfer", "flows"]

FLOWS, PAID = "transactions", "receivables"
MOST_ARROWS, MOST_TRANSFERS = 6, 8
STEP, TOP = 32, 4  # px
ELSEWHERE = "未列明的一方"


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One payment."""

    day: dt.date
    giver: str
    taker: str
    amount: float
    source: str

    @property
    def words(self) -> str:
        """The amount at a glance."""
        return yuan(self.amount)


@dataclass(frozen=True, kw_only=True)
class Flow:
    """An arrow: all payments from one to another."""

    y: int
    giver: str
    taker: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Flows:
    """The arrows, the greatest sum first, and the payments by day; `more` payments are in the appendix alone."""

    arrows: tuple[Flow, ...]
    transfers: tuple[Transfer, ...]
    height: int
    more: int


def flows(rows: Iterable[EvidenceRow], accounts: Mapping[str, str], cells: Cells) -> Flows | None:
    """The picture; None where no row shows money that flowed.

    Args:
        rows: The rows behind the reasons that are shown.
        accounts: Accounts of the case's parties, with their holders.
        cells: Writes names.
    """
    found = {(row.table, *row.key.values()): row for row in rows}.values()
    paid = sorted(
        (each for row in found if (each := _transfer(row, accounts, cells))), key=lambda each: (each.day, each.source)
    )
    if not paid:
        return None
    pairs: dict[tuple[str, str], list[Transfer]] = {}
    for each in paid:
        pairs.setdefault((each.giver, each.taker), []).append(each)
    ordered = sorted(pairs.items(), key=lambda pair: -sum(each.amount for each in pair[1]))[:MOST_ARROWS]
    arrows = [
        Flow(y=TOP + STEP * place, giver=giver, taker=taker, words=_words(each))
        for place, ((giver, taker), each) in enumerate(ordered)
    ]
    return Flows(
        arrows=tuple(arrows),
        transfers=tuple(paid[:MOST_TRANSFERS]),
        height=TOP + STEP * len(arrows),
        more=max(len(paid) - MOST_TRANSFERS, 0),
    )


def _words(paid: list[Transfer]) -> str:
    total = yuan(sum(each.amount for each in paid))
    return total if len(paid) == 1 else f"{total}（{len(paid)} 笔）"


def _transfer(row: EvidenceRow, accounts: Mapping[str, str], cells: Cells) -> Transfer | None:
    values, where = row.values, " ".join(cells.text(row.table, name, value) for name, value in row.key.items())
    if row.table == FLOWS:
        day, amount = values.get("ts"), values.get("amount")
        holder = accounts.get(str(values.get("account_id")))
        own = cells.cast.alias(holder) if holder else ELSEWHERE
        counterparty = values.get("counterparty_id")
        other = cells.cast.alias(counterparty) if counterparty is not None else ELSEWHERE
        giver, taker = (other, own) if values.get("direction") == "in" else (own, other)
    elif row.table == PAID and values.get("payee_id") is not None:
        day, amount = values.get("paid_date"), values.get("amount")
        giver, taker = "付款义务人", cells.cast.alias(values["payee_id"])
    else:
        return None
    day = day.date() if isinstance(day, dt.datetime) else day
    if not isinstance(day, dt.date) or not isinstance(amount, int | float) or giver == taker:
        return None
    return Transfer(day=day, giver=giver, taker=taker, amount=float(amount), source=where)
