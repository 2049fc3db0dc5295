"""Rows as a test writes them: only the columns that matter, each with the line that it stands on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic.json_schema import WithJsonSchema

from zbrisk.contract import Contract, Table
from zbrisk.testing.document import Document
from zbrisk.validation import Place

__all__ = ["KNOWN_AT", "Row", "Rows", "as_sent", "merged", "near", "read_rows"]

KNOWN_AT = "known_at"
SINGLE = (str, int, float, dt.date, type(None))  # what a cell may be
BY_TABLE = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "object"}}}
Rows = Annotated[Any, WithJsonSchema(BY_TABLE)]  # of a form; `read_rows` knows the columns


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a table; `line` is where it stands in its file, None for what the background gives."""

    table: str
    values: Mapping[str, Any]
    line: int | None = None


def read_rows(document: Document, place: Place, contract: Contract, value: Any) -> tuple[Row, ...]:
    """The rows of a `given`: a mapping from tables to lists of rows.

    Raises:
        SignalError: A table or column is unknown, or something is no row.
    """
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        raise document.wrong(place, "`given` is no mapping.", "Write `given: {assets: [{asset_id: house}]}`.")
    return tuple(row for table, rows in value.items() for row in _of_table(document, place, contract, table, rows))


def _of_table(document: Document, place: Place, contract: Contract, name: Any, rows: Any) -> Iterator[Row]:
    own = (*place, str(name))
    if name not in contract.tables:
        raise document.wrong(own, f"There is no table {name!r}.", near(name, contract.tables))
    if not isinstance(rows, list):
        raise document.wrong(own, f"`{name}` is no list of rows.", f"Write `{name}: [{{...}}]`; [] for none.")
    columns = (*contract.tables[name].columns, KNOWN_AT)
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise document.wrong((*own, number), f"This row of {name} is no mapping.", "Write {column: value, ...}.")
        for column, value in row.items():
            if column not in columns:
                raise document.wrong((*own, number), f"{name} has no column {column!r}.", near(column, columns))
            if not isinstance(value, SINGLE):
                raise document.wrong((*own, number), f"{name}.{column} is no single value.", "Write one value.")
        values = {str(column): as_sent(value) for column, value in row.items()}
        yield Row(table=str(name), values=values, line=document.line((*own, number)))


def as_sent(value: Any) -> Any:
    """A value as a case system would send it: days and times as text."""
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, dt.date) else value


def merged(
    contract: Contract, defaults: Mapping[str, Mapping[str, Any]], layers: Sequence[Iterable[Row]]
) -> tuple[Row, ...]:
    """All rows, where one with the key of a row of an earlier layer changes that row.

    A row with a known_at of its own changes none: it is a later version. Of a row without a key, the key is made up.
    """
    rows: list[Row] = []
    for layer in layers:
        earlier = {_key(contract.tables[row.table], row, defaults): place for place, row in enumerate(rows)}
        for row in layer:
            table = contract.tables[row.table]
            row = _with_key(table, row, len(rows))
            place = earlier.get(_key(table, row, defaults))
            if place is None or KNOWN_AT in row.values:
                rows.append(row)
            else:
                rows[place] = replace(row, values={**rows[place].values, **row.values})
    return tuple(rows)


def _with_key(table: Table, row: Row, number: int) -> Row:
    if len(table.key) > 1 or table.key[0] in row.values:
        return row
    return replace(row, values={table.key[0]: f"{table.name} {number}", **row.values})


def _key(table: Table, row: Row, defaults: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    values = {**defaults.get(table.name, {}), **row.values}
    return (table.name, *(str(values.get(column)) for column in table.key))


def near(name: object, known: Iterable[str]) -> str:
    """What a misspelt name may have been."""
    names = list(known)
    close = get_close_matches(str(name), names, n=3)
    return f"Did you mean {' or '.join(close)}?" if close else f"Known are {', '.join(names)}."
