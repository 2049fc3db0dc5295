"""What became of one cell: a value, or the reason why there is none."""

from __future__ import annotations

import unicodedata
from typing import Any, NamedTuple

__all__ = ["EMPTY", "NOTHING", "Cell", "is_nothing", "plain", "refused"]

NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "空", "null", "none", "nan", "n/a", "#n/a"})


class Cell(NamedTuple):
    """A cell as read.

    Attributes:
        value: What it says; None where it says nothing or was refused.
        rule: How it was read, where that is more than taking it as it stands (`serial_day`, `capital_numerals`).
        reason: Why it was refused, a code of `reasons.yaml`; empty otherwise.
        beside: What else it says: how exact an amount is (3.8425万元 is right to a yuan), what is left of a damaged or
            masked number (`*` for each lost sign), which case a text names.
    """

    value: Any = None
    rule: str = ""
    reason: str = ""
    beside: Any = None


EMPTY = Cell()


def refused(reason: str, beside: Any = None) -> Cell:
    """A cell that was not understood."""
    return Cell(reason=reason, beside=beside)


def plain(text: str) -> str:
    """A text without what nobody sees: compatibility forms folded (NFKC), control letters and outer blanks away."""
    if text.isprintable() and unicodedata.is_normalized("NFKC", text):
        return text.strip()
    folded = unicodedata.normalize("NFKC", text)
    if folded.isprintable():
        return folded.strip()
    return "".join(c for c in folded if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf")).strip()


def is_nothing(text: str) -> bool:
    """Whether a clerk wrote that there is nothing to write."""
    return text.lower() in NOTHING
