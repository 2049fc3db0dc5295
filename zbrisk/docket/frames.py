"""Tables at hand in Python, as arrow: pandas, polars, arrow, or lists of dicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import pandas as pd
import pyarrow as pa

from zbrisk.contract import Table
from zbrisk.docket.cells import KNOWN_AT
from zbrisk.docket.headings import refuse_names
from zbrisk.docket.objects import array_of_objects
from zbrisk.errors import DataError

__all__ = ["arrow_table"]


def arrow_table(table: Table, frame: Any) -> pa.Table:
    """A frame as arrow, its columns named as they are; those that the contract lacks are left empty.

    Raises:
        DataError: It is no table, or a name is there twice.
    """
    place = f"table {table.name}"
    try:
        names, values = _columns(table.name, frame)
        refuse_names(names, place, table)
        if not names:  # an empty list: nothing was found
            return pa.table({column: pa.array([], pa.string()) for column in table.columns})
        return pa.table([_array(table, name, values(position)) for position, name in enumerate(names)], names=names)
    except (pa.ArrowException, UnicodeError, NotImplementedError) as error:
        reason = str(error).partition("\n")[0]
        raise DataError(f"{place} cannot be read: {reason}.", "Give columns of texts, numbers and dates.") from error


def _columns(table: str, frame: Any) -> tuple[list[str], Callable[[int], Any]]:
    """The names of a frame's columns, and the values of each by its position."""
    if hasattr(frame, "itertuples"):  # pandas
        if frame.columns.nlevels > 1:
            raise DataError(
                f"table {table} has headings of {frame.columns.nlevels} levels.", "Give every column one name."
            )
        return [str(name) for name in frame.columns], lambda i: frame.iloc[:, i]
    if isinstance(frame, Sequence) and all(isinstance(row, Mapping) for row in frame):
        keys = list(dict.fromkeys(key for row in frame for key in row))
        return [str(key) for key in keys], lambda i: [row.get(keys[i]) for row in frame]
    if isinstance(frame, pa.RecordBatch):
        frame = pa.Table.from_batches([frame])
    elif hasattr(frame, "__arrow_c_stream__") and not isinstance(frame, pa.Table):  # polars, and what else speaks Arrow
        frame = pa.table(frame)
    if isinstance(frame, pa.Table):
        return frame.column_names, frame.column
    raise DataError(
        f"Table {table} is a {type(frame).__name__}.", "Give a pandas, polars or arrow table, or a list of dicts."
    )


def _array(table: Table, name: str, values: Any) -> pa.Array:
    """One column; what arrow or DuckDB have no type for is read as Python objects."""
    column = KNOWN_AT if name == KNOWN_AT.name else table.columns.get(name)
    if column is None:
        return pa.nulls(len(values))
    if isinstance(values, pa.ChunkedArray):
        foreign = pa.types.is_float16(values.type) or pa.types.is_decimal256(values.type)
        return array_of_objects(values.to_pylist(), column.type) if foreign else values
    if isinstance(values, pd.Series) and values.dtype != object and not isinstance(values.dtype, pd.DatetimeTZDtype):
        with suppress(pa.ArrowException, TypeError, ValueError, OverflowError):
            array = pa.array(values.array, from_pandas=True)
            if not pa.types.is_float16(array.type):
                return array
    return array_of_objects(list(values), column.type)
