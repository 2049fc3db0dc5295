"""Number plates of vehicles, blue and green."""

from __future__ import annotations

import re

from zbrisk.intake.cells.cell import EMPTY, Cell, is_nothing, plain, refused

__all__ = ["is_plate", "read_plate"]

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = re.compile(rf"[{PROVINCES}][A-HJ-NP-Z](?:[A-HJ-NP-Z0-9]{{5,6}}|[A-HJ-NP-Z0-9]{{4}}[挂学警港澳领])")
MARKS = re.compile(r"[\s·.•\-]")


def read_plate(text: str) -> Cell:
    """A plate in capitals, without dots and blanks: 浙q·12345 is 浙Q12345."""
    bare = plain(text)
    if is_nothing(bare):
        return EMPTY
    value = MARKS.sub("", bare[:20]).upper()
    if not PLATE.fullmatch(value):
        return refused("no_plate")
    return Cell(value, "" if value == text else "cleaned_plate")


def is_plate(text: str) -> bool:
    """Whether a text is a plate in the spelling that `read_plate` gives."""
    return PLATE.fullmatch(text) is not None
