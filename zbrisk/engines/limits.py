"""What one question may cost: a bundle's SQL, a signal under trial or a huge case must not hold a machine for ever."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sized
from dataclasses import dataclass, fields

import duckdb

from zbrisk.errors import DataError, ZbriskError

__all__ = ["Exceeded", "Limits", "naming", "stopped"]

# what an engine says of a query that it refuses, and what Python says of a result that is not of the form asked for
ENGINES_AND_VALUES = (duckdb.Error, sqlite3.Error, ArithmeticError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The most that is spent; there is always a limit, and whoever calls sets it.

    Attributes:
        case_seconds: On one case, for all that is said of it.
        case_rows: Rows in one case's records.
        case_megabytes: Of relations made for one case.
        query_seconds: On each query over many cases.
    """

    case_seconds: float = 60.0
    case_rows: int = 500_000
    case_megabytes: int = 2_000
    query_seconds: float = 7_200.0

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < float("inf"):
                raise DataError(f"The limit {each.name} is {value!r}.", "Give a number above 0.")

    def check_rows(self, records: Mapping[str, Sized]) -> None:
        """Refuse the records of a case that has too many rows.

        Raises:
            DataError: It has; the largest table is named.
        """
        rows = {table: len(each) for table, each in records.items()}
        if sum(rows.values()) > self.case_rows:
            table = max(rows, key=rows.__getitem__)
            raise DataError(
                f"The case's records have {sum(rows.values()):,} rows, {rows[table]:,} of them in {table}; the limit"
                f" is {self.case_rows:,}.",
                "Send only what `scorer.needs()` asks for, or load the bundle with Limits(case_rows=...).",
            )


class Exceeded(DataError):
    """A query that was stopped, or that an engine could not run; `why` continues a sentence about it."""

    def __init__(self, why: str, cure: str, what: str = "A query") -> None:
        super().__init__(f"{what} {why}.", cure)
        self.why = why


def stopped(seconds: float, setting: str) -> Exceeded:
    """The error of a query that took too long."""
    return Exceeded(
        f"was stopped after {seconds:g} seconds",
        f"Leave it out or write it with fewer rows to join, or allow more with Limits({setting}=...).",
    )


class naming:  # a class, which is quicker than a generator: one case enters it some hundred times
    """Say of what is stopped in here, or cannot be run, what it was.

    Raises:
        Exceeded: Something was stopped, or an engine refused it.
    """

    __slots__ = ("_what",)

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exceeded):
            raise Exceeded(error.why, error.cure, self._what) from error
        if isinstance(error, ENGINES_AND_VALUES) and not isinstance(error, ZbriskError):
            why = " ".join(str(error).split())[:200].rstrip(".")
            raise Exceeded(f"cannot be run ({why})", "Mend its SQL, or leave it out.", self._what) from error
