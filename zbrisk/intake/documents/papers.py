"""The kept texts of documents, and what the grammar finds in them, as tables of the staging database.

papers          a document: kind, case number, and from which day it is known
paper_fields    a value with the page and the characters at which it stands
paper_steps, paper_queries, paper_agents    what becomes rows of the contract's tables
paper_values    what a judgment says of columns of `suits`: as read, as it goes in, and whether it waits for a person
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from zbrisk.errors import DataError
from zbrisk.intake.documents.grammar import Document, read_document
from zbrisk.intake.documents.places import Found
from zbrisk.intake.documents.suit_values import SuitValue, suit_values, trusted
from zbrisk.intake.identity.normalise import normal_name
from zbrisk.intake.reading.paragraphs import part_of
from zbrisk.intake.reading.sniffing import Kind
from zbrisk.intake.store import KeptFile, Store
from zbrisk.intake.value_answers import ValueAnswer

__all__ = ["LEAST_SCORE", "Paper", "papers_in_order", "stage_papers", "unclear_values", "unseen_values"]

LEAST_SCORE = 0.9  # of recognised lines whose values go into tables; others wait for a person
FIRST_ID = 1 << 50  # beyond the numbers of rows of lists
TEXT, NUMBER, DAY = pa.string(), pa.int64(), pa.date32()
OF_PAPER = {"paper": NUMBER, "_id": NUMBER, "_known": DAY, "case_no": TEXT}
TABLES: dict[str, dict[str, pa.DataType]] = {
    "papers": {**OF_PAPER, "batch": TEXT, "file": TEXT, "sha256": TEXT, "kind": TEXT},
    "paper_fields": {
        "paper": NUMBER, "page": NUMBER, "start": NUMBER, "end": NUMBER, "field": TEXT, "raw": TEXT, "value": TEXT,
        "confidence": pa.float64(), "claimed": pa.bool_(),
    },
    "paper_steps": {**OF_PAPER, "action": TEXT, "day": DAY},
    "paper_queries": {
        **OF_PAPER, "party": TEXT, "asset_class": TEXT, "day": DAY, "channel": TEXT, "result": TEXT,
        "amount": pa.decimal128(15, 2),
    },
    "paper_agents": {**OF_PAPER, "party": TEXT, "agent": TEXT, "kind": TEXT, "firm": TEXT},
    "paper_values": {
        **OF_PAPER, "page": NUMBER, "start": NUMBER, "end": NUMBER, "field": TEXT, "raw": TEXT, "read": TEXT,
        "value": TEXT, "claimed": pa.bool_(), "waits": pa.bool_(),
    },
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PaperText:
    """A text, and for each of its lines where it begins, its page, and how surely it was recognised."""

    text: str
    begins: list[int]
    pages: list[int]
    scores: list[float]

    def page(self, said: Found) -> int:
        """The page on which a value stands."""
        return self.pages[bisect_right(self.begins, said.start) - 1]

    def confidence(self, *said: Found) -> float:
        """The lowest score of the lines on which values stand."""
        return min(
            min(self.scores[bisect_right(self.begins, each.start) - 1 : bisect_right(self.begins, each.end - 1)])
            for each in said
        )


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document's file, the day on which it was known, and its lines by page."""

    file: KeptFile
    known: dt.date
    path: Path

    def text(self) -> PaperText:
        """Its text."""
        table = pq.read_table(self.path, columns=["sheet", "cells"])
        rows = zip(table["sheet"].to_pylist(), table["cells"].to_pylist(), strict=True)
        parts = [part_of(int(page or 1), cells) for page, cells in rows]
        whole = [("" if part.goes_on or not number else "\n") + part.text for number, part in enumerate(parts)]
        ends = list(accumulate(map(len, whole)))
        return PaperText(
            text="".join(whole),
            begins=[end - len(part.text) for end, part in zip(ends, parts, strict=True)],
            pages=[part.page for part in parts],
            scores=[part.score for part in parts],
        )


def papers_in_order(store: Store) -> list[Paper]:
    """All documents whose text is kept.

    Raises:
        DataError: One says nowhere on which day it was known.
    """
    papers = []
    for file in store.once():
        if file.kind == Kind.DOCUMENT and not file.reason:
            if file.known is None:
                raise DataError(
                    f"{file.name} says nowhere on which day it was known.",
                    "Give --known DAY, or put it into a folder such as 2025Q4; a guessed day would leak the future.",
                )
            papers.append(Paper(file=file, known=file.known, path=store.rows[file.sha256]))
    return sorted(papers, key=lambda p: (p.known, p.file.batch, p.file.name, p.file.sha256))


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A value of a judgment, its row, whether its letters are sure, and what a person said, if anybody looked."""

    value: SuitValue
    row: dict[str, Any]
    clear: bool
    answer: ValueAnswer | None


def stage_papers(
    connection: duckdb.DuckDBPyConnection, papers: Sequence[Paper], answers: Iterable[ValueAnswer] = ()
) -> None:
    """Make the tables from all documents, in their order, and from what a person read in them."""
    answered = {(answer.sha256, answer.field): answer for answer in answers}
    read: list[_Read] = []
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    ids = iter(range(FIRST_ID, FIRST_ID << 1))
    for number, paper in enumerate(papers):
        text = paper.text()
        document = read_document(text.text)
        own = document.case_no
        case_no = own.value if own and text.confidence(own) >= LEAST_SCORE else None
        base = {"paper": number, "_known": paper.known, "case_no": case_no}
        file = {"batch": paper.file.batch, "file": paper.file.name, "sha256": paper.file.sha256}
        rows["papers"].append({**base, "_id": next(ids), **file, "kind": str(document.kind)})
        for said in document.fields:
            place = {"page": text.page(said), "start": said.start, "end": said.end}
            value = {"field": said.field, "raw": said.raw, "value": said.value, "claimed": said.claimed}
            rows["paper_fields"].append({"paper": number, **place, **value, "confidence": text.confidence(said)})
        for table, places, row in _facts(document):
            if text.confidence(*places) >= LEAST_SCORE:
                rows[table].append({**base, "_id": next(ids), **row})
        of_values = {**base, "_id": next(ids)}  # one row of `suits`
        for each in suit_values(document):
            row = {"page": text.page(each.said), "start": each.said.start, "end": each.said.end, "raw": each.said.raw}
            read.append(
                _Read(
                    value=each,
                    row={**of_values, **row, "field": each.field, "read": each.value, "claimed": each.said.claimed},
                    clear=text.confidence(each.said) >= LEAST_SCORE,
                    answer=answered.get((paper.file.sha256, each.field)),
                )
            )
    rows["paper_values"] = list(_decided(read))
    for name, columns in TABLES.items():
        connection.register("arriving", pa.Table.from_pylist(rows[name], schema=pa.schema(list(columns.items()))))
        connection.execute(f"create table {name} as from arriving")
        connection.unregister("arriving")


def unclear_values(connection: duckdb.DuckDBPyConnection) -> int:
    """How many values wait for a person, as the lines on which they stand were recognised with little certainty."""
    query = "select count(*) from paper_fields where confidence < ?"
    return int(connection.execute(query, [LEAST_SCORE]).fetchall()[0][0])


def unseen_values(connection: duckdb.DuckDBPyConnection) -> int:
    """How many values of judgments wait for a person, of cases that are there."""
    query = "select count(*) from paper_values join case_of_number on number = case_no where waits"
    return int(connection.execute(query).fetchall()[0][0])


def _decided(read: Sequence[_Read]) -> Iterator[dict[str, Any]]:
    """The rows of values: as a person said, as read where its kind is trusted, else without a value, waiting."""
    surely = trusted((each.value, each.answer.said) for each in read if each.answer and each.clear)
    for each in read:
        goes_in = each.clear and each.value.kind in surely
        value = each.answer.said if each.answer else each.value.value if goes_in else None
        yield {**each.row, "value": value, "waits": not each.answer and not goes_in}


def _facts(document: Document) -> Iterator[tuple[str, tuple[Found, ...], dict[str, Any]]]:
    """What becomes rows: of which table, the values that say it, and the row."""
    for step in document.steps:
        if step.day:
            yield "paper_steps", (step.said,), {"action": step.action, "day": step.day}
    queried = tuple(said for said in document.others if said.field == "queried")[:1]
    party = normal_name(queried[0].value) if queried else None
    for query in document.queries:
        row = {"asset_class": query.asset_class, "day": query.day, "channel": query.channel, "result": query.result}
        yield "paper_queries", (query.said, *queried), {**row, "party": party, "amount": query.amount}
    for agent in document.agents:
        row = {"agent": agent.name.value, "kind": agent.kind, "firm": agent.firm or None}
        for order in agent.acts_for:
            client = document.parties[order].name
            yield "paper_agents", (agent.name, client), {**row, "party": normal_name(client.value)}
