"""A ranking compared with a simulation's truth, which no office has."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table

if TYPE_CHECKING:
    import pandas as pd

    from zbrisk.docket import Docket

__all__ = ["against_truth", "hits"]

LENGTHS = (50, 100)
REMARK = (
    "Of the cases that no review had decided. This is a simulation: the figures show that everything works from end to"
    " end, and promise nothing about a real prefecture. They flatter: the model started from what other prefectures of"
    " the same simulator taught it. Its labels are few, late, noisy and chosen, as real ones are; twice as many sham"
    " suits were reviewed as is usual, or so small a prefecture would find too few to learn from."
)


def against_truth(clues: pd.DataFrame, docket: Docket, truth: pd.DataFrame, as_of: dt.date) -> Group:
    """How many of the first undecided clues are true, beside the share among all undecided cases.

    Args:
        clues: What `rank` returned, with enough clues a target.
        docket: The tables, for the cohort and for what reviews had decided.
        truth: One row a case, with a flag for each target.
        as_of: The day of the ranking.
    """
    table = Table(title="[bold]Against the truth of the simulation[/]", title_justify="left")
    table.add_column("target")
    table.add_column("all undecided", justify="right")
    for length in LENGTHS:
        table.add_column(f"first {length}", justify="right")
    for target in clues["target"].unique():
        if target in truth.columns:
            table.add_row(str(target), *_row(str(target), clues, docket, truth, as_of))
    return Group(table, f"[dim]{REMARK}[/]")


def _row(target: str, clues: pd.DataFrame, docket: Docket, truth: pd.DataFrame, as_of: dt.date) -> list[str]:
    true = set(truth.loc[truth[target].astype(bool), "case_id"])
    decided = _decided(target, docket, as_of)
    undecided = [case for case in docket.cohort(as_of)["case_id"] if case not in decided]
    base = hits(undecided, true, len(undecided))
    order = clues.loc[clues["target"] == target].sort_values("rank")["case_id"]
    ranked = [case for case in order if case not in decided]
    cells = [f"{base:,} of {len(undecided):,} ({base / len(undecided):.1%})"]
    for length in LENGTHS:
        found, size = hits(ranked, true, length), min(length, len(ranked))
        lift = found / size / (base / len(undecided)) if base else 0.0
        cells.append(f"{found} of {size} ({found / size:.0%}, {lift:.1f}×)")
    return cells


def hits(order: list[str], true: set[str], length: int) -> int:
    """How many of the first `length` are true."""
    return sum(case in true for case in order[:length])


def _decided(target: str, docket: Docket, as_of: dt.date) -> set[str]:
    from zbrisk.monitoring.outcomes import once, reviews

    found = once(reviews(docket, docket.contract, as_of))
    return set(found.loc[(found["target"] == target) & found["label"].notna(), "case_id"])
