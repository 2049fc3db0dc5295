from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.commands.conftest import DAY, Invoke, Office, left_in, said
from tests.support.bundle import program_of, targets, write_small
from tests.support.office import office

GOOD, OTHER = targets()
USELESS = replace(OTHER, target=GOOD.target)  # counts what has nothing to do with it


def test_a_folder_without_models_is_refused(zbrisk: Invoke, tmp_path: Path) -> None:
    said(zbrisk("models", "list", tmp_path), "holds no mlflow.db", "zbrisk train")
    assert left_in(tmp_path) == []


def test_a_folder_that_is_no_bundle_is_not_registered(zbrisk: Invoke, tmp_path: Path) -> None:
    said(zbrisk("models", "add", tmp_path), "is no bundle")


def test_promoting_needs_a_day(made_up: Office, zbrisk: Invoke) -> None:
    said(zbrisk("models", "promote", made_up.bundle.parent, made_up.tables, "--as-of", "soon"), "--as-of: 'soon'")


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Tables with many later reviews, a bundle that knows nothing and one that does."""

    home: Path
    tables: Path


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    home = tmp_path_factory.mktemp("shelf")
    (home / "tables").mkdir()
    for name, frame in office(size=1500, reviewed=500).items():
        frame.to_parquet(home / "tables" / f"{name}.parquet", index=False)
    program = program_of(home)
    write_small(home / "useless", program, targets=(USELESS,), until=dt.date(2020, 7, 1))
    write_small(home / "good", program, targets=(GOOD,), until=dt.date(2021, 1, 1))
    return Shelf(home=home, tables=home / "tables")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_from_challenger_to_champion(shelf: Shelf, zbrisk: Invoke, tmp_path: Path) -> None:
    from training.registry.models import Models
    from training.registry.store import Store

    promote = ["models", "promote", shelf.home, shelf.tables, "--as-of"]
    assert "Version 1 of zbrisk is the challenger" in zbrisk("models", "add", shelf.home / "useless").stderr
    first = zbrisk(*promote, "2025-01-01")
    assert first.exit_code == 0 and "There was no champion" in first.stdout

    zbrisk("models", "add", shelf.home / "good")
    early = zbrisk(*promote, "2021-06-01")
    assert early.exit_code == 3 and "Refused." in early.stdout
    assert "concealed_assets: too few" in early.stdout and "more confirmed ones are needed" in early.stdout
    assert "challenger" in zbrisk("models", "list", shelf.home).stdout

    late = zbrisk(*promote, "2025-01-01")
    assert late.exit_code == 0, late.stdout
    assert "Let through." in late.stdout and "concealed_assets: better; average precision 0." in late.stdout
    assert "reviews opened from 2021-01-01 on, 0 of them chosen at random" in late.stdout

    champion, beaten = Models(Store(shelf.home)).versions()
    assert (champion.aliases, beaten.aliases) == (("champion",), ())
    assert champion.tags["gate"] == "let through" and champion.tags["gate.against"] == "1"
    assert json.loads(champion.tags["gate.figures"])["comparisons"][0]["verdict"] == "better"
    listed = zbrisk("models", "list", shelf.home).stdout
    assert "champion" in listed and "challenger" not in listed

    assert zbrisk("models", "fetch", shelf.home, "champion", "--out", tmp_path / "got").exit_code == 0
    assert (tmp_path / "got" / "bundle.json").read_bytes() == (shelf.home / "good" / "bundle.json").read_bytes()
    said(zbrisk(*promote, DAY), "There is no 'challenger' of zbrisk")
