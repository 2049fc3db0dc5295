"""What training asks of the tables and of the matrix builder, and no more."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import pandas as pd

from zbrisk.contract import Contract

__all__ = ["CaseTables", "MatrixBuilder", "rows_known_before"]


class CaseTables(Protocol):
    """A docket, as far as training needs one."""

    @property
    def contract(self) -> Contract:
        """The contract in force."""

    @property
    def present(self) -> frozenset[str]:
        """The tables that were supplied."""

    def frame(self, table: str) -> pd.DataFrame:
        """A table as supplied, all versions, with `known_at` resolved (None = always known)."""

    def digest(self) -> str:
        """A hash of all tables' rows."""

    def cohort(self, as_of: dt.date) -> pd.DataFrame:
        """The cases (case_id, as_of) that are in the cohort as known on `as_of`."""


class MatrixBuilder(Protocol):
    """A fitted `zbrisk.SignalBuilder`, as far as training needs one."""

    def transform(self, moments: pd.DataFrame) -> pd.DataFrame:
        """Features (float64, NaN for no data), one row a moment (case_id, as_of), in the order of the moments."""


def rows_known_before(tables: CaseTables, table: str, day: dt.date) -> pd.DataFrame:
    """The rows of `table` that an office had before `day`, each in the version of that day."""
    frame = tables.frame(table)
    known_at = pd.to_datetime(frame["known_at"])
    visible = frame.assign(known_at=known_at)[known_at.isna() | (known_at < pd.Timestamp(day))]
    latest = visible.sort_values("known_at", kind="stable", na_position="first")
    return latest.drop_duplicates(list(tables.contract.tables[table].key), keep="last").sort_index()
