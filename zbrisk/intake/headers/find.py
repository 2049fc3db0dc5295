"""Where a sheet's header stands, what kind of list the sheet is, and what each of its rows is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from zbrisk.intake.cells.cell import is_nothing, plain
from zbrisk.intake.cells.dates import find_day
from zbrisk.intake.cells.money import UNIT_WORDS
from zbrisk.intake.headers.kinds import (
    WORDS_OF_UNIT,
    ListKind,
    group_headings,
    heading,
    heading_unit,
    list_kinds,
)
from zbrisk.intake.headers.likeness import LEAST, filled_cells, likeness
from zbrisk.intake.headers.mapping import LEFT_OUT, HeadingMap
from zbrisk.intake.reading.raw_rows import RawRow

__all__ = ["LOOK", "Column", "Layout", "Role", "find_layout", "role_below"]

LOOK = 30  # rows in which a header is looked for
LEAST_KNOWN = 3  # headings
COMPLETE = 1000  # more than any number of headings
UNIT_ROW = re.compile(  # 单位:人民币万元, 单位(件、万元), 以万元为单位; not 填报单位:千山区法院
    rf"单位[:(]?(?:人民币|\w{{1,4}}[、,/])?(?P<unit>{WORDS_OF_UNIT})(?!\w)|以(?:人民币)?(?P<counted>{WORDS_OF_UNIT})为单位"
)
FILLED_BY = re.compile(r"填报单位|报送单位|编制单位|制表单位|单位[::]")
TOTAL = re.compile("(?:合计|总计|小计|共计|累计)$")
TAILS = ("日期", "时间")  # of 立案, 结案 below them
LONGEST_LABEL = 12  # letters
MOST_CELLS = 500  # of a row that may be a header
LONGEST_HEADING = 60  # letters that somebody is asked the meaning of
LETTER = re.compile(r"\w")
REMARK = re.compile(
    r"(?:备?注|(?:填表)?说明|(?:温馨|特别|重要)?提[示醒]|(?:打印|生成|导出|制表|查询)(?:时间|日期))[::]|总(?:收入|支出)[::]|第\d+页|-{4}"
)
PAIR = re.compile(r"([^\s:,;]{1,14})\s?:\s?([^\s:,;]*)")  # of several in one cell: 账号:1 户名:2
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

    `more` are the places of other columns of the same meaning: what its own cell leaves empty, the first of them says.
    """

    place: int
    written: str
    unit: Decimal = Decimal(1)
    more: tuple[int, ...] = ()

    @property
    def places(self) -> tuple[int, ...]:
        """All its places."""
        return (self.place, *self.more)

    def text(self, cells: Sequence[str]) -> str:
        """What a row says in it."""
        own = cells[self.place] if 0 <= self.place < len(cells) else ""
        if not self.more or not is_nothing(plain(own)):
            return own
        others = (cells[place] for place in self.more if place < len(cells))
        return next((text for text in others if not is_nothing(plain(text))), own)


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
    def lacking(self) -> tuple[str, ...]:
        """The first heading of each field that the list needs and the sheet has nowhere."""
        said = {*self.columns, *self.head}
        fields = self.kind.fields.values() if self.kind else ()
        return tuple(f.words[0] for f in fields if (f.needed or f.needed_in_sheet) and f.name not in said)

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
    if TOTAL.search(label):
        return Role.TOTAL
    if SIGNATURES.match(first):
        return Role.SIGNATURE
    if REMARK.match(first):
        return Role.NOTE if _lacks_a_cell(row, layout, begin) else Role.DATA
    return Role.NOTE if next(filled, None) is None and _is_words(first, row, layout) else Role.DATA


def _lacks_a_cell(row: RawRow, layout: Layout, remark: str) -> bool:
    """Whether a row does not say what the list needs, but for the cell that may be a remark."""
    needed = [cell for cell in (layout.columns[name].text(row.cells) for name in _needed(layout)) if cell != remark]
    return not needed or not all(map(plain, needed))


def _is_words(text: str, row: RawRow, layout: Layout) -> bool:
    """Whether the one filled cell of a row is a remark: words alone, where the list needs more than one cell."""
    words = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
    bare = words >= 6 and not any(letter.isdigit() for letter in text)
    return bare and len(_needed(layout)) > 1 and bool(row.cells[0].strip())


def _needed(layout: Layout) -> list[str]:
    assert layout.kind is not None
    return [f.name for f in layout.kind.fields.values() if f.needed and f.name in layout.columns]


def _likeliest(
    cells: Sequence[str], above: Sequence[RawRow], below: Sequence[RawRow], mapping: HeadingMap
) -> tuple[int, ListKind | None]:
    """How likely a row is the header of which kind of list: by the headings known, and first whether all needed are.

    One that only lists of one kind have, so that it implies what no column says, goes before any number of others.
    Where a needed one is not known, most others must be, and where they are few, an unknown one may be it: then
    somebody is asked what the unknown ones mean.
    """
    words = [word for cell in cells[:MOST_CELLS] if (word := heading(cell))]
    found: list[tuple[int, ListKind]] = []
    for name, kind in list_kinds().items():
        said = _fields(words, kind, mapping)
        fields = set(said) - {None, LEFT_OUT}
        implied = _implied(words, kind).keys() - fields
        if len(fields | implied) < LEAST_KNOWN:
            continue
        lacking = kind.needed - fields - implied
        if all(kind.fields[name].head for name in lacking) and lacking <= _head(above, kind).keys():
            found.append((COMPLETE * (1 + len(implied)) + len(fields), kind))
        elif len(fields) * 2 >= len(said) - said.count(LEFT_OUT) and (
            len(fields) > LEAST_KNOWN or _may_be(lacking, kind, cells, below, mapping)
        ):
            found.append((len(fields), kind))
    return max(found, key=lambda each: each[0], default=(0, None))


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


def _implied(words: Sequence[str], kind: ListKind) -> dict[str, str]:
    """What headings say of all rows by being there: a column 限制消费人员姓名 that the measure is 限制消费."""
    return {name: said for name, described in kind.fields.items() if (said := described.implied_by(words))}


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
    found: dict[str, dict[str, Column]] = {}  # by field and heading
    unknown, left_out = [], []
    words = tuple(map(heading, cells))
    for place, (written, word, name) in enumerate(zip(cells, words, _fields(words, kind, mapping), strict=True)):
        if name == LEFT_OUT:
            left_out.append(word)
        elif name is None or word in found.get(name, ()):  # the first of two columns with one heading counts
            unknown += [word] if len(word) <= LONGEST_HEADING and LETTER.search(word) else []
        else:
            found.setdefault(name, {})[word] = Column(
                place=place, written=plain(written), unit=UNIT_WORDS.get(heading_unit(written), unit)
            )
    columns = {name: _merged(alike, kind) for name, alike in found.items()}
    implied = {name: said for name, said in _implied(words, kind).items() if name not in columns}
    return Layout(
        kind=kind,
        header=tuple(row.row for row in rows[at : at + depth]),
        columns=columns,
        above={row.row: _role_above(row, kind) for row in rows[:at]},
        head=implied | _head(rows[:at], kind),
        unknown=tuple(dict.fromkeys(unknown)),
        left_out=tuple(dict.fromkeys(left_out)),
        day=_day(rows[:at]),
        cells=words,
    )


def _merged(alike: Mapping[str, Column], kind: ListKind) -> Column:
    """One column of those with one meaning: first a team's own heading, then as lists.yaml has them."""
    order = list(kind.headings)
    best, *others = sorted(alike, key=lambda word: order.index(word) if word in order else -1)
    more = tuple(alike[word].place for word in others if alike[word].unit == alike[best].unit)
    return replace(alike[best], more=more)


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
        for here, there in pairwise([*row.cells, ""]):
            text = plain(here)
            pairs = PAIR.findall(text) if text.count(":") > 1 else [text.partition(":")[::2]]
            for word, value in pairs:
                if name := allowed.get(heading(word)):
                    said.setdefault(name, value or there)
    return {name: value for name, value in said.items() if value.strip()}


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
    if word in group_headings():
        return lower if heading_unit(lower) or not unit else f"{lower}({unit})"
    return f"{lower}{upper}" if word in TAILS else f"{upper}{lower}"


def _sheet_unit(rows: Sequence[RawRow]) -> Decimal:
    found = (UNIT_ROW.search("".join(plain(cell).split())) for row in rows for cell in row.cells)
    return next((UNIT_WORDS[match["unit"] or match["counted"]] for match in found if match), Decimal(1))


def _day(rows: Sequence[RawRow]) -> dt.date | None:
    titles = (cell for row in rows if sum(bool(c.strip()) for c in row.cells) <= 3 for cell in row.cells)
    return next((day for cell in titles if "截至" in cell or "截止" in cell if (day := find_day(cell))), None)
