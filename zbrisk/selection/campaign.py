"""What a campaign looks at: which cases, which checkpoints, which targets, and whom first."""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from zbrisk.compiler.compile_relation import compile_relation
from zbrisk.compiler.compiled import CompiledRelation
from zbrisk.compiler.namespace import Namespace
from zbrisk.compiler.views import open_namespace
from zbrisk.contract.labels import Bilingual
from zbrisk.docket.days import AsOf, to_date
from zbrisk.docket.docket import Docket
from zbrisk.errors import DataError
from zbrisk.execution.case_query import run_queries
from zbrisk.selection.campaign_conditions import condition
from zbrisk.signals.catalogue import read_views
from zbrisk.signals.signal_file import SignalFile

__all__ = ["Campaign"]


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """A campaign as read from its file; see features/README.md for what `cases` and `priority` may hold.

    Attributes:
        cases: Conditions that a case has to meet, all of them, by name.
        priority: Conditions; a case that meets one of them is worked first. They raise no risk.
        rules: The only checkpoints' rules (R-18), all if this and `aspects` are empty.
        aspects: The only checkpoints' aspects.
        targets: The only targets of the models, all if empty.
    """

    name: str
    label: Bilingual
    cases: Mapping[str, Any] = field(default_factory=dict)
    priority: Mapping[str, Any] = field(default_factory=dict)
    rules: frozenset[str] = frozenset()
    aspects: frozenset[str] = frozenset()
    targets: tuple[str, ...] = ()

    def moments(self, docket: Docket, as_of: AsOf) -> pd.DataFrame:
        """The campaign's cases on a day, by what was known before it.

        Returns:
            The columns case_id (or whatever the cohort's key is), as_of, and priority (true: worked first).

        Raises:
            DataError: A table that a condition reads was not supplied, or nothing was known before the day.
            SignalError: The contract in force has no such column.
        """
        return self.narrowed(docket, docket.cohort(as_of))

    def cases_on(self, docket: Docket, as_of: AsOf | None, among: pd.DataFrame | None = None) -> pd.DataFrame:
        """The campaign's cases among some moments, or among all of a day; as `moments`, but never none.

        Raises:
            DataError: As of `moments`, or there is no such case.
        """
        if among is None and as_of is None:
            raise DataError("A campaign is of a day.", "Give the day, or the moments to choose from.")
        found = self.narrowed(docket, among) if among is not None else self.moments(docket, as_of or "")
        if found.empty:
            raise DataError(f"The campaign {self.name} has no case then.", "Widen its conditions, or change the day.")
        return found

    def require_cases(self, docket: Docket, case_ids: Sequence[str], as_of: AsOf) -> None:
        """Refuse cases that do not belong to the campaign.

        Raises:
            DataError: One does not; it is named.
        """
        asked = pd.DataFrame({"case_id": list(case_ids), "as_of": pd.Timestamp(as_of)})
        inside = set(self.narrowed(docket, asked)["case_id"])
        for case in case_ids:
            if case not in inside:
                raise DataError(
                    f"Case {case!r} does not belong to the campaign {self.name} on {as_of}.",
                    "Leave --campaign out to see it nevertheless.",
                )

    def narrowed(self, docket: Docket, moments: pd.DataFrame) -> pd.DataFrame:
        """Those of some moments that belong to the campaign, in their order, with `priority`."""
        key = docket.contract.cohort.key
        column = key if key in moments.columns else "case_id"
        kept = [self._on_one_day(docket, part, column, day) for day, part in moments.groupby("as_of", sort=False)]
        empty = moments.assign(priority=np.zeros(len(moments), dtype=bool)).head(0)
        return pd.concat(kept).sort_index() if kept else empty

    def wants_target(self, target: str) -> bool:
        """Whether clues of this target belong to the campaign."""
        return not self.targets or target in self.targets

    def wants_checkpoint(self, rule: str, aspect: object) -> bool:
        """Whether a checkpoint, by its rule's number and its aspect, belongs to the campaign."""
        return not (self.rules or self.aspects) or rule in self.rules or str(aspect) in self.aspects

    def verdicts(self, verdicts: pd.DataFrame) -> pd.DataFrame:
        """The verdicts of the campaign's checkpoints alone."""
        pairs = zip(verdicts["rule"], verdicts["aspect"], strict=True)
        return verdicts[[self.wants_checkpoint(str(rule), aspect) for rule, aspect in pairs]].reset_index(drop=True)

    def clues(self, ranked: pd.DataFrame, moments: pd.DataFrame) -> pd.DataFrame:
        """A ranked list as the campaign works it: its targets alone, and within each those with priority first.

        Score, probability, rank and reasons stay what they are: hardship orders work and raises no risk.
        """
        first = {(str(c), d): bool(p) for c, d, p in moments.itertuples(index=False, name=None)}
        wanted = ranked[[self.wants_target(target) for target in ranked["target"]]]
        pairs = zip(wanted["case_id"], wanted["as_of"], strict=True)
        marked = wanted.assign(priority=[first[str(case), day] for case, day in pairs])
        place = {target: number for number, target in enumerate(marked["target"].unique())}
        order = np.lexsort((marked["rank"], ~marked["priority"].to_numpy(dtype=bool), marked["target"].map(place)))
        return marked.iloc[order].reset_index(drop=True)

    def _on_one_day(self, docket: Docket, part: pd.DataFrame, column: str, as_of: Any) -> pd.DataFrame:
        case_ids = [str(case) for case in part[column]]
        day = docket.day(as_of)
        namespace = _namespace(docket)
        questions = [
            compile_relation(self._file(docket, name, self._where(conditions, day, joined)), namespace)
            for name, conditions, joined in (("cases", self.cases, "and"), ("priority", self.priority, "or"))
        ]
        self._check_tables(docket, questions)
        inside, first = (
            {int(row["_moment"]) for row in rows}
            for rows in run_queries(docket, namespace, questions, case_ids, to_date(day))
        )
        first = first if self.priority else set()
        kept = part.assign(priority=[place in first for place in range(len(part))])
        return kept[[place in inside for place in range(len(part))]]

    def _where(self, conditions: Mapping[str, Any], day: int, joined: str) -> str:
        return f"\n  {joined} ".join(f"({condition(name, value, day)})" for name, value in conditions.items())

    def _file(self, docket: Docket, part: str, where: str) -> SignalFile:
        """The campaign in the signal language, so that it is cut at the day and held like every signal."""
        key = docket.contract.cohort.key
        sql = f"select this_case.{key} from this_case" + (f"\nwhere {where}" if where else "")
        return SignalFile(name=part, path=f"campaign {self.name}", header={}, sql=sql)

    def _check_tables(self, docket: Docket, questions: list[CompiledRelation]) -> None:
        missing = sorted({table for q in questions for table in q.tables} - docket.present)
        if missing:
            raise DataError(
                f"The campaign {self.name} asks for what {', '.join(missing)} would say, which the tables lack.",
                "Supply them, or leave that condition out: no data is not a no.",
            )


def _namespace(docket: Docket) -> Namespace:
    """What conditions may read, compiled once a docket."""
    if docket not in _NAMESPACES:
        _NAMESPACES[docket] = open_namespace(docket.contract, read_views(), purpose="campaign")
    return _NAMESPACES[docket]


_NAMESPACES: weakref.WeakKeyDictionary[Docket, Namespace] = weakref.WeakKeyDictionary()
