from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from zbrisk.commands import app

CASES = """case_id,case_no,case_kind,filed_date,closed_date,close_mode
C1,1,enforcement,{filed},2024-09-01,terminated_round
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cases.csv").write_text(CASES.format(filed="2024-03-01"))
    (tmp_path / "parties.csv").write_text("party_id,party_kind\nP1,person\n")
    (tmp_path / "case_parties.csv").write_text("case_id,party_id,role\nC1,P1,debtor\n")
    return tmp_path


def test_good_tables_give_a_summary(folder: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(folder)])
    assert result.exit_code == 0
    assert "2024-03-01" in result.stdout
    assert "keeps the contract; 0 warnings" in result.stdout


def test_faults_give_a_table_and_exit_code_1(folder: Path) -> None:
    (folder / "cases.csv").write_text(CASES.format(filed="soon"))
    result = CliRunner().invoke(app, ["check", str(folder)])
    assert result.exit_code == 1
    assert "row 1: soon" in result.stdout
    assert "Write dates as 2024-01-31." in result.stdout
    assert "1 error, 0 warnings." in result.stdout


def test_an_unreadable_folder_is_one_sentence_and_its_cure(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(tmp_path / "absent")])
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 2
    assert "absent is not there." in result.stderr


def test_a_teams_own_tables(folder: Path, tmp_path: Path) -> None:
    (folder / "drone_flights.csv").write_text("flight_id,party_id,flown\nF1,P7,2024-05-01\n")
    own = tmp_path / "own.yaml"
    own.write_text(
        "tables:\n  drone_flights:\n    key: [flight_id]\n    known_at_default: flown\n"
        "    columns: {flight_id: id, party_id: id, flown: date}\n"
    )
    result = CliRunner().invoke(app, ["check", str(folder), "--tables-file", str(own)])
    assert result.exit_code == 1
    assert "F1: P7" in result.stdout
