"""One raw row after the other: its role, its cells, and the reason why it cannot be used, if there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from zbrisk.intake.cells.cell import Cell, plain, refused
from zbrisk.intake.cells.readers import Reader, reader_of
from zbrisk.intake.headers.find import Column, Layout, Role, role_below
from zbrisk.intake.headers.kinds import Field, ListKind
from zbrisk.intake.reading.raw_rows import RawRow
from zbrisk.intake.reading.sniffing import Kind

__all__ = ["ReadRow", "RowReader"]

MOST_REMEMBERED = 200_000  # cells of a column: they repeat


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What a raw row is; `cells` by field, of data rows alone."""

    role: Role
    reason: str = ""
    cells: dict[str, Cell] = field(default_factory=dict)


class RowReader:
    """Reads the rows of one sheet, in their order.

    Args:
        layout: How the sheet is laid out.
        kind: The kind of the file: the rows of a text file have as many cells as its header, those of a workbook lose
            empty cells at the end.
    """

    def __init__(self, layout: Layout, kind: str) -> None:
        self.layout = layout
        self._full_rows = kind == Kind.DELIMITED
        self._last = max((place for place, word in enumerate(layout.cells) if word), default=0)
        self._above: dict[str, Cell] = {}  # by field that is filled down
        self._fields = dict(layout.kind.fields) if layout.kind else {}
        self._filled = [name for name in layout.columns if self._fields[name].fill_down]
        self._needed = [f.name for f in self._fields.values() if f.needed and not f.may_be_empty]
        self._columns = [_ColumnReader(self._fields[name], column) for name, column in layout.columns.items()]
        self._opening: dict[str, Cell] = {}  # the balance that a row without a booking says, until the next booking
        self._head = {
            name: _ColumnReader(self._fields[name], _NOWHERE).read(text) for name, text in layout.head.items()
        }

    def read(self, raw: RawRow) -> ReadRow:
        """What a row is."""
        if self.layout.kind is None:
            return self._without_header(raw)
        role = self._role(raw)
        if role is not Role.DATA:
            return ReadRow(role)
        if reason := raw.fault or self._width_fault(raw):
            for name in self._above:  # what a lost row said is not what stands above it
                self._above[name] = refused(reason)
            return ReadRow(role, reason)
        texts, count = raw.cells, len(raw.cells)
        cells = dict(self._head)
        for column in self._columns:
            text = texts[column.place] if column.place < count else ""
            cells[column.name] = column.known.get(text) or column.read(text)
        for name in self._filled:
            cells[name] = self._filled_down(name, texts, cells[name])
        kind = self.layout.kind
        if kind.opening and (other := self._without_booking(kind, texts, cells)):
            return ReadRow(other)
        cells |= self._opening
        self._opening = {}
        return ReadRow(role, self._lacking(cells), cells)

    def _role(self, raw: RawRow) -> Role:
        if raw.row in self.layout.header:
            return Role.HEADER
        return self.layout.above.get(raw.row) or role_below(raw, self.layout)

    def _without_header(self, raw: RawRow) -> ReadRow:
        if not any(cell.strip() for cell in raw.cells):
            return ReadRow(Role.BLANK)
        if sum(bool(cell.strip()) for cell in raw.cells) == 1 and not raw.fault:
            return ReadRow(Role.NOTE)
        return ReadRow(Role.DATA, raw.fault or "no_header")

    def _without_booking(self, kind: ListKind, texts: Sequence[str], cells: Mapping[str, Cell]) -> Role | None:
        """The role of a row of a statement that books nothing; an opening balance is kept for the next row."""
        words = {plain(text) for text in texts}
        if words & kind.closing:
            return Role.TOTAL
        amounts = (cells[name].value for name in ("debit", "credit", "amount") if name in cells)
        if not words & kind.opening or any(amounts):
            return None
        self._opening = {"opening": cells["balance"]} if "balance" in cells else {}
        return Role.NOTE

    def _width_fault(self, raw: RawRow) -> str:
        if len(raw.cells) > self.layout.width and any(cell.strip() for cell in raw.cells[self.layout.width :]):
            return "too_many_cells"
        return "too_few_cells" if self._full_rows and len(raw.cells) <= self._last else ""

    def _filled_down(self, name: str, texts: Sequence[str], cell: Cell) -> Cell:
        place = self.layout.columns[name].place
        if place < len(texts) and plain(texts[place]):
            self._above[name] = cell
            return cell
        above = self._above.get(name, cell)
        return above if above.value is None else replace(above, rule="filled_down")

    def _lacking(self, cells: dict[str, Cell]) -> str:
        """Why the row cannot be used: a cell that its list needs is empty or was refused."""
        for name in self._needed:
            cell = cells.get(name)
            if cell is None:
                return "column_unknown"
            if cell.value is None:
                return cell.reason or "required_cell_empty"
        return ""


_NOWHERE = Column(place=-1, written="")


class _ColumnReader:
    """The reader of one column; `known` is what it has read, for cells repeat."""

    def __init__(self, described: Field, column: Column) -> None:
        self.name = described.name
        self.place = column.place
        self.known: dict[str, Cell] = {}
        self._reader: Reader = reader_of(described.reads, described.codes, Decimal(column.unit))

    def read(self, text: str) -> Cell:
        """A cell that is not known yet."""
        if len(self.known) >= MOST_REMEMBERED:
            self.known.clear()
        cell = self.known[text] = self._reader(text)
        return cell
