"""Connections to DuckDB, the only home of `duckdb.connect`: locked before the first statement that is not a setting."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from zbrisk.errors import DataError
from zbrisk.scratch import own_name

__all__ = ["connect", "pattern", "quoted", "scratch_folder"]

# Tables are joined in the order in which a query names them: from the cases outwards, each by its ids. DuckDB, free
# to choose, takes `known before the day` for a join that leaves few rows, and may compare all with all.
AS_WRITTEN = "join_order"
NO_FOLDER = os.devnull  # where nothing can be made, so that INSTALL fails before it looks at the network


def scratch_folder() -> str:
    """The name of a temporary folder of this process, which DuckDB may write to once it is made.

    Raises:
        DataError: There is no place for one, or DuckDB could not tell its name from a pattern.
    """
    home = os.path.realpath(tempfile.gettempdir())
    if not os.path.isdir(home):
        raise DataError(f"There is no temporary folder {home}.", "Set TMPDIR to a folder of yours.")
    folder = os.path.join(home, own_name())
    if pattern(folder) != folder:
        raise DataError(
            f"The temporary folder {folder} holds one of * ? [.", "Set TMPDIR to a folder with a plain name."
        )
    return folder


def connect(
    scratch: str, *, files: Iterable[Path] = (), database: str | Path = ":memory:", **settings: Any
) -> duckdb.DuckDBPyConnection:
    """A DuckDB that can read `files`, write to the folder `scratch`, and reach nothing else; no statement undoes that.

    Args:
        scratch: A folder of the caller's own; an empty text for a database in memory that never spills.
        files: Real paths, without links.
        database: A file in `scratch`, or memory.
        settings: Further settings of DuckDB.
    """
    fence: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "allow_unsigned_extensions": False,
        "allow_persistent_secrets": False,
        "extension_directories": [NO_FOLDER],
        "secret_directory": NO_FOLDER,
        "home_directory": NO_FOLDER,
        "python_enable_replacements": False,  # no name in SQL means a variable of the caller's
        "temp_directory": scratch,
        "disabled_optimizers": AS_WRITTEN,
    }
    connection = duckdb.connect(database, config={**settings, **fence})
    connection.execute("set enable_progress_bar = false")  # a library writes nothing to its caller's terminal
    connection.execute("set parquet_metadata_cache = true")  # which is longer, the finer the groups of rows
    paths = dict.fromkeys(path for file in files for path in (str(file), pattern(str(file))))
    connection.execute(f"set allowed_paths = [{', '.join(map(quoted, paths))}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'{}'".format(text.replace("'", "''"))


def pattern(path: str) -> str:
    """The pattern that only `path` fits: DuckDB's readers take every path for a pattern."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in path)
