"""Moments from a CSV file: which case, as of which day."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from zbrisk.docket.days import to_date
from zbrisk.docket.docket import Docket
from zbrisk.errors import DataError

__all__ = ["read_moments"]


def read_moments(path: Path, docket: Docket, *, as_of: dt.date | None = None) -> pd.DataFrame:
    """Read a moments file.

    Args:
        path: A CSV file in UTF-8 with the columns case_id (or the cohort's key) and as_of.
        docket: The tables that the moments are of.
        as_of: The day of rows that name none.

    Returns:
        case_id and as_of, one row a moment, in the order of the file.

    Raises:
        DataError: The file cannot be read, or a cell is empty, no day, or before anything was known; file, row and
            column are named.
    """
    rows = list(_rows(path, docket.contract.cohort.key, needs_day=as_of is None))
    if not rows:
        raise DataError(f"{path} holds no moments.", "Write one row for each case and day.")
    days = [_day(place, row.get("as_of") or "", docket, as_of) for place, row, _ in rows]
    return pd.DataFrame({"case_id": [case for _, _, case in rows], "as_of": pd.to_datetime(days)})


def _rows(path: Path, key: str, *, needs_day: bool) -> Iterator[tuple[str, Mapping[str, str | None], str]]:
    """Each row with where it stands and its case."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = [name.strip() for name in reader.fieldnames or ()]
            reader.fieldnames = columns
            case = key if key in columns else "case_id"
            for name in (case, *(["as_of"] if needs_day else [])):
                if name not in columns:
                    raise DataError(f"{path} has no column {name}.", f"Its header needs {key} and as_of.")
            for row in reader:
                place = f"{path}, row {reader.line_num}"
                value = (row[case] or "").strip()
                if not value:
                    raise DataError(f"{place}: {case} is empty.", "Fill it in, or leave the row out.")
                yield place, row, value
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8.", "Save it as UTF-8 (in a spreadsheet: CSV UTF-8).") from error
    except (OSError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise DataError(f"{path} cannot be read: {reason}.", "Give a CSV file with case_id and as_of.") from error


def _day(place: str, text: str, docket: Docket, as_of: dt.date | None) -> dt.date:
    if not text.strip() and as_of is None:
        raise DataError(f"{place}: as_of is empty.", "Write it as 2026-11-22.")
    try:
        return to_date(docket.day(text if text.strip() or as_of is None else as_of))
    except DataError as error:
        raise DataError(f"{place}: as_of: {error.problem}", error.cure) from error
