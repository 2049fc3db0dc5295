"""串案: cases that one debtor or one suspected side holds together are one piece of work, and one entry of a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

__all__ = ["Series", "series_of"]


@dataclass(frozen=True, kw_only=True)
class Series:
    """Cases that belong together, directly or in a chain; most entries of a list are one case alone.

    Attributes:
        cases: In the order given, which is that of the list.
        shared: The parties that more than one of the cases has, those of most cases first.
    """

    cases: tuple[str, ...]
    shared: tuple[str, ...] = ()


def series_of(parties: Mapping[str, Collection[str]]) -> list[Series]:
    """The series, in the order of their first cases.

    Args:
        parties: By case, in the order of the list: its debtors, and the side that its clue suspects.
    """
    series_at: dict[str, list[str]] = {}  # by case
    first_of: dict[str, str] = {}  # by party
    for case, own in parties.items():
        series_at[case] = [case]
        for party in own:
            other = series_at[first_of.setdefault(party, case)]
            if other is not series_at[case]:
                other += series_at[case]
                series_at |= dict.fromkeys(series_at[case], other)
    place = {case: number for number, case in enumerate(parties)}
    found = {id(cases): sorted(cases, key=place.__getitem__) for cases in series_at.values()}
    return [
        Series(cases=tuple(cases), shared=_shared(parties[case] for case in cases))
        for cases in sorted(found.values(), key=lambda cases: place[cases[0]])
    ]


def _shared(parties: Iterable[Collection[str]]) -> tuple[str, ...]:
    count = Counter(party for own in parties for party in set(own))
    return tuple(party for party, cases in sorted(count.items(), key=lambda each: (-each[1], each[0])) if cases > 1)
