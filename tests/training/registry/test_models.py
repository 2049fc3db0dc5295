from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.scoring.small import program_of, write_small
from training.registry.models import Models, Version
from training.registry.store import Store
from zbrisk.errors import BundleError, DataError

pytestmark = [
    pytest.mark.slow,  # MLflow takes some seconds to import and to lay out its store
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two bundles, both registered, the first as champion."""
    home = tmp_path_factory.mktemp("models")
    program = program_of(home)
    for name, day in (("q1", dt.date(2024, 1, 1)), ("q2", dt.date(2024, 4, 1))):
        write_small(home / name, program, run={"hashes": {"tables": name}}, until=day)
    models = Models(Store(home))
    models.crown(models.add(home / "q1"))
    models.add(home / "q2")
    return home


@pytest.fixture
def models(home: Path) -> Models:
    return Models(Store(home))


def aliases(versions: list[Version]) -> dict[int, tuple[str, ...]]:
    return {version.number: version.aliases for version in versions}


def test_versions_say_what_they_are(models: Models) -> None:
    newest, oldest = models.versions()
    assert aliases([newest, oldest]) == {2: ("challenger",), 1: ("champion",)}
    assert (newest.until, oldest.tags["hash.tables"]) == (dt.date(2024, 4, 1), "q1")
    assert oldest.tags["targets"] == "concealed_assets, sham_litigation"


def test_adding_twice_makes_one_version(models: Models, home: Path) -> None:
    assert models.add(home / "q2").number == 2
    assert len(models.versions()) == 2


def test_the_champion_does_not_challenge_itself(models: Models, home: Path) -> None:
    with pytest.raises(DataError, match="is the champion, version 1"):
        models.add(home / "q1")


def test_what_comes_back_is_what_went_in(models: Models, home: Path, tmp_path: Path) -> None:
    assert models.fetch("champion", tmp_path / "back").number == 1
    files = [path.relative_to(home / "q1") for path in (home / "q1").rglob("*") if path.is_file()]
    assert files
    assert all((tmp_path / "back" / file).read_bytes() == (home / "q1" / file).read_bytes() for file in files)


def test_what_is_not_there_is_refused(models: Models, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no 'laureate' of zbrisk"):
        models.fetch("laureate", tmp_path / "back")


def test_a_folder_that_is_no_bundle_is_not_overwritten(models: Models, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(BundleError, match="nothing was overwritten"):
        models.fetch("champion", tmp_path)


def test_no_pickle_is_in_the_logged_model(models: Models, home: Path) -> None:
    (model,) = (home / "mlflow-artifacts" / models.version("champion").run).rglob("MLmodel")
    files = [path for path in model.parent.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"served.py", "bundle.json", "MLmodel"}
    assert {path.suffix for path in files} == {"", ".txt", ".json", ".yaml", ".py"}
    for path in files:
        path.read_text("utf-8")  # a pickle is no text
    assert "python_model:" not in model.read_text("utf-8")  # where MLflow would name one
    assert str(home) not in model.read_text("utf-8")


def test_a_bundle_exchanged_in_the_store_is_refused(home: Path, tmp_path: Path) -> None:
    program = program_of(tmp_path)
    write_small(tmp_path / "true", program)
    models = Models(Store(tmp_path))
    run = models.add(tmp_path / "true").run
    (held,) = (tmp_path / "mlflow-artifacts" / run).rglob("bundle")
    write_small(held, program, targets=())
    with pytest.raises(BundleError, match="is not the bundle"):
        models.fetch("challenger", tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_a_folder_with_an_odd_name_holds_its_own_store(tmp_path: Path) -> None:
    home = tmp_path / "q3? 100%"
    home.mkdir()
    write_small(home / "q1", program_of(tmp_path), run={"hashes": {}}, until=dt.date(2024, 1, 1))
    before = sorted(path.name for path in tmp_path.iterdir())
    Models(Store(home)).add(home / "q1")
    Store(home).must_exist()
    assert [version.number for version in Models(Store(home)).versions()] == [1]
    Models(Store(home)).fetch("challenger", home / "fetched")
    assert sorted(path.name for path in home.iterdir()) == ["fetched", "mlflow-artifacts", "mlflow.db", "q1"]
    assert sorted(path.name for path in tmp_path.iterdir()) == before
