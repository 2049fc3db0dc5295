"""Cells that a spreadsheet cannot take for a formula."""

from __future__ import annotations

import re

__all__ = ["safe_cell"]

# What starts a formula in Excel, WPS, LibreOffice or Google Sheets, full-width forms included (OWASP, CSV injection).
STARTERS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "|", "%")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")  # a workbook cannot hold them
LONGEST = 32_767  # characters of an Excel cell


def safe_cell(value: object) -> object:
    """A text that would start a formula gets an apostrophe before it; numbers and dates stay what they are."""
    if not isinstance(value, str):
        return value
    text = CONTROLS.sub("", value)[: LONGEST - 1]
    dangerous = text.startswith(STARTERS) or text.lstrip().startswith(STARTERS)
    return f"'{text}" if dangerous else text
