"""One reason: a signal's part in a score, with its sentence, its figures and the rows that it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zbrisk.contract.labels import Bilingual

__all__ = ["Cell", "EvidenceRow", "Feature", "Reason", "lane_of"]

Cell = str | int | float | bool | dt.date | dt.datetime | None


def lane_of(signal: str, window: str | None, measure: str | None = None) -> str:
    """A name for the rows of a signal in a window, or for those of them that attain a measure."""
    lane = f"{signal}@{window}" if window else signal
    return f"{lane}#{measure}" if measure else lane


@dataclass(frozen=True, kw_only=True)
class EvidenceRow:
    """A row of a table that a person can look up: its key, the day it became known, and its columns (money in yuan)."""

    table: str
    key: Mapping[str, Cell]
    known_at: dt.date | None
    values: Mapping[str, Cell]


@dataclass(frozen=True, kw_only=True)
class Feature:
    """One feature of a signal: its value for this case, its contribution to the raw score, its percentile among cases.

    `percentile` is the share (0..1) of reference cases with a smaller value, None where there is no data.
    """

    name: str
    label: Bilingual
    value: float | None
    contribution: float
    percentile: float | None


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One signal's part in a score.

    `contribution` is in log-odds and is the sum of its features'; positive raises the risk, negative lowers it.
    `features` are those that moved the score.
    `is_absence` marks a reason that has no rows because it says that something was not found.
    `no_data` marks a signal whose tables are missing for this case, though the model still gave its absence weight.
    `says_nothing` marks a signal that has rows somewhere, but none that its sentence could be about, or no figures for
    it, `too_few` one with fewer rows than its words speak of. `direction` is the header's: raises, lowers or either;
    `favourable` too: whether its rows or its absence may count in the debtor's favour. `window` is the one that the
    sentence is about, as the header writes it, and `measure` the one that moved the score, where only the rows that
    attain it are shown.
    `evidence` has one row for each of the first events in the window, and `beside` the rows that tie them to the case;
    `evidence_total` is the number of events in the window, which the sentence names. `rows` names the rows behind it by
    table and key, the first ones; `related` are the lesser reasons that rest on rows shown beside this one, where
    it is shown.
    """

    signal: str
    typology: tuple[str, ...]
    label: Bilingual
    contribution: float
    sentence: Bilingual
    percentile: float | None
    features: tuple[Feature, ...]
    evidence: tuple[EvidenceRow, ...]
    evidence_total: int
    is_absence: bool
    no_data: bool
    lawful_explanation: Bilingual | None
    next_steps: Bilingual | None
    law: str | None
    direction: str = "raises"
    rows: tuple[tuple[str, str], ...] = ()
    related: tuple[Reason, ...] = ()
    beside: tuple[EvidenceRow, ...] = ()
    window: str | None = None
    measure: str | None = None
    says_nothing: bool = False
    too_few: bool = False
    favourable: tuple[str, ...] = ()

    def having(self, **fields: Any) -> Reason:
        """The same with other fields; `dataclasses.replace`, but quick enough for all reasons of a list."""
        other = object.__new__(Reason)
        object.__setattr__(other, "__dict__", self.__dict__ | fields)
        return other

    @property
    def with_related(self) -> tuple[Reason, ...]:
        """This reason and those shown with it."""
        return (self, *self.related)

    @property
    def lane(self) -> str:
        """What its events are called on a timeline."""
        return lane_of(self.signal, self.window, self.measure)

    @property
    def total_contribution(self) -> float:
        """What all of them add to the score, in log-odds."""
        return sum(reason.contribution for reason in self.with_related)

    @property
    def is_context(self) -> bool:
        """Whether it is a plain fact of the case and no trace of a typology."""
        return self.typology == ("context",)

    @property
    def is_plain_fact(self) -> bool:
        """Whether it says how large or old the case is, which is never a reason."""
        return self.is_context and self.direction == "either"

    @property
    def has_rows(self) -> bool:
        """Whether there is something to look up."""
        return not (self.is_absence or self.no_data or self.says_nothing)

    @property
    def speaks_against(self) -> bool:
        """Whether it raises the risk and is a fact that may: something was found, and not in the debtor's favour."""
        return self.contribution > 0 and self.has_rows and self.direction != "lowers" and not self.is_plain_fact

    @property
    def speaks_for(self) -> bool:
        """Whether it lowers the risk and is a fact in the debtor's favour, as its header says."""
        if self.contribution >= 0 or self.no_data or self.says_nothing:
            return False
        if self.is_absence:
            return "absence" in self.favourable
        return self.direction == "lowers" or "rows" in self.favourable
