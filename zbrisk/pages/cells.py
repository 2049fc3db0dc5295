"""Values of tables as a reviewer reads them: masked, in Chinese, in plain formats."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from zbrisk.contract import ColumnType
from zbrisk.contract.labels import Labels, labels_of
from zbrisk.explaining.party_aliases import PartyAliases
from zbrisk.explaining.reason import Cell

__all__ = ["Cells", "yuan"]

NOTHING = "—"
PAST = {"until_date": "该期限已过", "valid_to": "已结束", "end_date": "已结束"}  # the end of what the row records
AHEAD = frozenset({*PAST, "due_date"})  # days that are set for later
UNITS = {ColumnType.MONEY: "（元）"}


def yuan(amount: float) -> str:
    """An amount at a glance: `12.35 万元`, `3,200 元`."""
    for size, unit in ((1e8, "亿元"), (1e4, "万元")):
        if abs(amount) >= size:
            return f"{amount / size:,.2f}".rstrip("0").rstrip(".") + f" {unit}"
    return f"{amount:,.2f}".removesuffix(".00") + " 元"


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Writes cells of any table; a column that the contract does not know is written by its value."""

    cast: PartyAliases
    as_of: dt.date | None = None  # the day of the page: what has ended by then, or has not come, is written as such

    @property
    def labels(self) -> Labels:
        """What the contract calls its columns and codes."""
        return labels_of(self.cast.contract)

    def label(self, table: str, column: str) -> str:
        """What the contract calls a column."""
        return self.labels.column(self._home(table, column), column)

    def heading(self, table: str, column: str) -> str:
        """The label of a column, with its unit."""
        kind = self.kind(table, column)
        return self.label(table, column) + (UNITS.get(kind, "") if kind else "")

    def mask(self, table: str, column: str) -> str | None:
        """How the contract hides a column's values, None where it does not."""
        return self.cast.contract.personal.get(f"{self._home(table, column)}.{column}")

    def kind(self, table: str, column: str) -> ColumnType | None:
        """The contract's type of a column, None where it has none."""
        home = self.cast.contract.tables.get(self._home(table, column))
        return home.columns[column].type if home and column in home.columns else None

    def text(self, table: str, column: str, value: Cell) -> str:
        """One cell; amounts are exact and in yuan."""
        if is_missing(value):
            return NOTHING
        table, kind = self._home(table, column), self.kind(table, column)
        if kind is ColumnType.CODE:
            return self.labels.code(table, column, str(value))
        shown = self.cast.cell(table, column, value)
        if kind is ColumnType.BOOL and shown in (0, 1):
            return "是" if shown else "否"
        if _is_number(shown):
            return _number(shown, kind)
        return self._dated(column, value, _plain(shown, kind))

    def _dated(self, column: str, value: Cell, text: str) -> str:
        day = value.date() if isinstance(value, dt.datetime) else value
        if self.as_of is None or not isinstance(day, dt.date):
            return text
        if column in PAST and day < self.as_of:
            return f"{text}（{PAST[column]}）"
        if column in AHEAD or day < self.as_of:
            return text
        return f"将于 {text} 生效（尚未到）" if column == "effective_date" else f"{text}（尚未到）"

    def _home(self, table: str, column: str) -> str:
        """The table that has the column: a row about an asset also carries what the assets' register says."""
        contract = self.cast.contract
        if table not in contract.tables or column in contract.tables[table].columns:
            return table
        registers = [contract.refers(table, name) for name in contract.tables[table].columns]
        return next((name for name in registers if name and column in contract.tables[name].columns), table)


def is_missing(value: object) -> bool:
    """None, NaN and NaT alike."""
    return value == "" if isinstance(value, str) else bool(pd.isna(value))  # type: ignore[call-overload]


def _is_number(value: object) -> bool:
    return (isinstance(value, int | float | Decimal) and not isinstance(value, bool)) or hasattr(value, "dtype")


def _number(value: Cell, kind: ColumnType | None) -> str:
    number = float(value)  # type: ignore[arg-type]
    if kind is ColumnType.MONEY:
        return f"{number:,.2f}".removesuffix(".00")
    if kind is ColumnType.RATIO:
        return f"{number:.2%}".replace(".00%", "%")
    if math.isfinite(number) and number == int(number):
        return str(int(number))
    return f"{number:.4g}"


def _plain(value: Cell, kind: ColumnType | None) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        whole_day = kind is not ColumnType.TS and value.time() == dt.time()
        return value.strftime("%Y-%m-%d" if whole_day else "%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, dt.date) else str(value)
