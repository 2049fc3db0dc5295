"""What came of taking deliveries in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from zbrisk.intake.reconciliation import Account
from zbrisk.intake.store import KeptFile

__all__ = ["LITTER", "Outcome"]

LITTER = frozenset({"", "cache", "empty", "lock", "same_bytes", "unpacked"})  # of which nobody has to ask for more


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of it.

    Attributes:
        tables: Rows by table.
        accounts: The books of each sheet.
        files: Every file, and why it was not read.
        open_headings: By list, headings that nobody has said the meaning of.
        proposals: By list and heading, which fields it may name.
        reasons: Why rows and cells were refused, and how often.
        doubts: How many questions about parties of one name a person may answer.
        unclear: Values of documents that were recognised with too little certainty to be used.
        unseen: Values of judgments of known cases that go into no table before a person saw them, or enough others.
    """

    tables: Mapping[str, int]
    accounts: tuple[Account, ...]
    files: tuple[KeptFile, ...]
    open_headings: Mapping[str, tuple[str, ...]]
    proposals: Mapping[tuple[str, str], list[str]]
    reasons: Counter[str]
    doubts: int
    unclear: int = 0
    unseen: int = 0

    @property
    def waits(self) -> bool:
        """Whether something waits for a person."""
        unread = any(file.reason not in LITTER for file in self.files)
        return bool(self.open_headings or self.unclear or unread) or any(self.reasons.values())
