"""The first draft of a signal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.testing.test_reading import GRID, RACES, VERDICTS
from zbrisk.commands.signal_mistakes import mistakes
from zbrisk.contract import load_contract
from zbrisk.errors import DataError
from zbrisk.testing import run_signal_tests, write_draft


def test_a_draft_is_sound_and_its_tests_pass(tmp_path: Path) -> None:
    contract = load_contract()
    sql, tests = write_draft("car_sold", tmp_path, contract, room="own")
    assert (sql, tests) == (tmp_path / "own" / "car_sold.sql", tmp_path / "own" / "car_sold.test.yaml")
    assert mistakes(tmp_path, contract) == []
    report = run_signal_tests(tmp_path, contract)
    assert [str(failure) for failure in report.failures] == []
    assert len(report.results) == 3


def test_a_draft_for_another_contract(tmp_path: Path) -> None:
    (tmp_path / "races.yaml").write_text(RACES.replace("outcomes:", VERDICTS), encoding="utf-8")
    (tmp_path / "background.yaml").write_text(GRID, encoding="utf-8")
    contract = load_contract(tmp_path / "races.yaml")
    write_draft("wins", tmp_path, contract)
    assert mistakes(tmp_path, contract) == []
    assert run_signal_tests(tmp_path, contract).passed


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    contract = load_contract()
    sql, tests = write_draft("car_sold", tmp_path, contract)
    before = (sql.read_text(encoding="utf-8"), tests.read_text(encoding="utf-8"))
    for room in (None, "other"):
        with pytest.raises(DataError, match="There is a signal car_sold already"):
            write_draft("car_sold", tmp_path, contract, room=room)
    sql.unlink()
    with pytest.raises(DataError, match="is there already"):
        write_draft("car_sold", tmp_path, contract)
    assert tests.read_text(encoding="utf-8") == before[1]
    assert not sql.exists()


@pytest.mark.parametrize(
    ("name", "room"), [("Car", None), ("../car", None), ("car", "../x"), ("car", "views"), ("cases", None)]
)
def test_a_name_that_is_none(tmp_path: Path, name: str, room: str | None) -> None:
    with pytest.raises(DataError):
        write_draft(name, tmp_path, load_contract(), room=room)
    assert list(tmp_path.iterdir()) == []
