from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import DAY, Invoke, Office, left_in, said

DISCLAIMER = "线索提示，需调查核实；不得作为采取措施的依据"


@pytest.fixture
def clues(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> Path:
    out = tmp_path / "clues.parquet"
    zbrisk("rank", made_up.tables, "--model", made_up.bundle, "--as-of", DAY, "--top", 5, "--out", out)
    return out


def test_a_summary_on_the_terminal(made_up: Office, zbrisk: Invoke) -> None:
    result = zbrisk("explain", made_up.tables, "--model", made_up.bundle, "--case", "c00003", "--as-of", DAY)
    assert result.exit_code == 0
    assert "(3)" in result.stdout  # the case number
    assert "隐匿财产" in result.stdout
    assert DISCLAIMER in result.stdout.replace("\n", "")


def test_one_case_one_page(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    words = ["--case", "c00003", "--as-of", DAY, "--out", page]
    assert zbrisk("explain", made_up.tables, "--model", made_up.bundle, *words).exit_code == 0
    assert DISCLAIMER in page.read_text("utf-8")


def test_json_adds_up(made_up: Office, zbrisk: Invoke) -> None:
    words = ["--model", made_up.bundle, "--as-of", DAY, "--json", "--case", "c00003"]
    document = json.loads(zbrisk("explain", made_up.tables, *words).stdout)
    (risk,) = document["risks"]
    assert risk["score"] == pytest.approx(risk["base_score"] + sum(r["contribution"] for r in risk["reasons"]))
    several = json.loads(zbrisk("explain", made_up.tables, *words, "--case", "c00001").stdout)
    assert [each["case_id"] for each in several] == ["c00003", "c00001"]


@pytest.mark.slow
def test_the_first_of_a_list_with_an_index(made_up: Office, zbrisk: Invoke, clues: Path, tmp_path: Path) -> None:
    words = ["--model", made_up.bundle, "--clues", clues, "--top", 3, "--out", tmp_path / "pages"]
    for _ in range(2):  # a second time takes the place of the first
        assert zbrisk("explain", made_up.tables, *words).exit_code == 0
    pages = left_in(tmp_path / "pages")
    assert len(pages) == 4
    index = (tmp_path / "pages" / "index.html").read_text("utf-8")
    assert all(page in index for page in pages if page != "index.html")


@pytest.mark.slow
def test_a_folder_with_other_things_is_left_alone(made_up: Office, zbrisk: Invoke, clues: Path, tmp_path: Path) -> None:
    result = zbrisk("explain", made_up.tables, "--model", made_up.bundle, "--clues", clues, "--out", tmp_path)
    said(result, "holds other things than pages", "nothing was overwritten")
    assert left_in(tmp_path) == ["clues.parquet"]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["--case", "nobody", "--as-of", DAY], ["'nobody'", f"is not known on {DAY}"]),
        (["--case", "c00003", "--as-of", "1999-01-01"], ["Nothing was known before 1999-01-01"]),
        (["--as-of", DAY], ["Which cases?"]),
        (["--clues", __file__], ["is no clue list in Parquet"]),
        (["--case", "c00003", "--as-of", DAY, "--out", "x.pdf"], ["x.pdf is no page", ".html"]),
        (["--case", "c00003", "--as-of", DAY, "--out", "x.html", "--json"], ["Give one of them"]),
    ],
)
def test_what_is_refused(
    made_up: Office, zbrisk: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], parts: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said(zbrisk("explain", made_up.tables, "--model", made_up.bundle, *words), *parts)
    assert left_in(tmp_path) == []


def test_stopping_between_two_pages_leaves_nothing(
    made_up: Office, zbrisk: Invoke, clues: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*args: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("zbrisk.pages.case_pages.render_index", stop)
    words = ["--model", made_up.bundle, "--clues", clues, "--out", tmp_path / "pages"]
    assert zbrisk("explain", made_up.tables, *words).exit_code == 130
    assert left_in(tmp_path) == ["clues.parquet"]
