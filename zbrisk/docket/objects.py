"""Columns of Python objects, from lists of dicts and pandas' object columns, as arrow arrays that `cells.py` reads."""

from __future__ import annotations

import datetime as dt
import reprlib
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from zbrisk.contract import ColumnType
from zbrisk.docket.values import READERS, UNREADABLE, as_text

__all__ = ["REFUSED", "array_of_objects"]

OF_ONE_TYPE: tuple[set[type], ...] = ({str}, {int}, {float}, {bool}, {dt.date}, set())
REFUSED = "\0"  # a text that starts with it is of no type, and so listed with all other cells that are not


def array_of_objects(values: Sequence[Any], kind: ColumnType) -> pa.Array:
    """One column of the contract's type `kind`.

    Values of one plain type stay what they are. All others become text, each by the reader of one case's records, so
    that a docket reads what `score_case` reads; a cell that it cannot read becomes a text that no type takes.
    """
    if any(type(value) is float for value in values):
        values = [None if type(value) is float and value != value else value for value in values]
    types = {type(value) for value in values if value is not None and value is not pd.NA}
    if types in OF_ONE_TYPE:
        try:
            return pa.array(values, from_pandas=True)
        except (pa.ArrowException, OverflowError, UnicodeError):
            pass  # a number of more than 64 bits, or a text that cannot be encoded
    return pa.array([_text(value, kind) for value in values], pa.string())


def _text(value: Any, kind: ColumnType) -> str | None:
    try:
        return as_text(kind, READERS[kind](value))
    except UNREADABLE:
        shown = str(value) if isinstance(value, (str, dt.date)) else reprlib.repr(value)
        return REFUSED + shown.encode(errors="backslashreplace").decode()
