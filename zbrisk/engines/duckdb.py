"""DuckDB: a prefecture at once, larger than memory if need be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zbrisk.compiler.program import CompiledView
from zbrisk.docket.docket import Docket
from zbrisk.docket.store import AFFINITIES, HIDDEN
from zbrisk.engines.engine import Columns
from zbrisk.signals.window import NULL_DAY

__all__ = ["DuckDB"]

TYPES = {"integer": "bigint", "real": "double", "text": "varchar"}


class DuckDB:
    """An engine over a docket; see `zbrisk.engines.Engine`.

    It works on a cursor of the docket's locked connection, in temporary tables of its own.
    """

    dialect = "duckdb"

    def __init__(self, docket: Docket) -> None:
        self.present = docket.present
        self._cursor = docket.connection.cursor()
        self._cursor.execute("use docket")
        self._plain: set[tuple[str, bool]] = set()
        for table in docket.contract.tables.values():
            if table.name not in docket.present:
                kinds = {name: TYPES[AFFINITIES.get(c.type, "text")] for name, c in table.columns.items()}
                kinds |= {name: TYPES[kind] for name, kind in HIDDEN.items()}
                columns = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
                self._cursor.execute(f"create or replace temp table {table.name} ({columns})")

    def load(self, name: str, columns: Columns) -> None:
        """See `Engine.load`."""
        arrays = {key: _arrow(values) for key, values in columns.items()}
        self._cursor.register("_loading", pa.table(arrays))
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
        table = self._cursor.sql(sql).to_arrow_table()
        return {name: _floats(table.column(name)) for name in table.column_names}

    def fetch_rows(self, sql: str) -> tuple[Sequence[str], Sequence[tuple[Any, ...]]]:
        """See `Engine.fetch_rows`."""
        result = self._cursor.execute(sql)
        return [each[0] for each in result.description or ()], result.fetchall()

    def close(self) -> None:
        """Drop everything that was made."""
        self._cursor.close()


def _arrow(values: npt.NDArray[Any]) -> pa.Array:
    if values.dtype.kind == "i":
        return pa.array(values, mask=values == NULL_DAY, type=pa.int64())
    return pa.array(values, type=pa.string())


def _floats(column: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    return column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False).astype(np.float64, copy=False)
