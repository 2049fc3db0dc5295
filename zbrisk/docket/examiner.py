"""What is wrong with the rows of a table whose cells could be read: keys, references, and the order of its days."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from zbrisk.contract import ColumnType, Contract, KnownRule, Table
from zbrisk.contract.contract import SECONDS_A_DAY
from zbrisk.docket import days
from zbrisk.docket.cells import KNOWN_AT
from zbrisk.docket.connecting import quoted
from zbrisk.docket.days import ALWAYS, NEVER, day_number
from zbrisk.docket.faults import EXAMPLES, Fault, shown
from zbrisk.docket.validity import repeated_keys

__all__ = ["Examiner", "day_of"]

DAYS = (ColumnType.DATE, ColumnType.TS)
OLDEST = "1901-01-01"  # a registry may know marriages of 1946; 1900-01-01 and 0001-01-01 stand for no day
NOTHING = ("nan", "NaN", "None", "NULL", "Null", "null", "<NA>", "NaT", "#N/A", "N/A", "undefined")


class Examiner:
    """What can only be seen once the cells of a table are read: keys, references, and the order of its days."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, contract: Contract, table: Table, present: frozenset[str]
    ) -> None:
        self.connection = connection
        self.contract = contract
        self.table = table
        self.present = present

    def faults(self) -> Iterator[Fault]:
        """All of them."""
        yield from self._repeated()
        yield from self._undated()
        yield from self._known_too_early()
        yield from self._ended_too_early()
        yield from self._dangling()
        yield from self._outside_ratio()
        yield from self._stands_for_nothing()
        yield from self._far_away()

    def _repeated(self) -> Iterator[Fault]:
        keys = repeated_keys(self.connection, self.table, self.table.name)
        if keys:
            yield Fault(
                table=self.table.name,
                column=", ".join(self.table.key),
                problem="the same key twice with the same known_at",
                cure="Keep one row of each key and known_at; a correction has a later known_at.",
                rows=keys[0][1],
                examples=tuple(key for key, _ in keys),
            )

    def _undated(self) -> Iterator[Fault]:
        default = self.table.known_at.column
        if default not in self.table.required:  # else the empty cell is already a fault
            why = f"{default} is empty too" if default else "nothing stands in for it"
            cure = "Fill in the first day on which your office could have seen the row."
            yield from self._rows_where("_given is null", "known_at", f"empty, and {why}", cure, value="null::varchar")

    def _known_too_early(self) -> Iterator[Fault]:
        own = self._own_day()
        if own:
            yield from self._rows_where(
                f"given < {self._day(own)}",
                "known_at",
                f"before {own}: known before it happened",
                "Give the day on which your office could first see the row, or mend the event's date.",
                value=f"{_date('given')} || ' < ' || {_date(self._day(own))}",
            )

    def _ended_too_early(self) -> Iterator[Fault]:
        own = self.table.known_at.column
        for date in self.table.later_facts if own else ():
            assert own is not None
            yield from self._rows_where(
                f"{self._day(date)} < {self._day(own)}",
                date,
                f"before {own}",
                "Mend the date that is wrong.",
                value=f"{_date(self._day(date))} || ' < ' || {_date(self._day(own))}",
            )

    def _dangling(self) -> Iterator[Fault]:
        for column in self.table.columns:
            target = self.contract.refers(self.table.name, column)
            if (
                target is None
                or target not in self.present
                or (target == self.table.name and self.table.key == (column,))
            ):
                continue
            (key,) = self.contract.tables[target].key
            yield from self._rows_where(
                f"{column} is not null and {column} not in (select {key} from {target} where {key} is not null)",
                column,
                f"not in {target}",
                f"Export the row of {target}, or mend the id.",
                value=column,
            )

    def _outside_ratio(self) -> Iterator[Fault]:
        for column in self.table.columns.values():
            if column.type is ColumnType.RATIO:
                yield from self._rows_where(
                    f"{column.name} not between 0 and 1",
                    column.name,
                    "outside 0..1",
                    "Give shares of one, not percent.",
                    value=f"cast({column.name} as varchar)",
                    warning=True,
                )

    def _stands_for_nothing(self) -> Iterator[Fault]:
        """Words that a program wrote where it had no value: an id or a hash of that name would tie strangers."""
        texts = [c.name for c in self.table.columns.values() if c.type in (ColumnType.ID, ColumnType.STR)]
        tests = {name: f"{name} in ({', '.join(map(quoted, NOTHING))})" for name in texts}
        counts = ", ".join(f"count(*) filter (where {test})" for test in tests.values())
        (found,) = self.connection.execute(f"select {counts or 0} from {self.table.name}").fetchall()
        for (name, test), rows in zip(tests.items(), found, strict=False):
            if rows:
                problem, cure = "a word for nothing, which counts as a value", "Leave the cell empty."
                yield from self._rows_where(test, name, problem, cure, value=name, warning=True)

    def _far_away(self) -> Iterator[Fault]:
        """Rows known on days that have not come, or on which no office was."""
        tomorrow = day_number(days.today()) + 1
        for condition, problem, cure in (
            (
                f"_known_from > {tomorrow} and _known_from <> {NEVER}",
                "known on a day that has not come: until then the row does not count",
                "Give the day on which your office could first see the row; 9999-12-31 means that it never could.",
            ),
            (
                f"_known_from < {day_number(OLDEST)} and _known_from <> {ALWAYS}",
                "known before 1901, which stands for no day",
                "Give the day on which your office could first see the row, or none if the true one is not known.",
            ),
        ):
            value = _date("_known_from")
            yield from self._rows_where(condition, KNOWN_AT.name, problem, cure, value=value, warning=True)

    def _rows_where(
        self, condition: str, column: str, problem: str, cure: str, *, value: str, warning: bool = False
    ) -> Iterator[Fault]:
        found = self.connection.execute(
            f"select _key, {value}, count(*) over () from {self.table.name} where {condition}"
            f" order by _key limit {EXAMPLES}"
        ).fetchall()
        if found:
            place = f"{self.table.name}.{column}"
            yield Fault(
                table=self.table.name,
                column=column,
                problem=problem,
                cure=cure,
                rows=found[0][2],
                examples=tuple(
                    key if text is None else f"{key}: {shown(self.contract, place, text)}" for key, text, _ in found
                ),
                warning=warning,
            )

    def _own_day(self) -> str | None:
        """The column that says when what the row records happened."""
        rule = self.table.known_at
        if rule.rule is KnownRule.REQUIRED:
            return next((name for name in self.table.required if self.table.columns[name].type in DAYS), None)
        return rule.column

    def _day(self, column: str) -> str:
        return day_of(self.table, column)


def day_of(table: Table, column: str) -> str:
    """A column's day, in SQL, whether it holds days or moments."""
    return f"floor({column} / {SECONDS_A_DAY})" if table.columns[column].type is ColumnType.TS else column


def _date(day: str) -> str:
    return f"cast(date '1970-01-01' + cast({day} as integer) as varchar)"
