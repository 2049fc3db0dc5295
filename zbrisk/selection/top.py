"""The first clues of a list."""

from __future__ import annotations

import datetime as dt

import pandas as pd

__all__ = ["first_moments", "select_top"]


def select_top(clues: pd.DataFrame, top: int) -> pd.DataFrame:
    """The first `top` clues of each target, by rank."""
    return clues[clues["rank"] <= top].reset_index(drop=True)


def first_moments(clues: pd.DataFrame, top: int) -> list[tuple[str, dt.date]]:
    """Case and day of the first `top` clues of each target, by rank, each once."""
    first = select_top(clues, top).sort_values("rank", kind="stable").drop_duplicates(["case_id", "as_of"])
    return [(str(case), day.date()) for case, day in zip(first["case_id"], first["as_of"], strict=True)]
