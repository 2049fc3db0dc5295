"""Dates that a test writes by a day of the case: `filed + 30d`, `as_of - 12m`, `closed`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from zbrisk.contract import ColumnType, Contract
from zbrisk.docket.days import day_number, to_date
from zbrisk.errors import DataError, SignalError
from zbrisk.signals.window import Bound
from zbrisk.testing.cases import Case
from zbrisk.testing.rows import Row

__all__ = ["ReferenceDays"]

RELATIVE = re.compile(r"(?P<day>[a-z_]\w*)(?:\s*(?P<sign>[+-])\s*(?P<n>\d{1,5})(?P<unit>[dmy]))?")
DATED = (ColumnType.DATE, ColumnType.TS)


class ReferenceDays:
    """The days of a case by which its rows may write their dates.

    Args:
        case: The case.
        key: The key of its row in the cohort's table.
        rows: All its rows, as written.
        contract: Whose reference days they are.
    """

    def __init__(self, case: Case, key: str, rows: Sequence[Row], contract: Contract) -> None:
        self.case = case
        self.contract = contract
        self.days: dict[str, Any] = {"as_of": case.as_of.isoformat()}
        cohort = contract.cohort
        own = _values(rows, cohort.table, cohort.key, key)
        for moment in cohort.reference_days:
            there = own
            if moment.via is not None and moment.table is not None:
                there = _values(rows, moment.table, contract.tables[moment.table].key[0], str(own.get(moment.via)))
            self.days[moment.name] = there.get(moment.column)

    def written_out(self, row: Row, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a row, each date as 2024-01-31.

        Raises:
            SignalError: A date is written by a day that is unknown.
        """
        columns = self.contract.tables[row.table].columns
        return {
            name: self._date(row, value) if name == "known_at" or columns[name].type in DATED else value
            for name, value in values.items()
        }

    def _date(self, row: Row, value: Any, above: tuple[str, ...] = ()) -> Any:
        match = RELATIVE.fullmatch(value.strip()) if isinstance(value, str) else None
        if match is None:
            return value  # whether it is a date is for the docket to say
        name = match["day"]
        if name not in self.days or self.days[name] is None or name in above:
            known = ", ".join(day for day, date in self.days.items() if date is not None)
            problem = (
                f"{self.case.kind}, {self.case.name!r}: {value!r} hangs on {name}, which is no known day of the case."
            )
            raise SignalError(problem, f"Known are {known}; or write a date.", file=self.case.file, line=row.line)
        start = self._date(row, self.days[name], (*above, name))
        shift = int(f"{match['sign']}{match['n']}") if match["n"] else 0
        unit = match["unit"] or "d"
        bound = Bound(day=name, shift=shift * 12 if unit == "y" else shift, unit="d" if unit == "d" else "m")
        try:
            return to_date(int(bound.resolve(np.array([day_number(str(start)[:10])]))[0])).isoformat()
        except (DataError, ValueError, OverflowError) as error:
            problem = f"{self.case.kind}, {self.case.name!r}: {value!r} is no day."
            raise SignalError(
                problem, "Write a date, or another number.", file=self.case.file, line=row.line
            ) from error


def _values(rows: Sequence[Row], table: str, column: str, key: str) -> Mapping[str, Any]:
    return next((r.values for r in rows if r.table == table and str(r.values.get(column)) == key), {})
