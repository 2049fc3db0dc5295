"""Two invented deliveries against what their maker says that they hold; skipped where they are absent."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from zbrisk.docket.check import check
from zbrisk.intake import intake

SAMPLE = Path(__file__).parents[3] / "shared" / "sample"
SAME = {
    "2025Q4/法院_信用惩戒_2025Q4.xlsx": "2025Q4/法院_信用惩戒_2025Q4 - 副本.xlsx"
}  # equal bytes; the first name counts
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (SAMPLE / "raw_export").is_dir(), reason="the sample deliveries are not here"),
]


@pytest.fixture(scope="module", params=["level1", "level2"])
def joined(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pd.DataFrame]:
    """The tables, and every raw row as it was taken beside what it stands for."""
    out = tmp_path_factory.mktemp("intake") / request.param
    intake(SAMPLE / "raw_export" / request.param, out)
    truth = pd.read_parquet(SAMPLE / "raw_export_truth" / request.param / "rows.parquet")
    truth = truth[truth["row"] > 0].fillna({"sheet": ""})
    taken = pd.read_parquet(out / "intake" / "rows.parquet")
    taken["file"] = taken["batch"] + "/" + taken["file"]
    if request.param == "level2":
        truth["file"] = truth["file"].replace(SAME)
    rows = truth.merge(taken, on=["file", "sheet", "row"], how="outer", suffixes=("_true", ""), indicator="found")
    return out, rows


def test_every_row_is_found_and_is_what_it_is(joined: tuple[Path, pd.DataFrame]) -> None:
    _, rows = joined
    assert set(rows["found"]) == {"both"}
    assert (rows["kind"] == rows["role"]).all()
    assert (rows["lines_true"] == rows["lines"]).all()


def test_what_must_be_refused_is_refused_and_nothing_else(joined: tuple[Path, pd.DataFrame]) -> None:
    _, rows = joined
    refused = rows["fate_true"] == "quarantine_row"
    assert (refused == (rows["fate"] == "quarantine_row")).all()


def test_rows_of_ledgers_have_the_fate_that_they_should(joined: tuple[Path, pd.DataFrame]) -> None:
    _, rows = joined
    ledgers = rows[(rows["kind"] == "data") & rows["list"].isin(["enforcement_cases", "suits", "credit_measures"])]
    other = ledgers[ledgers["fate"] != ledgers["fate_true"]]
    emptied = other["reason_true"].fillna("").str.contains("cash_delivery_flag corrected")  # an empty cell says nothing
    assert emptied.all(), Counter(zip(other["fate_true"], other["fate"], strict=True))


def test_the_cells_of_ledgers_say_what_they_stand_for(joined: tuple[Path, pd.DataFrame]) -> None:
    out, rows = joined
    cases = pd.read_parquet(out / "cases.parquet")
    cases["day"] = cases["known_at"].astype(str)
    known = {key: group.sort_values("day") for key, group in cases.groupby("case_id")}
    compared = Counter[bool]()
    ledgers = rows[
        (rows["kind"] == "data") & (rows["list"] == "enforcement_cases") & (rows["fate"] != "quarantine_row")
    ]
    for row in ledgers.itertuples():
        said = json.loads(row.values_true if hasattr(row, "values_true") else row.values)
        refused = set(row.bad_cells or ()) if isinstance(row.bad_cells, dict) else set()
        state = known[row.key][known[row.key]["day"] <= said["known_at"]].iloc[-1]
        for column in (
            "case_no",
            "case_kind",
            "court_code",
            "cause",
            "filed_date",
            "closed_date",
            "close_mode",
            "claim_amount",
        ):
            if said[column] is not None and not refused:
                value = state[column]
                same = (
                    float(value) == said[column]
                    if column == "claim_amount" and value
                    else str(value) == str(said[column])
                )
                compared[same] += 1
    assert compared[True] > 9_000 and compared[False] <= 5  # five cells that are traps are refused


def test_check_finds_no_error(joined: tuple[Path, pd.DataFrame]) -> None:
    out, _ = joined
    assert check(out).passed
