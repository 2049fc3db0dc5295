"""Tables as they stood before a day, for training's own bookkeeping (features go through the compiler)."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from zbrisk.docket import Docket

__all__ = ["rows_known_before"]


def rows_known_before(docket: Docket, table: str, day: dt.date) -> pd.DataFrame:
    """The rows of `table` that the office had before `day`, each in the version of that day."""
    frame = docket.frame(table)
    known_at = pd.to_datetime(frame["known_at"])
    visible = frame.assign(known_at=known_at)[known_at.isna() | (known_at < pd.Timestamp(day))]
    latest = visible.sort_values("known_at", kind="stable", na_position="first")
    return latest.drop_duplicates(list(docket.contract.tables[table].key), keep="last").sort_index()
