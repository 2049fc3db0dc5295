from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from training.registry.store import Store
from zbrisk.errors import DataError


def test_a_folder_of_bundles_has_its_store_in_it(tmp_path: Path) -> None:
    assert Store(tmp_path).address == f"sqlite:///{tmp_path}/mlflow.db"


@pytest.mark.parametrize("name", ["q3?", "a#b", "100%", "a%20b", "[x]", "中", "file:", "a b", "a?b=1&c"])
def test_the_name_of_a_folder_means_nothing_in_the_address(tmp_path: Path, name: str) -> None:
    store = Store(tmp_path / name)
    assert store.database == tmp_path / name / "mlflow.db"
    address = make_url(store.address)
    assert (address.database, dict(address.query)) == (str(store.database), {})
    assert Store(store.address).database == store.database


def test_an_address_is_taken_as_it_is() -> None:
    assert Store("https://mlflow.example:5000").address == "https://mlflow.example:5000"


def test_a_folder_without_a_store_is_refused_and_none_is_begun(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"holds no mlflow\.db"):
        Store(tmp_path).must_exist()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_an_address_where_nothing_answers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    with pytest.raises(DataError, match="MLflow cannot use http://127"):
        _ = Store("http://127.0.0.1:9").client
