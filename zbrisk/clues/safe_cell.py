"""Cells that a spreadsheet cannot take for a formula.

`safe_cell` is for what people open and no program reads again: it may change a text. `quoted` and `unquoted` are for
files that are both: what the one does the other undoes, for every text. A workbook needs neither apostrophe, for a
cell there says itself that it is a text.
"""

from __future__ import annotations

import re

__all__ = ["plain_cell", "quoted", "safe_cell", "starts_formula", "unquoted"]

# What starts a formula in Excel, WPS, LibreOffice or Google Sheets, full-width forms included (OWASP, CSV injection).
STARTERS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "|", "%")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")  # a workbook cannot hold them
LONGEST = 32_767  # characters of an Excel cell


def safe_cell(value: object) -> object:
    """A text that would start a formula gets an apostrophe before it; numbers and dates stay what they are."""
    plain = plain_cell(value)
    return f"'{plain}" if isinstance(plain, str) and starts_formula(plain) else plain


def plain_cell(value: object) -> object:
    """A text without what no cell can hold; numbers and dates stay what they are."""
    return CONTROLS.sub("", value)[: LONGEST - 1] if isinstance(value, str) else value


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet might run it."""
    return text.startswith(STARTERS) or text.lstrip().startswith(STARTERS)


def quoted(text: str) -> str:
    """The text with an apostrophe before it if it would start a formula; `unquoted` gives it back as it was."""
    return f"'{text}" if _needs_quote(text) else text


def unquoted(cell: str) -> str:
    """What `quoted` was given."""
    return cell[1:] if cell.startswith("'") and _needs_quote(cell) else cell


def _needs_quote(text: str) -> bool:
    # a text that looks quoted already is quoted once more, or it would lose its own apostrophe
    return starts_formula(text.lstrip("'"))
