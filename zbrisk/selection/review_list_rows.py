"""Rows of the contract's review_lists: every case that could have been chosen, and with which chance it was."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from zbrisk.errors import DataError
from zbrisk.files import holding, replacing

__all__ = ["list_rows", "write_lists"]

REVIEW_LIST_COLUMNS = (
    "list_id", "case_id", "target", "listed_date", "chosen_flag", "chosen_by", "propensity", "score",
)  # fmt: skip


def list_rows(planned: pd.DataFrame) -> pd.DataFrame:
    """One row for each eligible case.

    Args:
        planned: case_id, as_of, target, probability, chosen_by (None of those not chosen), propensity.
    """
    day = planned["as_of"].dt.date
    rows = planned.assign(
        list_id=planned["target"] + "-" + day.astype(str),
        listed_date=day,
        chosen_flag=planned["chosen_by"].notna(),
        score=planned["probability"],
    )
    return rows[list(REVIEW_LIST_COLUMNS)].reset_index(drop=True)


def write_lists(lists: pd.DataFrame, path: Path) -> Path:
    """Write the rows as a CSV file that opens with the other tables; masked nowhere, since it is data.

    Raises:
        DataError: There is such a file already: lists are a record, and lost they cannot be made again.
    """
    with holding(path):  # or two plans at once would both find nothing there
        if path.exists():
            raise DataError(f"{path} exists; an earlier list would be lost.", "Name a new file, and add its rows.")
        with replacing(path) as draft:
            lists.to_csv(draft, index=False, encoding="utf-8", lineterminator="\r\n")  # so that a lone \r is quoted
    return path
