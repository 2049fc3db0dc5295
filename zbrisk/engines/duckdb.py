"""DuckDB: a prefecture at once, larger than memory if need be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from zbrisk.compiler.compiled import CompiledView
from zbrisk.docket.docket import Docket
from zbrisk.engines.columns import column_types, from_arrow, to_arrow
from zbrisk.engines.engine import Columns

__all__ = ["DuckDB"]


class DuckDB:
    """An engine over a docket; see `zbrisk.engines.Engine`.

    It works on a cursor of the docket's locked connection, in temporary tables of its own.
    """

    dialect = "duckdb"

    def __init__(self, docket: Docket) -> None:
        self.present = docket.present
        self.known_since = docket.known_since
        self._cursor = docket.connection.cursor()
        self._plain: set[tuple[str, bool]] = set()
        for table in docket.contract.tables.values():
            if table.name not in docket.present:
                self._cursor.execute(f"create or replace temp table {table.name} ({column_types(table)})")

    def load(self, name: str, columns: Columns) -> None:
        """See `Engine.load`."""
        self._cursor.register("_loading", to_arrow(columns))
        self.make(name, "select * from _loading")
        self._cursor.unregister("_loading")

    def make(self, name: str, sql: str) -> None:
        """See `Engine.make`."""
        self._cursor.execute(f"create or replace temp table {name} as {sql}")

    def make_view(self, view: CompiledView, *, evidence: bool) -> None:
        """See `Engine.make_view`."""
        if view.kind == "plain":
            if (view.name, evidence) in self._plain:
                return
            self._plain = {made for made in self._plain if made[0] != view.name} | {(view.name, evidence)}
        self.make(view.name, (view.evidence_sql if evidence else view.sql)[self.dialect])

    def fetch(self, sql: str) -> dict[str, npt.NDArray[np.float64]]:
        """See `Engine.fetch`."""
        return from_arrow(self._cursor.sql(sql).to_arrow_table())

    def fetch_rows(self, sql: str) -> tuple[Sequence[str], Sequence[tuple[Any, ...]]]:
        """See `Engine.fetch_rows`."""
        result = self._cursor.execute(sql)
        return [each[0] for each in result.description or ()], result.fetchall()

    def close(self) -> None:
        """Drop everything that was made."""
        self._cursor.close()
