"""Lists that were issued, as a table that is read again."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.accidents import at_once, contents
from zbrisk.contract import load_contract
from zbrisk.docket.finding import find
from zbrisk.docket.sources import supply
from zbrisk.errors import DataError
from zbrisk.selection.review_list_rows import write_lists

IDS = [
    "-C2",
    "=C3",
    "+4",
    "@C5",
    " C6 ",
    "'C7",
    "'=C8",
    "a,b",
    'a"b',
    "a\rb",
    "a\r\nb",
    "a\nb",
    "\u200bC",
    "\ufeffC",
    "NA",
]


def lists(*cases: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "list_id": "l", "case_id": cases, "target": "concealed_assets", "listed_date": "2024-01-01",
            "chosen_flag": True, "chosen_by": "model", "propensity": 1.0, "score": 0.5,
        }
    )  # fmt: skip


def test_ids_are_read_again_as_they_were(tmp_path: Path) -> None:
    write_lists(lists(*IDS), tmp_path / "review_lists.csv")
    with duckdb.connect() as connection:
        supplied = supply(connection, find(tmp_path, load_contract()), load_contract())["review_lists"]
        assert [row[0] for row in connection.execute(f"select case_id from {supplied.relation}").fetchall()] == IDS


def test_of_two_at_once_one_is_refused_and_none_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "review_lists.csv"
    codes = at_once(*(lambda name=name: write_lists(lists(name), path) for name in ("A", "B", "C")))
    assert sorted(codes) == [0, 1, 1]
    with pytest.raises(DataError, match="an earlier list would be lost"):
        write_lists(lists("D"), path)
    assert list(contents(tmp_path)) == ["review_lists.csv"]
