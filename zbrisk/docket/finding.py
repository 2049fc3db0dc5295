"""Which file or frame is which table: everything that can be said before DuckDB opens one.

A table that is there in a form that is not read is named in an error, and never passed over as if there were no data.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from zbrisk.contract import Contract
from zbrisk.docket.cells import KNOWN_AT
from zbrisk.docket.database import GIVE, NOT_OURS, logs
from zbrisk.docket.headings import plain
from zbrisk.errors import DataError

__all__ = ["CSV", "GZIPPED", "PARQUET", "Found", "Source", "TableFiles", "find", "nothing_found"]

Source = str | os.PathLike[str] | Mapping[str, Any]

PARQUET, CSV, GZIPPED = "parquet", "csv", "csv.gz"
FORMS = {".parquet": PARQUET, ".parq": PARQUET, ".pq": PARQUET, ".csv": CSV, ".csv.gz": GZIPPED}
CODECS = re.compile(r"\.(snappy|gz|gzip|zstd|lz4|lz4_raw|brotli|uncompressed)(?=\.(parquet|parq|pq)$)")
# never a table, whatever it is called: notes, programs, checksums
NOTES = frozenset(
    {".md", ".rst", ".pdf", ".doc", ".docx", ".wps", ".html", ".sql", ".py", ".yaml", ".yml", ".log"}
    | {".md5", ".sha1", ".sha256", ".crc", ".asc", ".sig"}
)
PACKED = frozenset({".zip", ".bz2", ".zst", ".xz", ".lz4", ".7z", ".rar", ".tar", ".tgz", ".gz"})
SHEETS = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".et", ".ods"})
TEXTS = frozenset({".tsv", ".txt", ".json", ".jsonl", ".ndjson"})
OTHER_DATA = SHEETS | PACKED | TEXTS | {".feather", ".arrow", ".orc", ".avro", ".db"}
COPY = re.compile(r"(?:\(\d+\)|-?副本|-?copy)+$")  # what programs add to the name of a second file
# folders of formats whose files are not all of today
MANAGED = {"_delta_log": "Delta", ".hoodie": "Hudi", "metadata": "Iceberg"}


@dataclass(frozen=True, kw_only=True)
class TableFiles:
    """The files of one table, all of one form.

    Attributes:
        place: What the user calls it.
        form: parquet, csv or csv.gz.
        parts: Real paths in the order of their names.
        names: How messages name the parts.
        keys: Columns of the contract that stand in the names of folders, as Spark's partitionBy writes them.
    """

    place: str
    form: str
    parts: tuple[Path, ...]
    names: tuple[str, ...]
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a source holds: files by table, frames by table, or a database.

    Attributes:
        name: What the user calls the source.
        passed_over: What is named like a table and not read, with the reason.
    """

    name: str
    files: Mapping[str, TableFiles] = field(default_factory=dict)
    frames: Mapping[str, Any] = field(default_factory=dict)
    database: Path | None = None
    passed_over: Mapping[str, str] = field(default_factory=dict)

    @property
    def paths(self) -> list[Path]:
        """Every file that is read."""
        database = [] if self.database is None else [self.database]
        return database + [part for files in self.files.values() for part in files.parts]

    @property
    def allowed(self) -> list[Path]:
        """Every file that DuckDB may look for."""
        return [*self.paths, *(log for database in [self.database] if database for log in logs(database))]

    @property
    def size(self) -> int:
        """How many bytes the files have; 0 for frames."""
        return sum(path.stat().st_size for path in self.paths)

    @property
    def rows(self) -> int:
        """How many rows the frames have that say so; 0 for files."""
        return sum(len(frame) for frame in self.frames.values() if hasattr(frame, "__len__"))


def find(source: Source, contract: Contract) -> Found:
    """Look for the contract's tables.

    Raises:
        DataError: Nothing is there, a table is there twice, or in a form that is not read.
    """
    if isinstance(source, Mapping):
        found = _frames(source, contract)
    elif source and isinstance(source, (str, os.PathLike)):
        name = _shown(str(source))
        place = _opened(Path(source), name)
        found = _folder(place, name, contract) if os.path.isdir(place) else Found(name=name, database=place)
    else:
        what = "an empty path" if source == "" else f"a value of type {type(source).__name__}"
        raise DataError(f"Tables cannot be read from {what}.", f"{GIVE} Or a dict of frames.")
    if not (found.files or found.frames or found.database):
        raise nothing_found(found.name, contract)
    return found


def nothing_found(name: str, contract: Contract) -> DataError:
    """The error of a source without any table of the contract."""
    return DataError(
        f"{name} holds none of the contract's tables.", f"Name them as the contract does: {', '.join(contract.tables)}."
    )


def _frames(source: Mapping[Any, Any], contract: Contract) -> Found:
    tables = _by_name(contract)
    given: dict[str, list[Any]] = {}
    for name in source:
        if table := tables.get(str(name).lower()):
            given.setdefault(table, []).append(name)
    for table, names in given.items():
        _refuse_doubled("The dict", table, names)
    alike = {like: _shown(str(name)) for name in source if (like := _looks_like(str(name), tables))}
    _refuse_alike({table: name for table, name in alike.items() if table not in given})
    return Found(
        name="The dict",
        frames={table: source[given[table][0]] for table in contract.tables if table in given},
        passed_over={str(name): NOT_OURS for name in source if str(name).lower() not in tables},
    )


def _folder(folder: Path, name: str, contract: Contract) -> Found:
    tables = _by_name(contract)
    entries: dict[str, list[Path]] = {}
    others: dict[str, str] = {}
    alike: dict[str, str] = {}
    for entry in _visible(folder, name):
        table = tables.get(entry.name.partition(".")[0].lower())
        if table is not None and entry.suffix.lower() not in NOTES:
            entries.setdefault(table, []).append(entry)
        elif table is None and (like := _looks_like(entry.name, tables)) and _is_data(entry):
            alike.setdefault(like, _shown(entry.name))
            others[_shown(entry.name)] = NOT_OURS
        elif table is None and (_is_data(entry) or _holds_tables(entry, tables)):
            others[_shown(entry.name)] = NOT_OURS
    _refuse_alike({table: entry for table, entry in alike.items() if table not in entries})
    files = {}
    for table in contract.tables:
        if there := entries.get(table):
            chosen = _chosen(name, table, there)
            files[table] = _table_files(chosen, table, contract)
            passed = [_shown(entry.name) for entry in there if entry != chosen]
            others |= dict.fromkeys(passed, f"ignored, for {_shown(chosen.name)} is read")
    return Found(name=name, files=files, passed_over=dict(sorted(others.items())))


def _chosen(folder: str, table: str, entries: list[Path]) -> Path:
    """The one entry that is read as the table."""
    readable = [entry for entry in entries if _table_form(entry.name) or (not entry.suffix and os.path.isdir(entry))]
    if len(readable) > 1:  # a folder of something else may be called like a table
        readable = [entry for entry in readable if not os.path.isdir(entry) or _holds_parts(entry)] or readable
    _refuse_doubled(folder, table, [_shown(entry.name) for entry in readable])
    if not readable:
        raise DataError(f"{_shown(entries[0].name)} is of no form that is read.", _cure(entries[0], table))
    return readable[0]


def _table_files(entry: Path, table: str, contract: Contract) -> TableFiles:
    place = _shown(entry.name)
    real = _opened(entry, place)
    if not os.path.isdir(real):
        form = _table_form(entry.name)
        assert form is not None
        return TableFiles(place=place, form=form, parts=(real,), names=(place,))
    found = list(_parts(entry, place, {real}))
    parts = {f"{place}/{_shown(str(part.relative_to(entry)))}": part for part in found}
    opened = [_opened(part, name) for name, part in parts.items()]
    for first, second in pairwise(sorted(opened)):
        if first == second:
            raise DataError(f"{place} holds the part {_shown(first.name)} twice, by a link.", "Remove the link.")
    return TableFiles(
        place=place,
        form=_common_form(place, table, parts),
        parts=tuple(opened),
        names=tuple(parts),
        keys=frozenset(_keys((part.relative_to(entry) for part in found), table, contract)),
    )


def _common_form(place: str, table: str, parts: Mapping[str, Path]) -> str:
    forms = {name: _form(part.name) for name, part in parts.items()}
    for name, form in forms.items():
        if form is None:
            cure = f"{_cure(parts[name], parts[name].stem)} Or move it away."
            raise DataError(f"{name} is no Parquet or CSV part of a table.", cure)
    if len(several := sorted(set(map(str, forms.values())))) != 1:
        what = f"parts of several forms, {' and '.join(several)}" if several else "no Parquet or CSV parts"
        raise DataError(f"{place} is a folder with {what}.", f"Export it again as {table}.parquet.")
    return several[0]


def _parts(folder: Path, name: str, above: set[Path]) -> Iterator[Path]:
    """The parts in a folder and in the folders below it, in order; hidden ones are the writer's own."""
    for mark, product in MANAGED.items():
        if os.path.isdir(folder / mark):
            raise DataError(
                f"{name} is a {product} table, in which files of former days stand beside those of today.",
                "Write the table of today as plain Parquet.",
            )
    for entry in _visible(folder, name):
        if not os.path.isdir(entry):
            if entry.suffix.lower() not in NOTES:
                yield entry
            continue
        real = entry.resolve()
        if real in above:
            raise DataError(f"{name}/{_shown(entry.name)} leads back to a folder above it.", "Remove the link.")
        yield from _parts(entry, f"{name}/{_shown(entry.name)}", above | {real})


def _holds_parts(folder: Path) -> bool:
    return any(_form(part.name) for part in _parts(folder, folder.name, {folder.resolve()}))


def _keys(parts: Iterable[Path], table: str, contract: Contract) -> Iterator[str]:
    columns = {column.lower(): column for column in (*contract.tables[table].columns, KNOWN_AT.name)}
    for part in parts:
        for folder in part.parts[:-1]:
            key, equals, _ = folder.partition("=")
            if equals and key.lower() in columns:
                yield columns[key.lower()]


def _visible(folder: Path, name: str) -> list[Path]:
    """What stands in a folder, in the order of names, without what is hidden or a writer's own (`_SUCCESS`)."""
    try:
        return sorted(entry for entry in folder.iterdir() if not entry.name.startswith((".", "_")))
    except OSError as error:
        raise DataError(f"{name} cannot be read: {error.strerror}.", "Give yourself the right to read it.") from error


def _opened(path: Path, name: str) -> Path:
    """The real path of a folder or file that can be read, links followed."""
    try:
        real = path.resolve(strict=True)
        kind, size, allowed = real.stat().st_mode, real.stat().st_size, os.access(real, os.R_OK)
        str(real).encode()
    except UnicodeError as error:
        raise DataError(f"The path of {name} is not UTF-8.", "Rename the file or folder.") from error
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        raise _not_there(path, name, error) from error
    if stat.S_ISDIR(kind):
        return real
    if not stat.S_ISREG(kind):
        raise DataError(f"{name} is neither a file nor a folder.", GIVE)
    if not allowed:
        raise DataError(f"{name} cannot be read: Permission denied.", "Give yourself the right to read it.")
    if size == 0:
        raise DataError(f"{name} has no header and no rows: it is empty, 0 bytes.", "Export it again.")
    if os.sep == "/" and "\\" in str(real):
        raise DataError(f"The path of {name} holds a backslash, which DuckDB takes for a slash.", "Rename it.")
    return real


def _not_there(path: Path, name: str, error: Exception) -> DataError:
    if isinstance(error, FileNotFoundError):
        if path.is_symlink():
            return DataError(f"{name} is a link to what is not there.", "Mend the link, or export the table again.")
        if address := re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", name):  # what follows may hold a password
            return DataError(
                f"{address[0]}... is not there: zbrisk reaches no network and no database server.",
                f"Export the tables to this machine. {GIVE}",
            )
        return DataError(f"{name} is not there.", GIVE)
    shown = name if len(name) < 200 else f"{name[:200]}..."
    reason = getattr(error, "strerror", None) or error
    return DataError(f"{shown} cannot be read: {reason}.", GIVE)


def _form(name: str) -> str | None:
    """The form that the end of a file's name says, whatever its capitals."""
    return next((form for ending, form in FORMS.items() if name.lower().endswith(ending)), None)


def _table_form(name: str) -> str | None:
    """The same of a file that is called like a table: `cases.old.csv` is not the table cases."""
    _, dot, ending = CODECS.sub("", name.lower()).partition(".")
    return FORMS.get(dot + ending)


def _cure(file: Path, table: str) -> str:
    ending = file.suffix.lower()
    if ending in PACKED:
        return f"Unpack it, and name what is inside {table}.csv or {table}.parquet."
    if ending in SHEETS:
        return f"Save the sheet as {table}.csv (in a spreadsheet program: CSV UTF-8)."
    return f"Export it as {table}.parquet, or as {table}.csv in UTF-8 with commas."


def _shown(name: str) -> str:
    """A name on one line: line ends, and bytes that are no text, as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def _looks_like(name: str, tables: Mapping[str, str]) -> str | None:
    """The table that a file or frame is meant to be: `spending .csv`, `dbo.spending.csv`, `spending (1).csv`."""
    parts = [COPY.sub("", part) for part in plain(name).split(".")]
    return next((tables[part] for part in parts[:2] if part in tables), None)


def _refuse_alike(names: Mapping[str, str]) -> None:
    for table, name in names.items():
        raise DataError(f"{name} is nearly the name of the table {table}.", f"Name it {table}, or move it away.")


def _is_data(entry: Path) -> bool:
    return bool(_form(entry.name)) or entry.suffix.lower() in OTHER_DATA


def _holds_tables(entry: Path, tables: Mapping[str, str]) -> bool:
    """Whether it is a folder in which somebody might look for tables; zbrisk does not."""
    try:
        return entry.is_dir() and any(part.name.partition(".")[0].lower() in tables for part in entry.iterdir())
    except OSError:
        return False


def _refuse_doubled(name: str, table: str, names: list[Any]) -> None:
    if len(names) > 1:
        raise DataError(f"{name} holds {table} twice: {' and '.join(map(str, names))}.", "Keep one of them.")


def _by_name(contract: Contract) -> dict[str, str]:
    return {name.lower(): name for name in contract.tables}
