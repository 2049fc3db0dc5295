"""Least numbers of reviews that courts are to have."""

from __future__ import annotations

import csv
from pathlib import Path

from zbrisk.errors import DataError

__all__ = ["read_quotas"]

QUOTA_COLUMNS = ("court_code", "reviews")


def read_quotas(path: Path) -> dict[str, int]:
    """Court to its least number of reviews, from a CSV file with the columns court_code and reviews.

    Raises:
        DataError: The file cannot be read, lacks a column, names a court twice or none, or a number is none; the row is
            named.
    """
    quotas: dict[str, int] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in QUOTA_COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise DataError(f"{path} lacks {', '.join(missing)}.", f"Its header is {','.join(QUOTA_COLUMNS)}.")
            for row in reader:
                court, reviews = ((row[name] or "").strip() for name in QUOTA_COLUMNS)
                if not court or court in quotas or not reviews.isdecimal():
                    raise DataError(
                        f"{path}, row {reader.line_num}: {court!r} with {reviews!r} reviews is no quota.",
                        "Name each court once, with a whole number from 0.",
                    )
                quotas[court] = int(reviews)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(
            f"{path} cannot be read: {error}.", f"Give a CSV file with {' and '.join(QUOTA_COLUMNS)}."
        ) from error
    return quotas
