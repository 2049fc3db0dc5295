"""Why a case stands where it does: what a reviewer reads and a page shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from zbrisk.bundle.levels import UNTESTED, Basis
from zbrisk.explaining.telling import other_facts, told
from zbrisk.selection.news import NewFact
from zbrisk.selection.status import NOTHING_DONE, Status

__all__ = [
    "Bilingual",
    "Cell",
    "EvidenceRow",
    "Explanation",
    "Feature",
    "Reason",
    "TableFreshness",
    "TargetRisk",
    "TimelineEvent",
]

Cell = str | int | float | bool | dt.date | dt.datetime | None


def lane_of(signal: str, window: str | None) -> str:
    """A name for a signal told of a window."""
    return f"{signal}@{window}" if window else signal


@dataclass(frozen=True, kw_only=True)
class Bilingual:
    """A text for reviewers (zh) and for developers (en)."""

    zh: str
    en: str


@dataclass(frozen=True, kw_only=True)
class EvidenceRow:
    """A row of a table that a person can look up: its key, the day it became known, and its columns (money in yuan)."""

    table: str
    key: Mapping[str, Cell]
    known_at: dt.date | None
    values: Mapping[str, Cell]


@dataclass(frozen=True, kw_only=True)
class Feature:
    """One feature of a signal: its value for this case, its contribution to the raw score, its standing among cases.

    `standing` is the share (0..1) of reference cases with a smaller value, None where there is no data.
    """

    name: str
    label: Bilingual
    value: float | None
    contribution: float
    standing: float | None


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One signal's part in a score.

    `contribution` is in log-odds and is the sum of its features'; positive raises the risk, negative lowers it.
    `speaks_of_absence` marks a reason that has no rows because it says that something was not found.
    `no_data` marks a signal whose tables are missing for this case, though the model still gave its absence weight.
    `says_nothing` marks a signal that has rows somewhere, but none that its sentence could be about, or no figures for
    it. `direction` is the card's: raises, lowers or either; `favourable` too: whether its rows or its absence may be
    shown in the debtor's favour. `window` is the one that the sentence is about, as the card writes it.
    `evidence` has one row for each of the first events in the window, and `beside` the rows that tie them to the case;
    `evidence_total` is the number of events in the window, which the sentence names. `rows` names the rows behind it by
    table and key, the first ones; `also` are the lesser reasons that rest on rows that are shown beside this one, where
    it is shown.
    """

    signal: str
    typology: tuple[str, ...]
    label: Bilingual
    contribution: float
    sentence: Bilingual
    standing: float | None
    features: tuple[Feature, ...]
    evidence: tuple[EvidenceRow, ...]
    evidence_total: int
    speaks_of_absence: bool
    no_data: bool
    innocent: Bilingual | None
    verify: Bilingual | None
    law: str | None
    direction: str = "raises"
    rows: tuple[tuple[str, str], ...] = ()
    also: tuple[Reason, ...] = ()
    beside: tuple[EvidenceRow, ...] = ()
    window: str | None = None
    says_nothing: bool = False
    favourable: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Reason, ...]:
        """This reason and those shown with it."""
        return (self, *self.also)

    @property
    def lane(self) -> str:
        """What its events are called on a timeline."""
        return lane_of(self.signal, self.window)

    @property
    def together(self) -> float:
        """What all of them add to the score, in log-odds."""
        return sum(reason.contribution for reason in self.all)

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
        return not (self.speaks_of_absence or self.no_data or self.says_nothing)

    @property
    def speaks_against(self) -> bool:
        """Whether it raises the risk and is a fact that may: something was found, and not in the debtor's favour."""
        return self.contribution > 0 and self.has_rows and self.direction != "lowers" and not self.is_plain_fact

    @property
    def speaks_for(self) -> bool:
        """Whether it lowers the risk and is a fact in the debtor's favour, as its card says."""
        if self.contribution >= 0 or self.no_data or self.says_nothing:
            return False
        if self.speaks_of_absence:
            return "absence" in self.favourable
        return self.direction == "lowers" or "rows" in self.favourable


@dataclass(frozen=True, kw_only=True)
class TargetRisk:
    """One target's score: base_score + sum of all contributions = score (raw margin, log-odds).

    `base_rate` is the share of confirmed cases (0..1) that `probability` is compared with; None: that of base_score.
    `level` is one of `zbrisk.bundle.levels.LEVELS` (None: by the odds beside the base rate), `basis` what it rests
    on; people are shown these and no probability. `new_facts` are the rows behind the raising reasons that became known
    after the target was reviewed.
    """

    target: str
    label: Bilingual
    score: float
    base_score: float
    probability: float
    reasons: tuple[Reason, ...]  # every signal of the model, by falling |contribution|
    base_rate: float | None = None
    level: str | None = None
    basis: Basis = UNTESTED
    new_facts: tuple[NewFact, ...] = ()

    def top(self, most: int = 5) -> tuple[Reason, ...]:
        """The reasons that raise the risk most, at most `most`; see `told`."""
        return told(self.reasons, most)[0]

    def mitigating(self, most: int = 5) -> tuple[Reason, ...]:
        """The facts in the debtor's favour that lower the risk most."""
        return told(self.reasons, most)[1]

    def other_facts(self, most: int = 5) -> tuple[Reason, ...]:
        """What was found and moved the score the other way than such a fact speaks: neither for nor against anybody."""
        return other_facts(self.reasons, most)


@dataclass(frozen=True, kw_only=True)
class TimelineEvent:
    """A dated fact of the case; `signal` names the reason it is evidence for, None for milestones of the case.

    `window` is the reason's: a signal may be told of one window for one target and of another for the other.
    """

    day: dt.date
    label: str
    signal: str | None
    window: str | None = None

    @property
    def lane(self) -> str | None:
        """The reason that it is evidence for; None for milestones."""
        return lane_of(self.signal, self.window) if self.signal is not None else None


@dataclass(frozen=True, kw_only=True)
class TableFreshness:
    """How far a table reaches on the scored day: rows known, newest knowledge day; not `present` = not supplied."""

    table: str
    label: str
    present: bool
    rows: int
    newest: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """All that is said of one case at one day.

    `case` holds the cohort row's known, unrestricted columns by their names (money in yuan). `parties` are the people
    and firms of the case and of its evidence, unmasked: whoever shows them masks them. Each has `party_id`, and where
    known `role` (a code; none for a third party), `name`, `party_kind` and `tie` (how a third party belongs, such as
    配偶). `unknown` are the signals without data. `status` says how the case stands (reviewed, restored ...).
    """

    case_id: str
    as_of: dt.date
    case: Mapping[str, Cell]
    parties: tuple[Mapping[str, Cell], ...]
    risks: tuple[TargetRisk, ...]
    timeline: tuple[TimelineEvent, ...]
    freshness: tuple[TableFreshness, ...]
    unknown: tuple[Reason, ...]
    model_version: str
    trained_until: dt.date
    status: Status = NOTHING_DONE
