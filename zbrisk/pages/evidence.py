"""The rows behind a reason, as tables that a person can look up in the source: day, who, to whom, what, amount, source.

One line a row. What is the same in all rows of a table stands in its caption.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from zbrisk.contract import ColumnType
from zbrisk.explaining.reason import Cell, EvidenceRow
from zbrisk.explaining.reason_selection import SHOWN_ROWS
from zbrisk.pages.cells import AHEAD, Cells, is_missing

__all__ = [
    "EvidenceColumn",
    "EvidenceTable",
    "amount_of",
    "day_of",
    "ended_effects",
    "evidence_sources",
    "evidence_tables",
    "other_rows",
]

SEIZURES = ("seize", "renew")
MEASURES, ENDS_OF_MEASURES = "credit_measures", ("until_date", "removed_date")
TO_WHOM = frozenset({"counterparty_id", "employer_id", "payee_id", "winner_id", "driver_id"})
UNTOLD = frozenset({"region_code", "text_hash"})  # numbers that tell a reader nothing
LONGEST_WHAT = 30  # letters of "what"
LEAST_COLUMNS, MOST_COLUMNS = 4, 6
ALWAYS_LOOKED_FOR = ("day", "who")  # a dash there says that the row has none
MOST_OTHER_ROWS = 2  # beside the events of one reason
LONGEST_LEASE = 20  # years; 民法典第705条
TOLD = (ColumnType.CODE, ColumnType.DATE, ColumnType.BOOL, ColumnType.MONEY, ColumnType.RATIO, ColumnType.INT)
DAYS = (ColumnType.DATE, ColumnType.TS)
#: What "what" says, in this order: codes, names, further amounts and days, the rest; True: with the column's label.
IN_ORDER = (
    (ColumnType.CODE, False),
    (ColumnType.STR, False),
    (ColumnType.MONEY, True),
    (ColumnType.BOOL, True),
    (ColumnType.RATIO, True),
    (ColumnType.INT, True),
    (ColumnType.DATE, True),
    (ColumnType.TS, True),
)
HEADINGS = {
    "day": ("日期", "short"), "who": ("谁", "short"), "whom": ("对谁", "short"), "what": ("什么", "text"),
    "amount": ("金额（元）", "figures"), "source": ("出处", "short"), "known": ("获知", "short"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class EvidenceColumn:
    """A heading, and how the column is set: `figures` to the right, `text` and `short` to the left."""

    heading: str
    style: str


@dataclass(frozen=True, kw_only=True)
class EvidenceTable:
    """The rows of one source table; `same` is what they all say, `key` the columns to look a row up by."""

    label: str
    key: str
    same: str
    columns: tuple[EvidenceColumn, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(kw_only=True)
class _Line:
    """One row: what each place of HEADINGS says, and the parts of "what" by column."""

    cells: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)


def evidence_tables(rows: Sequence[EvidenceRow], cells: Cells, case_id: str) -> tuple[EvidenceTable, ...]:
    """One table for each source, in the order of the rows; at most SHOWN_ROWS rows in all."""
    shown = list(rows)[:SHOWN_ROWS]
    return tuple(
        _table(name, [row for row in shown if row.table == name], cells, case_id)
        for name in dict.fromkeys(row.table for row in shown)
    )


def day_of(row: EvidenceRow, cells: Cells) -> dt.date | None:
    """The day that a row is about: its first one that is not set for later."""
    column = _day_column(row, cells)
    value = _values(row).get(column or "")
    return value.date() if isinstance(value, dt.datetime) else value if isinstance(value, dt.date) else None


def amount_of(row: EvidenceRow, cells: Cells) -> float | None:
    """The amount that a row is about: the first of its own, not that of the thing it speaks of."""
    column = _amount_column(row, cells)
    value = _values(row).get(column or "")
    return None if value is None else float(value)  # type: ignore[arg-type]


def evidence_sources(rows: Sequence[EvidenceRow], total: int, cells: Cells) -> str:
    """Where to look a fact up, in a few words: `财产 A0009120 等 3 项`."""
    if not rows:
        return ""
    return _where(rows[0], cells) + (f" 等 {total} 项" if total > 1 else "")


def other_rows(rows: Sequence[EvidenceRow], cells: Cells, case_id: str) -> tuple[str, ...]:
    """The first rows that tie the events to the case, one line each: where to look it up, and who, what and when."""
    return tuple(_other_row(row, cells, case_id) for row in rows[:MOST_OTHER_ROWS])


def _where(row: EvidenceRow, cells: Cells) -> str:
    home = cells.cast.contract.tables.get(row.table)
    return f"{home.label if home else row.table} {_key(row, cells)}"


def _key(row: EvidenceRow, cells: Cells) -> str:
    return " ".join(cells.text(row.table, column, value) for column, value in row.key.items())


def _other_row(row: EvidenceRow, cells: Cells, case_id: str) -> str:
    said = [
        f"{cells.label(row.table, column)} {cells.text(row.table, column, value)}"
        for column, value in row.values.items()
        if not is_missing(value) and str(value) != case_id and _is_shown(row.table, column, cells)
    ]
    where = _where(row, cells)
    return f"{where}：{'，'.join(said)}" if said else where


def _is_shown(table: str, column: str, cells: Cells) -> bool:
    mask = cells.mask(table, column)
    return mask in ("party", "agent") or (mask is None and cells.kind(table, column) in TOLD)


def ended_effects(rows: Sequence[EvidenceRow], cells: Cells, case_id: str, as_of: dt.date) -> tuple[str, ...]:
    """Of seizures and measures among the rows: which had ended by the day, which another case made; leases too long."""
    seizures: dict[tuple[Cell, Cell], list[dt.date]] = {}
    notes = []
    for row in rows:
        if row.values.get("event") in SEIZURES:
            days = seizures.setdefault((row.values.get("asset_id"), row.values.get("case_id")), [])
            days += _days(row, "until_date")
        elif ends := [day for day in _days(row, *ENDS_OF_MEASURES) if day < as_of and row.table == MEASURES]:
            measure = cells.text(row.table, "kind", row.values.get("kind"))
            notes.append(f"所涉{measure}已于 {min(ends)} 解除或到期，其后不受其限制")
        elif _let_too_long(row):
            notes.append(f"租期超过 {LONGEST_LEASE} 年的部分无效（民法典第705条）")
    for (_, by), days in seizures.items():
        other = f"{by} 号案件的查封（非本案）" if by is not None and str(by) != case_id else "查封"
        if days and max(days) < as_of:  # a renewed seizure ends when the last renewal does
            notes.append(f"{other}已于 {max(days)} 到期")
        elif other != "查封":
            notes.append(f"所涉查封由 {by} 号案件作出（非本案）")
    return tuple(dict.fromkeys(notes))


def _let_too_long(row: EvidenceRow) -> bool:
    start, end = row.values.get("event_date"), row.values.get("until_date")
    if row.values.get("event") != "lease" or not (isinstance(start, dt.date) and isinstance(end, dt.date)):
        return False
    return end > (pd.Timestamp(start) + pd.DateOffset(years=LONGEST_LEASE)).date()


def _days(row: EvidenceRow, *columns: str) -> list[dt.date]:
    return [day for column in columns if isinstance(day := row.values.get(column), dt.date)]


# -- one table ---------------------------------------------------------------------------------------------------------


def _table(name: str, rows: Sequence[EvidenceRow], cells: Cells, case_id: str) -> EvidenceTable:
    lines = [_line(row, cells, case_id) for row in rows]
    same = _same_in_all(lines)
    home = cells.cast.contract.tables.get(name)
    for line in lines:
        line.cells["what"] = _clipped(part for column, part in line.parts.items() if column not in same)
    used = [place for place in HEADINGS if any(line.cells.get(place) for line in lines)]
    used = [place for place in used if place != "known"] if len(used) > MOST_COLUMNS else used
    empty = [place for place in ALWAYS_LOOKED_FOR if place not in used][: max(0, LEAST_COLUMNS - len(used))]
    used = [place for place in HEADINGS if place in (*used, *empty)]
    return EvidenceTable(
        label=home.label if home else name,
        key="、".join(cells.label(name, column) for column in rows[0].key),
        same="，".join(same.values()),
        columns=tuple(EvidenceColumn(heading=HEADINGS[place][0], style=HEADINGS[place][1]) for place in used),
        rows=tuple(tuple(line.cells.get(place) or "—" for place in used) for line in lines),
    )


def _line(row: EvidenceRow, cells: Cells, case_id: str) -> _Line:
    values, line = _values(row), _Line()

    def text(column: str) -> str:
        return cells.text(row.table, column, values[column])

    parties = [c for c in values if not is_missing(values[c]) and cells.mask(row.table, c) in ("party", "agent")]
    who = [column for column in parties if column not in TO_WHOM]
    whom = [column for column in parties if column in TO_WHOM] or who[1:]
    amount = _amount_column(row, cells)
    day = _day_column(row, cells)
    for place, column in (("day", day), ("amount", amount), ("who", _first(who)), ("whom", _first(whom))):
        line.cells[place] = text(column) if column else ""
    line.cells["source"] = _key(row, cells)
    line.cells["known"] = str(row.known_at or "")
    for kind, labelled in IN_ORDER:
        for column in _columns(row, cells, kind):
            if column in (amount, day) or str(values[column]) == case_id:
                continue
            if kind is ColumnType.BOOL:
                said = cells.label(row.table, column) if values[column] else ""
            else:
                said = (cells.label(row.table, column) + " " if labelled else "") + text(column)
            line.parts |= {column: said} if said else {}
    if not line.parts:
        line.parts["*"] = (
            cells.cast.contract.tables[row.table].label if row.table in cells.cast.contract.tables else "—"
        )
    return line


def _first(columns: Sequence[str]) -> str | None:
    return columns[0] if columns else None


def _same_in_all(lines: Sequence[_Line]) -> dict[str, str]:
    """Parts of "what" that several rows have alike; at least one part stays in the rows."""
    if len(lines) < 2:
        return {}
    first = lines[0].parts
    same = {c: part for c, part in first.items() if all(line.parts.get(c) == part for line in lines)}
    if all(len(line.parts) == len(same) for line in lines):
        same = dict(list(same.items())[1:])
    return same


def _clipped(parts: Iterator[str]) -> str:
    """As many parts as a line holds."""
    said = ""
    for part in parts:
        longer = f"{said}，{part}" if said else part
        if len(longer) > LONGEST_WHAT:
            return said or longer[: LONGEST_WHAT - 1] + "…"
        said = longer
    return said


def _values(row: EvidenceRow) -> Mapping[str, Cell]:
    return {**row.key, **row.values}


def _columns(row: EvidenceRow, cells: Cells, kind: ColumnType) -> Iterator[str]:
    """The columns of a kind that say something and may be shown; the row's own before those of what it speaks of."""
    home = cells.cast.contract.tables.get(row.table)
    own = home.columns if home else {}
    for column, value in sorted(_values(row).items(), key=lambda each: each[0] not in own):
        known = cells.kind(row.table, column)
        like = known is kind or (known is None and kind is ColumnType.STR and column not in row.key)
        if (
            like
            and column not in UNTOLD
            and not is_missing(value)
            and cells.mask(row.table, column) not in ("hidden", "party", "agent")
        ):
            yield column


def _day_column(row: EvidenceRow, cells: Cells) -> str | None:
    return next((c for kind in DAYS for c in _columns(row, cells, kind) if c not in AHEAD), None)


def _amount_column(row: EvidenceRow, cells: Cells) -> str | None:
    home = cells.cast.contract.tables.get(row.table)
    own = home.columns if home else {}
    return next((column for column in _columns(row, cells, ColumnType.MONEY) if column in own), None)
