"""What people know cases and parties by: case numbers, and names as they may be read."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from zbrisk.docket.days import AsOf
from zbrisk.docket.docket import Docket
from zbrisk.explaining.masking import mask_case_number, mask_name

__all__ = ["masked_names", "with_case_numbers"]


def with_case_numbers(clues: pd.DataFrame, docket: Docket) -> pd.DataFrame:
    """Rows of case_id and as_of with case_no, as it was known on the row's day, where the tables have it.

    What somebody wrote beside a number is left out, for it may name people.
    """
    cohort = docket.contract.cohort
    if "case_no" not in docket.contract.tables[cohort.table].columns:
        return clues
    parts = [pd.Series(dtype=object)]  # an empty list is a list
    for as_of, part in clues.groupby(pd.to_datetime(clues["as_of"]).dt.date):
        rows = docket.rows(cohort.table, part["case_id"].unique(), str(as_of))
        numbers = {str(row[cohort.key]): mask_case_number(str(row["case_no"])) for row in rows if row["case_no"]}
        parts.append(part["case_id"].map(numbers))
    return clues.assign(case_no=pd.concat(parts))


def masked_names(docket: Docket, party_ids: Collection[str], as_of: AsOf) -> dict[str, str]:
    """By id, the parties whose names are known on the day."""
    rows = docket.rows("parties", set(party_ids), as_of)
    return {str(row["party_id"]): mask_name(str(row["name"])) for row in rows if row.get("name")}
