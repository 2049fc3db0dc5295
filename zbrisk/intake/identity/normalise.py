"""Names in the form in which two spellings of one name are equal."""

from __future__ import annotations

import re

from zbrisk.intake.cells.names import is_masked

__all__ = ["fits", "normal_name"]

MARKS = re.compile(r"[\s·•.\-\"'“”‘’]")
LIMITED = "有限责任公司"
HIDDEN = re.compile(r"[某*＊×Xx]+")


def normal_name(name: str) -> str:
    """A name without blanks and dots; 有限责任公司 is 有限公司, which are one form in law."""
    return MARKS.sub("", name).replace(LIMITED, "有限公司")


def fits(masked: str, full: str) -> bool:
    """Whether a masked name may stand for a full one: 王某, 王*国 for 王建国."""
    if is_masked(full):
        return masked == full
    before, _, after = HIDDEN.sub("*", masked, count=1).partition("*")
    longer = len(full) > len(before) + len(after)
    return bool(before) and longer and full.startswith(before) and full.endswith(after)
