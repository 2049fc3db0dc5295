"""What was known on a day: which rows of a table an office could see at the start of that day, and how it saw them.

1. A row has a day from which it is known: its `known_at`; else what the table's default makes of it; else the first day
   that its parent (a case, for a suit) was known in any version; else always. It is never known before its parent.
2. It is seen at as_of if that day is before as_of. What became known on the day itself is not seen.
3. Rows with the same key are versions of one row: the one known last is seen, and no other.
4. A later fact (how a case closed) is null until the date it waits for is before as_of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.oracle.days import EPOCH, day_number, plus_months
from zbrisk.contract import ColumnType, Contract, Table

Row = dict[str, Any]
ALWAYS = -(2**31)


def plain_value(value: Any, kind: ColumnType) -> Any:
    """A public value as the arithmetic wants it: day number, seconds, 分, 0/1."""
    if value is None:
        return None
    if kind is ColumnType.DATE:
        return day_number(value)
    if kind is ColumnType.TS:
        return int((value - datetime(EPOCH.year, 1, 1)).total_seconds())
    if kind is ColumnType.MONEY:
        return int(value * 100)
    if kind is ColumnType.BOOL:
        return int(value)
    return value


@dataclass(frozen=True, kw_only=True)
class Version:
    """One row as supplied: `said` is its own knowledge day, `known` the same held back by its parent's."""

    key: tuple[Any, ...]
    said: int
    known: int
    values: Row


class KnownTables:
    """The supplied tables, and how each looked at the start of any day.

    Args:
        contract: The contract in force.
        tables: Public rows by table; a table that is not there was not supplied.
    """

    def __init__(self, contract: Contract, tables: Mapping[str, Sequence[Row]]) -> None:
        self.contract = contract
        self.present = frozenset(tables)
        self._public = tables
        self._versions = {name: self._read(contract.tables[name], rows) for name, rows in tables.items()}
        self._seen: dict[tuple[str, int], list[Row]] = {}
        self._by_value: dict[tuple[str, int, str], dict[Any, list[Row]]] = {}

    def there(self, table: str, as_of: int) -> bool:
        """Whether the office was known to hold `table`: some row was known, none ever came, or it is required."""
        versions = self.versions(table)
        required = table in self.contract.required_tables
        return table in self.present and (required or not versions or any(each.known < as_of for each in versions))

    def versions(self, table: str) -> list[Version]:
        """Every row of `table`, in the order supplied."""
        return self._versions.get(table, [])

    def at(self, table: str, as_of: int) -> list[Row]:
        """The rows of `table` as they were seen at the start of day `as_of`."""
        if (table, as_of) not in self._seen:
            self._seen[table, as_of] = self._look(self.contract.tables[table], as_of)
        return self._seen[table, as_of]

    def where(self, table: str, as_of: int, equal: Mapping[str, Any]) -> list[Row]:
        """Those of them whose columns have these values; an equality with null holds for no row."""
        if not equal:
            return self.at(table, as_of)
        (column, value), *rest = equal.items()
        place = (table, as_of, column)
        if place not in self._by_value:
            self._by_value[place] = {}
            for row in self.at(table, as_of):
                self._by_value[place].setdefault(row[column], []).append(row)
        if None in equal.values():
            return []
        return [row for row in self._by_value[place].get(value, ()) if all(row[name] == cell for name, cell in rest)]

    def _look(self, table: Table, as_of: int) -> list[Row]:
        seen: dict[tuple[Any, ...], Version] = {}
        for version in self._versions.get(table.name, []):
            before = seen.get(version.key)
            if version.known < as_of and (before is None or version.said > before.said):
                seen[version.key] = version
        return [masked(table, version.values, as_of) for version in seen.values()]

    def _read(self, table: Table, rows: Iterable[Row]) -> list[Version]:
        versions = []
        for row in rows:
            values = {name: plain_value(row.get(name), column.type) for name, column in table.columns.items()}
            said = self._said(table, values, row.get("known_at"))
            key = tuple(values[column] for column in table.key)
            known = max(said, self._parent_known(table, values))
            versions.append(Version(key=key, said=said, known=known, values=values))
        return versions

    def _said(self, table: Table, values: Row, known_at: date | None) -> int:
        """The row's own knowledge day: `known_at`, or what stands in for it."""
        if known_at is not None:
            return day_number(known_at)
        rule = table.known_at
        value = values[rule.column] if rule.column else None
        if value is None:
            return self._parent_known(table, values)
        day = value // 86400 if table.columns[str(rule.column)].type is ColumnType.TS else value
        return plus_months(day, rule.plus_months)

    def _parent_known(self, table: Table, values: Row) -> int:
        """The first day on which any version of the row's parent was known; ALWAYS for a row without."""
        if table.parent is None:
            return ALWAYS
        parent, column = self.contract.tables[table.parent.table], table.parent.column
        days = []
        for row in self._public.get(parent.name, []):
            if row[column] == values[column]:
                plain = {name: plain_value(row.get(name), c.type) for name, c in parent.columns.items()}
                days.append(max(self._said(parent, plain, row.get("known_at")), self._parent_known(parent, plain)))
        return min(days, default=ALWAYS)


def masked(table: Table, values: Row, as_of: int) -> Row:
    """The row with the facts that were still to come at `as_of` taken out."""
    seen = dict(values)
    for fact_date, facts in table.later_facts.items():
        value = values[fact_date]
        if value is not None and table.columns[fact_date].type is ColumnType.TS:
            value //= 86400
        if value is None or value >= as_of:
            seen |= dict.fromkeys(facts)
    return seen
