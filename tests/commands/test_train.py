from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.commands.conftest import DAY, Invoke, Office, left_in, said
from zbrisk.bundle.bundle import read_bundle


def test_prints_figures_with_intervals_and_writes_a_bundle_and_its_tracking(made_up: Office) -> None:
    assert "concealed_assets" in made_up.printed
    assert "average precision" in made_up.printed
    assert " to " in made_up.printed
    assert read_bundle(made_up.bundle).run["recipe"]["trials"] == 0
    assert left_in(made_up.bundle.parent) == [
        "bundle",
        "mlflow-artifacts",
        "mlflow.db",
        "recipe.yaml",
        "signals",
        "tables",
    ]


@pytest.mark.slow  # shap takes seconds to import
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # MLflow's own
def test_writes_a_report_beside_the_bundle_and_compares_with_the_one_in_use(
    made_up: Office, zbrisk: Invoke, tmp_path: Path
) -> None:
    (tmp_path / "r.yaml").write_text("trials: 2\nbootstrap_draws: 100\nreference_cases: 300\ntop: [20]\nrefits: 0\n")
    words = ["--until", DAY, "--out", tmp_path / "b", "--signals", made_up.signals, "--recipe", tmp_path / "r.yaml"]
    result = zbrisk("train", made_up.tables, *words, "--against", made_up.bundle)
    assert result.exit_code == 0, result.stderr
    page = (tmp_path / "b-report.html").read_text("utf-8")
    assert "what a sceptic would say" in page and "Also on the last model" in page
    bundle = read_bundle(tmp_path / "b")
    assert bundle.run["hashes"]["last"] == read_bundle(made_up.bundle).version
    churn = bundle.targets[0].metrics["churn"]
    assert 0 < churn["kept_in_first"]["20"] <= 1  # type: ignore[index]
    # the one in use was trained on all that the hold-out holds, so nothing is left to compare on
    assert bundle.targets[0].metrics["holdout"]["against"]["last_model"]["cases"] == 0  # type: ignore[index]


def test_says_why_a_target_has_no_model(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    early = ["--until", "2020-09-01", "--out", tmp_path / "b", "--signals", made_up.signals]
    said(zbrisk("train", made_up.tables, *early), "Nothing can be learnt (concealed_assets:", "later --until")
    assert left_in(tmp_path) == []


def test_a_day_that_is_none(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    result = zbrisk("train", made_up.tables, "--until", "next year", "--out", tmp_path / "b")
    said(result, "--until: 'next year' is no date", "2026-11-22")


def test_a_recipe_with_an_unknown_choice(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("trails: 3\n")
    result = zbrisk("train", made_up.tables, "--until", DAY, "--out", tmp_path / "b", "--recipe", tmp_path / "r.yaml")
    said(result, "unknown key 'trails'", "Did you mean `trials`?")


def test_a_folder_that_is_no_bundle_is_not_overwritten(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    words = ["--until", DAY, "--out", tmp_path / "mine", "--signals", made_up.signals]
    said(zbrisk("train", made_up.tables, *words), "is no bundle", "nothing was overwritten")
    assert left_in(tmp_path / "mine") == ["thesis.txt"]


def test_a_bare_wheel_says_where_the_checkout_is(
    made_up: Office, zbrisk: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "training"]:
        monkeypatch.delitem(sys.modules, name)
    paths = [path for path in sys.path if not (Path(path or ".") / "training").is_dir()]
    monkeypatch.setattr(sys, "path", paths)
    result = zbrisk("train", made_up.tables, "--until", DAY, "--out", tmp_path / "b")
    said(result, "This needs `training`", "source")


@pytest.mark.slow
def test_stopping_while_the_bundle_is_written_leaves_nothing(
    made_up: Office, zbrisk: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*args: object, **more: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", stop)
    words = ["--until", DAY, "--out", tmp_path / "b", "--signals", made_up.signals, "--recipe", made_up.recipe]
    result = zbrisk("train", made_up.tables, *words, "--no-report")
    assert result.exit_code == 130
    assert "nothing half-written" in result.stderr
    assert left_in(tmp_path) == []
