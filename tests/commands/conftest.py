"""A made-up office as a folder, its signals, and the bundle that `zbrisk train` makes of them."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.support.office import SIGNAL, office
from zbrisk.commands import app, progress

RECIPE = "trials: 0\nbootstrap_draws: 100\nreference_cases: 300\ntop: [20]\n"
DAY = "2024-07-01"

Invoke = Callable[..., Result]


@dataclass(frozen=True, kw_only=True)
class Office:
    """Where its things are, and what training printed."""

    tables: Path
    signals: Path
    bundle: Path
    recipe: Path
    printed: str


@pytest.fixture
def zbrisk(monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """Run the command line with these words; no line of progress comes between, however busy the machine is."""
    monkeypatch.setattr(progress, "EACH_SECONDS", math.inf)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Trained once through the command line; tests change nothing in it."""
    home = tmp_path_factory.mktemp("office")
    (home / "tables").mkdir()
    for name, frame in office(size=800, reviewed=240).items():
        frame.to_parquet(home / "tables" / f"{name}.parquet", index=False)
    (home / "signals").mkdir()
    for name, direction, category in (("calm", "lowers", "delay"), ("tell", "raises", "hidden_assets")):
        text = SIGNAL.format(target="concealed_assets", direction=direction, category=category)
        (home / "signals" / f"{name}.sql").write_text(text, encoding="utf-8")
    (home / "recipe.yaml").write_text(RECIPE, encoding="utf-8")
    words = ["train", home / "tables", "--until", DAY, "--out", home / "bundle", "--recipe", home / "recipe.yaml"]
    words += ["--signals", home / "signals", "--no-report"]  # shap takes seconds to import
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # MLflow's own
        result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    places = {name: home / name for name in ("tables", "signals", "bundle")}
    return Office(**places, recipe=home / "recipe.yaml", printed=result.stdout)


def said(result: Result, *parts: str) -> None:
    """The command refused with exit code 1, in one sentence and its cure."""
    assert result.exit_code == 1, result.stdout
    problem, cure, *rest = result.stderr.strip().splitlines()
    assert problem.startswith("Error: ") and cure.startswith("  ") and not rest, result.stderr
    for part in parts:
        assert part in result.stderr


def left_in(folder: Path) -> list[str]:
    """What a folder holds, hidden drafts included."""
    return sorted(path.name for path in folder.iterdir())
