"""One list of all clues: of checkpoints and of models, merged per debtor, without what is in hand already.

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
from zbrisk.clues.ranked_list_file import basis_words
from zbrisk.compiler.compile_relation import compile_relation
from zbrisk.compiler.views import open_namespace
from zbrisk.docket.days import AsOf
from zbrisk.docket.docket import Docket
from zbrisk.execution.case_query import run_queries
from zbrisk.explaining.evidence import RowName
from zbrisk.explaining.suspects import SHAM, suspicion_of
from zbrisk.selection.news import first_known, new_facts
from zbrisk.selection.status import statuses
from zbrisk.selection.unfinished import unfinished
from zbrisk.signals.signal_file import SignalFile

__all__ = ["Clue", "WorklistEntry", "build_worklist", "clues_of_checkpoints", "clues_of_models", "without_finished"]

CREDIT, TERMINATION = "credit_measure", "unlawful_termination"
CREDIT_RULES = ("R-50", "R-56")  # those of listing and restricting a debtor
FAIL, FLAG = "fail", "flag"
SUBSTANTIVE = "H"
DEBTORS = """select distinct this_case.{key}, own.party_id
from this_case join case_parties as own on own.case_id = this_case.{key} and own.role = 'debtor'"""
Pair = tuple[str, str]  # case, target


@dataclass(frozen=True, kw_only=True)
class Clue:
    """One clue: `source` is rule or model.

    Attributes:
        verdict: fail or flag, of a rule.
        sentences: What speaks for it, in Chinese, the strongest first.
        suspect_side: Of a sham suit: plaintiff, collusion or agent; None where nothing tells, or below the level 较高.
        level: Of a model: one of `zbrisk.bundle.levels.LEVELS`, with what it rests on in `basis`.
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
    suspect_side: str | None = None
    level: str | None = None
    basis: str = ""
    new_facts: tuple[Mapping[str, str], ...] = ()
    rule: str | None = None
    verdict: str | None = None
    severity: str | None = None


@dataclass(frozen=True, kw_only=True)
class WorklistEntry:
    """All clues about the cases of one debtor; cases that share a debtor, directly or in a chain, are one entry."""

    as_of: dt.date
    case_ids: tuple[str, ...]
    debtors: tuple[str, ...]
    clues: tuple[Clue, ...]
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
    def order(self) -> tuple[object, ...]:
        """What the list is sorted by."""
        failed = [clue for clue in self.clues if clue.verdict == FAIL]
        substantive = any(clue.severity == SUBSTANTIVE for clue in failed)
        both = self.source == "both"
        return (not self.priority, not substantive, not both, -(self.probability or 0), -len(failed), self.case_ids)


def clues_of_models(ranked: pd.DataFrame, typologies: Mapping[str, Sequence[str]]) -> list[Clue]:
    """The clues of a ranked list.

    Args:
        ranked: What `rank` returns, reasons in JSON.
        typologies: Of each signal.
    """
    clues = []
    for row in ranked.to_dict("records"):
        reasons = [r for r in json.loads(row["reasons"] or "[]") if r["contribution"] > 0]
        evidence = [name for reason in reasons for name in reason["evidence"]]
        named = row["target"] == SHAM and row.get("level") in LEVELS[HIGH:]
        suspected = suspicion_of(reasons, typologies) if named else None
        clues.append(
            Clue(
                case_id=str(row["case_id"]),
                target=str(row["target"]),
                source="model",
                sentences=tuple(
                    "；".join(said["sentence"]["zh"] for said in (r, *r.get("related", ()))) for r in reasons
                ),
                evidence=tuple(evidence),
                probability=float(row["probability"]),
                rank=int(row["rank"]),
                suspect_side=suspected.side if suspected else None,
                level=row.get("level"),
                basis=basis_words(row.get("basis")),
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
    """Merge clues per debtor, in the order in which they are worked.

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
    case_ids = sorted(of_case)
    key = docket.contract.cohort.key
    (rows,) = _asked(docket, [DEBTORS.format(key=key)], case_ids, as_of) if case_ids else ([],)
    debtors: dict[str, set[str]] = {case: set() for case in case_ids}
    for row in rows:
        debtors[str(row[key])].add(str(row["party_id"]))
    ahead = set(first)
    entries = [
        WorklistEntry(
            as_of=as_of,
            case_ids=tuple(sorted(cases)),
            debtors=tuple(sorted({party for case in cases for party in debtors[case]})),
            clues=tuple(sorted((clue for case in cases for clue in of_case[case]), key=_within_entry)),
            priority=bool(ahead & cases),
        )
        for cases in _sharing(debtors)
    ]
    kept = [entry for entry in entries if flags or any(clue.verdict != FLAG for clue in entry.clues)]
    return sorted(kept, key=lambda entry: entry.order)


def _asked(docket: Docket, queries: Sequence[str], case_ids: Sequence[str], as_of: AsOf) -> list[list[dict[str, Any]]]:
    namespace = open_namespace(docket.contract, ())
    files = [SignalFile(name="clues", path="clues", header={}, sql=sql) for sql in queries]
    return run_queries(docket, namespace, [compile_relation(file, namespace) for file in files], case_ids, as_of)


def _within_entry(clue: Clue) -> tuple[object, ...]:
    return (clue.source != "rule", clue.verdict != FAIL, -(clue.probability or 0), clue.case_id, clue.rule or "")


def _sharing(debtors: Mapping[str, set[str]]) -> list[set[str]]:
    """Cases put together that share a debtor."""
    group_of: dict[str, set[str]] = {}  # by case
    by_debtor: dict[str, str] = {}  # a case of each debtor
    for case, parties in debtors.items():
        group_of[case] = {case}
        for party in parties:
            other = group_of[by_debtor.setdefault(party, case)]
            if other is not group_of[case]:
                other |= group_of[case]
                group_of |= dict.fromkeys(group_of[case], other)
    return list({id(group): group for group in group_of.values()}.values())
