"""The first clues of a list."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from zbrisk.selection.series import Series, series_of

__all__ = ["first_entries", "first_moments", "select_top"]


def select_top(clues: pd.DataFrame, top: int) -> pd.DataFrame:
    """The first `top` clues of each target, by rank."""
    return clues[clues["rank"] <= top].reset_index(drop=True)


def first_moments(clues: pd.DataFrame, top: int) -> list[tuple[str, dt.date]]:
    """Case and day of the first `top` clues of each target, by rank, each once."""
    first = select_top(clues, top).sort_values("rank", kind="stable").drop_duplicates(["case_id", "as_of"])
    return [(str(case), day.date()) for case, day in zip(first["case_id"], first["as_of"], strict=True)]


def first_entries(clues: pd.DataFrame, top: int) -> tuple[list[tuple[str, dt.date]], list[Series]]:
    """Case and day of all clues of the first `top` entries of each target, each once, and which of them are series.

    Args:
        clues: By target and rank; where they have `series`, an entry is a series, else a clue.
        top: How many entries of each target.
    """
    if "series" not in clues.columns:
        return first_moments(clues, top), []
    first = clues[clues["series"] <= top].sort_values(["series", "rank"], kind="stable")
    entries: dict[str, set[str]] = {}
    for case, target, number in zip(first["case_id"], first["target"], first["series"], strict=True):
        entries.setdefault(str(case), set()).add(f"{target} {number}")
    once = first.drop_duplicates(["case_id", "as_of"])
    moments = [(str(case), day.date()) for case, day in zip(once["case_id"], once["as_of"], strict=True)]
    return moments, series_of(entries)
