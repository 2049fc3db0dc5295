"""Where a table has data: no rows of a table that does not cover a case mean nothing, not zero.

A table that no (known) coverage row speaks of covers everything. Otherwise it covers, for a moment, the spans of the
coverage rows that apply to it: rows for its court (or any), its case (or any), one of its parties (or any).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tests.oracle.days import Span
from tests.oracle.known import Row


@dataclass(frozen=True, kw_only=True)
class Place:
    """Whom a feature is about, as coverage rows speak of it: a court, a case, and parties."""

    court_code: str | None
    case_id: str
    party_ids: Collection[str]

    def lies_in(self, row: Row) -> bool:
        """Whether a coverage row applies."""
        return (
            row["court_code"] in (None, self.court_code)
            and row["case_id"] in (None, self.case_id)
            and (row["party_id"] is None or row["party_id"] in self.party_ids)
        )


def has_data(table: str, coverage: Collection[Row], place: Place, span: Span) -> bool:
    """Whether `table` has data on the days of `span`: all of them, or the last where the span has no beginning."""
    about_table = [row for row in coverage if row["table_name"] == table]
    return not about_table or any(_covers(row, span) for row in about_table if place.lies_in(row))


def _covers(row: Row, span: Span) -> bool:
    first = span.end - 1 if span.start is None else span.start
    return (row["from_date"] is None or row["from_date"] <= first) and (
        row["until_date"] is None or span.end <= row["until_date"]
    )
