"""A prefecture many times over: its tables written again and again, each time with ids and courts of their own."""

from __future__ import annotations

from pathlib import Path

import duckdb

from zbrisk.contract import ColumnType, Table, load_contract

__all__ = ["write_copies"]

#: What joins rows as ids do, besides the ids.
LIKE_IDS = frozenset({"address", "court_code", "firm", "id_no", "natural_key", "phone_hash", "text_hash", "uscc"})


def write_copies(tables: Path, folder: Path, times: int) -> Path:
    """Write each Parquet file of `tables` that many times over into `folder`; no row of one copy reaches another's."""
    folder.mkdir(parents=True)
    contract = load_contract()
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": "2GB",
        "threads": 1,
        "temp_directory": str(folder / "spill"),
    }
    with duckdb.connect(config=settings) as connection:
        connection.execute("set enable_progress_bar = false")
        for file in sorted(tables.glob("*.parquet")):
            ids = _ids(contract.tables[file.stem]).intersection(connection.sql(f"from '{file}'").columns)
            own = ", ".join(f"{_own(name)} as {name}" for name in sorted(ids))
            query = f"select one.* replace ({own}) from '{file}' as one, range({times}) as many(copy)"
            connection.execute(f"copy ({query}) to '{folder / file.name}' (format parquet)")
    return folder


def _own(name: str) -> str:
    """A court's code begins with where it is, so that each copy is a prefecture by itself."""
    return f"copy || '-' || one.{name}" if name == "court_code" else f"one.{name} || '-' || copy"


def _ids(table: Table) -> frozenset[str]:
    return LIKE_IDS.union(name for name, column in table.columns.items() if column.type is ColumnType.ID)
