"""Where all rows of the simulated world are written down, column by column."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zbrisk.contract import Column, ColumnType, load_contract

__all__ = ["NEVER", "NOBODY", "Flags", "Floats", "Ints", "Ledger", "Words"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Words = NDArray[np.object_]

NEVER = -(10**8)  # a day that there is none of
NOBODY = -1  # an id that there is none of

# Beside the contract's columns a row may say in which case it was planted (`_case`, a dispute's number), for which
# scheme, whether the scheme made it or only used it (`_part`), that no register shows it (`_hidden`), and from when it
# was known (`_known`).
_MARKS: dict[str, object] = {
    "_case": NOBODY,
    "_typology": "",
    "_part": "",
    "_hidden": False,
    "_known": NEVER,
    "_county": NOBODY,
}
_TOKENS = ("address", "phone_hash", "text_hash", "counter_account")  # numbers until they are written out


class Ledger:
    """Blocks of rows, by table; ids, days and tokens are plain integers until the feeds write them out."""

    def __init__(self) -> None:
        self.contract = load_contract()
        self._blocks: dict[str, list[dict[str, NDArray[Any]]]] = defaultdict(list)

    def add(self, table: str, **columns: Any) -> None:
        """Write rows down: arrays of one length, scalars for all of them; unnamed columns stay empty.

        Raises:
            KeyError: A column that the contract does not have.
        """
        known = self.contract.tables[table].columns
        if unknown := [name for name in columns if name not in known and name not in _MARKS]:
            raise KeyError(f"{table} has no column {unknown}")
        rows = max((len(value) for value in columns.values() if isinstance(value, np.ndarray)), default=1)
        if rows:
            self._blocks[table].append({name: _spread(value, rows) for name, value in columns.items()})

    def frame(self, table: str) -> pd.DataFrame:
        """All rows of a table so far, with every column of the contract and the marks."""
        blocks = self._blocks[table]
        lengths = [len(next(iter(block.values()))) for block in blocks]
        filling = {c.name: empty(c) for c in self.contract.tables[table].columns.values()} | _MARKS
        columns = {
            name: _join(
                [block.get(name, _spread(blank, rows)) for block, rows in zip(blocks, lengths, strict=True)], blank
            )
            for name, blank in filling.items()
        }
        return pd.DataFrame(columns)

    def tables(self) -> list[str]:
        """The tables that have rows, in the contract's order."""
        return [name for name in self.contract.tables if self._blocks[name]]


def empty(column: Column) -> object:
    """What stands for null in a column of the ledger."""
    if column.name in _TOKENS or column.type is ColumnType.ID:
        return NOBODY
    if column.type in (ColumnType.DATE, ColumnType.TS):
        return NEVER
    return None if column.type in (ColumnType.CODE, ColumnType.STR) else np.nan


def _spread(value: Any, rows: int) -> NDArray[Any]:
    if isinstance(value, np.ndarray):
        return value if len(value) == rows else np.repeat(value, rows)
    return np.full(rows, value, dtype=object if value is None or isinstance(value, str) else None)


def _join(parts: list[NDArray[Any]], blank: object) -> NDArray[Any]:
    if not parts:
        return _spread(blank, 0)
    return np.concatenate([part.astype(np.float64) if blank is np.nan else part for part in parts])
