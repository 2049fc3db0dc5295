"""Tables at hand in Python, as arrow: pandas, polars, arrow, or lists of dicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from zbrisk.contract import Table
from zbrisk.docket.headings import refuse_names
from zbrisk.errors import DataError

__all__ = ["arrow_table"]


def arrow_table(table: Table, frame: Any) -> pa.Table:
    """A frame as arrow, its columns named as they are.

    Raises:
        DataError: It is no table, or a name is there twice.
    """
    place = f"table {table.name}"
    try:
        names, columns = _columns(table.name, frame)
        refuse_names(names, place, table)
        if not names:  # an empty list: nothing was found
            return pa.table({column: pa.array([], pa.string()) for column in table.columns})
        return pa.table([columns(position) for position in range(len(names))], names=names)
    except (pa.ArrowException, UnicodeError, NotImplementedError) as error:
        reason = str(error).partition("\n")[0]
        raise DataError(f"{place} cannot be read: {reason}.", "Give columns of texts, numbers and dates.") from error


def _columns(table: str, frame: Any) -> tuple[list[str], Callable[[int], Any]]:
    """The names of a frame's columns, and how each is made an arrow column by its position."""
    if hasattr(frame, "itertuples"):  # pandas
        if frame.columns.nlevels > 1:
            raise DataError(
                f"table {table} has headings of {frame.columns.nlevels} levels.", "Give every column one name."
            )
        return [str(name) for name in frame.columns], lambda i: _array(frame.iloc[:, i].array, frame.iloc[:, i].tolist)
    if isinstance(frame, Sequence) and all(isinstance(row, Mapping) for row in frame):
        keys = list(dict.fromkeys(key for row in frame for key in row))
        return [str(key) for key in keys], lambda i: _array(values := [row.get(keys[i]) for row in frame], values.copy)
    if isinstance(frame, pa.RecordBatch):
        frame = pa.Table.from_batches([frame])
    elif hasattr(frame, "__arrow_c_stream__"):  # polars, and what else speaks Arrow
        frame = pa.table(frame)
    if isinstance(frame, pa.Table):
        return frame.column_names, frame.column
    raise DataError(
        f"Table {table} is a {type(frame).__name__}.", "Give a pandas, polars or arrow table, or a list of dicts."
    )


def _array(values: Any, as_list: Callable[[], list[Any]]) -> pa.Array:
    """One column; values of several types become text, from which every column type can be read."""
    try:
        return pa.array(values, from_pandas=True)
    except (pa.ArrowException, TypeError, OverflowError):
        return pa.array([None if _missing(value) else str(value) for value in as_list()])


def _missing(value: Any) -> bool:
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))
