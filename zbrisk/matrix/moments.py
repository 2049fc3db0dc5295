"""The moments of a run: who, when, and from which day to which each window reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from zbrisk.signals.window import NULL_DAY, UNBOUNDED, Bound, Window

__all__ = ["Days", "Moments", "bounds"]

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

    @property
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
