"""One list of all clues: of checkpoints and of models, merged by series, without what is in hand already.

Order: entries that a campaign puts first; then those with a substantive violation; then those found both ways; then by
the greatest probability, and by how many checkpoints failed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from zbrisk.bundle.levels import HIGH, LEVELS
from zbrisk.clues.advice import NO_ADVICE, Advice
from zbrisk.clues.case_parties import DEBTOR, held_together_by, roles_in
from zbrisk.clues.ranked_list_file import basis_words
from zbrisk.docket.days import AsOf
from zbrisk.docket.docket import Docket
from zbrisk.explaining.evidence import RowName
from zbrisk.explaining.suspects import SHAM, Suspicion, suspicion_of
from zbrisk.selection.news import first_known, new_facts
from zbrisk.selection.series import series_of
from zbrisk.selection.status import statuses
from zbrisk.selection.unfinished import unfinished

__all__ = [
    "BREACH_WORDS",
    "Clue",
    "WorklistEntry",
    "build_worklist",
    "clues_of_checkpoints",
    "clues_of_models",
    "without_finished",
]

CREDIT, TERMINATION = "credit_measure", "unlawful_termination"
CREDIT_RULES = ("R-50", "R-56")  # those of listing and restricting a debtor
FAIL, FLAG = "fail", "flag"
BREACH_WORDS = {FAIL: "与规定不符（待核）", FLAG: "待核"}
SUBSTANTIVE = "H"
Pair = tuple[str, str]  # case, target


@dataclass(frozen=True, kw_only=True)
class Clue:
    """One clue: `source` is rule or model.

    Attributes:
        verdict: fail or flag, of a rule.
        sentences: What speaks for it, in Chinese, the strongest first.
        suspicion: Of a sham suit, whom it asks to verify; cases of the same people are one entry. Nobody is named by it
            below the level 较高, where `suspect_side` is None.
        level: Of a model: one of `zbrisk.bundle.levels.LEVELS`, with what it rests on in `basis`.
        verify: What to fetch first, by the signal of its chief reason, in Chinese; `lawful` what would end it, and
            `chief_rows` the rows that it rests on.
        new_facts: The rows that became known since the clue's last review.
        evidence: Table and key of rows.
    """

    case_id: str
    target: str
    source: str
    sentences: tuple[str, ...]
    evidence: tuple[Mapping[str, str], ...]
    probability: float | None = None
    rank: int | None = None
    suspicion: Suspicion | None = None
    level: str | None = None
    basis: str = ""
    verify: str = ""
    lawful: str = ""
    chief_rows: tuple[Mapping[str, str], ...] = ()
    new_facts: tuple[Mapping[str, str], ...] = ()
    rule: str | None = None
    verdict: str | None = None
    severity: str | None = None

    @property
    def suspect_side(self) -> str | None:
        """Of a sham suit of a high level: plaintiff, collusion or agent; None where nothing tells."""
        return self.suspicion.side if self.suspicion and self.level in LEVELS[HIGH:] else None


@dataclass(frozen=True, kw_only=True)
class WorklistEntry:
    """All clues about the cases of one series: of one debtor, or of one suspected side, directly or in a chain."""

    as_of: dt.date
    case_ids: tuple[str, ...]
    debtors: tuple[str, ...]
    shared: tuple[str, ...] = ()
    clues: tuple[Clue, ...] = ()
    priority: bool = False

    @property
    def source(self) -> str:
        """rule_only, model_only or both; a mere flag counts where nothing else was found."""
        sources = {clue.source for clue in self.clues if clue.verdict != FLAG} or {"rule"}
        return "both" if len(sources) == 2 else f"{sources.pop()}_only"

    @property
    def probability(self) -> float | None:
        """The greatest of its models' probabilities."""
        return max((c.probability for c in self.clues if c.probability is not None), default=None)

    @property
    def highest(self) -> Clue | None:
        """The clue of the highest level of its models', by rank among equals."""
        graded = [clue for clue in self.clues if clue.level is not None]
        return min(graded, key=lambda c: (-LEVELS.index(c.level or ""), c.rank or 0), default=None)

    @property
    def chief(self) -> Clue:
        """The clue that the entry is about first: its gravest breach, or else that of the highest level."""
        failed = [clue for clue in self.clues if clue.verdict == FAIL and clue.severity == SUBSTANTIVE]
        return failed[0] if failed and not self.serious_by_model else self.highest or self.clues[0]

    @property
    def serious_by_model(self) -> bool:
        """Whether a model's clue stands at a high level."""
        return any(clue.level in LEVELS[HIGH:] for clue in self.clues)

    @property
    def serious(self) -> bool:
        """Whether it is worth a reviewer's time: a high level, or a substantive breach."""
        return self.serious_by_model or any(c.verdict == FAIL and c.severity == SUBSTANTIVE for c in self.clues)

    @property
    def order(self) -> tuple[object, ...]:
        """What the list is sorted by."""
        failed = [clue for clue in self.clues if clue.verdict == FAIL]
        substantive = any(clue.severity == SUBSTANTIVE for clue in failed)
        both = self.source == "both"
        return (not self.priority, not substantive, not both, -(self.probability or 0), -len(failed), self.case_ids)


def clues_of_models(
    ranked: pd.DataFrame, typologies: Mapping[str, Sequence[str]], advice: Mapping[str, Advice] | None = None
) -> list[Clue]:
    """The clues of a ranked list.

    Args:
        ranked: What `rank` returns, reasons in JSON.
        typologies: Of each signal.
        advice: What each signal asks to fetch, and what would end it.
    """
    clues, known = [], advice or {}
    for row in ranked.to_dict("records"):
        reasons = [r for r in json.loads(row["reasons"] or "[]") if r["contribution"] > 0]
        chief: Mapping[str, Any] = next((r for r in reasons if r["signal"] in known), {})
        own = known.get(chief.get("signal", ""), NO_ADVICE)
        evidence = [name for reason in reasons for name in reason["evidence"]]
        clues.append(
            Clue(
                case_id=str(row["case_id"]),
                target=str(row["target"]),
                source="model",
                sentences=tuple(said["sentence"]["zh"] for r in reasons for said in (r, *r.get("related", ()))),
                evidence=tuple(evidence),
                probability=float(row["probability"]),
                rank=int(row["rank"]),
                suspicion=suspicion_of(reasons, typologies) if row["target"] == SHAM else None,
                level=row.get("level"),
                basis=basis_words(row.get("basis")),
                verify=own.verify,
                lawful=own.lawful,
                chief_rows=tuple(chief.get("evidence", ())),
                new_facts=tuple(json.loads(row.get("new_facts") or "[]")),
            )
        )
    return clues


def clues_of_checkpoints(verdicts: pd.DataFrame) -> list[Clue]:
    """The clues among the verdicts of checkpoints: what failed, and what is worth a look."""
    found = verdicts[verdicts["verdict"].isin((FAIL, FLAG))]
    return [
        Clue(
            case_id=str(row["case_id"]),
            target=CREDIT if CREDIT_RULES[0] <= str(row["rule"]) <= CREDIT_RULES[1] else TERMINATION,
            source="rule",
            sentences=(str(row["sentence_zh"]),),
            evidence=tuple(json.loads(row["evidence"] or "[]")),
            rule=str(row["rule"]),
            verdict=str(row["verdict"]),
            severity=str(row["severity"]),
        )
        for row in found.to_dict("records")
    ]


def without_finished(docket: Docket, clues: Sequence[Clue], as_of: AsOf) -> list[Clue]:
    """The clues that are no finished ones; one that newer facts bring back says which they are.

    A ranked clue brings its new facts with it; a checkpoint's are the rows behind it.
    """
    status = statuses(docket, sorted({clue.case_id for clue in clues}), as_of)
    known = first_known(docket.connection.cursor(), docket.present, (name for c in clues for name in _rows(c)))
    renewed = [_with_news(clue, status[clue.case_id].decided(clue.target), known) for clue in clues]
    listed = unfinished(
        [(clue.case_id, clue.target) for clue in renewed],
        status,
        {(clue.case_id, clue.target) for clue in renewed if clue.new_facts},
    )
    return [clue for clue, kept in zip(renewed, listed, strict=True) if kept]


def _with_news(clue: Clue, since: dt.date | None, known: Mapping[RowName, dt.date]) -> Clue:
    if since is None or clue.source != "rule":
        return clue
    return replace(clue, new_facts=tuple(fact.to_json() for fact in new_facts(_rows(clue), since, known)))


def _rows(clue: Clue) -> list[RowName]:
    return [(str(row["table"]), str(row["key"])) for row in clue.evidence]


def build_worklist(
    docket: Docket,
    clues: Iterable[Clue],
    as_of: dt.date,
    *,
    without: Collection[Pair] = (),
    first: Iterable[str] = (),
    flags: bool = False,
) -> list[WorklistEntry]:
    """Merge clues by series, in the order in which they are worked.

    Args:
        docket: The tables.
        clues: Of models and checkpoints.
        as_of: The day.
        without: Clues (case, target) that are left out: those that somebody snoozed.
        first: The cases that a campaign puts first.
        flags: Whether mere flags of checkpoints make an entry; they stand beside other clues in any case.
    """
    of_case: dict[str, list[Clue]] = {}
    for clue in clues:
        if (clue.case_id, clue.target) not in without:
            of_case.setdefault(clue.case_id, []).append(clue)
    roles = roles_in(docket, sorted(of_case), as_of) if of_case else {}
    parties = {case: held_together_by(own, _suspicions(of_case[case])) for case, own in roles.items()}
    ahead = set(first)
    entries = [
        WorklistEntry(
            as_of=as_of,
            case_ids=each.cases,
            debtors=tuple(sorted({party for case in each.cases for party in roles[case].get(DEBTOR, ())})),
            shared=each.shared,
            clues=tuple(sorted((clue for case in each.cases for clue in of_case[case]), key=_within_entry)),
            priority=not ahead.isdisjoint(each.cases),
        )
        for each in series_of(parties)
    ]
    kept = [entry for entry in entries if flags or any(clue.verdict != FLAG for clue in entry.clues)]
    return sorted(kept, key=lambda entry: entry.order)


def _suspicions(clues: Iterable[Clue]) -> list[Suspicion]:
    return [clue.suspicion for clue in clues if clue.suspicion is not None]


def _within_entry(clue: Clue) -> tuple[object, ...]:
    return (clue.source != "rule", clue.verdict != FAIL, -(clue.probability or 0), clue.case_id, clue.rule or "")
