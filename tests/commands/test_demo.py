from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.commands.conftest import Invoke, left_in
from tests.support.office import cases, outcomes, small_docket
from zbrisk import open_docket
from zbrisk.commands.display.against_truth import against_truth, hits
from zbrisk.selection.top import first_entries, first_moments


@pytest.mark.slow
def test_the_whole_road(zbrisk: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZBRISK_HOME", str(tmp_path / "home"))
    result = zbrisk("demo", "--out", tmp_path / "demo", "--cases", 4000)
    assert result.exit_code == 0, result.stderr
    assert "Against the truth of the simulation" in result.stdout
    assert "found by rules and models" in " ".join(result.stdout.split())
    assert not (tmp_path / "home").exists()  # who only tries zbrisk gets no key, and trusts nobody
    assert "again.csv --unsigned" in " ".join(result.stdout.split())
    assert "rows sent in 14 files" in " ".join(result.stdout.split())
    lists = ["clues.parquet", "clues.xlsx", "worklist.xlsx", "verdicts.parquet", "verdicts.xlsx"]
    assert left_in(tmp_path / "demo") == sorted(["bundle", "clean", "delivery", *lists, "pages", "tables", "truth"])
    assert "truth" not in left_in(tmp_path / "demo" / "tables")  # no office has it, and nothing that ranks reads it
    listed = pd.read_parquet(tmp_path / "demo" / "clues.parquet")
    checked = pd.read_parquet(tmp_path / "demo" / "verdicts.parquet")
    assert set(checked["case_id"]) == set(listed["case_id"])
    pages = left_in(tmp_path / "demo" / "pages")
    moments, series = first_entries(listed, 20)
    assert len(pages) == len(moments) + sum(len(each.cases) > 1 for each in series) + 1
    open_docket(tmp_path / "demo" / "tables")


def test_hits_counts_the_true_among_the_first() -> None:
    assert hits(["a", "b", "c", "d"], {"b", "d", "x"}, 3) == 1


def test_the_truth_is_asked_of_undecided_cases_only() -> None:
    docket = small_docket(
        cases(("c1", "2020-01-01"), ("c2", "2020-01-01"), ("c3", "2020-01-01")),
        review_outcomes=outcomes(("c1", "confirmed", "2020-02-01", "2020-03-01")),
    )
    as_of = pd.Timestamp("2021-01-01")
    clues = pd.DataFrame({"case_id": ["c1", "c2", "c3"], "target": "concealed_assets", "rank": [1, 2, 3]})
    truth = pd.DataFrame({"case_id": ["c1", "c2", "c3"], "concealed_assets": [True, False, True]})
    table = against_truth(clues, docket, truth, as_of.date()).renderables[0]
    cells = [next(iter(column.cells)) for column in table.columns]  # type: ignore[attr-defined]
    assert cells == ["concealed_assets", "1 of 2 (50.0%)", "1 of 2 (50%, 1.0×)", "1 of 2 (50%, 1.0×)"]


def test_the_first_of_each_target_are_explained_once() -> None:
    clues = pd.DataFrame(
        {
            "case_id": ["a", "b", "b", "c"],
            "as_of": pd.Timestamp("2024-07-01"),
            "target": ["x", "x", "y", "y"],
            "rank": [1, 2, 1, 2],
        }
    )
    assert [case for case, _ in first_moments(clues, 1)] == ["a", "b"]
    assert [case for case, _ in first_moments(clues, 2)] == ["a", "b", "c"]
