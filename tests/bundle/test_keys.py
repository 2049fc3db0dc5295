from __future__ import annotations

import os
from pathlib import Path

import pytest

from zbrisk.bundle.keys import PublicKey, own_key, trust, trusted_keys, untrust
from zbrisk.errors import DataError
from zbrisk.home import home

OTHER = PublicKey(bytes(range(32)))


@pytest.fixture(autouse=True)
def somebody(another_home: Path) -> Path:
    return another_home


def test_no_test_writes_to_the_users_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    users = Path.home() / ".config"
    assert not home().is_relative_to(users)
    monkeypatch.delenv("ZBRISK_HOME")
    assert not home().is_relative_to(users)


def test_the_folder_is_the_one_named_or_the_configs_or_the_homes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZBRISK_HOME", "/a")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/b")
    monkeypatch.setenv("HOME", "/c")
    assert home() == Path("/a")
    monkeypatch.delenv("ZBRISK_HOME")
    assert home() == Path("/b/zbrisk")
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert home() == Path("/c/.config/zbrisk")


def test_the_own_key_is_made_once_and_only_its_owner_can_read_it(somebody: Path) -> None:
    assert trusted_keys() == {}
    first = own_key()
    assert own_key().public == first.public == trusted_keys()["own"]
    assert (somebody / "key.pem").stat().st_mode & 0o777 == 0o600
    assert somebody.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in somebody.iterdir()] == ["key.pem"]


def test_a_signature_is_of_its_message_and_key_alone() -> None:
    key = own_key()
    signature = key.sign(b"message")
    assert key.public.verifies(signature, b"message")
    assert not key.public.verifies(signature, b"massage")
    assert not key.public.verifies(signature[:-1], b"message")
    assert not OTHER.verifies(signature, b"message")


def test_a_key_that_others_can_read_is_not_used(somebody: Path) -> None:
    own_key()
    os.chmod(somebody / "key.pem", 0o644)
    with pytest.raises(DataError, match="chmod 600"):
        own_key()


@pytest.mark.parametrize("content", [b"", b"key", b"\xff" * 100, b"-----BEGIN PRIVATE KEY-----\nAAAA\n", b"x" * 20_000])
def test_a_broken_key_is_refused_in_a_sentence(somebody: Path, content: bytes) -> None:
    own_key()
    (somebody / "key.pem").write_bytes(content)
    with pytest.raises(DataError, match=r"has 20,000 bytes|no Ed25519 key"):
        own_key()


def test_a_folder_that_cannot_be_written_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("ZBRISK_HOME", str(tmp_path / "file"))
    with pytest.raises(DataError, match="ZBRISK_HOME"):
        own_key()


def test_a_key_is_trusted_by_its_text_and_by_its_file(tmp_path: Path) -> None:
    file = tmp_path / "办案中心.pub"
    file.write_text(f"{OTHER.text} 办案中心\n", encoding="utf-8")
    assert trust(file) == ("办案中心", OTHER)
    assert trust(OTHER.text, "second") == ("second", OTHER)
    assert trust(OTHER.text.split()[1])[0].startswith("key-")
    assert set(trusted_keys().values()) == {OTHER} and len(trusted_keys()) == 3
    assert len(untrust(OTHER.fingerprint)) == 3 and trusted_keys() == {}


def test_a_name_stands_for_one_key() -> None:
    trust(OTHER.text, "office")
    trust(OTHER.text, "office")
    with pytest.raises(DataError, match="stands for another key"):
        trust(PublicKey(bytes(32)).text, "office")


@pytest.mark.parametrize("name", ["own", "../x", "a/b", "a b", ".hidden", "x" * 65, "-C"])
def test_a_name_that_is_no_name_is_refused(name: str, somebody: Path) -> None:
    with pytest.raises(DataError, match="cannot be the name of a key"):
        trust(OTHER.text, name)
    assert not (somebody / "trusted").exists()


@pytest.mark.parametrize(
    "text",
    ["", "AAAA", "ssh-rsa AAAAB3NzaC1yc2E=", "no such file", OTHER.text[:-1], OTHER.text.replace("C3Nz", "C3Ny")],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        trust(text, "x")


def test_the_secret_half_is_not_taken_for_the_public_one(somebody: Path) -> None:
    own_key()
    with pytest.raises(DataError, match="secret"):
        trust(somebody / "key.pem", "x")


def test_the_own_key_is_not_untrusted_and_no_key_is_not_either() -> None:
    own_key()
    for which in ("own", "nobody"):
        with pytest.raises(DataError):
            untrust(which)


def test_the_fingerprint_is_that_of_openssh() -> None:
    assert OTHER.text == "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    assert OTHER.fingerprint.startswith("SHA256:") and len(OTHER.fingerprint) == 50
