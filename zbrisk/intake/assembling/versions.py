"""The versions of one key, from what its rows say, the earliest known first.

A row that says nothing new merges into what is known. One that says otherwise on a later day makes a new version, known
from that day; the old one stays. An empty cell says nothing. What two rows of one day say differently is refused: the
first counts. Refused, too, is a day that would put the end of something before its start, which another row gave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["CHANGED", "CLOSED_LATER", "NEW", "REPEAT", "Versions", "versions"]

NEW, REPEAT, CHANGED, CLOSED_LATER = "new", "repeat", "changed", "closed_later"
WITHIN = "_within"


@dataclass
class Versions:
    """What became of the rows of one key.

    Attributes:
        rows: A day and the values of each version.
        fates: By row, new, repeat, changed, or closed_later where only later facts came.
        refused: Cells that contradict another row: row, column and value.
    """

    rows: list[tuple[dt.date, dict[str, Any]]] = field(default_factory=list)
    fates: list[tuple[int, str]] = field(default_factory=list)
    refused: list[tuple[int, str, Any]] = field(default_factory=list)


def versions(
    rows: Iterable[tuple[int, dt.date, Mapping[str, Any]]],
    later_facts: Mapping[str, Sequence[str]],
    start: str | None = None,
) -> Versions:
    """The versions of one key.

    Args:
        rows: Number, day known, and values by column, in the order of days. `COLUMN_within` says how exact an amount
            is.
        later_facts: As of the contract's table; its days are ends.
        start: The column of the day that no end lies before.
    """
    found = Versions()
    late = {column for date, columns in later_facts.items() for column in (date, *columns)}
    for number, known, values in rows:
        if not found.rows:
            found.rows.append((known, dict(values)))
            found.fates.append((number, NEW))
            continue
        day, state = found.rows[-1]
        said = {
            c: v for c, v in values.items() if v is not None and not c.endswith(WITHIN) and not _same(c, state, values)
        }
        added = {column: value for column, value in said.items() if state.get(column) is None}
        if day == known:
            found.refused += [(number, column, value) for column, value in said.items() if column not in added]
            said = added
        for column in _out_of_order(state, said, start, later_facts):
            found.refused.append((number, column, said[column]))
            said = {other: value for other, value in said.items() if other != column}
        if day == known or not said:
            _say(state, said, values)
            found.fates.append((number, REPEAT))
        else:
            state = dict(state)
            _say(state, said, values)
            found.rows.append((known, state))
            only_later = said.keys() <= late and said.keys() <= added.keys()
            found.fates.append((number, CLOSED_LATER if only_later else CHANGED))
    return found


def _say(state: dict[str, Any], said: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    for column, value in said.items():
        state[column] = value
        if column + WITHIN in values:
            state[column + WITHIN] = values[column + WITHIN]


def _out_of_order(
    state: Mapping[str, Any], said: Mapping[str, Any], start: str | None, ends: Iterable[str]
) -> list[str]:
    """Which of the days that a row says would put an end before the start."""
    if start is None:
        return []
    refused = [start] if start in said and any(_before(end, start, {**state, **said}) for end in ends) else []
    left = {**state, **{column: value for column, value in said.items() if column not in refused}}
    return refused + [end for end in ends if end in said and _before(end, start, left)]


def _before(end: str, start: str, values: Mapping[str, Any]) -> bool:
    first, last = values.get(start), values.get(end)
    return first is not None and last is not None and _date(last) < _date(first)


def _date(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _same(column: str, state: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether a cell says what is known; an amount printed in 万元 does if it does so within its last digit."""
    known, value = state.get(column), values[column]
    if known == value or known is None:
        return bool(known == value)
    within = max((state.get(column + WITHIN) or 0, values.get(column + WITHIN) or 0))
    return bool(within) and abs(known - value) < within
