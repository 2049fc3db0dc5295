from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from tests.commands.conftest import DAY, Invoke, Office, left_in, said
from zbrisk.bundle.bundle import read_bundle


@pytest.fixture(scope="module")
def lessons(made_up: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two exports of one office under two labels: whether their rows are the same, nobody can see."""
    from typer.testing import CliRunner

    from zbrisk.commands import app

    home = tmp_path_factory.mktemp("lessons")
    for label in ("north", "south"):
        words = ["lessons", "export", made_up.tables, "--until", DAY, "--label", label, "--out", home / label]
        words += ["--signals", made_up.signals, "--recipe", made_up.tables.parent / "recipe.yaml"]
        result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
        assert result.exit_code == 0, result.stderr
    return home


def test_shows_what_is_in_them(lessons: Path, zbrisk: Invoke, tmp_path: Path) -> None:
    result = zbrisk("lessons", "show", lessons / "north")
    assert result.exit_code == 0 and "north" in result.stdout and "carried by 10 debtors" in result.stdout
    assert zbrisk("lessons", "show", lessons / "north", "--out", tmp_path / "r.html").exit_code == 0
    assert "经验包" in (tmp_path / "r.html").read_text("utf-8")
    said(zbrisk("lessons", "show", lessons / "north", "--out", tmp_path / "r.txt"), "is no report", ".html")


@pytest.mark.slow
def test_from_two_offices_to_a_provinces_bundle_to_a_prior(
    made_up: Office, lessons: Path, zbrisk: Invoke, tmp_path: Path
) -> None:
    merged = zbrisk("lessons", "merge", lessons / "north", lessons / "south", "--out", tmp_path / "both")
    assert "of 2 offices" in merged.stderr
    recipe = made_up.tables.parent / "recipe.yaml"
    words = ["--recipe", recipe, "--signals", made_up.signals, "--no-report"]
    result = zbrisk("lessons", "train", tmp_path / "both", "--out", tmp_path / "province", *words)
    assert result.exit_code == 0, result.stderr
    province = read_bundle(tmp_path / "province")
    assert [office["label"] for office in province.run["offices"]] == ["north", "south"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # MLflow's own
        own = ["train", made_up.tables, "--until", DAY, "--prior", tmp_path / "province", "--out", tmp_path / "own"]
        assert zbrisk(*own, *words).exit_code == 0
    bundle = read_bundle(tmp_path / "own")
    assert bundle.run["hashes"]["prior bundle"] == province.seal
    card = zbrisk("model-card", tmp_path / "own", "--out", tmp_path / "card.md", "--language", "en")
    assert card.exit_code == 0
    text = (tmp_path / "card.md").read_text("utf-8")
    assert province.version in text and "plain LightGBM" in text


def test_merging_one_office_with_itself_is_refused(lessons: Path, zbrisk: Invoke, tmp_path: Path) -> None:
    result = zbrisk("lessons", "merge", lessons / "north", lessons / "north", "--out", tmp_path / "both")
    said(result, "north is in them twice", "--label")
    assert left_in(tmp_path) == []


def test_other_signals_than_those_exported_with_are_refused(lessons: Path, zbrisk: Invoke, tmp_path: Path) -> None:
    result = zbrisk("lessons", "train", lessons / "north", "--out", tmp_path / "b", "--no-report")
    said(result, "made with other signals", "--signals")
    assert left_in(tmp_path) == []


def test_a_folder_that_is_something_else_is_not_overwritten(
    made_up: Office, lessons: Path, zbrisk: Invoke, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    result = zbrisk("lessons", "merge", lessons / "north", lessons / "south", "--out", tmp_path / "mine")
    said(result, "is no lessons", "nothing was overwritten")
    assert left_in(tmp_path / "mine") == ["thesis.txt"]


def test_a_prior_that_is_no_bundle_is_refused_before_anything_is_learnt(
    made_up: Office, lessons: Path, zbrisk: Invoke, tmp_path: Path
) -> None:
    words = ["--until", DAY, "--out", tmp_path / "b", "--signals", made_up.signals, "--prior", lessons / "north"]
    said(zbrisk("train", made_up.tables, *words), "is no bundle")


def test_a_value_that_fewer_than_ten_may_carry_is_refused(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    words = ["--until", DAY, "--label", "north", "--out", tmp_path / "l", "--signals", made_up.signals, "--least", "5"]
    said(zbrisk("lessons", "export", made_up.tables, *words), "At least 5 debtors", "from 10 up")
