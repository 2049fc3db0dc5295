"""The books beside the tables: every raw row, every cell that was changed or refused, and every name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from zbrisk.contract import Contract
from zbrisk.intake.assembling.assemble import TABLES
from zbrisk.intake.documents.papers import LEAST_SCORE
from zbrisk.intake.identity.doubts import Doubt
from zbrisk.intake.reasons import reasons

__all__ = ["write_books", "write_doubts", "write_tables"]

PLACE = "s.batch, s.name as file, s.sha256, s.sheet, r.row, r.lines"
DOUBTS = pa.schema(
    [
        ("parties", pa.list_(pa.string())),
        ("name", pa.string()),
        ("found", pa.list_(pa.list_(pa.string()))),
        ("bearers", pa.int64()),
        ("because", pa.string()),
        ("links", pa.float64()),
        ("rows", pa.int64()),
    ]
)
BOOKS = {
    "rows": f"""
        select {PLACE}, s.list, r.role, r.fate, r.reason, f."table", f.key
        from raw_rows as r join sheet_lists as s using (sheet_id) left join fate_of_row as f using (_id)
        order by r._id""",
    "cells": f"""
        select {PLACE}, c.field, c.raw, c.value, c.rule, c.reason
        from raw_cells as c join raw_rows as r using (_id) join sheet_lists as s using (sheet_id)
        order by r._id, c.field, c.value""",
    "quarantine": f"""
        select {PLACE}, 'row' as what, null as field, array_to_string(r.raw, ' | ') as raw, r.reason, w.zh, w.ask
        from raw_rows as r join sheet_lists as s using (sheet_id) join reason_words as w on w.code = r.reason
        union all
        select {PLACE}, 'cell' as what, c.field, coalesce(c.raw, c.value) as raw, c.reason, w.zh, w.ask
        from raw_cells as c join raw_rows as r using (_id) join sheet_lists as s using (sheet_id)
        join reason_words as w on w.code = c.reason
        where r.fate <> 'quarantine_row'
        order by batch, file, sheet, row, what, field, raw""",
    "documents": """
        select p.batch, p.file, p.sha256, p.kind, p.case_no, c.case_id,
            (select count(*) from paper_fields as f where f.paper = p.paper) as fields
        from papers as p left join case_of_number as c on c.number = p.case_no order by p.paper""",
    "doc_fields": f"""
        select p.batch, p.file, p.sha256, p.kind, f.page, f.start, f."end", f.field, f.raw, f.value,
            f.claimed, f.confidence, f.confidence < {LEAST_SCORE} as waits
        from paper_fields as f join papers as p using (paper) order by f.paper, f.start, f."end", f.field, f.value""",
    "suit_values": """
        select p.batch, p.file, p.sha256, c.case_id, v.page, v.start, v."end", v.field, v.raw, v.read, v.value,
            v.claimed, v.waits
        from paper_values as v join papers as p using (paper) left join case_of_number as c on c.number = p.case_no
        order by v.paper, v.field""",
    "links": """
        select a.place as one, b.place as other, p.party_id, l.rule, l.score, l.others, l.evidence
        from party_links as l join party_of as p on p.mention = l.one
        join mention_places as a on a.mention = l.one join mention_places as b on b.mention = l.other
        order by l.one, l.other, l.rule""",
    "mentions": f"""
        select {PLACE}, m.list, m.field, m.position, m.name, a.place, p.party_id, p.rule
        from mentions as m join party_of as p using (mention) join mention_places as a using (mention)
        join raw_rows as r using (_id) join sheet_lists as s using (sheet_id) order by m.mention""",
}
GROUP = 100_000  # rows


def write_tables(connection: duckdb.DuckDBPyConnection, contract: Contract, folder: Path) -> dict[str, int]:
    """Write every table that has rows, in the order of keys; gives their numbers of rows.

    A table without rows is left out: it would say that nothing was found.
    """
    written = {}
    for name in (*TABLES, "coverage"):
        columns = [row[0] for row in connection.execute(f"describe {name}").fetchall()]
        kept = [c for c in columns if c in contract.tables[name].columns or c == "known_at"]
        order = ", ".join((*contract.tables[name].key, "known_at"))
        count = _write(connection, f"select {', '.join(kept)} from {name} order by {order}", folder / f"{name}.parquet")
        if count:
            written[name] = count
        else:
            (folder / f"{name}.parquet").unlink()
    return written


def write_books(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the books."""
    words = [(code, reason.zh, reason.ask) for code, reason in reasons().items()]
    connection.execute("create table reason_words (code varchar, zh varchar, ask varchar)")
    connection.executemany("insert into reason_words values (?, ?, ?)", words)
    for name, query in BOOKS.items():
        _write(connection, query, folder / f"{name}.parquet")


def write_doubts(found: Sequence[Doubt], folder: Path) -> None:
    """Write the questions about parties of one name."""
    columns = {name: [getattr(doubt, name) for doubt in found] for name in DOUBTS.names}
    pq.write_table(pa.table(columns, schema=DOUBTS), folder / "doubts.parquet")


def _write(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    """Write the rows of a query; equal rows give equal bytes."""
    count = 0
    reader = connection.sql(query).to_arrow_reader(GROUP)
    with pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_table(pa.Table.from_batches([batch]), row_group_size=GROUP)
            count += batch.num_rows
    return count
