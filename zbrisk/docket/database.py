"""A DuckDB file as a source: its base tables are read, and nothing in it is run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from zbrisk.contract import Contract, Table
from zbrisk.docket.connecting import quoted
from zbrisk.errors import DataError

__all__ = ["GIVE", "NOT_OURS", "Database", "logs"]

NAME = "supplied_file"
MAIN = "main"
ONE_TABLE = "one table"
OTHER_KINDS = {
    b"SQLite format 3\0": "a SQLite file",
    b"PAR1": ONE_TABLE,
    b"PK\x03\x04": "a spreadsheet or a zip archive",
    b"\x1f\x8b": "a gzipped file",
}
NOT_OURS = "no table of the contract, ignored"
GIVE = "Give a folder with one .parquet or .csv for each table, or a DuckDB file."


def logs(path: Path) -> list[Path]:
    """Where DuckDB looks for the write-ahead log of a database: it takes what follows a ? for options."""
    head, mark, tail = str(path).partition("?")
    return list(dict.fromkeys([Path(f"{path}.wal"), Path(f"{head}.wal{mark}{tail}")]))


@dataclass(frozen=True)
class _Entry:
    schema: str
    name: str
    is_view: bool

    def __str__(self) -> str:
        return f"{'the view' if self.is_view else 'the table'} {self.schema}.{self.name}"


class Database:
    """A DuckDB file, attached read-only.

    Args:
        connection: May read `path` and its `logs`.
        path: The file.
        contract: Which tables are looked for.

    Raises:
        DataError: It is no DuckDB file, or one that cannot be opened now.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, contract: Contract) -> None:
        self.path = path
        self._connection = connection
        if log := next((log for log in logs(path) if log.exists()), None):
            raise DataError(
                f"{path.name} has a log of unfinished writes beside it, {log.name}.",
                "Close the program that writes it; if none does, open the file in DuckDB once and run CHECKPOINT.",
            )
        try:
            connection.execute(f"attach {quoted(str(path))} as {NAME} (type duckdb, read_only)")
        except duckdb.Error as error:
            raise _unopened(path, error) from error
        self._entries = [*self._listed("table", is_view=False), *self._listed("view", is_view=True)]
        self._contract = contract

    def relation(self, table: Table) -> tuple[str, str] | None:
        """What stands in FROM for a table and what people call it; None if the file does not hold it.

        Raises:
            DataError: It is there several times, or as a view.
        """
        named = [entry for entry in self._entries if entry.name.lower() == table.name.lower()]
        if not named:
            return None
        main = [entry for entry in named if entry.schema == MAIN]
        chosen, *more = main or named
        if more:
            places = ", ".join(map(str, named))
            raise DataError(
                f"{self.path.name} holds {table.name} several times: {places}.", f"Keep one, or copy one to {MAIN}."
            )
        if chosen.is_view:
            raise DataError(
                f"In {self.path.name}, {table.name} is {chosen}; only tables are read, for a view can run anything.",
                f"Write its rows down in a DuckDB file: create table {MAIN}.{table.name} as from the view.",
            )
        self._refuse_generated(chosen, table)
        names = ".".join('"{}"'.format(name.replace('"', '""')) for name in (chosen.schema, chosen.name))
        place = chosen.name if chosen.schema == MAIN else f"{chosen.schema}.{chosen.name}"
        return f"{NAME}.{names}", f"{self.path.name}, table {place}"

    def passed_over(self) -> dict[str, str]:
        """Tables and views that are not read, with the reason."""
        tables = {name.lower() for name in self._contract.tables}
        main = {entry.name.lower() for entry in self._entries if entry.schema == MAIN}
        ours = {f"{e.schema}.{e.name}": e for e in self._entries if e.name.lower() in tables}
        others = [f"{e.schema}.{e.name}" for e in self._entries if e.name.lower() not in tables]
        beside = {name: e for name, e in ours.items() if e.schema != MAIN and e.name.lower() in main}
        return dict.fromkeys(others, NOT_OURS) | {
            name: f"ignored, for {MAIN}.{e.name} is read" for name, e in beside.items()
        }

    def _listed(self, kind: str, *, is_view: bool) -> Iterator[_Entry]:
        query = f"select schema_name, {kind}_name from duckdb_{kind}s() where database_name = '{NAME}' and not internal"
        for schema, name in self._connection.execute(f"{query} order by 1, 2").fetchall():
            yield _Entry(schema, name, is_view)

    def _refuse_generated(self, entry: _Entry, table: Table) -> None:
        query = (
            "select column_name from duckdb_columns() where database_name = ? and schema_name = ? and table_name = ?"
        )
        found = self._connection.execute(f"{query} and is_generated", [NAME, entry.schema, entry.name]).fetchall()
        if found:
            raise DataError(
                f"In {self.path.name}, the column {found[0][0]} of {table.name} is computed by a formula in the file.",
                "Write its values down: create table ... as select * from the table.",
            )


def _unopened(path: Path, error: duckdb.Error) -> DataError:
    """Why a file cannot be attached, in one sentence."""
    text = str(error)
    for sign, reason, cure in SIGNS:
        if sign in text.lower():
            return DataError(f"{path.name} {reason}.", cure)
    if "not a valid duckdb" in text.lower():
        with path.open("rb") as file:
            first = file.read(16)
        kind = next((kind for start, kind in OTHER_KINDS.items() if first.startswith(start)), "")
        if kind == ONE_TABLE or ".csv" in path.name.lower():
            return DataError(f"{path.name} is one table, and no DuckDB file.", "Give the folder that it stands in.")
        return DataError(f"{path.name} is no DuckDB file{kind and f', but {kind}'}.", f"Export its tables. {GIVE}")
    return DataError(f"{path.name} cannot be opened: {text.splitlines()[0].rstrip('.')}.", f"Write it again. {GIVE}")


SIGNS: Iterable[tuple[str, str, str]] = (
    ("set lock", "is open in another program", "Close it there, or copy the file while nobody writes to it."),
    ("file handle conflict", "is open in this very program", "Close that connection first."),
    ("encrypt", "is encrypted", "Write its tables to a file that is not, in a folder that is."),
    ("version", "was written by a DuckDB of another version", "Write it again, or export the tables as Parquet."),
)
