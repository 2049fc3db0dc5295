from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.bundle import program_of, targets, write_small
from zbrisk.compiler.compiled import Program
from zbrisk.errors import BundleError
from zbrisk.service.access_keys import new_key
from zbrisk.service.application import create_app
from zbrisk.service.served_model import ServedModel, let_go
from zbrisk.service.settings import Settings

LATER = dt.date(2024, 3, 1)


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    """Models that no service ends would still be set apart when the tests' process does."""
    yield
    let_go()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return program_of(tmp_path_factory.mktemp("signals"))


@pytest.fixture
def served(tmp_path: Path, program: Program) -> Settings:
    """A bundle of its own for each test, for tests put others in its place."""
    return Settings.of(write_small(tmp_path / "bundle", program), tmp_path / "keys.json", tmp_path / "audit.jsonl")


@pytest.fixture
def put(served: Settings, program: Program) -> Callable[[dt.date], None]:
    """Put a bundle that learnt until a day in the place of the one that is served."""

    def replaced(until: dt.date) -> None:
        write_small(served.model, program, until=until, targets=targets()[:1])  # another model, so another version

    return replaced


def client_of(settings: Settings) -> TestClient:
    token = new_key(settings.keys, "all", ["score", "raw", "reload"])
    return TestClient(create_app(settings), headers={"Authorization": f"Bearer {token}"})


def test_a_new_bundle_answers_after_a_reload_and_not_before(
    served: Settings, put: Callable[[dt.date], None], case: dict[str, Any]
) -> None:
    with client_of(served) as client:
        before = client.get("/v1/model").json()
        put(LATER)
        assert client.get("/v1/model").json() == before
        after = client.post("/v1/reload").json()
        assert after["trained_until"] == "2024-03-01" and after["version"] != before["version"]
        assert client.post("/v1/score", json=case).json()["model_version"] == after["version"]


def test_an_older_bundle_is_refused_and_the_other_goes_on_answering(
    served: Settings, put: Callable[[dt.date], None], case: dict[str, Any]
) -> None:
    with client_of(served) as client:
        version = client.get("/v1/model").json()["version"]
        put(dt.date(2023, 1, 1))
        refused = client.post("/v1/reload")
        assert refused.status_code == 409 and "older than" in refused.json()["problem"]
        assert client.post("/v1/score", json=case).json()["model_version"] == version
    with pytest.raises(BundleError, match="older than"):
        ServedModel(served)


def test_a_broken_bundle_is_refused_and_the_other_goes_on_answering(served: Settings, case: dict[str, Any]) -> None:
    with client_of(served) as client:
        (served.model / "program.json").write_bytes(b"{}")
        assert client.post("/v1/reload").status_code == 409
        assert client.post("/v1/score", json=case).status_code == 200
        shutil.rmtree(served.model)
        assert client.post("/v1/reload").status_code == 409
        assert client.post("/v1/score", json=case).status_code == 200


def test_other_processes_see_that_one_has_reloaded(served: Settings, put: Callable[[dt.date], None]) -> None:
    one, other = ServedModel(served), ServedModel(served)
    put(LATER)
    assert not other.is_behind
    one.reload()
    assert other.is_behind and not one.is_behind
    other.reload(announce=False)
    assert other.seal == one.seal and not other.is_behind and not one.is_behind
