"""zbrisk related, from start to end."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.commands.conftest import DAY, Invoke, Office, said


@pytest.fixture(scope="module")
def pair(made_up: Office) -> tuple[str, str]:
    """Two cases of one debtor, both known on the day."""
    parties = pd.read_parquet(made_up.tables / "case_parties.parquet")
    cases = pd.read_parquet(made_up.tables / "cases.parquet")
    old = cases[pd.to_datetime(cases["filed_date"]) < "2023-01-01"]["case_id"]
    owed = parties[parties["case_id"].isin(old) & (parties["role"] == "debtor")].groupby("party_id")["case_id"]
    ids = next(found for found in owed.apply(list) if len(found) == 2)
    return ids[0], ids[1]


@pytest.mark.slow
def test_finds_the_other_case(made_up: Office, zbrisk: Invoke, tmp_path: Path, pair: tuple[str, str]) -> None:
    out = tmp_path / "l.json"
    result = zbrisk("related", made_up.tables, "--case", pair[0], "--as-of", DAY, "--out", out)
    assert result.exit_code == 0, result.stderr
    found = {case["case_id"]: case for case in json.loads(out.read_text(encoding="utf-8"))["cases"]}
    assert [tie["tie"] for tie in found[pair[1]]["ties"]] == ["same_debtor"]


def test_prints_a_summary(made_up: Office, zbrisk: Invoke, pair: tuple[str, str]) -> None:
    result = zbrisk("related", made_up.tables, "--case", pair[0], "--as-of", DAY, "--tie", "debtor")
    assert result.exit_code == 0 and "件关联案件" in result.stdout


def test_refusals(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    words = ["related", made_up.tables, "--as-of", DAY, "--case"]
    said(zbrisk(*words, "nobody"), "'nobody' is not known")
    said(zbrisk(*words, "nobody", "--tie", "friend"), "no tie 'friend'", "debtor")
    said(zbrisk(*words, "nobody", "--out", tmp_path / "l.doc"), "no list of links", ".xlsx")
