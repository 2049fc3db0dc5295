"""The speed studies run and say something; how fast, no test can say."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from experiments.__main__ import main
from experiments.speed.apart import apart
from experiments.speed.build import build
from experiments.speed.busy_party import busy_party
from experiments.speed.catalogue import catalogue
from experiments.speed.copies import write_copies
from experiments.speed.explaining import explaining
from experiments.speed.figure import Figure, ratio, table
from experiments.speed.made_up import make_suits
from experiments.speed.one_case import one_case
from experiments.speed.taking_in import taking_in
from experiments.speed.tuning import tuning


def test_the_ratio_is_the_median_of_pairs() -> None:
    assert ratio([2.0, 30.0, 8.0], [1.0, 10.0, 8.0]) == 2.0


def test_a_figure_is_a_line_of_the_table() -> None:
    line = table([Figure(what="Build", ours="1 s", yardstick="2 s", ratio="0.5", wanted="<= 1.5")]).splitlines()[-1]
    assert line == "| Build | 1 s | 2 s | 0.5 | <= 1.5 |"


def test_a_process_of_its_own_tells_its_memory() -> None:
    assert 0.01 < apart(dict)["peak"] < 1


def test_busy_and_even_have_the_same_rows(tmp_path: Path) -> None:
    size = {"suits": 60, "enforced": 12, "busy": 20, "busy_enforced": 5}
    busy, even = (make_suits(tmp_path / str(spread), **size, even=spread) / "tables" for spread in (False, True))
    for file in busy.iterdir():
        assert len(pd.read_parquet(file)) == len(pd.read_parquet(even / file.name))
    roles = pd.read_parquet(busy / "case_parties.parquet").query("party_id == 'BUSY'")["role"].value_counts()
    assert roles.to_dict() == {"plaintiff": 20, "applicant": 5}


@pytest.mark.slow
def test_compiled_features_are_those_of_the_query_by_hand() -> None:
    assert build(small=True)[0].what.startswith("Build")


@pytest.mark.slow
def test_a_busy_plaintiff() -> None:
    assert len(busy_party(small=True)) == 2


def test_copies_are_tied_to_themselves_alone(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    case = {"case_id": ["c1"], "case_no": ["No. 1"], "court_code": ["浙9702"]}
    pd.DataFrame(case).to_parquet(tmp_path / "one" / "cases.parquet")
    ties = pd.DataFrame({"case_id": ["c1", "c1"], "party_id": ["p1", None], "role": ["debtor", "applicant"]})
    ties.to_parquet(tmp_path / "one" / "case_parties.parquet")
    many = write_copies(tmp_path / "one", tmp_path / "many", 3)
    cases, parties = (pd.read_parquet(many / f"{name}.parquet") for name in ("cases", "case_parties"))
    assert sorted(cases["case_id"]) == ["c1-0", "c1-1", "c1-2"]
    assert sorted(cases["court_code"]) == ["0-浙9702", "1-浙9702", "2-浙9702"]  # in its order each copy is by itself
    joined = parties.merge(cases, on="case_id")
    assert len(joined) == 6 and joined["party_id"].nunique() == 3
    assert (joined["case_no"] == "No. 1").all()


@pytest.mark.slow
def test_the_whole_catalogue() -> None:
    few, many, signals, _ = catalogue(small=True)
    assert few.what.startswith("Catalogue: 20")
    assert int(many.what.split(" cases")[0].split()[-1].replace(",", "")) >= 2_000 and many.ratio
    assert len(signals.ours.split(", ")) == 10


@pytest.mark.slow
def test_ledgers_as_text_and_as_a_workbook_are_taken_in() -> None:
    text, workbook = taking_in(small=True)
    assert "text" in text.what and "workbook" in workbook.what and "GiB" in text.ours


@pytest.mark.slow
def test_tuning_beside_its_trees() -> None:
    assert tuning(small=True)[0].what.startswith("Tuning: 3 trials")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:The set_bad function")
@pytest.mark.filterwarnings("ignore:LightGBM binary classifier with TreeExplainer")
def test_one_case_and_explaining() -> None:
    assert "SHAP" in one_case(small=True)[2].ours
    assert len(explaining(small=True)) == 3


@pytest.mark.slow
def test_the_table_is_written(tmp_path: Path) -> None:
    assert main(["speed", "--small", "--only", "busy party", "--out", str(tmp_path / "speed.md")]) == 0
    assert "evenly" in (tmp_path / "speed.md").read_text(encoding="utf-8")
