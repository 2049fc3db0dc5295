"""The background: the case that every test begins with, and what a row has where a test does not say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zbrisk.contract import Contract
from zbrisk.errors import SignalError
from zbrisk.signals.catalogue import features_folder
from zbrisk.testing.document import Document, read_document
from zbrisk.testing.rows import Row, near, read_rows

__all__ = ["FILE", "Background", "read_background", "read_day"]

FILE = "background.yaml"
KEYS = ("as_of", "case", "given", "defaults")


@dataclass(frozen=True, kw_only=True)
class Background:
    """What every test begins with.

    Attributes:
        path: The file that it comes from.
        case: The key of the case that is looked at.
        as_of: The day on which it is looked at, where a test names none.
        rows: The case and what belongs to it.
        defaults: By table, what a row has in columns that it leaves out.
    """

    path: str
    case: str
    as_of: dt.date
    rows: tuple[Row, ...]
    defaults: Mapping[str, Mapping[str, Any]]


def read_background(folder: Path, contract: Contract) -> Background:
    """The background of a folder of signals: its own background.yaml, or zbrisk's where the tables are zbrisk's.

    Raises:
        SignalError: The file is wrong; or there is none, and zbrisk's does not fit these tables.
    """
    own = folder / FILE
    if own.is_file():
        return _background(read_document(own), contract)
    try:
        return _background(read_document(features_folder() / FILE), contract)
    except SignalError as error:
        raise SignalError(
            f"{folder} needs a {FILE}: zbrisk's own speaks of tables that your contract does not have.",
            "Write the case that every test begins with: `as_of: 2024-01-01`, `case: E`, `given: {...}`.",
        ) from error


def _background(document: Document, contract: Contract) -> Background:
    for key in document.value:
        if key not in KEYS:
            raise document.wrong((key,), f"The background has the unknown key {key!r}.", near(key, KEYS))
    for key in ("as_of", "case", "given"):
        if key not in document.value:
            raise document.wrong((), f"The background lacks `{key}`.", "Write as_of, case and given.")
    defaults = document.value.get("defaults") or {}
    as_rows = {table: [values] for table, values in defaults.items()} if isinstance(defaults, dict) else defaults
    case, rows = str(document.value["case"]), read_rows(document, ("given",), contract, document.value["given"])
    cohort = contract.cohort
    if not any(row.table == cohort.table and row.values.get(cohort.key) == case for row in rows):
        raise document.wrong(
            ("given",), f"The background has no row of {cohort.table} with {cohort.key} {case}.", "Add the case."
        )
    return Background(
        path=document.path,
        case=case,
        as_of=read_day(document, ("as_of",), document.value["as_of"]),
        rows=tuple(Row(table=row.table, values=row.values) for row in rows),
        defaults={row.table: row.values for row in read_rows(document, ("defaults",), contract, as_rows)},
    )


def read_day(document: Document, place: tuple[str | int, ...], value: Any) -> dt.date:
    """A day.

    Raises:
        SignalError: It is none.
    """
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    raise document.wrong(place, f"{value!r} is no day.", "Write it as 2024-01-01.")
