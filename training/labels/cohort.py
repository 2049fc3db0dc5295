"""Which cases stood on a day, and how long they had stood by then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zbrisk.docket import Docket
from zbrisk.errors import DataError

__all__ = ["CohortDays", "Members"]


@dataclass(frozen=True, kw_only=True)
class Members:
    """The cohort of one day: places in `CohortDays.cases`, and the age of each in days (NaN where it is not known)."""

    places: NDArray[np.int32]
    ages: NDArray[np.float32]


class CohortDays:
    """The cohort on any day before `until`, with the age of each case.

    A case's age is the number of days since its latest reference day (for terminated cases: since the 终本). It is used
    to choose comparable cases, never as a feature.
    """

    def __init__(self, docket: Docket, until: dt.date) -> None:
        self._docket = docket
        cohort = docket.contract.cohort
        rows = docket.frame(cohort.table, until).set_index(cohort.key)
        own = [day.column for day in cohort.reference_days if day.via is None]
        self.cases = pd.Index(rows.index, dtype=object)  # looked up ten times as fast as Arrow strings
        days = [pd.to_datetime(rows[column]).to_numpy("M8[D]") for column in own]
        self._reference = np.array(days, dtype="M8[D]").reshape(len(own), len(rows))  # a cohort may have none
        spans = docket.cohort_spans()
        self._spans = None
        if spans is not None:
            bounds = spans["first"].to_numpy(np.int64), spans["end"].to_numpy(np.int64)
            self._spans = (self.places(spans[cohort.key]), *bounds)
        self.members = lru_cache(maxsize=4096)(self._members)

    def places(self, cases: pd.Series[str]) -> NDArray[np.intp]:
        """Where each case stands in `cases`; -1 for one that is not known."""
        found: NDArray[np.intp] = self.cases.get_indexer(pd.Index(cases, dtype=object))
        return found

    def _places_on(self, day: pd.Timestamp) -> NDArray[np.intp]:
        try:
            number = self._docket.day(day.date())
        except DataError:  # nothing was known before the day, so nothing stood
            return np.array([], dtype=np.intp)
        if self._spans is None:
            return self.places(self._docket.cohort(day.date())[self._docket.contract.cohort.key])
        places, first, end = self._spans
        standing: NDArray[np.intp] = places[(first <= number) & (number < end)]
        return standing

    def _members(self, day: pd.Timestamp) -> Members:
        places = self._places_on(day)
        past = self._reference[:, places]
        elapsed = (np.datetime64(day, "D") - past).astype("m8[D]").astype(float)
        elapsed[np.isnat(past) | (elapsed <= 0)] = np.inf
        ages = elapsed.min(axis=0, initial=np.inf)
        ages[np.isinf(ages)] = np.nan
        return Members(places=places.astype(np.int32), ages=ages.astype(np.float32))
