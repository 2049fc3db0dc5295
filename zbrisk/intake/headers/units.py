"""Units of money: above a table, alone below a heading, and in a row of nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from zbrisk.intake.cells.cell import plain
from zbrisk.intake.cells.money import ANY_UNIT, UNIT_WORDS
from zbrisk.intake.headers.kinds import heading, heading_unit
from zbrisk.intake.reading.raw_rows import RawRow

__all__ = ["bare_unit", "only_units", "sheet_unit"]

UNIT_ROW = re.compile(  # 单位:人民币万元, 单位(件、万元), 以万元为单位; not 填报单位:千山区法院
    rf"(?P<money>金额|\()?单位(?P<bracket>:?\()?:?(?P<units>\w+(?:[、,/]\w+)*)|以(?:人民币)?(?P<counted>{ANY_UNIT})为单位"
)
UNCLEAR = ("万", "亿")  # alone a unit of money only where a bracket or 金额 says so


def sheet_unit(rows: Sequence[RawRow]) -> Decimal:
    """What one is worth in a table, as the rows above it say; a yuan where they say nothing clear."""
    found = (UNIT_ROW.search("".join(plain(cell).split())) for row in rows for cell in row.cells)
    said = (_unit_said(match) for match in found if match)
    return next((UNIT_WORDS[unit] for unit in said if unit), Decimal(1))


def _unit_said(match: re.Match[str]) -> str:
    """The one unit of money that a row above names; empty where it names two, and where 万 may be no money."""
    words = [match["counted"]] if match["counted"] else re.split("[、,/]", match["units"])
    units = [unit for word in words if (unit := word.removeprefix("人民币")) in UNIT_WORDS]
    sure = match["money"] or match["bracket"] or match["counted"] or not {*units} & {*UNCLEAR}
    return units[0] if len(units) == 1 and sure else ""


def bare_unit(cell: str) -> str:
    """The unit that is all that a cell says: （万元）, 元."""
    said = plain(cell)
    return said if said in UNIT_WORDS else "" if heading(cell) else heading_unit(cell)


def only_units(rows: Sequence[RawRow]) -> bool:
    """Whether rows below headings say nothing but their units."""
    filled = [cell for row in rows for cell in row.cells if cell.strip()]
    return bool(filled) and all(map(bare_unit, filled))
