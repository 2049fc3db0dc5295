"""Rows are read some thousand at a time: what they say does not depend on where one portion ends."""

from __future__ import annotations

import duckdb
import pytest

from tests.intake.lists import SEIZURE, SEIZURES, changed
from zbrisk.intake.cells.case_numbers import parsed
from zbrisk.intake.cells.cell import Cell, refused
from zbrisk.intake.headers.find import Layout, Role, find_layout
from zbrisk.intake.headers.mapping import HeadingMap
from zbrisk.intake.reading.raw_rows import RawRow
from zbrisk.intake.reading.sniffing import Kind
from zbrisk.intake.row_reader import RowReader
from zbrisk.intake.taking_in import number_cases

NUMBER = SEIZURES[0]
ROWS = [
    SEIZURES,
    SEIZURE,
    changed(SEIZURE, SEIZURES, **{NUMBER: ""}),  # the number above is meant
    SEIZURES,  # the header again
    changed(SEIZURE, SEIZURES, **{NUMBER: "", "查封开始": "不详"}),
    SEIZURE[:-1],  # too short
    changed(SEIZURE, SEIZURES, **{NUMBER: ""}),  # what the lost row said is not known
    ("合计", *[""] * (len(SEIZURES) - 1)),
]


def read(layout: Layout, raws: list[RawRow], portion: int) -> list[tuple[Role, str, dict[str, object]]]:
    reader = RowReader(layout, Kind.DELIMITED)
    rows: list[tuple[Role, str, dict[str, object]]] = []
    for start in range(0, len(raws), portion):
        found = reader.read(raws[start : start + portion])
        said = {place: {n: cells[at] for n, cells in found.cells.items()} for at, place in enumerate(found.kept)}
        rows += [(*row, said.get(place, {})) for place, row in enumerate(zip(found.roles, found.reasons, strict=True))]
    return rows


@pytest.mark.parametrize("portion", [1, 2, 3, 5])
def test_rows_say_the_same_in_portions_of_any_size(portion: int) -> None:
    raws = [RawRow("", number, [*row]) for number, row in enumerate(ROWS, 1)]
    layout = find_layout(raws, HeadingMap())
    rows = read(layout, raws, portion)
    assert rows == read(layout, raws, len(raws))
    assert [role for role, _, _ in rows] == [
        Role.HEADER, Role.DATA, Role.DATA, Role.REPEATED, Role.DATA, Role.DATA, Role.DATA, Role.TOTAL
    ]  # fmt: skip
    assert [reason for _, reason, _ in rows] == ["", "", "", "", "no_date", "too_few_cells", "", ""]
    assert rows[2][2]["case_no"] == Cell(SEIZURE[0], "filled_down")
    assert rows[6][2]["case_no"] == refused("too_few_cells")


def test_numbers_of_every_form_are_taken_apart_as_cells_are() -> None:
    texts = [
        "（2024）浙0602执1号", "（2024）浙0602执恢2号", "（2023）浙0602民初3号", "（2012）曲中法执字第66号",
        "临越仲裁字（2025）第26号", "（2024）浙临越证民字第4号", "（2024）最高法执5号",
    ]  # fmt: skip
    with duckdb.connect() as connection:
        connection.execute("create table list_suits (case_no varchar)")
        connection.execute("create table list_enforcement_cases (case_no varchar, basis varchar[])")
        connection.executemany("insert into list_enforcement_cases values (?, [?])", [(t, t) for t in texts[:-1]])
        connection.execute("insert into list_suits values (?), (null)", texts[-1:])
        number_cases(connection)
        found = connection.execute("select text, kind, court, coded from case_numbers order by text").fetchall()
    numbers = [number for text in sorted(texts) if (number := parsed(text))]
    assert found == [(n.text, n.kind, n.court, n.coded) for n in numbers] and len(found) == len(texts)
