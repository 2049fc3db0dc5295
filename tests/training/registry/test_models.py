from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.bundle import program_of, targets, write_small
from training.registry.models import DECIDED, Models, Version
from training.registry.store import WRITING, Store
from zbrisk import scratch
from zbrisk.bundle.bundle import read_bundle
from zbrisk.bundle.keys import own_key, trust
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
    assert {path.name for path in files} >= {"bundle.json", "bundle.sig", "MLmodel"}
    assert {path.suffix for path in files} == {"", ".txt", ".json", ".sig", ".yaml"}
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


def test_a_relative_path_with_an_odd_name_is_the_same_folder(tmp_path: Path) -> None:
    write_small(tmp_path / "q3?" / "bundle", program_of(tmp_path), run={"hashes": {}}, until=dt.date(2024, 1, 1))
    for words in (("add", "q3?/bundle"), ("list", "q3?")):
        command = [sys.executable, "-m", "zbrisk", "models", *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert "challenger" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made_up", "q3?"]


def registered(home: Path, *bundles: tuple[str, dt.date]) -> Models:
    """A store in a folder, with a champion that each bundle was in its turn."""
    program = program_of(home)
    models = Models(Store(home))
    for name, day in bundles:
        renamed = tuple(replace(each, metrics={"name": name}) for each in targets())
        models.crown(models.add(write_small(home / name, program, targets=renamed, until=day)))
    return models


def test_an_older_champion_than_the_last_one_seen_is_refused(tmp_path: Path) -> None:
    days = [("q1", dt.date(2024, 1, 1)), ("q2", dt.date(2024, 4, 1)), ("q3", dt.date(2024, 4, 1))]
    models = registered(tmp_path, *days)
    assert models.fetch("champion", tmp_path / "got").number == 3
    for old in ("1", "2"):
        models.crown(models.version(old))
        with pytest.raises(BundleError, match="is older than") as refused:
            models.fetch("champion", tmp_path / "got")
        assert "--older" in refused.value.cure
    assert (tmp_path / "got" / "bundle.json").read_bytes() == (tmp_path / "q3" / "bundle.json").read_bytes()
    assert models.fetch("1", tmp_path / "by number").number == 1
    assert models.fetch("champion", tmp_path / "got", older=True).number == 2
    assert models.fetch("champion", tmp_path / "got").number == 2


def test_whoever_approves_a_version_signs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = registered(tmp_path, ("q1", dt.date(2024, 1, 1)))
    trainer = own_key().public
    monkeypatch.setenv("ZBRISK_HOME", str(tmp_path / "another home"))
    with pytest.raises(BundleError, match="not trusted"):
        models.approve(models.version("champion"))
    trust(trainer.text, "trainer")
    models.approve(models.version("champion"))
    models.fetch("champion", tmp_path / "got")
    assert set(read_bundle(tmp_path / "got").signers) == {"own", "trainer"}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("MLmodel", "loader_module: zbrisk.scoring.served", "loader_module: mlflow.sklearn"),
        ("MLmodel", "code: null", "code: code"),
        ("requirements.txt", "zbrisk==", "evil==1\nzbrisk=="),
        ("conda.yaml", "- mlflow==", "- --index-url http://x\n  - mlflow=="),
        ("python_env.yaml", "- wheel", "- evil"),
        ("python_env.yaml", "- -r requirements.txt", "- -r data/bundle/models/x.txt"),
        ("code/evil.py", "", "import os"),
        ("MLmodel", "flavors:", "[[[["),
    ],
)
def test_what_would_have_mlflow_run_or_install_something_else_is_refused(
    name: str, old: str, new: str, tmp_path: Path
) -> None:
    models = registered(tmp_path, ("q1", dt.date(2024, 1, 1)))
    (file,) = (tmp_path / "mlflow-artifacts" / models.version("champion").run).rglob("MLmodel")
    path = file.with_name("MLmodel").parent / name
    path.parent.mkdir(exist_ok=True)
    text = path.read_text() if path.exists() else ""
    assert old in text
    path.write_text(text.replace(old, new) if old else new)
    with pytest.raises(BundleError, match=r"The model in the store|is no YAML"):
        models.fetch("champion", tmp_path / "got")
    assert not (tmp_path / "got").exists()


def test_what_a_dead_process_half_added_is_no_version_and_goes_with_the_next(tmp_path: Path) -> None:
    write_small(tmp_path / "true", program_of(tmp_path))
    models = Models(Store(tmp_path))
    client, dead = models.store.client, "zbrisk-" + scratch.Owner.this().system + "-4194305-1-01234567"
    run = client.create_run(models.store.experiment, tags={WRITING: dead}).info.run_id
    client.log_text(run, "half", "model/artifacts/bundle/bundle.json")
    assert models.versions() == [] and (tmp_path / "mlflow-artifacts" / run).exists()
    models.crown(models.add(tmp_path / "true"))
    assert [path.name for path in (tmp_path / "mlflow-artifacts").iterdir()] == [models.version("champion").run]
    assert WRITING not in client.get_run(models.version("champion").run).data.tags
    client.set_registered_model_alias(models.name, "challenger", "1")  # as if it had been killed while it was crowned
    client.delete_registered_model_alias(models.name, "champion")
    decided = json.dumps({"tags": {"gate": "let through"}, "crown": True})
    client.set_model_version_tag(models.name, "1", DECIDED, decided)
    assert models.find("challenger") is None
    assert models.version("champion").tags["gate"] == "let through"
    models.settle()
    settled = client.get_model_version(models.name, "1")
    assert settled.aliases == ["champion"] and settled.tags["gate"] == "let through" and DECIDED not in settled.tags
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made_up", "mlflow-artifacts", "mlflow.db", "true"]


def test_what_fails_in_the_middle_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_small(tmp_path / "true", program_of(tmp_path))
    models = Models(Store(tmp_path))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(models.store.client, "create_model_version", full)
        with pytest.raises(DataError, match="the disk is full"):
            models.add(tmp_path / "true")
    assert models.versions() == [] and not list((tmp_path / "mlflow-artifacts").iterdir())
    assert models.add(tmp_path / "true").number == 1
