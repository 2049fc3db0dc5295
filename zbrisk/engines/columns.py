"""Columns on their way into and out of the engines that speak Arrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zbrisk.contract import Table
from zbrisk.docket.store import AFFINITIES, HIDDEN
from zbrisk.engines.engine import Columns
from zbrisk.signals.window import NULL_DAY
from zbrisk.typing import Floats

__all__ = ["column_types", "from_arrow", "to_arrow"]

TYPES = {"integer": "bigint", "real": "double", "text": "string"}


def column_types(table: Table) -> str:
    """The columns of a table that was not supplied, as SQL declares them."""
    affinities = {name: AFFINITIES.get(column.type, "text") for name, column in table.columns.items()} | HIDDEN
    return ", ".join(f"{name} {TYPES[affinity]}" for name, affinity in affinities.items())


def to_arrow(columns: Columns) -> pa.Table:
    """What `Engine.load` is given."""
    return pa.table({name: _array(values) for name, values in columns.items()})


def from_arrow(table: pa.Table) -> tuple[Sequence[str], Floats]:
    """What `Engine.fetch` gives."""
    numbers = np.empty((table.num_rows, table.num_columns), order="F")
    for place, column in enumerate(table.columns):
        numbers[:, place] = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return table.column_names, numbers


def _array(values: npt.NDArray[Any]) -> pa.Array:
    if values.dtype.kind == "i":
        return pa.array(values, mask=values == NULL_DAY, type=pa.int64())
    return pa.array(values, type=pa.string())
