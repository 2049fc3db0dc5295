"""`zbrisk signals test` and `zbrisk signals new`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Invoke, said


def test_a_draft_is_written_and_tested(tmp_path: Path, zbrisk: Invoke) -> None:
    written = zbrisk("signals", "new", "car_sold", "--out", tmp_path, "--room", "own")
    assert written.exit_code == 0
    assert "car_sold.test.yaml" in written.stdout
    assert zbrisk("signals", "check", tmp_path).exit_code == 0
    tested = zbrisk("signals", "test", tmp_path)
    assert tested.exit_code == 0
    assert "1 signal, 3 cases: all as expected" in tested.stdout
    said(zbrisk("signals", "new", "car_sold", "--out", tmp_path), "There is a signal car_sold already")


def test_what_differs_is_printed_and_ends_with_one(tmp_path: Path, zbrisk: Invoke) -> None:
    zbrisk("signals", "new", "car_sold", "--out", tmp_path)
    path = tmp_path / "car_sold.test.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{count: 1,", "{count: 7,").partition("no_data:")[0], encoding="utf-8")
    result = zbrisk("signals", "test", tmp_path)
    assert result.exit_code == 1
    assert "car_sold.test.yaml:5: fires" in result.stdout
    assert "count: expected 7, found 1." in result.stdout
    assert "car_sold lacks a case without data." in result.stdout
    assert "1 case failed, 1 signal without `no_data`" in result.stdout


def test_json_has_every_case(tmp_path: Path, zbrisk: Invoke) -> None:
    zbrisk("signals", "new", "car_sold", "--out", tmp_path)
    found = json.loads(zbrisk("signals", "test", tmp_path, "--json").stdout)
    assert found["passed"] is True
    assert [case["kind"] for case in found["cases"]] == ["fires", "innocent", "no_data"]
    assert found["cases"][0]["features"] == {"count": 1.0, "days_since_last": 100.0}
    assert set(found["cases"][2]["features"].values()) == {None}


@pytest.mark.slow
def test_one_of_zbrisks_own_is_chosen(zbrisk: Invoke) -> None:
    result = zbrisk("signals", "test", "-k", "fair_sale")
    assert result.exit_code == 0
    assert "1 signal, 3 cases" in result.stdout
