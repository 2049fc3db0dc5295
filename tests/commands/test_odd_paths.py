"""Every path that a command takes may hold what means something to DuckDB, to rich or in an address."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import DAY, Invoke, Office, left_in, said
from zbrisk import load_scorer, open_docket

ODD = "exp*[red]?{a,b} #%20'\"~[/x]:car:=x"
ODD_NAMES = ("[red]", "known_at=2020-01-01", "s3:", ":car:", "~")

OWN_TABLES = """
tables:
  visits: {key: [visit_id], known_at_default: always, columns: {visit_id: id, case_id: id}}
"""


@pytest.fixture
def odd(made_up: Office, tmp_path: Path) -> Path:
    """The office in a folder with a name of all odd characters, and another's tables where a pattern would look."""
    home, other = tmp_path / ODD, tmp_path / "expAr" / "tables"
    for folder in (made_up.tables, made_up.signals, made_up.bundle):
        shutil.copytree(folder, home / folder.name)
    shutil.copytree(made_up.tables, other)
    return home


@pytest.mark.slow
def test_tables_bundle_moments_and_lists_with_odd_names(odd: Path, made_up: Office, zbrisk: Invoke) -> None:
    first = load_scorer(made_up.bundle).rank(open_docket(made_up.tables), as_of=DAY, top=1)["case_id"][0]
    (odd / "moments.csv").write_text(f"case_id,as_of\n{first},{DAY}\n")
    words = ["--model", odd / "bundle", "--moments", odd / "moments.csv", "--out", odd / "clues.csv"]
    ranked = zbrisk("rank", odd / "tables", *words)
    assert ranked.exit_code == 0, ranked.stderr
    assert "".join(ranked.stderr.split()).endswith(f"{odd}/clues.csv".replace(" ", ""))
    assert first in (odd / "clues.csv").read_text("utf-8-sig")
    words = ["--model", odd / "bundle", "--case", first, "--as-of", DAY, "--out", odd / "page.html"]
    assert zbrisk("explain", odd / "tables", *words).exit_code == 0
    assert zbrisk("model-card", odd / "bundle", "--out", odd / "card.html").exit_code == 0
    words = ["--moments", odd / "moments.csv", "--signals", odd / "signals", "--out", odd / "matrix.parquet"]
    assert zbrisk("matrix", odd / "tables", *words).exit_code == 0
    assert {"clues.csv", "page.html", "card.html", "matrix.parquet"} < set(left_in(odd))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["data[/x]", *(pytest.param(each, marks=pytest.mark.slow) for each in ODD_NAMES)])
def test_check_names_the_tables_as_they_are_called(
    tmp_path: Path, made_up: Office, zbrisk: Invoke, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shutil.copytree(made_up.tables, tmp_path / name)
    (tmp_path / name / "own.yaml").write_text(OWN_TABLES)
    monkeypatch.chdir(tmp_path)
    result = zbrisk("check", name, "--tables-file", Path(name, "own.yaml"))
    assert result.exit_code == 0, result.stdout
    assert f"{name} keeps the contract; 0 warnings." in result.stdout


def test_a_path_of_two_lines_is_refused_in_one_sentence(zbrisk: Invoke, tmp_path: Path) -> None:
    said(zbrisk("check", tmp_path / "two\nlines"), r"two\nlines is not there")
