"""What stands on a page beside its own case, handed in by whoever has the tables: None where nobody looked."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NOTHING_BESIDE", "Beside", "Finding", "LinkedCase", "SeriesMark"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the record says of the termination's or a punishment's lawfulness: `grave` for severity H."""

    rule: str
    words: str  # how sure: 与规定不符（待核）, 待核
    sentence: str  # masked
    grave: bool


@dataclass(frozen=True, kw_only=True)
class LinkedCase:
    """Another case and what ties it to this one, masked."""

    number: str
    state: str
    ties: str


@dataclass(frozen=True, kw_only=True)
class SeriesMark:
    """The series that the case belongs to: how many cases, and the file of its page."""

    cases: int
    page: str


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Findings on lawfulness, cases tied to this one (and how many in all), and the series."""

    findings: tuple[Finding, ...] | None = None
    linked: tuple[LinkedCase, ...] | None = None
    linked_in_all: int = 0
    series: SeriesMark | None = None


NOTHING_BESIDE = Beside()
