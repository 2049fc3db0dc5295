"""Clues as a table: its columns, and what its cells hold as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from zbrisk.bundle.levels import Basis
from zbrisk.bundle.target_model import TargetModel
from zbrisk.explaining.evidence import RowName
from zbrisk.explaining.reason import Reason

__all__ = ["CLUE_COLUMNS", "in_order", "reasons_to_json", "with_levels"]

CLUE_COLUMNS = (
    "case_id", "as_of", "target", "score", "probability", "rank", "reasons", "level", "basis", "new_facts",
)  # fmt: skip


def in_order(clues: pd.DataFrame) -> pd.DataFrame:
    """The columns of a ranked list as far as they are there, then what else there is."""
    listed = [name for name in CLUE_COLUMNS if name in clues.columns]
    return clues[listed + [name for name in clues.columns if name not in CLUE_COLUMNS]]


def with_levels(clues: pd.DataFrame, models: Mapping[str, TargetModel]) -> pd.DataFrame:
    """The clues with the level of each score, and the reviews that it rests on as JSON.

    Args:
        clues: target and score.
        models: By target.
    """
    graded = [models[t].level(s) for t, s in zip(clues["target"], clues["score"], strict=True)]
    return clues.assign(
        level=pd.Series([level for level, _ in graded], index=clues.index, dtype="str"),
        basis=pd.Series([_basis_to_json(basis) for _, basis in graded], index=clues.index, dtype="str"),
    )


def reasons_to_json(reasons: Sequence[Reason], own: RowName) -> str:
    """The reasons of one clue.

    Args:
        reasons: Those that raise the risk, then those that lower it.
        own: The case's own row.
    """
    return json.dumps([_reason(reason, own) for reason in reasons], ensure_ascii=False)


def _reason(reason: Reason, own: RowName) -> dict[str, Any]:
    # what is read off the case itself is proved by the case's own row
    names = reason.rows or ([own] if reason.has_rows else [])
    return _statement(reason) | {
        "percentile": reason.percentile,
        "evidence": [{"table": table, "key": key} for table, key in names],
        "evidence_total": reason.evidence_total,
        "related": [_statement(other) for other in reason.related],
    }


def _statement(reason: Reason) -> dict[str, Any]:
    return {
        "signal": reason.signal,
        "contribution": round(reason.contribution, 6),
        "sentence": {"zh": reason.sentence.zh, "en": reason.sentence.en},
    }


@lru_cache(maxsize=256)  # a list has few bases, each in many rows
def _basis_to_json(basis: Basis) -> str:
    return json.dumps(basis.to_json(), ensure_ascii=False)
