"""Where a sheet's header stands, what kind of list the sheet is, and what each of its rows is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from zbrisk.intake.cells.cell import is_nothing, plain
from zbrisk.intake.cells.dates import find_day
from zbrisk.intake.cells.money import UNIT_WORDS
from zbrisk.intake.headers.kinds import ListKind, group_headings, heading, heading_unit, list_kinds
from zbrisk.intake.headers.likeness import LEAST, filled_cells, likeness
from zbrisk.intake.headers.mapping import LEFT_OUT, HeadingMap
from zbrisk.intake.headers.units import bare_unit, only_units, sheet_unit
from zbrisk.intake.reading.raw_rows import RawRow

__all__ = ["LOOK", "Column", "Layout", "Role", "find_layout", "role_below"]

LOOK = 30  # rows in which a header is looked for
LEAST_KNOWN = 3  # headings
COMPLETE = 1000  # more than any number of headings
FILLED_BY = re.compile(r"填报单位|报送单位|编制单位|制表单位|单位[::]")
TOTALS = ("合计", "总计", "小计", "共计", "本页合计", "累计")
TAILS = ("日期", "时间")  # of 立案, 结案 below them
LONGEST_LABEL = 12  # letters
MOST_CELLS = 500  # of a row that may be a header
LONGEST_HEADING = 60  # letters that somebody is asked the meaning of
LETTER = re.compile(r"\w")
REMARK = re.compile(
    r"(?:备?注|(?:填表)?说明|(?:温馨|特别|重要)?提[示醒]|(?:打印|生成|导出|制表|查询)(?:时间|日期))[::]|总(?:收入|支出)[::]|第\d+页|-{4}"
)
TITLED = r"[^\s:,;\d][^\s:,;]{0,13}\s?:"
NEXT_PAIR = re.compile(rf"(?<![\s,;])[\s,;]+(?={TITLED})")  # of several in one cell: 账号:1 户名:2
GAP = re.compile(r"\s{2,}")  # behind a value
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
    """A column of a sheet: its place, its heading as written, and what one is worth in it.

    `implies` is what each filled cell says of its row, whatever stands in it: 限制消费 below 限制消费人员姓名.
    """

    place: int
    written: str
    unit: Decimal = Decimal(1)
    implies: str = ""

    def text(self, cells: Sequence[str]) -> str:
        """What a row says in it."""
        own = cells[self.place] if 0 <= self.place < len(cells) else ""
        return own if not self.implies else "" if is_nothing(plain(own)) else self.implies


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a sheet is laid out.

    Attributes:
        kind: The kind of list; None where no header was found.
        header: Numbers of the rows that name the columns.
        columns: By field.
        implied: By field that no column says, the column whose filled cells say it.
        above: The role of each row above the header.
        head: What the block above the table says, by field.
        unknown: Headings that name no field; `left_out` those that are not wanted.
        day: The day that the title names.
        cells: The header's cells, by which a repeated header is known.
    """

    kind: ListKind | None
    header: tuple[int, ...] = ()
    columns: Mapping[str, Column] = field(default_factory=dict)
    implied: Mapping[str, Column] = field(default_factory=dict)
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
    def telling(self) -> dict[str, Column]:
        """By field the column that says it, or that implies it where none does."""
        return {**self.implied, **self.columns}

    @property
    def lacking(self) -> tuple[str, ...]:
        """The first heading of each field that the list needs and the sheet has nowhere."""
        said = self.telling.keys() | self.head.keys()
        fields = self.kind.fields.values() if self.kind else ()
        return tuple(f.words[0] for f in fields if (f.needed or f.needed_in_sheet) and f.name not in said)

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.cells)


def find_layout(rows: Sequence[RawRow], mapping: HeadingMap) -> Layout:
    """The layout of a sheet by its first rows."""
    best, found = (0, 0), None
    for at, row in enumerate(rows[:LOOK]):
        for depth, cells in ((1, row.cells), (2, _joined(rows, at))):
            known, kind = _likeliest(cells, rows[:at], rows[at + depth :], mapping)
            rank = (known, 0 if depth == 2 and only_units(rows[at + 1 : at + 2]) else -depth)
            if kind is not None and (found is None or rank > best):
                best, found = rank, (kind, at, depth, tuple(cells))
    if found is None:
        return Layout(kind=None, day=_day(rows[:LOOK]))
    kind, at, depth, header = found
    return _layout(kind, rows, at, depth, header, mapping)


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
    if label in TOTALS or (label.endswith(TOTALS) and _says_nothing_needed(row, layout, begin)):
        return Role.TOTAL
    if SIGNATURES.match(first):
        return Role.SIGNATURE
    if REMARK.match(first):
        return Role.NOTE if _says_nothing_needed(row, layout, begin) else Role.DATA
    return Role.NOTE if next(filled, None) is None and _is_words(first, row, layout) else Role.DATA


def _says_nothing_needed(row: RawRow, layout: Layout, label: str) -> bool:
    """Whether a row says nothing that the list needs, but for the cell that may be a label or a remark."""
    assert layout.kind is not None
    needed = (column.text(row.cells) for name, column in layout.columns.items() if name in layout.kind.needed)
    return all(cell == label or is_nothing(plain(cell)) for cell in needed)


def _is_words(text: str, row: RawRow, layout: Layout) -> bool:
    """Whether the one filled cell of a row is a remark: words alone, where the list needs more than one cell."""
    words = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
    bare = words >= 6 and not any(letter.isdigit() for letter in text)
    assert layout.kind is not None
    needed = sum(layout.kind.fields[name].needed for name in layout.columns)
    return bare and needed > 1 and bool(row.cells[0].strip())


def _likeliest(
    cells: Sequence[str], above: Sequence[RawRow], below: Sequence[RawRow], mapping: HeadingMap
) -> tuple[int, ListKind | None]:
    """How likely a row is the header of which kind of list: by the headings known, and first whether all needed are.

    Headings count that the list has a field for, or leaves out. Of two kinds that know as many, the one goes first in
    which no heading must imply what no column says. Where a needed one is not known, most others must be, and where
    they are few, an unknown one may be it: then somebody is asked what the unknown ones mean.
    """
    words = [word for cell in cells[:MOST_CELLS] if (word := heading(cell))]
    found: list[tuple[tuple[int, int], ListKind]] = []
    for name, kind in list_kinds().items():
        said = _fields(words, kind, mapping)
        fields = set(said) - {None, LEFT_OUT}
        implied = _implied(cells, kind, below, mapping).keys()
        if len(fields | implied) < LEAST_KNOWN:
            continue
        lacking = kind.needed - fields - implied
        if all(kind.fields[name].head for name in lacking) and lacking <= _head(above, kind, mapping).keys():
            found.append(((COMPLETE + len(fields) + said.count(LEFT_OUT), -len(implied)), kind))
        elif len(fields) * 2 >= len(said) - said.count(LEFT_OUT) and (
            len(fields) > LEAST_KNOWN or _may_be(lacking, kind, cells, below, mapping)
        ):
            found.append(((len(fields), 0), kind))
    if not found:
        return 0, None
    (known, _), likeliest = max(found, key=lambda each: each[0])
    return known, likeliest


def _may_be(
    lacking: Set[str], kind: ListKind, cells: Sequence[str], below: Sequence[RawRow], mapping: HeadingMap
) -> bool:
    """Whether for each field that is lacking there is an unknown heading that may name it."""
    unknown = [
        (word, filled_cells([row.cells[place] for row in below if place < len(row.cells)]))
        for place, cell in enumerate(cells[:MOST_CELLS])
        if (word := heading(cell)) and len(word) <= LONGEST_HEADING and mapping.field_of(kind.name, word) is None
    ]
    return all(any(likeness(word, kind.fields[name], said) >= LEAST for word, said in unknown) for name in lacking)


def _implied(cells: Sequence[str], kind: ListKind, below: Sequence[RawRow], mapping: HeadingMap) -> dict[str, Column]:
    """By field that no column says and none may say, the one that implies it by being filled."""
    words = list(map(heading, cells[:MOST_CELLS]))
    fields = set(_fields(words, kind, mapping))
    found = {}
    for name in kind.implied - fields:
        said, word = kind.fields[name].implied_by(words)
        if word and not _may_be({name}, kind, cells, below, mapping):
            place = words.index(word)
            found[name] = Column(place=place, written=plain(cells[place]), implies=said)
    return found


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
    unit = sheet_unit(rows[:at])
    words = tuple(map(heading, cells))
    fields = _fields(words, kind, mapping)
    places: dict[str, int] = {}  # by field; of two columns with one heading the first counts
    for place in sorted(range(len(words)), key=lambda place: _rank(words[place], kind)):
        if (name := fields[place]) and name != LEFT_OUT:
            places.setdefault(name, place)
    left_out = [word for word, name in zip(words, fields, strict=True) if name == LEFT_OUT]
    unknown = [
        word
        for place, (word, name) in enumerate(zip(words, fields, strict=True))
        if name != LEFT_OUT and place not in places.values() and len(word) <= LONGEST_HEADING and LETTER.search(word)
    ]
    columns = {
        name: Column(place=place, written=plain(cells[place]), unit=UNIT_WORDS.get(heading_unit(cells[place]), unit))
        for name, place in places.items()
    }
    return Layout(
        kind=kind,
        header=tuple(row.row for row in rows[at : at + depth]),
        columns=columns,
        implied=_implied(cells, kind, rows[at + depth :], mapping),
        above={row.row: _role_above(row, kind, mapping) for row in rows[:at]},
        head=_head(rows[:at], kind, mapping),
        unknown=tuple(dict.fromkeys(unknown)),
        left_out=tuple(dict.fromkeys(left_out)),
        day=_day(rows[:at]),
        cells=words,
    )


def _rank(word: str, kind: ListKind) -> int:
    """Which of the headings of one field counts: first a team's own, then as lists.yaml has them."""
    return list(kind.headings).index(word) if word in kind.headings else -1


def _role_above(row: RawRow, kind: ListKind, mapping: HeadingMap) -> Role:
    filled = [plain(cell) for cell in row.cells if plain(cell)]
    if not filled:
        return Role.BLANK
    if _head([row], kind, mapping):
        return Role.HEAD
    if any(FILLED_BY.search(cell) for cell in filled):
        return Role.UNIT
    return Role.TITLE if len(filled) == 1 else Role.HEAD


def _head(rows: Sequence[RawRow], kind: ListKind, mapping: HeadingMap) -> dict[str, str]:
    """What a block above the table says by field; of several headings of one field the likeliest that has a value."""
    allowed = {word: name for word, name in kind.headings.items() if word in kind.head}
    allowed |= {word: name for word, name in mapping.lists.get(kind.name, {}).items() if name in allowed.values()}
    said: dict[str, str] = {}  # by heading
    for row in rows if allowed else ():
        for word, value in _pairs(row):
            if word in allowed and value.strip():
                said.setdefault(word, value)
    likeliest_last = sorted(said, key=lambda word: _rank(word, kind), reverse=True)
    return {allowed[word]: said[word] for word in likeliest_last}


def _pairs(row: RawRow) -> Iterator[tuple[str, str]]:
    """The headings in a row above the table, and the value of each: behind a colon, or in the next cell."""
    for place, cell in enumerate(row.cells):
        begin, _, rest = plain(cell).partition(":")
        value, *more = NEXT_PAIR.split(rest)
        *before, (word, said) = (begin, value), *(part.partition(":")[::2] for part in more)
        yield from ((heading(each), _value(text)) for each, text in before)
        there = "".join(row.cells[place + 1 : place + 2])
        yield heading(word), _value(said) or ("" if re.match(TITLED, plain(there)) else there)


def _value(said: str) -> str:
    return GAP.split(said.strip())[0]


def _joined(rows: Sequence[RawRow], at: int) -> list[str]:
    """Two rows as one header: the upper word goes before each word below it, over the cells that it was merged with.

    One that says nothing of its own (当事人信息) gives its unit alone; 日期 goes behind the word below it.
    """
    if at + 1 >= len(rows):
        return []
    upper, lower = rows[at].cells, rows[at + 1].cells
    joined, last = [], ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        last = above if above.strip() else last if below.strip() else ""
        joined.append(_under(last, below) if below.strip() else above)
    return joined


def _under(upper: str, lower: str) -> str:
    word, unit = heading(upper), heading_unit(upper)
    if own := bare_unit(lower):
        return f"{word}({own})"
    if word in group_headings():
        return lower if heading_unit(lower) or not unit else f"{lower}({unit})"
    return f"{lower}{upper}" if word in TAILS else f"{upper}{lower}"


def _day(rows: Sequence[RawRow]) -> dt.date | None:
    titles = (cell for row in rows if sum(bool(c.strip()) for c in row.cells) <= 3 for cell in row.cells)
    return next((day for cell in titles if "截至" in cell or "截止" in cell if (day := find_day(cell))), None)
