"""What is kept of all batches, so that the tables can be made again from them, in whatever order they came.

    TABLES/intake/files.parquet          every file that came: batch, name, hash, kind, day, what became of it
    TABLES/intake/raw/HASH.parquet       the rows of each list as they stood
    TABLES/intake/mapping.yaml           what the headings say
    TABLES/intake/answers.parquet        which parties a person said are one, or two
    TABLES/intake/value_answers.parquet  what a person read in judgments

The tables are a function of these alone. So the same batch again changes nothing, and a batch that is taken out leaves
what would have been without it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zbrisk.errors import DataError
from zbrisk.intake.delivery import DeliveredFile, Delivery
from zbrisk.intake.identity.answers import Answer, read_answers, write_answers
from zbrisk.intake.reading.delimited import read_delimited
from zbrisk.intake.reading.jsonlines import read_json_lines
from zbrisk.intake.reading.ocr import is_installed
from zbrisk.intake.reading.raw_rows import RawRow, write_rows
from zbrisk.intake.reading.sniffing import OLE, PICTURES, Kind
from zbrisk.intake.reading.text import encoding_of, read_lines
from zbrisk.intake.reading.workbook import WorkbookReader
from zbrisk.intake.value_answers import ValueAnswer, read_value_answers, write_value_answers

__all__ = ["LISTS", "MAPPING", "KeptFile", "Store", "home", "keep"]

FOLDER, FILES, RAW, MAPPING = "intake", "files.parquet", "raw", "mapping.yaml"
LISTS = (Kind.WORKBOOK, Kind.DELIMITED, Kind.JSON_LINES)
MOST_TEXT = 16 << 20  # bytes of a paper; a judgment has some 100,000
SCHEMA = pa.schema(
    [
        ("batch", pa.string()),
        ("name", pa.string()),
        ("sha256", pa.string()),
        ("size", pa.int64()),
        ("kind", pa.string()),
        ("known", pa.date32()),
        ("given", pa.bool_()),
        ("reason", pa.string()),
    ]
)


def home(tables: Path, state: Path | None) -> Path:
    """Where the batches and books of a TABLES folder lie: TABLES/intake, or a folder of their own.

    Raises:
        DataError: One of the two would lie in the other.
    """
    if state is None:
        return tables / FOLDER
    one, other = tables.resolve(), state.resolve()
    if one.is_relative_to(other) or other.is_relative_to(one):
        raise DataError(f"{state} and {tables} lie in one another.", "Name a --state beside TABLES, or leave it out.")
    return state


@dataclass(frozen=True, kw_only=True, order=True)
class KeptFile(DeliveredFile):
    """A file that came, and why its rows are not read; empty where they are."""

    reason: str = ""


@dataclass(frozen=True)
class Store:
    """All files of all batches, where the rows of their lists are kept, and what a person answered."""

    files: tuple[KeptFile, ...]
    rows: dict[str, Path]  # by hash
    answers: tuple[Answer, ...] = ()
    values: tuple[ValueAnswer, ...] = ()

    @classmethod
    def read(cls, tables: Path, folder: Path) -> Store:
        """What was kept of a TABLES folder's batches; nothing where it is new.

        Raises:
            DataError: The folder holds tables that intake did not make, or keeps their batches elsewhere.
        """
        if not (folder / FILES).is_file():
            for place in (tables, folder):
                if place.exists() and any(place.iterdir()):
                    raise DataError(
                        f"{place} holds files that intake did not write, or with another --state.",
                        "Name a new folder, or the --state that was given before; nothing was overwritten.",
                    )
            return cls((), {})
        files = tuple(KeptFile(**row) for row in pq.read_table(folder / FILES).to_pylist())
        rows = {path.stem: path for path in (folder / RAW).iterdir()}
        return cls(files, rows, read_answers(folder), read_value_answers(folder))

    def with_files(self, more: Store) -> Store:
        """Both together; a file that could not be read before and can be now counts as it is now."""
        read = {(file.batch, file.name, file.sha256) for file in more.files if not file.reason}
        held = (file for file in self.files if not file.reason or (file.batch, file.name, file.sha256) not in read)
        return replace(self, files=tuple(sorted({*held, *more.files})), rows={**self.rows, **more.rows})

    def answered(self, answers: Iterable[Answer], values: Iterable[ValueAnswer] = ()) -> Store:
        """With more answers; of two about one pair, or one value of a paper, the new one counts."""
        by_pair = {(answer.one, answer.other): answer for answer in (*self.answers, *answers)}
        by_value = {(answer.sha256, answer.field): answer for answer in (*self.values, *values)}
        return replace(
            self, answers=tuple(sorted(by_pair.values())), values=tuple(by_value[key] for key in sorted(by_value))
        )

    def without(self, batch: str) -> Store:
        """Without one batch.

        Raises:
            DataError: There is none of that name.
        """
        left = tuple(file for file in self.files if file.batch != batch)
        if len(left) == len(self.files):
            held = ", ".join(sorted({file.batch for file in self.files})) or "none"
            raise DataError(f"There is no batch {batch!r}.", f"The batches that were taken in are {held}.")
        kept = {file.sha256 for file in left}
        return replace(self, files=left, rows={key: path for key, path in self.rows.items() if key in kept})

    def once(self) -> tuple[KeptFile, ...]:
        """The files, each content once: where the same came again, the first known counts and the others say so."""
        seen: set[str] = set()
        files = []
        for file in sorted(self.files, key=_first_known):
            again = not file.reason and file.sha256 in seen
            files.append(replace(file, reason="same_bytes") if again else file)
            seen.add(file.sha256)
        return tuple(files)

    def write(self, folder: Path) -> None:
        """Keep all this in a new folder."""
        (folder / RAW).mkdir(parents=True)
        columns = {f.name: [asdict(file)[f.name] for file in self.files] for f in fields(KeptFile)}
        pq.write_table(pa.table(columns, schema=SCHEMA), folder / FILES)
        write_answers(self.answers, folder)
        write_value_answers(self.values, folder)
        for key, path in sorted(self.rows.items()):
            _link(path, folder / RAW / f"{key}.parquet")


def keep(delivery: Delivery, scratch: Path, held: Iterable[str] = ()) -> Store:
    """Read the rows of every list in a delivery, and the lines of every document.

    Args:
        delivery: What arrived.
        scratch: A folder for the rows.
        held: Hashes of contents that have been read before.

    Raises:
        MissingExtraError: A workbook came, and what reads workbooks is not installed.
    """
    rows: dict[str, Path] = {}
    refusals: dict[str, str] = {}
    with WorkbookReader() as workbooks:
        for file in delivery.files:
            if file.kind in (*LISTS, Kind.DOCUMENT) and file.sha256 not in {*rows, *refusals, *held}:
                path = scratch / f"{file.sha256}.parquet"
                refusal = _read(file, delivery.places[file.sha256], path, workbooks)
                if refusal:
                    refusals[file.sha256] = refusal
                else:
                    rows[file.sha256] = path
    kept = (
        KeptFile(
            **asdict(file), reason=refusals.get(file.sha256, "") if file.kind in (*LISTS, Kind.DOCUMENT) else file.kind
        )
        for file in delivery.files
    )
    return Store(tuple(sorted(kept)), rows)


def _read(file: DeliveredFile, place: Path, path: Path, workbooks: WorkbookReader) -> str:
    if file.kind == Kind.WORKBOOK:
        return workbooks.read(place, path)
    if file.kind == Kind.DOCUMENT:
        return _read_document(place, path, workbooks)
    write_rows(read_json_lines(place) if file.kind == Kind.JSON_LINES else read_delimited(place), path)
    return ""


def _read_document(place: Path, path: Path, reader: WorkbookReader) -> str:
    with place.open("rb") as opened:
        start = opened.read(8)
    if start.startswith(PICTURES):
        return reader.read(place, path, "document") if is_installed() else "document_picture"
    if start.startswith((b"%PDF", b"PK", OLE)):
        return reader.read(place, path, "document")
    if place.stat().st_size > MOST_TEXT:
        return "document_too_large"
    lines = read_lines(place, encoding_of(place))
    write_rows((RawRow("1", line.number, ["" if line.fault else line.text]) for line in lines), path)
    return ""


def _first_known(file: KeptFile) -> tuple[str, str, str]:
    return str(file.known or "9999"), file.batch, file.name


def _link(path: Path, place: Path) -> None:
    try:
        os.link(path, place)
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(path, place)
