"""A service on the small bundle, called without a network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.bundle import AS_OF, program_of, three_cases, write_small
from zbrisk.scoring.scorer import Scorer, load_scorer

pytest.importorskip("fastapi")
pytest.importorskip("prometheus_client")

from starlette.testclient import TestClient

from zbrisk.service.access_keys import new_key
from zbrisk.service.application import create_app
from zbrisk.service.settings import Settings

KEYS = {"all": ("score", "page", "raw", "reload"), "bare": ("score",), "pages": ("page",)}


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = program_of(tmp_path_factory.mktemp("signals"))
    return write_small(tmp_path_factory.mktemp("service") / "bundle", program)


@pytest.fixture(scope="session")
def scorer(bundle: Path) -> Scorer:
    return load_scorer(bundle)


@pytest.fixture(scope="session")
def case(scorer: Scorer) -> dict[str, Any]:
    """The body of a call, as Python."""
    records = three_cases().records("A", AS_OF, scorer.needs())
    body = {"as_of": AS_OF, "case_id": "A", "records": records}
    plain: dict[str, Any] = json.loads(json.dumps(body, default=str))
    return plain


@pytest.fixture
def settings(tmp_path: Path, bundle: Path) -> Settings:
    return Settings.of(bundle, tmp_path / "keys.json", tmp_path / "audit.jsonl", body_megabytes=1.0)


@pytest.fixture
def tokens(settings: Settings) -> dict[str, str]:
    """Keys of several scopes by name."""
    return {name: new_key(settings.keys, name, scopes) for name, scopes in KEYS.items()}


@pytest.fixture
def client(settings: Settings, tokens: dict[str, str]) -> Iterator[TestClient]:
    """A client that may do everything."""
    with TestClient(create_app(settings), headers={"Authorization": f"Bearer {tokens['all']}"}) as client:
        yield client
