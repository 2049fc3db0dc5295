"""Raw rows, some thousand at a time: the role of each, its cells, and why it cannot be used, if it cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from zbrisk.intake.cells.cell import EMPTY, Cell, plain, refused
from zbrisk.intake.cells.readers import Reader, reader_of
from zbrisk.intake.headers.find import Column, Layout, Role, role_below
from zbrisk.intake.headers.kinds import Field, ListKind
from zbrisk.intake.reading.raw_rows import RawRow
from zbrisk.intake.reading.sniffing import Kind

__all__ = ["ReadRows", "RowReader"]

MOST_REMEMBERED = 50_000  # cells of a column: they repeat


@dataclass(frozen=True, slots=True)
class ReadRows:
    """What raw rows are.

    Attributes:
        roles: The role of each.
        reasons: Why each cannot be used; empty where it can, and where it is no data.
        kept: The places of the rows whose cells were read.
        cells: By field, the cell of each of those.
    """

    roles: list[Role]
    reasons: list[str]
    kept: list[int] = field(default_factory=list)
    cells: dict[str, list[Cell]] = field(default_factory=dict)


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
        self._only = [f for f in self._fields.values() if f.only]
        self._columns = [_ColumnReader(self._fields[name], column) for name, column in layout.telling.items()]
        self._opening = EMPTY  # the balance that a row without a booking says, until the next booking
        self._head = {name: _ColumnReader(self._fields[name], NOWHERE).cell(text) for name, text in layout.head.items()}

    def read(self, raws: Sequence[RawRow]) -> ReadRows:
        """What the next rows are."""
        roles = [self._role(raw) for raw in raws]
        reasons = [self._fault(raw) if role is Role.DATA else "" for raw, role in zip(raws, roles, strict=True)]
        kept = [
            n for n, (role, reason) in enumerate(zip(roles, reasons, strict=True)) if role is Role.DATA and not reason
        ]
        found = ReadRows(roles, reasons, kept)
        rows = [raws[place].cells for place in kept]
        found.cells.update((name, [cell] * len(kept)) for name, cell in self._head.items())
        found.cells.update((column.name, self._or_head(column.name, column.read(rows))) for column in self._columns)
        for name in self._filled:
            self._fill_down(name, raws, found)
        if self.layout.kind and self.layout.kind.opening:
            self._drop_unbooked(self.layout.kind, rows, found)
        self._refuse_lacking(found)
        return found

    def _role(self, raw: RawRow) -> Role:
        if self.layout.kind is None:
            filled = sum(bool(cell.strip()) for cell in raw.cells)
            return Role.DATA if filled > 1 or (filled and raw.fault) else Role.NOTE if filled else Role.BLANK
        if raw.row in self.layout.header:
            return Role.HEADER
        return self.layout.above.get(raw.row) or role_below(raw, self.layout)

    def _fault(self, raw: RawRow) -> str:
        """Why a row cannot be taken apart."""
        if raw.fault or self.layout.kind is None:
            return raw.fault or "no_header"
        if len(raw.cells) > self.layout.width and any(cell.strip() for cell in raw.cells[self.layout.width :]):
            return "too_many_cells"
        return "too_few_cells" if self._full_rows and len(raw.cells) <= self._last else ""

    def _or_head(self, name: str, cells: list[Cell]) -> list[Cell]:
        """The cells of a column; where one is empty, what stands above the table counts."""
        above = self._head.get(name)
        return cells if above is None else [above if cell == EMPTY else cell for cell in cells]

    def _fill_down(self, name: str, raws: Sequence[RawRow], found: ReadRows) -> None:
        """Say in empty cells what stands above them; what a lost row said is not what stands above it."""
        column = self.layout.columns[name]
        cells = dict(zip(found.kept, found.cells[name], strict=True))
        for number, raw in enumerate(raws):
            if found.reasons[number] and name in self._above:
                self._above[name] = refused(found.reasons[number])
            elif number not in cells:
                continue
            elif plain(column.text(raw.cells)):
                self._above[name] = cells[number]
            elif above := self._above.get(name):
                cells[number] = above if above.value is None else above._replace(rule="filled_down")
        found.cells[name] = list(cells.values())

    def _drop_unbooked(self, kind: ListKind, rows: Sequence[Sequence[str]], found: ReadRows) -> None:
        """Leave the bookings of a statement; an opening balance is kept for the next one."""
        openings = found.cells.setdefault("opening", [EMPTY] * len(rows))
        booked = []
        for at, texts in enumerate(rows):
            said = {name: cells[at] for name, cells in found.cells.items()}
            if role := self._without_booking(kind, texts, said):
                found.roles[found.kept[at]] = role
                continue
            booked.append(at)
            if self._opening is not EMPTY:
                openings[at], self._opening = self._opening, EMPTY
        found.kept[:] = [found.kept[at] for at in booked]
        for name, cells in found.cells.items():
            found.cells[name] = [cells[at] for at in booked]

    def _without_booking(self, kind: ListKind, texts: Iterable[str], cells: Mapping[str, Cell]) -> Role | None:
        """The role of a row of a statement that books nothing."""
        words = {plain(text) for text in texts}
        if words & kind.closing:
            return Role.TOTAL
        amounts = (cells[name].value for name in ("debit", "credit", "amount") if name in cells)
        if not words & kind.opening or any(amounts):
            return None
        self._opening = cells.get("balance", EMPTY)
        return Role.NOTE

    def _refuse_lacking(self, found: ReadRows) -> None:
        """Refuse the rows in which a cell that their list needs is empty or was refused, or says what it must not."""
        for name in self._needed:
            cells = found.cells.get(name)
            for at, place in enumerate(found.kept):
                cell = cells[at] if cells else Cell(reason="column_unknown")
                if cell.value is None and not found.reasons[place]:
                    found.reasons[place] = cell.reason or "required_cell_empty"
        for described in self._only:
            for at, cell in enumerate(found.cells.get(described.name, ())):
                if cell.value not in (None, described.only) or cell.reason:
                    found.reasons[found.kept[at]] = cell.reason or described.otherwise


NOWHERE = Column(place=-1, written="")


class _ColumnReader:
    """The reader of one column; it remembers what it has read, for cells repeat."""

    def __init__(self, described: Field, column: Column) -> None:
        self.name = described.name
        self._column = column
        self._known: dict[str, Cell] = {}
        self._reader: Reader = reader_of(described.reads, described.codes, Decimal(column.unit))

    def read(self, rows: Iterable[Sequence[str]]) -> list[Cell]:
        """The cells of rows."""
        known, place = self._known.get, self._column.place
        if self._column.implies:
            texts = [self._column.text(cells) for cells in rows]
        else:
            texts = [cells[place] if place < len(cells) else "" for cells in rows]
        return [known(text) or self.cell(text) for text in texts]

    def cell(self, text: str) -> Cell:
        """A cell that is not known yet."""
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        cell = self._known[text] = self._reader(text)
        return cell
