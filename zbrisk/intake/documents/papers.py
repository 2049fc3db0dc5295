"""The kept texts of documents, and what the grammar finds in them, as tables of the staging database.

papers          a document: kind, case number, and from which day it is known
paper_fields    a value with the page and the characters at which it stands
paper_steps, paper_queries, paper_agents    what becomes rows of the contract's tables
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from zbrisk.errors import DataError
from zbrisk.intake.documents.grammar import Document, read_document
from zbrisk.intake.identity.normalise import normal_name
from zbrisk.intake.sniffing import Kind
from zbrisk.intake.store import KeptFile, Store

__all__ = ["Paper", "papers_in_order", "stage_papers"]

FIRST_ID = 1 << 50  # beyond the numbers of rows of lists
TEXT, NUMBER, DAY = pa.string(), pa.int64(), pa.date32()
OF_PAPER = {"paper": NUMBER, "_id": NUMBER, "_known": DAY, "case_no": TEXT}
TABLES: dict[str, dict[str, pa.DataType]] = {
    "papers": {**OF_PAPER, "batch": TEXT, "file": TEXT, "sha256": TEXT, "kind": TEXT},
    "paper_fields": {
        "paper": NUMBER, "page": NUMBER, "start": NUMBER, "end": NUMBER, "field": TEXT, "raw": TEXT, "value": TEXT,
    },
    "paper_steps": {**OF_PAPER, "action": TEXT, "day": DAY},
    "paper_queries": {
        **OF_PAPER, "party": TEXT, "asset_class": TEXT, "day": DAY, "channel": TEXT, "result": TEXT,
        "amount": pa.decimal128(15, 2),
    },
    "paper_agents": {**OF_PAPER, "party": TEXT, "agent": TEXT, "kind": TEXT, "firm": TEXT},
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document's file, the day on which it was known, and its lines by page."""

    file: KeptFile
    known: dt.date
    path: Path

    def text(self) -> tuple[str, list[int], list[int]]:
        """The text, and for each of its lines where it begins and on which page it stands."""
        table = pq.read_table(self.path, columns=["sheet", "cells"])
        lines = [cells[0] if cells else "" for cells in table["cells"].to_pylist()]
        begins = [0, *accumulate(len(line) + 1 for line in lines)][: len(lines)]
        return "\n".join(lines), begins, [int(page or 1) for page in table["sheet"].to_pylist()]


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


def stage_papers(connection: duckdb.DuckDBPyConnection, papers: Sequence[Paper]) -> None:
    """Make the tables from all documents, in their order."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    ids = iter(range(FIRST_ID, FIRST_ID << 1))
    for number, paper in enumerate(papers):
        text, begins, pages = paper.text()
        document = read_document(text)
        base = {
            "paper": number, "_known": paper.known, "case_no": document.case_no.value if document.case_no else None,
        }  # fmt: skip
        file = {"batch": paper.file.batch, "file": paper.file.name, "sha256": paper.file.sha256}
        rows["papers"].append({**base, "_id": next(ids), **file, "kind": str(document.kind)})
        for said in document.fields:
            place = {"page": pages[bisect_right(begins, said.start) - 1], "start": said.start, "end": said.end}
            rows["paper_fields"].append(
                {"paper": number, **place, "field": said.field, "raw": said.raw, "value": said.value}
            )
        for table, row in _facts(document):
            rows[table].append({**base, "_id": next(ids), **row})
    for name, columns in TABLES.items():
        connection.register("arriving", pa.Table.from_pylist(rows[name], schema=pa.schema(list(columns.items()))))
        connection.execute(f"create table {name} as from arriving")
        connection.unregister("arriving")


def _facts(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    for step in document.steps:
        yield "paper_steps", {"action": step.action, "day": step.day}
    queried = next((said.value for said in document.others if said.field == "queried"), None)
    for query in document.queries:
        yield (
            "paper_queries",
            {
                "party": normal_name(queried) if queried else None, "asset_class": query.asset_class, "day": query.day,
                "channel": query.channel, "result": query.result, "amount": query.amount,
            },
        )  # fmt: skip
    for agent in document.agents:
        for order in agent.acts_for:
            party = normal_name(document.parties[order].name.value)
            yield (
                "paper_agents",
                {"party": party, "agent": agent.name.value, "kind": agent.kind, "firm": agent.firm or None},
            )
