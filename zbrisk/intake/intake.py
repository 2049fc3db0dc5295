"""Take deliveries in, take one out again: each time all tables are made anew from what is kept, whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import duckdb

from zbrisk.contract import Contract, load_contract
from zbrisk.docket.connecting import connect, scratch_folder
from zbrisk.errors import DataError
from zbrisk.files import holding, replacing
from zbrisk.intake.books import write_books, write_doubts, write_tables
from zbrisk.intake.coverage import cover
from zbrisk.intake.delivery import look_into
from zbrisk.intake.documents.papers import papers_in_order, unclear_values, unseen_values
from zbrisk.intake.headers.mapping import LEFT_OUT, OPEN, HeadingMap, read_mapping, write_mapping
from zbrisk.intake.identity.doubts import doubts
from zbrisk.intake.identity.scores import Namesakes
from zbrisk.intake.outcome import LITTER, Outcome
from zbrisk.intake.propose import propose
from zbrisk.intake.reasons import reasons
from zbrisk.intake.reconciliation import accounts, write_accounts
from zbrisk.intake.report import write_report
from zbrisk.intake.reviewing import read_review
from zbrisk.intake.sheets import Sheet, sheets_in_order
from zbrisk.intake.store import MAPPING, Store, home, keep
from zbrisk.intake.taking_in import Advance, take_in
from zbrisk.scratch import discard, own_folder
from zbrisk.uncollected import uncollected

__all__ = ["answer", "intake", "undo"]

MEMORY = "1GB"  # of DuckDB, whose tables lie in a file
LEAST = ("cases", "parties", "case_parties")


def intake(
    raw: Path,
    out: Path,
    *,
    mapping: Path | None = None,
    batch: str | None = None,
    known: dt.date | None = None,
    salt: bytes | None = None,
    state: Path | None = None,
    advance: Advance = lambda done, of: None,
) -> Outcome:
    """Take what lies in `raw` into the tables at `out`, beside what was taken in before.

    Args:
        raw: A folder as it came.
        out: The TABLES folder: a new one, or one that intake wrote.
        mapping: What headings say, instead of the mapping.yaml that is kept.
        batch: The name of the delivery; by default the name of its folder.
        known: The day on which the office could see it; by default what titles, names and folders say.
        salt: What account numbers are hashed with, for invented deliveries; the office's own by default.
        state: The folder of what is kept of all batches, and of the books; by default out/intake.
        advance: Hears of each step, done and of how many.

    Raises:
        DataError: Nothing lies there or can be read, a list says nowhere on which day it was known, or no table could
            be made.
    """
    books = home(out, state)
    with _held(out, books), uncollected(), _scratch() as scratch:
        delivery = look_into(raw, scratch, batch=batch, known=known)
        held = Store.read(out, books)
        arrived = keep(delivery, scratch, held.rows)
        _some_readable(arrived, raw)
        store = held.with_files(arrived)
        return _made(store, out, books, _mapping(books, mapping), advance, salt)


def undo(tables: Path, batch: str, *, state: Path | None = None, advance: Advance = lambda done, of: None) -> Outcome:
    """Take one batch out again: the tables are what they would be without it.

    Raises:
        DataError: There is no such batch, or nothing is left without it.
    """
    books = home(tables, state)
    with _held(tables, books), uncollected():
        return _made(Store.read(tables, books).without(batch), tables, books, _mapping(books, None), advance)


def answer(
    tables: Path, workbook: Path, *, state: Path | None = None, advance: Advance = lambda done, of: None
) -> Outcome:
    """Take what a person filled into the workbook of `write_review`, and make the tables anew.

    Raises:
        DataError: The workbook cannot be understood; nothing changes.
    """
    books = home(tables, state)
    answers = read_review(books, workbook)
    with _held(tables, books), uncollected():
        held = _mapping(books, None)
        lists = {kind: {**held.lists.get(kind, {}), **said} for kind, said in answers.headings.items()}
        store = Store.read(tables, books).answered(answers.parties, answers.values)
        return _made(store, tables, books, HeadingMap(lists={**held.lists, **lists}), advance)


def _some_readable(arrived: Store, raw: Path) -> None:
    """Refuse a delivery of which nothing can be read: it would change no table."""
    if all(file.reason for file in arrived.files):
        first = next((file for file in arrived.files if file.reason not in LITTER), arrived.files[0])
        known = reasons()[first.reason]
        raise DataError(f"Nothing in {raw} can be read; {first.name}: {known.en}.", "Ask for the files again.")


def _mapping(books: Path, given: Path | None) -> HeadingMap:
    kept = books / MAPPING
    if given is not None:
        return read_mapping(given)
    return read_mapping(kept) if kept.is_file() else HeadingMap()


def _made(
    store: Store, out: Path, books: Path, mapping: HeadingMap, advance: Advance, salt: bytes | None = None
) -> Outcome:
    contract = load_contract()
    sheets = sheets_in_order(store, mapping)
    with replacing(out) as draft, _beside(books, out, draft) as kept, _database() as connection:
        for folder in (draft, kept):
            folder.mkdir(mode=0o700)
        papers = papers_in_order(store)
        names = take_in(connection, contract, sheets, papers, store.answers, store.values, advance, salt)
        outcome = _written(store, draft, kept, mapping, sheets, connection, contract, names)
        for folder in (draft, kept):
            _lock(folder)
        return outcome


@contextmanager
def _held(out: Path, books: Path) -> Iterator[None]:
    with holding(out), nullcontext() if books.is_relative_to(out) else holding(books):
        yield


@contextmanager
def _beside(books: Path, out: Path, draft: Path) -> Iterator[Path]:
    """The draft of the books: in that of the tables, or one that takes its place before them, so that the tables can
    be made again from it."""
    if books.is_relative_to(out):
        yield draft / books.relative_to(out)
        return
    with replacing(books) as kept:
        yield kept


def _written(
    store: Store,
    draft: Path,
    books: Path,
    mapping: HeadingMap,
    sheets: list[Sheet],
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    names: Namesakes,
) -> Outcome:
    cover(connection)
    tables = write_tables(connection, contract, draft)
    if missing := [name for name in LEAST if name not in tables]:
        raise DataError(
            f"No row of {', '.join(missing)} could be made of what came.",
            "Send the ledger of enforcement cases too; `zbrisk intake look` says what was understood.",
        )
    store.write(books)
    used, open_headings = _headings(mapping, sheets)
    proposals = propose(sheets)
    asked = doubts(connection, names, store.answers)
    outcome = Outcome(
        tables=tables,
        accounts=tuple(accounts(connection, sheets)),
        files=store.once(),
        open_headings=open_headings,
        proposals=proposals,
        reasons=_reasons(connection),
        doubts=len(asked),
        unclear=unclear_values(connection),
        unseen=unseen_values(connection),
    )
    write_books(connection, books)
    write_doubts(asked, books)
    write_accounts(outcome.accounts, books / "reconciliation.csv")
    write_mapping(books / MAPPING, used, proposals)
    write_report(outcome, connection, books / "report.html")
    return outcome


def _headings(mapping: HeadingMap, sheets: list[Sheet]) -> tuple[dict[str, dict[str, str]], dict[str, tuple[str, ...]]]:
    """By list, what every heading was taken for, and the open ones; what a mapping says of others stays."""
    used = {kind: headings for kind, headings in mapping.own.items() if headings}
    for sheet in sheets:
        if kind := sheet.layout.kind:
            own = used.setdefault(kind.name, {})
            words = [sheet.layout.cells[column.place] for column in sheet.layout.columns.values()]
            own |= {word: mapping.field_of(kind.name, word) or OPEN for word in words}
            own |= dict.fromkeys(sheet.layout.left_out, LEFT_OUT)
            own |= {word: own.get(word, OPEN) for word in sheet.layout.unknown}
    waiting = {kind: tuple(sorted(word for word, name in own.items() if name == OPEN)) for kind, own in used.items()}
    return used, {kind: words for kind, words in sorted(waiting.items()) if words}


def _reasons(connection: duckdb.DuckDBPyConnection) -> Counter[str]:
    rows = connection.execute(
        "select reason, count(*) from (select reason from raw_rows where reason is not null"
        " union all select c.reason from raw_cells as c join raw_rows as r using (_id)"
        " where c.reason <> '' and r.fate <> 'quarantine_row') group by 1"
    ).fetchall()
    return Counter(dict(rows))


@contextmanager
def _scratch() -> Iterator[Path]:
    folder = own_folder(tempfile.gettempdir())
    try:
        yield folder
    finally:
        discard(folder)


@contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    folder = scratch_folder()
    os.makedirs(folder, mode=0o700)
    connection = connect(folder, database=Path(folder, "intake.duckdb"), memory_limit=MEMORY)
    try:
        yield connection
    finally:
        connection.close()
        discard(folder)


def _lock(folder: Path) -> None:
    """For this user alone: all of it is personal data."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
