"""Whom a split in time keeps apart, in words: debtors, or what else the contract groups by, or each case for itself."""

from __future__ import annotations

from zbrisk.contract import Contract
from zbrisk.model_card.texts import Texts

__all__ = ["sides"]


def sides(contract: Contract, say: Texts, groups: object = "") -> dict[str, str]:
    """What fills `together` (N groups), `others` (who is judged) and `units` (what a bootstrap draws).

    Args:
        contract: The bundle's.
        say: The words.
        groups: How many there are.
    """
    by, noun = contract.groups, contract.cohort.label[say.language]
    kind = "alone" if by is None else "shared" if contract.cohort.groups else "debtors"
    filled = {"groups": groups, "noun": noun, "column": by.column if by else ""}
    return {name: say.named(name, kind, noun).format(**filled) for name in ("together", "others", "units")}
