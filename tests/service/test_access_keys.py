from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import pytest

from zbrisk.errors import DataError
from zbrisk.service.access_keys import KeyRing, new_key, read_keys, revoke_key

DAY = dt.date(2026, 11, 22)


def test_a_key_is_found_by_its_token_and_by_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    token = new_key(file, "court", ["score"])
    found = KeyRing(file).find(token, DAY)
    assert found is not None and (found.name, found.scopes) == ("court", frozenset({"score"}))
    assert KeyRing(file).find(token[:-1], DAY) is None
    assert KeyRing(file).find("", DAY) is None
    assert KeyRing(file).find(found.digest, DAY) is None  # what the file holds opens nothing


def test_the_file_holds_no_token_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    token = new_key(file, "court", ["score"])
    assert token not in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    new_key(file, "other", ["page"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_key_ends_on_its_day(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    token = new_key(file, "court", ["score"], until=DAY)
    ring = KeyRing(file)
    assert ring.find(token, DAY - dt.timedelta(days=1)) is not None
    assert ring.find(token, DAY) is None


def test_a_ring_sees_new_and_revoked_keys_without_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    ring = KeyRing(file)
    assert ring.find("zbrisk_x", DAY) is None
    token = new_key(file, "court", ["score"])
    assert ring.find(token, DAY) is not None
    revoke_key(file, "court")
    assert ring.find(token, DAY) is None
    assert read_keys(file) == []


@pytest.mark.parametrize(
    ("name", "scopes", "problem"),
    [
        ("", ["score"], "cannot be the name"),
        ("../up", ["score"], "cannot be the name"),
        ("court", ["everything"], "no scope 'everything'"),
        ("court", [], "opens nothing"),
        ("taken", ["score"], "There is a key taken already"),
    ],
)
def test_what_cannot_be_a_key_is_refused(tmp_path: Path, name: str, scopes: list[str], problem: str) -> None:
    file = tmp_path / "keys.json"
    new_key(file, "taken", ["score"])
    with pytest.raises(DataError, match=problem):
        new_key(file, name, scopes)
    assert [key.name for key in read_keys(file)] == ["taken"]


def test_an_unknown_key_cannot_be_revoked(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no key nobody"):
        revoke_key(tmp_path / "keys.json", "nobody")


@pytest.mark.parametrize(
    "text", ["{}", "[]", '{"keys": [{}]}', '{"keys": [{"name": 1, "sha256": "a", "scopes": [], "until": null}]}', "x"]
)
def test_a_file_that_holds_no_keys_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "keys.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError):
        read_keys(file)
