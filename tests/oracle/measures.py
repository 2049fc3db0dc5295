"""What a set of dated rows comes to: the measures of features/README.md, one by one.

Money is in 分 until the very end; a ratio is formed from whole numbers, last.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from tests.oracle.known import Row

CALL = re.compile(r"(?P<name>\w+)(\((?P<column>\w+)\))?")
SMALLEST = ("days_since_last", "days_since_first", "min")
ADDED = ("count", "sum")
DAY = "_day"  # in every row, the day of its event; null where it has none
ONCE = ("days_since_last", "days_since_first", "first", "last")  # over `all`, unless given windows of their own
Number = int | float | None


@dataclass(frozen=True)
class Measure:
    """One measure, perhaps divided by another or by a column of the case."""

    text: str

    @property
    def parts(self) -> list[str]:
        return [part.strip() for part in self.text.split("/")]

    @property
    def call(self) -> tuple[str, str | None]:
        """The first part's function and column."""
        return _call(self.parts[0])

    def value(self, rows: Collection[Row], at: str | None, as_of: int, case: Row) -> Number:
        """The measure of `rows`, in 分 where its column is money."""
        top = simple(self.parts[0], rows, at, as_of)
        if len(self.parts) == 1:
            return top
        name = self.parts[1]
        bottom = case[name] if name in case else simple(name, rows, at, as_of)
        return None if top is None or not bottom else top / bottom

    def yuan(self, value: Number, money: Collection[str]) -> Number:
        """Money comes out in yuan; a ratio of money to money has no unit."""
        name, column = self.call
        is_money = column in money and name != "distinct" and len(self.parts) == 1
        return value / 100 if is_money and value is not None else value


def _call(text: str) -> tuple[str, str | None]:
    match = CALL.fullmatch(text)
    assert match, text
    return match["name"], match["column"]


def simple(text: str, rows: Collection[Row], at: str | None, as_of: int) -> Number:
    """One measure of the rows. Without rows there are 0 of them, they sum to 0, and all else is unknown (null)."""
    name, column = _call(text)
    if name == "count":
        return len(rows)
    if name == "exists":
        return int(bool(rows))
    if name in ("days_since_last", "days_since_first"):
        days = [row[DAY] for row in rows]
        return None if not days else as_of - (max(days) if name == "days_since_last" else min(days))
    assert column
    filled = [row for row in rows if row[column] is not None]
    if name in ("first", "last"):
        assert at
        in_order = sorted((row[at], row[column]) for row in filled)  # of two at the same time the larger is the later
        return in_order[0 if name == "first" else -1][1] if in_order else None
    return _of_values(name, [row[column] for row in filled], any_rows=bool(rows))


def _of_values(name: str, values: list[int | float], *, any_rows: bool) -> Number:
    match name:
        case "distinct":
            return len(set(values))
        case "sum":
            return sum(values) if values or not any_rows else None
        case "max":
            return max(values, default=None)
        case "min":
            return min(values, default=None)
        case "nearest":
            return min(values, key=lambda value: (abs(value), value < 0), default=None)
        case "mean" | "share":
            return sum(values) / len(values) if values else None
    raise ValueError(name)


def across(measure: Measure, values: Collection[Number], how: str) -> Number:
    """Several parties' values as one of their case: the largest; the smallest for days and `min`; or the sum."""
    name = measure.call[0] if len(measure.parts) == 1 else "ratio"
    known = [value for value in values if value is not None]
    if not known:
        return None
    if name in SMALLEST:
        return min(known)
    return sum(known) if how == "sum" and name in ADDED else max(known)
