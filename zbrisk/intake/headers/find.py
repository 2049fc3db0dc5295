"""Where a sheet's header stands, what kind of list the sheet is, and what each of its rows is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from zbrisk.intake.cells.cell import plain
from zbrisk.intake.cells.dates import find_day
from zbrisk.intake.cells.money import UNIT_WORDS
from zbrisk.intake.headers.kinds import ListKind, heading, heading_unit, list_kinds
from zbrisk.intake.headers.likeness import LEAST, filled, likeness
from zbrisk.intake.headers.mapping import LEFT_OUT, HeadingMap
from zbrisk.intake.reading.raw_rows import RawRow

__all__ = ["LOOK", "Column", "Layout", "Role", "find_layout", "role_below"]

LOOK = 30  # rows in which a header is looked for
LEAST_KNOWN = 3  # headings
COMPLETE = 1000  # more than any number of headings
UNIT_ROW = re.compile(r"(?:金额)?单位[::]?(" + "|".join(sorted(UNIT_WORDS, key=len, reverse=True)) + r")\)?")
FILLED_BY = re.compile(r"填报单位|报送单位|编制单位|制表单位|单位[::]")
TOTALS = ("合计", "总计", "小计", "共计", "本页合计", "累计")
LONGEST_LABEL = 12  # letters
MOST_CELLS = 500  # of a row that may be a header
LONGEST_HEADING = 60  # letters that somebody is asked the meaning of
LETTER = re.compile(r"\w")
SIGNATURES = re.compile(r"^(?:制表|填表|审核|复核|经办|负责人|填报人|统计人|签发|编制)人?(?:签字|签名|盖章)?[::]")


class Role(StrEnum):
    """What a row of a sheet is."""

    TITLE = "title"
    HEAD = "head"  # a block above the table: 户名, 账号
    UNIT = "unit"
    HEADER = "header"
    REPEATED = "repeated_header"
    DATA = "data"
    TOTAL = "total"
    SIGNATURE = "signature"
    NOTE = "note"
    BLANK = "blank"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a sheet: its place, its heading as written, and what one is worth in it."""

    place: int
    written: str
    unit: Decimal = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a sheet is laid out.

    Attributes:
        kind: The kind of list; None where no header was found.
        header: Numbers of the rows that name the columns.
        columns: By field.
        above: The role of each row above the header.
        head: What the block above the table says, by field.
        unknown: Headings that name no field; `left_out` those that are not wanted.
        day: The day that the title names.
        cells: The header's cells, by which a repeated header is known.
    """

    kind: ListKind | None
    header: tuple[int, ...] = ()
    columns: Mapping[str, Column] = field(default_factory=dict)
    above: Mapping[int, Role] = field(default_factory=dict)
    head: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    day: dt.date | None = None
    cells: tuple[str, ...] = ()

    @cached_property
    def first(self) -> str:
        """The first heading."""
        return next((word for word in self.cells if word), "")

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.cells)


def find_layout(rows: Sequence[RawRow], mapping: HeadingMap) -> Layout:
    """The layout of a sheet by its first rows."""
    best: tuple[int, ListKind, int, tuple[str, ...]] | None = None
    for at, row in enumerate(rows[:LOOK]):
        for depth, cells in ((1, row.cells), (2, _joined(rows, at))):
            known, kind = _likeliest(cells, rows[:at], rows[at + depth :], mapping)
            if kind is not None and (best is None or (known, -depth) > (best[0], -best[2])):
                best = (known, kind, depth, tuple(cells))
                place = at
    if best is None:
        return Layout(kind=None, day=_day(rows[:LOOK]))
    _, kind, depth, header = best
    return _layout(kind, rows, place, depth, header, mapping)


def role_below(row: RawRow, layout: Layout) -> Role:
    """What a row below the header is."""
    if row.fault:
        return Role.DATA
    filled = (cell for cell in row.cells if cell.strip())
    begin = next(filled, None)
    if begin is None:
        return Role.BLANK
    first = plain(begin)
    label = heading(first) if len(first) < LONGEST_LABEL and not first.isdigit() else ""
    if label == layout.first and [label, *map(heading, filled)] == [word for word in layout.cells if word]:
        return Role.REPEATED
    if label in TOTALS:
        return Role.TOTAL
    if SIGNATURES.match(first):
        return Role.SIGNATURE
    return Role.NOTE if next(filled, None) is None and _is_note(first, row, layout) else Role.DATA


def _is_note(text: str, row: RawRow, layout: Layout) -> bool:
    """Whether the one filled cell of a row is a remark: words alone, where the list needs more than one cell."""
    assert layout.kind is not None
    needed = [f.name for f in layout.kind.fields.values() if f.needed and f.name in layout.columns]
    words = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
    return (
        len(needed) > 1 and words >= 6 and not any(letter.isdigit() for letter in text) and bool(row.cells[0].strip())
    )


def _likeliest(
    cells: Sequence[str], above: Sequence[RawRow], below: Sequence[RawRow], mapping: HeadingMap
) -> tuple[int, ListKind | None]:
    """How likely a row is the header of which kind of list: by the headings known, and first whether all needed are.

    Where a needed one is not known, most others must be, and where they are few, an unknown one may be it: then
    somebody is asked what the unknown ones mean.
    """
    words = [word for cell in cells[:MOST_CELLS] if (word := heading(cell))]
    found: list[tuple[int, ListKind]] = []
    for name, kind in list_kinds().items():
        fields = set(_fields(words, kind, mapping)) - {None, LEFT_OUT}
        if len(fields) < LEAST_KNOWN:
            continue
        lacking = kind.needed - fields
        if all(kind.fields[name].head for name in lacking) and lacking <= _head(above, kind).keys():
            found.append((COMPLETE + len(fields), kind))
        elif len(fields) * 2 >= len(words) and (
            len(fields) > LEAST_KNOWN or _may_be(lacking, kind, cells, below, mapping)
        ):
            found.append((len(fields), kind))
    return max(found, key=lambda each: each[0], default=(0, None))


def _may_be(
    lacking: Set[str], kind: ListKind, cells: Sequence[str], below: Sequence[RawRow], mapping: HeadingMap
) -> bool:
    """Whether for each field that is lacking there is an unknown heading that may name it."""
    unknown = [
        (word, filled([row.cells[place] for row in below if place < len(row.cells)]))
        for place, cell in enumerate(cells[:MOST_CELLS])
        if (word := heading(cell)) and len(word) <= LONGEST_HEADING and mapping.field_of(kind.name, word) is None
    ]
    return all(any(likeness(word, kind.fields[name], said) >= LEAST for word, said in unknown) for name in lacking)


def _fields(words: Sequence[str], kind: ListKind, mapping: HeadingMap) -> list[str | None]:
    """The field that each heading names; one that can be two is what no other heading is."""
    said = [mapping.field_of(kind.name, word) for word in words]
    alone = {
        name: other for name in said if (f := kind.fields.get(name or "")) and (other := f.alone) and other not in said
    }
    return [alone.get(name or "", name) for name in said]


def _layout(
    kind: ListKind, rows: Sequence[RawRow], at: int, depth: int, cells: tuple[str, ...], mapping: HeadingMap
) -> Layout:
    unit = _sheet_unit(rows[:at])
    columns: dict[str, Column] = {}
    unknown, left_out = [], []
    words = tuple(map(heading, cells))
    for place, (written, word, name) in enumerate(zip(cells, words, _fields(words, kind, mapping), strict=True)):
        if name == LEFT_OUT:
            left_out.append(word)
        elif name is None or name in columns:  # the first of two columns with one meaning counts
            unknown += [word] if len(word) <= LONGEST_HEADING and LETTER.search(word) else []
        else:
            columns[name] = Column(
                place=place, written=plain(written), unit=UNIT_WORDS.get(heading_unit(written), unit)
            )
    return Layout(
        kind=kind,
        header=tuple(row.row for row in rows[at : at + depth]),
        columns=columns,
        above={row.row: _role_above(row, kind) for row in rows[:at]},
        head=_head(rows[:at], kind),
        unknown=tuple(dict.fromkeys(unknown)),
        left_out=tuple(dict.fromkeys(left_out)),
        day=_day(rows[:at]),
        cells=words,
    )


def _role_above(row: RawRow, kind: ListKind) -> Role:
    filled = [plain(cell) for cell in row.cells if plain(cell)]
    if not filled:
        return Role.BLANK
    if _head([row], kind):
        return Role.HEAD
    if any(FILLED_BY.search(cell) for cell in filled):
        return Role.UNIT
    return Role.TITLE if len(filled) == 1 else Role.HEAD


def _head(rows: Sequence[RawRow], kind: ListKind) -> dict[str, str]:
    """What a block above the table says: a heading in one cell, its value in the next or behind a colon."""
    said: dict[str, str] = {}
    allowed = {word: name for word, name in kind.headings.items() if kind.fields[name].head}
    for row in rows if allowed else ():
        for here, there in zip(row.cells, [*row.cells[1:], ""], strict=True):
            word, _, value = plain(here).partition(":")
            if name := allowed.get(heading(word)):
                said.setdefault(name, value or there)
    return {name: value for name, value in said.items() if value.strip()}


def _joined(rows: Sequence[RawRow], at: int) -> list[str]:
    """Two rows as one header: the upper word goes before each word below it, over the cells that it was merged with."""
    if at + 1 >= len(rows):
        return []
    upper, lower = rows[at].cells, rows[at + 1].cells
    joined, last = [], ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        last = above if above.strip() else last if below.strip() else ""
        joined.append(f"{last}{below}" if below.strip() else above)
    return joined


def _sheet_unit(rows: Sequence[RawRow]) -> Decimal:
    found = [UNIT_ROW.search(heading(cell)) or UNIT_ROW.search(plain(cell)) for row in rows for cell in row.cells]
    return next((UNIT_WORDS[match[1]] for match in found if match), Decimal(1))


def _day(rows: Sequence[RawRow]) -> dt.date | None:
    titles = (cell for row in rows if sum(bool(c.strip()) for c in row.cells) <= 3 for cell in row.cells)
    return next((day for cell in titles if "截至" in cell or "截止" in cell if (day := find_day(cell))), None)
