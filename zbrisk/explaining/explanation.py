"""Why a case stands where it does: what a reviewer reads and a page shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property

from zbrisk.bundle.levels import UNTESTED, Basis
from zbrisk.contract.labels import Bilingual
from zbrisk.explaining.reason import Cell, Reason, lane_of
from zbrisk.explaining.reason_selection import above_threshold, other_facts, select_reasons
from zbrisk.explaining.surroundings import NO_SURROUNDINGS, Surroundings
from zbrisk.selection.news import NewFact
from zbrisk.selection.status import NOTHING_DONE, Status

__all__ = ["PARTS", "Explanation", "TableFreshness", "TargetRisk", "TimelineEvent"]


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

    @cached_property
    def weighty(self) -> list[Reason]:
        """The reasons worth saying; see `above_threshold`."""
        return above_threshold(self.reasons)

    def sides(self, most: int = 5) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
        """What raises the risk most, and what speaks for the debtor; see `select_reasons`."""
        return select_reasons(self.weighty, most)

    def top(self, most: int = 5) -> tuple[Reason, ...]:
        """The reasons that raise the risk most, at most `most`."""
        return self.sides(most)[0]

    def mitigating(self, most: int = 5) -> tuple[Reason, ...]:
        """The facts in the debtor's favour that lower the risk most."""
        return self.sides(most)[1]

    def other_facts(self, most: int = 5) -> tuple[Reason, ...]:
        """What was found and moved the score the other way than such a fact speaks: neither for nor against anybody."""
        return other_facts(self.weighty, most)


@dataclass(frozen=True, kw_only=True)
class TimelineEvent:
    """A dated fact of the case; `signal` names the reason it is evidence for, None for milestones of the case.

    `window` and `measure` are the reason's: a signal may be shown for one in one target and for another in the other.
    """

    day: dt.date
    label: str
    signal: str | None
    window: str | None = None
    measure: str | None = None

    @property
    def lane(self) -> str | None:
        """The reason that it is evidence for; None for milestones."""
        return lane_of(self.signal, self.window, self.measure) if self.signal is not None else None


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
    known `role` (a code; none for a third party), `name`, `party_kind`, `hardship` (a special group that puts an
    applicant first) and `tie` (how a third party belongs, such as 配偶). `unknown` are the signals without data.
    `status` says how the case stands (reviewed, restored ...), `surroundings` what was queried, who holds what and who
    is near a debtor. `other_names` are names of parties that the tables know and that stand in what people wrote.
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
    surroundings: Surroundings = NO_SURROUNDINGS
    other_names: tuple[str, ...] = field(default=(), repr=False, compare=False)


PARTS = tuple(each.name for each in fields(Explanation) if each.compare)
"""What of an explanation can be asked for alone."""
