"""From the rows of a checkpoint to one verdict for each case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zbrisk.checkpoints.header import VERDICTS, CheckpointHeader
from zbrisk.explaining.evidence import RowName, names_in

__all__ = ["Gaps", "Verdict", "judged"]

MAX_EVIDENCE_ROWS = 20  # rows of tables that are named as evidence
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """What is not known of one case: tables without data, those of them that may be missing, and unrecorded codes.

    `unproved` says that a row may be lacking although the act was done: no coverage calls the tables complete.
    """

    tables: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    unproved: bool = False


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The verdict, the row that decided it (if one did) of how many, why nothing is known, and the rows behind it."""

    verdict: str
    row: Row | None = None
    count: int = 0
    lacking: tuple[str, ...] = ()
    evidence: tuple[RowName, ...] = field(default=())


def judged(header: CheckpointHeader, rows: Sequence[Row], closed: int | None, gaps: Gaps) -> Verdict:
    """One case's verdict: the worst of its rows.

    Args:
        header: The checkpoint.
        rows: The rows of its SQL for the case; days as numbers.
        closed: The day of the closing; None before it is known, and then nothing applies.
        gaps: What is not known of the case.
    """
    if closed is None:
        return Verdict(verdict="not_applicable")
    verdicts = [_of_row(header, row, closed, gaps) for row in rows]
    if not rows:
        verdicts = [_softened(header, header.none, gaps) if _in_force(header, closed) else "not_applicable"]
    worst = verdicts[0] if len(verdicts) == 1 else min(verdicts, key=VERDICTS.index)
    if gaps.tables and (header.at is not None or _in_force(header, closed)):
        return Verdict(verdict="unknown", lacking=gaps.tables)
    if worst == "pass" and gaps.optional:
        return Verdict(verdict="unknown", lacking=gaps.optional)
    deciding, named = _in_order([row for row, verdict in zip(rows, verdicts, strict=False) if verdict == worst])
    return Verdict(
        verdict=worst,
        row=deciding[0] if deciding else None,
        count=len(deciding),
        lacking=tuple(sorted(gaps.codes)) if worst == "unknown" else (),
        evidence=tuple(named[:MAX_EVIDENCE_ROWS]),
    )


def _of_row(header: CheckpointHeader, row: Row, closed: int, gaps: Gaps) -> str:
    day = row[header.at] if header.at is not None else None
    if not _in_force(header, closed if day is None else int(day)):
        return "not_applicable"
    verdict = _softened(header, row["verdict"] or "unknown", gaps)
    if verdict == "not_applicable" or not gaps.codes:
        return verdict
    named = [row[column] for column in header.codes.values() if isinstance(column, str)]
    fixed = [code for codes in header.codes.values() if not isinstance(codes, str) for code in codes]
    return "unknown" if gaps.codes.intersection([*named, *fixed]) else verdict


def _softened(header: CheckpointHeader, verdict: str, gaps: Gaps) -> str:
    """Only what the verified law itself says, and the record proves, can be a violation."""
    return "flag" if verdict == "fail" and (gaps.unproved or not header.provable) else verdict


def _in_force(header: CheckpointHeader, day: int) -> bool:
    return header.first_day <= day <= header.last_day


def _in_order(rows: Sequence[Row]) -> tuple[Sequence[Row], list[RowName]]:
    """Rows in an order that no engine can change, those that look alike by what stands behind them; and that, once."""
    behind = [names_in(row["_evidence"]) for row in rows]
    if len(rows) < 2:
        return rows, behind[0] if rows else []
    columns = [name for name in sorted(rows[0]) if not name.startswith("_")]
    keys = [([_comparable(row[name]) for name in columns], names) for row, names in zip(rows, behind, strict=True)]
    order = sorted(range(len(rows)), key=keys.__getitem__)
    named = dict.fromkeys(name for place in order for name in behind[place])
    return [rows[place] for place in order], list(named)


def _comparable(value: Any) -> str:
    return f"{value:020.3f}" if isinstance(value, float | int) else str(value or "")
