"""Mentions that are one party: merged one by one, and never so that two different valid numbers come together."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["Clusters"]


class Clusters:
    """Disjoint sets of mentions, known by their first.

    Args:
        numbers: By mention, the valid number beside it.
    """

    def __init__(self, numbers: Sequence[str | None]) -> None:
        self._parent = list(range(len(numbers)))
        self._number = list(numbers)
        self.rules = [""] * len(numbers)

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
        """Merge the clusters of two mentions; False where they have different numbers, and nothing changes."""
        first, second = sorted((self.first(one), self.first(other)))
        if first == second:
            return True
        numbers = {number for number in (self._number[first], self._number[second]) if number}
        if len(numbers) > 1:
            return False
        self._parent[second] = first
        self._number[first] = next(iter(numbers), None)
        self.rules[second] = rule
        return True
