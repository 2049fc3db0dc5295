"""The background: the case that every test begins with, and what a row has where a test does not say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic.json_schema import WithJsonSchema

from zbrisk.contract import Contract
from zbrisk.errors import SignalError
from zbrisk.signals.catalogue import features_folder
from zbrisk.testing.document import Document, read_document
from zbrisk.testing.rows import Row, Rows, read_rows
from zbrisk.validation import Filled, StrictModel

__all__ = ["FILE", "Background", "BackgroundForm", "read_background"]

FILE = "background.yaml"
DEFAULTS = {"type": "object", "additionalProperties": {"type": "object"}}


class BackgroundForm(StrictModel):
    """What every test of a signal begins with.

    Args:
        as_of: The day on which the case is looked at.
        case: The key of the case.
        given: The case and what belongs to it, rows by table.
        defaults: By table, what a row has in columns that it leaves out.
    """

    as_of: dt.date
    case: Filled
    given: Rows
    defaults: Annotated[Mapping[str, Any], WithJsonSchema(DEFAULTS)] = {}


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
    form, cohort = document.read_as(BackgroundForm, "The background"), contract.cohort
    rows = read_rows(document, ("given",), contract, form.given)
    if not any(row.table == cohort.table and row.values.get(cohort.key) == form.case for row in rows):
        raise document.wrong(
            ("given",), f"The background has no row of {cohort.table} with {cohort.key} {form.case}.", "Add the case."
        )
    defaults = {table: [values] for table, values in form.defaults.items()}
    return Background(
        path=document.path,
        case=form.case,
        as_of=form.as_of,
        rows=tuple(Row(table=row.table, values=row.values) for row in rows),
        defaults={row.table: row.values for row in read_rows(document, ("defaults",), contract, defaults)},
    )
