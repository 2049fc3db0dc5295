"""SQL's habits with null, where Python has others; and grouping, as SQL does it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Any

from tests.oracle.known import Row


def known(*values: Any) -> bool:
    return None not in values


def below(a: Any, b: Any) -> bool:
    """a < b, not true if either is null."""
    return known(a, b) and a < b


def at_most(a: Any, b: Any) -> bool:
    return known(a, b) and a <= b


def differ(a: Any, b: Any) -> bool:
    return known(a, b) and a != b


def minus(a: Any, b: Any) -> Any:
    return a - b if known(a, b) else None


def largest(values: Iterable[Any]) -> Any:
    return max((value for value in values if value is not None), default=None)


def smallest(values: Iterable[Any]) -> Any:
    return min((value for value in values if value is not None), default=None)


def total(values: Iterable[Any]) -> Any:
    filled = [value for value in values if value is not None]
    return sum(filled) if filled else None


def distinct(rows: Iterable[Row]) -> list[Row]:
    return list({tuple(row.items()): row for row in rows}.values())


def grouped(rows: Iterable[Row], *columns: str) -> dict[tuple[Hashable, ...], list[Row]]:
    groups: dict[tuple[Hashable, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[column] for column in columns)].append(row)
    return groups
