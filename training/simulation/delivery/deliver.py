"""Write a delivery: two batches of files, with titles, totals and signatures around their rows."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from training.simulation.delivery.clerk import Clerk, Dirt
from training.simulation.delivery.lists import CITY, LISTS, List, as_known

__all__ = ["deliver"]

QUARTER = 92  # days
AGAIN = 0.02  # of the rows that have not changed, sent again
PAGE = 2000  # rows after which a system prints its header again
LOST = 3  # bookings of a page that is missing


def deliver(
    tables: Mapping[str, pd.DataFrame], end: dt.date, folder: Path, *, dirt: Dirt | None = None, seed: int = 1
) -> int:
    """Write what courts and agencies would send of a prefecture; gives the number of rows.

    Args:
        tables: What `simulate` gives.
        end: The day of the second batch; the first came a quarter before.
        folder: A new folder, with one for each batch, called by its day.
        dirt: What goes wrong; by default what does in life.
        seed: Of the clerks' chances.
    """
    chance, dirt = random.Random(seed), dirt or Dirt()
    before = end - dt.timedelta(days=QUARTER)
    then, now = as_known(tables, before), as_known(tables, end)
    written = 0
    for each in LISTS.values():
        rows = each.rows(now)
        if each.quarterly:
            old = each.rows(then)
            written += _write(each, folder, before, old, dirt, chance, workbook=each.workbook)
            written += _write(each, folder, end, _news(old, rows, list(each.columns), chance), dirt, chance)
        else:
            rows = _with_pages_lost(rows, dirt, chance) if each.statements else rows
            written += _write(each, folder, end, rows, dirt, chance, workbook=each.workbook)
    return written


def _news(old: pd.DataFrame, new: pd.DataFrame, columns: list[str], chance: random.Random) -> pd.DataFrame:
    """What a later batch holds: rows that are new or have changed, and a few others."""
    sent = set(_said(old, columns))
    return new[[row not in sent or chance.random() < AGAIN for row in _said(new, columns)]]


def _said(rows: pd.DataFrame, columns: list[str]) -> list[str]:
    return [repr(values) for values in rows[columns].itertuples(index=False, name=None)]


def _with_pages_lost(rows: pd.DataFrame, dirt: Dirt, chance: random.Random) -> pd.DataFrame:
    """Statements, of some of which the bookings in the middle are missing."""
    lost: list[int] = []
    for _, statement in rows.groupby(["account", "known_at"], sort=False):
        if len(statement) > 3 * LOST and chance.random() < dirt.lost_pages:
            middle = len(statement) // 2
            lost += statement.index[middle : middle + LOST].to_list()
    return rows.drop(index=lost)


def _write(
    each: List,
    folder: Path,
    day: dt.date,
    rows: pd.DataFrame,
    dirt: Dirt,
    chance: random.Random,
    *,
    workbook: bool = False,
) -> int:
    """Write one file; gives how many rows it holds."""
    if rows.empty:
        return 0
    place = folder / day.isoformat() / f"{each.sender}_{each.title}"
    place.parent.mkdir(parents=True, exist_ok=True)
    headings = [chance.choice(column.words) for column in each.columns.values()]
    lines = list(_lines(each, rows, Clerk(chance, dirt), dirt.twice, chance))
    if workbook:
        _write_book(place.with_suffix(".xlsx"), each.title, day, headings, lines)
    else:
        _write_text(place.with_suffix(".csv"), headings, lines)
    return len(lines)


def _lines(each: List, rows: pd.DataFrame, clerk: Clerk, twice: float, chance: random.Random) -> Iterator[list[str]]:
    forms = [column.form for column in each.columns.values()]
    cells = rows[list(each.columns)].astype(object)
    for values in cells.where(cells.notna(), None).itertuples(index=False, name=None):
        line = [clerk.write(form, value) for form, value in zip(forms, values, strict=True)]
        yield line
        if not each.statements and chance.random() < twice:
            yield line


def _write_book(path: Path, title: str, day: dt.date, headings: list[str], lines: list[list[str]]) -> None:
    """A workbook: a title with the day, the unit of sums, the header again on every page, a total, a signature."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:30])
    sheet.append([f"{CITY}{title}（截至{day.year}年{day.month}月{day.day}日）"])
    sheet.append(["单位：元"])
    for number, line in enumerate(lines):
        if number % PAGE == 0:
            sheet.append(["序号", *headings])
        sheet.append([str(number + 1), *line])
    sheet.append(["合计", f"{len(lines)}件"])
    sheet.append(["制表人：", "审核人："])
    book.save(path)


def _write_text(path: Path, headings: list[str], lines: list[list[str]]) -> None:
    """A text with commas, in GB18030, quoted where a cell has one."""
    pd.DataFrame(lines, columns=headings).to_csv(path, index=False, encoding="gb18030", lineterminator="\r\n")
