from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from tests.commands.conftest import Invoke, Office, said


@pytest.fixture(autouse=True)
def untracked(monkeypatch: pytest.MonkeyPatch) -> None:
    """MLflow takes seconds to lay out a store, which nothing here looks at."""
    monkeypatch.setattr("training.tracking.track", lambda *args, **more: None)


def files(bundle: Path) -> dict[str, bytes]:
    return {str(path.relative_to(bundle)): path.read_bytes() for path in bundle.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_retrain_on_the_same_tables_is_the_bundle_again(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    result = zbrisk("train", made_up.tables, "--retrain", made_up.bundle, "--out", tmp_path / "again", "--no-report")
    assert result.exit_code == 0, result.stderr
    assert f"It is {made_up.bundle} again, byte by byte." in result.stdout
    assert files(tmp_path / "again") == files(made_up.bundle)


@pytest.mark.slow  # quick tests of the parts are in tests/training/registry
def test_a_changed_row_and_a_changed_signal_are_named(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    tables, signals = tmp_path / "tables", tmp_path / "signals"
    shutil.copytree(made_up.tables, tables)
    shutil.copytree(made_up.signals, signals)
    petitions = pd.read_parquet(tables / "petitions.parquet")
    petitions.iloc[:-1].to_parquet(tables / "petitions.parquet", index=False)
    calm = (signals / "calm.sql").read_text("utf-8")
    (signals / "calm.sql").write_text(calm.replace("'delay'", "'other'"), encoding="utf-8")
    words = ["--retrain", made_up.bundle, "--signals", signals, "--out", tmp_path / "again", "--no-report"]
    result = zbrisk("train", tables, *words)
    assert result.exit_code == 0, result.stderr
    told = result.stdout.partition(f"It differs from {made_up.bundle} in\n")[2].splitlines()[:2]
    assert told[0].startswith("  signals: ") and told[0].endswith("; calm changed")
    assert told[1].startswith("  tables: ") and f"; petitions {len(petitions)} -> {len(petitions) - 1} rows" in told[1]


def test_what_a_bundle_brings_is_not_given_twice(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    words = ["--retrain", made_up.bundle, "--out", tmp_path / "again", "--recipe", made_up.tables]
    said(zbrisk("train", made_up.tables, *words), "--recipe cannot stand beside --retrain")


def test_without_a_bundle_a_day_is_needed(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    said(zbrisk("train", made_up.tables, "--out", tmp_path / "b"), "Until which day?", "--until")
