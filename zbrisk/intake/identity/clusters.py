"""Mentions that are one party: merged one by one, and never so that two come together that must stay apart.

Those are two different valid numbers, and what a person said are two.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Clusters"]


class Clusters:
    """Disjoint sets of mentions, known by their first.

    Args:
        numbers: By mention, the valid number beside it.
        apart: Pairs of mentions that are not one party.
    """

    def __init__(self, numbers: Sequence[str | None], apart: Iterable[tuple[int, int]] = ()) -> None:
        self._parent = list(range(len(numbers)))
        self._number = list(numbers)
        self._apart: dict[int, set[int]] = {}  # by first, the mentions that may not come
        for one, other in apart:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)
        self.rules = [""] * len(numbers)
        self._links = array("q"), array("q"), array("q")  # one mention, the other, and which first mention that ended

    def first(self, mention: int) -> int:
        """The first mention of the cluster that a mention is in."""
        parent = self._parent
        root = mention
        while parent[root] != root:
            root = parent[root]
        while parent[mention] != root:
            parent[mention], mention = root, parent[mention]
        return root

    def number(self, mention: int) -> str | None:
        """The number of the cluster that a mention is in."""
        return self._number[self.first(mention)]

    def merge(self, one: int, other: int, rule: str) -> bool:
        """Merge the clusters of two mentions; False where they must stay apart, and nothing changes."""
        first, second = sorted((self.first(one), self.first(other)))
        if first == second:
            return True
        numbers = {number for number in (self._number[first], self._number[second]) if number}
        if len(numbers) > 1 or (self._apart and self._kept_apart(first, second)):
            return False
        self._parent[second] = first
        self._number[first] = next(iter(numbers), None)
        self.rules[second] = rule
        for column, value in zip(self._links, (one, other, second), strict=True):
            column.append(value)
        if barred := self._apart.pop(second, None):
            self._apart.setdefault(first, set()).update(barred)
        return True

    def links(self) -> Iterator[tuple[int, int, str]]:
        """The links that hold the clusters together: two mentions, and the rule that merged theirs."""
        return ((one, other, self.rules[ended]) for one, other, ended in zip(*self._links, strict=True))

    def _kept_apart(self, first: int, second: int) -> bool:
        return any(self.first(mention) == second for mention in self._apart.get(first, ()))
