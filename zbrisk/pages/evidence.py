"""The rows behind a reason, as tables that a person can look up in the source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from zbrisk.contract import ColumnType
from zbrisk.explaining.reason import Cell, EvidenceRow
from zbrisk.explaining.reason_selection import SHOWN_ROWS
from zbrisk.pages.cells import Cells, is_missing

__all__ = ["EvidenceColumn", "EvidenceTable", "ended_effects", "evidence_sources", "evidence_tables", "other_rows"]

SEIZURES = ("seize", "renew")
MEASURES, ENDS_OF_MEASURES = "credit_measures", ("until_date", "removed_date")

STYLES = {
    ColumnType.MONEY: "figures",
    ColumnType.RATIO: "figures",
    ColumnType.INT: "figures",
    ColumnType.STR: "text",
}
TOLD = (ColumnType.CODE, ColumnType.DATE, ColumnType.BOOL, ColumnType.MONEY, ColumnType.RATIO, ColumnType.INT)


@dataclass(frozen=True, kw_only=True)
class EvidenceColumn:
    """A heading, and how the column is set: `figures` to the right, `text` in lines, `short` in one."""

    heading: str
    style: str


@dataclass(frozen=True, kw_only=True)
class EvidenceTable:
    """The rows of one source table; `name` is what a data team calls it, `key` the columns to look a row up by."""

    name: str
    label: str
    key: str
    columns: tuple[EvidenceColumn, ...]
    rows: tuple[tuple[str, ...], ...]


def _style(kind: ColumnType | None) -> str:
    return STYLES.get(kind, "short") if kind else "short"


def evidence_tables(rows: Sequence[EvidenceRow], cells: Cells, case_id: str) -> tuple[EvidenceTable, ...]:
    """One table for each source, in the order of the rows; at most SHOWN_ROWS rows in all."""
    shown = list(rows)[:SHOWN_ROWS]
    return tuple(
        _table(name, [row for row in shown if row.table == name], cells, case_id)
        for name in dict.fromkeys(row.table for row in shown)
    )


def evidence_sources(rows: Sequence[EvidenceRow], total: int, cells: Cells) -> str:
    """Where to look a fact up, in one line: `财产 A0009120`."""
    named = []
    for row in rows[:2]:
        home = cells.cast.contract.tables.get(row.table)
        key = " ".join(cells.text(row.table, column, value) for column, value in row.key.items())
        named.append(f"{home.label if home else row.table} {key}")
    return "；".join(named) + (f" 等 {total} 项" if total > len(named) > 0 else "")


def other_rows(rows: Sequence[EvidenceRow], cells: Cells, case_id: str) -> tuple[str, ...]:
    """The rows that tie the events to the case, one line each: where to look it up, and who, what and when it tells."""
    return tuple(_other_row(row, cells, case_id) for row in list(rows)[:SHOWN_ROWS])


def _other_row(row: EvidenceRow, cells: Cells, case_id: str) -> str:
    said = [
        f"{cells.labels.column(row.table, column)} {cells.text(row.table, column, value)}"
        for column, value in row.values.items()
        if not is_missing(value) and str(value) != case_id and _is_told(row.table, column, cells)
    ]
    where = evidence_sources([row], 1, cells)
    return f"{where}：{'，'.join(said)}" if said else where


def _is_told(table: str, column: str, cells: Cells) -> bool:
    mask = cells.cast.contract.personal.get(f"{table}.{column}")
    return mask in ("party", "agent") or (mask is None and cells.kind(table, column) in TOLD)


def ended_effects(rows: Sequence[EvidenceRow], cells: Cells, case_id: str, as_of: dt.date) -> tuple[str, ...]:
    """Of seizures and measures among the rows: which had ended by the day, and which another case made."""
    seizures: dict[tuple[Cell, Cell], list[dt.date]] = {}
    notes = []
    for row in rows:
        if row.values.get("event") in SEIZURES:
            days = seizures.setdefault((row.values.get("asset_id"), row.values.get("case_id")), [])
            days += _days(row, "until_date")
        elif ends := [day for day in _days(row, *ENDS_OF_MEASURES) if day < as_of and row.table == MEASURES]:
            measure = cells.text(row.table, "kind", row.values.get("kind"))
            notes.append(f"所涉{measure}已于 {min(ends)} 解除或到期，其后不受其限制")
    for (_, by), days in seizures.items():
        other = f"{by} 号案件的查封（非本案）" if by is not None and str(by) != case_id else "查封"
        if days and max(days) < as_of:  # a renewed seizure ends when the last renewal does
            notes.append(f"{other}已于 {max(days)} 到期")
        elif other != "查封":
            notes.append(f"所涉查封由 {by} 号案件作出（非本案）")
    return tuple(dict.fromkeys(notes))


def _days(row: EvidenceRow, *columns: str) -> list[dt.date]:
    return [day for column in columns if isinstance(day := row.values.get(column), dt.date)]


def _table(name: str, rows: Sequence[EvidenceRow], cells: Cells, case_id: str) -> EvidenceTable:
    records = [{**row.key, **row.values, "known_at": row.known_at} for row in rows]
    columns = [
        column
        for column in dict.fromkeys(column for record in records for column in record)
        if not all(is_missing(record.get(column)) for record in records)
        and not all(str(record.get(column)) == case_id for record in records)
        and cells.cast.contract.personal.get(f"{name}.{column}") != "hidden"
    ]
    home = cells.cast.contract.tables.get(name)
    return EvidenceTable(
        name=name,
        label=home.label if home else name,
        key="、".join(cells.labels.column(name, column) for column in rows[0].key),
        columns=tuple(
            EvidenceColumn(heading=cells.heading(name, c), style=_style(cells.kind(name, c))) for c in columns
        ),
        rows=tuple(tuple(cells.text(name, column, record.get(column)) for column in columns) for record in records),
    )
