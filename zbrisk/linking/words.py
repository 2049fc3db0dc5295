"""Another case's state and the rows behind a tie, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zbrisk.contract import Contract
from zbrisk.contract.labels import load_labels
from zbrisk.explaining.evidence import RowName
from zbrisk.explaining.masking import mask_identifiers
from zbrisk.explaining.reason import Cell

__all__ = ["case_state", "evidence_words"]

MOST_NAMED = 4


def case_state(case: Mapping[str, Cell]) -> str:
    """How far a case has come, by what was known on the day: `未结`, or `终结本次执行程序（2022-12-01）`."""
    if not case.get("close_mode"):
        return "未结"
    return f"{load_labels().code('cases', 'close_mode', str(case['close_mode']))}（{case.get('closed_date')}）"


def evidence_words(names: Sequence[RowName], contract: Contract) -> str:
    """Where to look a tie up: `案件当事人 C1|P1|debtor`."""
    named = [
        f"{contract.tables[table].label if table in contract.tables else table} {mask_identifiers(key)}"
        for table, key in names[:MOST_NAMED]
    ]
    return "；".join(named) + (f" 等 {len(names)} 项" if len(names) > MOST_NAMED else "")
