"""What a Python value means in a column of each type: in one case's records, and in frames that hold objects.

`cells.py` says the same in SQL for columns that have one type; a property test keeps the two together. Each reader
gives the engine's value, None for a missing one, and raises one of `UNREADABLE` where the value is not of the column's
type.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar
from uuid import UUID

import numpy as np
import pandas as pd

from zbrisk.contract import ColumnType
from zbrisk.contract.contract import SECONDS_A_DAY
from zbrisk.docket.cells import CUT, DATED, EXACT, FLAG, FLOATED, MAX_WHOLE_NUMBER, MAX_YUAN, NUMBER, WHOLE
from zbrisk.docket.days import EPOCH, to_date
from zbrisk.errors import DataError

__all__ = ["READERS", "UNREADABLE", "as_text", "id_text", "read_texts"]

UNREADABLE = (ValueError, TypeError, ArithmeticError)

Value = TypeVar("Value")

MIDNIGHT = dt.datetime(1970, 1, 1)
FEN = Decimal("0.01")
DIGITS = 100  # of a decimal that is a text: 1E+999999999 would take a gigabyte

is_dated = re.compile(DATED).fullmatch
is_number = re.compile(NUMBER).fullmatch
is_whole = re.compile(WHOLE).fullmatch
is_flag = re.compile(FLAG).fullmatch
is_floated = re.compile(FLOATED).fullmatch
is_cut = re.compile(CUT).fullmatch
may_be_cut = re.compile(r"\.[0-9]+[eE][0-9]").search  # within many texts


def as_text(kind: ColumnType, value: Any) -> str | None:
    """An engine's value as text from which `cells.py` reads the same value."""
    match kind:
        case _ if value is None:
            return None
        case ColumnType.DATE:
            return to_date(value).isoformat()
        case ColumnType.TS:
            return (MIDNIGHT + dt.timedelta(seconds=value)).isoformat(sep=" ")
        case ColumnType.MONEY:
            return str(Decimal(value).scaleb(-2))
        case _:
            return str(value)


def read_texts(values: list[Any], read: Callable[[Any], Any]) -> list[str | None]:
    """`read` over a column of a text type; most columns hold nothing but texts that can stay as they are."""
    try:
        joined = "\n".join([value for value in values if value is not None]) + "\n"
        plain = not ("+" in joined or ".0\n" in joined or "\0" in joined or "" in values or may_be_cut(joined))
        joined.isascii() or joined.encode()
    except (TypeError, UnicodeEncodeError):
        plain = False
    return values if plain else list(map(read, values))


def id_text(value: Any) -> str:
    """An id as a docket holds it.

    Raises:
        DataError: It is none.
    """
    try:
        text = _id(value)
    except UNREADABLE:
        text = None
    if text is None:
        raise DataError(f"{value!r:.60} is no id of a case.", "Give the case_id as text.")
    return text


def _otherwise(read: Callable[[Any], Value | None], value: Any) -> Value | None:
    """Read a value of a type that `read` does not know by itself, or refuse it."""
    own = _own(value)
    if own is not None and type(own) is type(value):
        raise ValueError
    return None if own is None else read(own)


def _own(value: Any) -> Any:
    """A value of whatever library as one of Python's own types; None for what stands for a missing value.

    Raises:
        ValueError: It is of a type that no column takes, or a time with a zone.
    """
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, str) and not value):
        return None
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return None if value != value else float(value)
    if isinstance(value, Decimal):
        return None if value.is_nan() else Decimal(value)
    if isinstance(value, np.datetime64):
        return _of_numpy(value)
    if isinstance(value, dt.datetime):
        if value.tzinfo is not None:
            raise ValueError
        clock = (value.hour, value.minute, value.second, value.microsecond)
        return dt.datetime(value.year, value.month, value.day, *clock)  # pandas has years that Python lacks
    if isinstance(value, dt.date):
        return dt.date(value.year, value.month, value.day)
    if isinstance(value, UUID):
        return str(value)
    raise ValueError


def _of_numpy(value: np.datetime64) -> dt.datetime | None:
    if np.isnat(value):
        return None
    if not 1 <= 1970 + int(value.astype("datetime64[Y]").astype(np.int64)) <= dt.MAXYEAR:
        raise ValueError
    moment: dt.datetime = value.astype("datetime64[us]").item()
    return moment


def _str(value: Any) -> str | None:
    kind: type = type(value)
    if kind is str and value:
        if "\0" in value or is_cut(value):
            raise ValueError
        value.encode()  # a lone surrogate cannot be stored
        return str(value)
    if kind is bool:
        return str(value).lower()
    if kind is int:
        return str(value)
    if isinstance(value, (float, np.floating)) and value == value:
        return _digits(float(value), EXACT.get(kind, EXACT[float]))
    if kind is Decimal and value.is_finite():
        if abs(value.adjusted()) > DIGITS:
            raise ValueError
        text = format(value, "f")
        return "0" if not value else text.rstrip("0").rstrip(".") if "." in text else text
    if kind is dt.datetime and value.tzinfo is None:
        text = str(value.isoformat(sep=" "))
        return text.rstrip("0") if value.microsecond else text
    if kind is dt.date:
        return str(value)
    return _otherwise(_str, value)


def _digits(value: float, exact: int) -> str:
    if abs(value) >= exact:
        raise ValueError  # some of its digits are lost
    return str(int(value)) if value.is_integer() else repr(value)


def _id(value: Any) -> str | None:
    text = _str(value)
    if text is None or not text.endswith(".0") or not is_floated(text):
        return text
    if abs(int(text[:-2])) >= EXACT[float]:
        raise ValueError
    return text[:-2]


def _date(value: Any) -> int | None:
    kind = type(value)
    if kind is str and value:
        if not (len(value) == 10 and value[4] == value[7] == "-") and not is_dated(value):
            raise ValueError
        return dt.date.fromisoformat(value[:10]).toordinal() - EPOCH
    if kind is dt.date or (kind is dt.datetime and value.tzinfo is None):
        return value.toordinal() - EPOCH  # type: ignore[no-any-return]
    return _otherwise(_date, value)


def _timestamp(value: Any) -> int | None:
    kind = type(value)
    if kind is str and value:
        if not is_dated(value):
            raise ValueError
        value, kind = dt.datetime.fromisoformat(value[:19]), dt.datetime
    if kind is dt.datetime and value.tzinfo is None:
        of_day = value.hour * 3600 + value.minute * 60 + value.second
        return (value.toordinal() - EPOCH) * SECONDS_A_DAY + of_day  # type: ignore[no-any-return]
    if kind is dt.date:
        return (value.toordinal() - EPOCH) * SECONDS_A_DAY  # type: ignore[no-any-return]
    return _otherwise(_timestamp, value)


def _money(value: Any) -> int | None:
    kind = type(value)
    if kind is float:
        fen = value * 100
        if -1e12 < fen < 1e12:
            whole = int(fen)
            rest = fen - whole
            if -0.49 < rest < 0.49:
                return whole
            if rest > 0.51 or rest < -0.51:
                return whole + 1 if rest > 0 else whole - 1
        if -MAX_YUAN < value < MAX_YUAN:  # nearly half a 分, or great: as the decimal that it prints as
            return _fen(Decimal(repr(value)))
    if kind is int and -MAX_YUAN < value < MAX_YUAN:
        return int(value) * 100
    if kind is str and is_number(value):
        return _money(float(str(value))) if "e" in value or "E" in value else _fen(Decimal(value))
    if kind is Decimal and value.is_finite():
        return _fen(value)
    return _otherwise(_money, value)


def _fen(yuan: Decimal) -> int:
    if not yuan.copy_abs() < MAX_YUAN:
        raise ValueError
    fen = int(yuan.quantize(FEN, ROUND_HALF_UP).scaleb(2))
    if abs(fen) >= MAX_WHOLE_NUMBER:
        raise ValueError
    return fen


def _ratio(value: Any) -> float | None:
    kind = type(value)
    if (kind is str and is_number(value)) or kind is int or (kind is Decimal and value.is_finite()):
        value = float(value)
        kind = float
    if kind is float and abs(value) < float("inf"):
        return float(value)
    return _otherwise(_ratio, value)


def _whole(value: Any) -> int | None:
    kind: type = type(value)
    if kind is int and -MAX_WHOLE_NUMBER < value < MAX_WHOLE_NUMBER:
        return int(value)
    if kind is str and is_whole(value):
        value, kind = Decimal(value), Decimal
    if kind is bool or (kind in (float, Decimal) and value == value):
        if not -MAX_WHOLE_NUMBER < value < MAX_WHOLE_NUMBER or value != int(value):
            raise ValueError
        return int(value)
    return _otherwise(_whole, value)


def _flag(value: Any) -> int | None:
    kind = type(value)
    if kind is str and is_flag(value):
        return int(value[0] in "1tT")
    if kind is int or kind is bool or (kind in (float, Decimal) and value == value):
        if value not in (0, 1):
            raise ValueError
        return int(value)
    return _otherwise(_flag, value)


READERS: dict[ColumnType, Callable[[Any], Any]] = {
    ColumnType.ID: _id,
    ColumnType.CODE: _id,
    ColumnType.STR: _str,
    ColumnType.DATE: _date,
    ColumnType.TS: _timestamp,
    ColumnType.MONEY: _money,
    ColumnType.RATIO: _ratio,
    ColumnType.INT: _whole,
    ColumnType.BOOL: _flag,
}
