"""The moments of a run: who, when, and from which day to which each window reaches."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from zbrisk.docket.docket import Docket
from zbrisk.docket.values import id_text
from zbrisk.errors import DataError
from zbrisk.signals.window import NULL_DAY, UNBOUNDED, Bound, Window

__all__ = ["Days", "Moments", "bounds", "moments_of"]

Days = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Moments:
    """The moments of a grain.

    `start` and `end` are moments x windows: the first day (`UNBOUNDED`: none) and the day after the last, `NULL_DAY`
    where a reference day is not known. Where the grain is parties, `ids` are theirs, and each pair is a case and one
    of its parties.
    """

    as_of: Days
    start: Days
    end: Days
    ids: npt.NDArray[np.object_] | None = None
    pair_case: Days = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    pair_party: Days = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @property
    def size(self) -> int:
        """How many moments."""
        return len(self.as_of)

    @cached_property
    def known(self) -> npt.NDArray[np.bool_]:
        """moments x windows: whether the days that the window hangs on are known."""
        known: npt.NDArray[np.bool_] = (self.start != NULL_DAY) & (self.end != NULL_DAY)
        return known

    @property
    def must_be_covered_from(self) -> Days:
        """moments x windows: the first day that a table must cover; a window without lower end needs its last day
        alone.
        """
        return np.where(self.start == UNBOUNDED, self.end - 1, self.start)

    def of_pairs(self) -> Moments:
        """The parties' windows, once for each pair with a case."""
        return Moments(
            as_of=self.as_of[self.pair_party],
            start=self.start[self.pair_party],
            end=self.end[self.pair_party],
            ids=None if self.ids is None else self.ids[self.pair_party],
            pair_case=self.pair_case,
        )


def bounds(windows: Sequence[Window], days: Mapping[str, Days], as_of: Days) -> tuple[Days, Days]:
    """`start` and `end` of `Moments`; ends are capped at as_of."""
    unknown_day = np.full(len(as_of), NULL_DAY, dtype=np.int64)

    def resolved(bound: Bound) -> Days:
        return bound.resolve(days.get(bound.day, unknown_day))

    unbounded = np.full(len(as_of), UNBOUNDED, dtype=np.int64)
    start = np.column_stack([unbounded if window.start is None else resolved(window.start) for window in windows])
    end = np.column_stack([resolved(window.end) for window in windows])
    unknown = (start == NULL_DAY) | (end == NULL_DAY)
    capped = np.minimum(end, as_of[:, None])
    return np.where(unknown, NULL_DAY, start), np.where(unknown, NULL_DAY, capped)


def moments_of(moments: pd.DataFrame, docket: Docket) -> tuple[list[str], npt.NDArray[np.int64]]:
    """Case ids and day numbers of a frame of moments.

    Raises:
        DataError: They are no frame, a column is missing, a cell is empty, no id or no day, or a day has not come or
            nothing was known before it.
    """
    if not isinstance(moments, pd.DataFrame):
        raise DataError(f"The moments are a {type(moments).__name__}.", "Give a pandas frame with case_id and as_of.")
    key = docket.contract.cohort.key
    column = key if key in moments.columns else "case_id"
    for name in (column, "as_of"):
        if name not in moments.columns:
            raise DataError(f"The moments have no column {name}.", f"Give the columns {key} and as_of.")
        empty = moments.index[moments[name].isna()]
        if len(empty):
            raise DataError(f"The moments' {name} is empty in row {empty[0]}.", "Fill it in, or leave the row out.")
    days: dict[Any, int] = {}
    for place, value in enumerate(moments["as_of"]):
        if not isinstance(value, Hashable) or value not in days:
            with _of_moment(moments.index[place]):
                days[value] = docket.day(value)
    as_of = np.array([days[value] for value in moments["as_of"]], dtype=np.int64)
    return [id_text(value) for value in moments[column]], as_of


@contextmanager
def _of_moment(row: object) -> Iterator[None]:
    try:
        yield
    except DataError as error:
        raise DataError(f"The moments' as_of in row {row}: {error.problem}", error.cure) from error
