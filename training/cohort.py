"""Which cases stood on a day, and how long they had stood by then."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from training.tables import CaseTables, rows_known_before

__all__ = ["CohortDays"]


class CohortDays:
    """The cohort on any day before `until`, with the age of each case.

    A case's age is the number of days since its latest reference day (for terminated cases: since the 终本). It is used
    to choose comparable cases, never as a feature.
    """

    def __init__(self, tables: CaseTables, until: dt.date) -> None:
        self._tables = tables
        self._days: dict[pd.Timestamp, pd.Series[float]] = {}
        cohort = tables.contract.cohort
        own = [moment.column for moment in cohort.moments if moment.via is None]
        rows = rows_known_before(tables, cohort.table, until).set_index(cohort.key)
        self._reference = rows[own].apply(pd.to_datetime)

    def members(self, day: pd.Timestamp) -> pd.Series[float]:
        """The age in days of every case in the cohort on `day`, by case; NaN where no reference day is known."""
        if day not in self._days:
            cases = pd.Index(self._tables.cohort(day.date())["case_id"])
            past = self._reference.reindex(cases)
            self._days[day] = (day - past.where(past < day).max(axis=1)).dt.days.astype(float)
        return self._days[day]
