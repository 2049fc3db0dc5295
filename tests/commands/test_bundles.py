from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import DAY, Invoke, Office, said
from zbrisk.bundle.keys import own_key, trusted_keys


@pytest.fixture
def received(made_up: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """A bundle from another office, and that office's key; the user has a config folder of their own."""
    key = own_key().public.text
    shutil.copytree(made_up.bundle, tmp_path / "received")
    monkeypatch.setenv("ZBRISK_HOME", str(tmp_path / "home"))
    return tmp_path / "received", key


def test_training_signs_with_the_users_own_key(made_up: Office, zbrisk: Invoke) -> None:
    result = zbrisk("bundles", "verify", made_up.bundle)
    assert result.exit_code == 0 and "signed by own" in result.stderr
    assert zbrisk("bundles", "key").stdout.strip() == own_key().public.text


@pytest.mark.slow
def test_a_bundle_from_elsewhere_is_used_once_its_key_is_trusted(
    received: tuple[Path, str], made_up: Office, zbrisk: Invoke, tmp_path: Path
) -> None:
    bundle, key = received
    rank = ["rank", made_up.tables, "--model", bundle, "--as-of", DAY, "--out", tmp_path / "clues.csv"]
    said(zbrisk(*rank), "signed by a key that is not trusted here", "zbrisk bundles trust 'ssh-ed25519 ")
    said(zbrisk("bundles", "verify", bundle), "not trusted")
    assert zbrisk(*rank, "--unsigned").exit_code == 0
    trusted = zbrisk("bundles", "trust", *key.split(), "--name", "县院")
    assert trusted.exit_code == 0 and "Trusted as 县院: SHA256:" in trusted.stderr
    assert zbrisk(*rank).exit_code == 0
    listed = zbrisk("bundles", "keys").stdout
    assert "县院" in listed and trusted_keys()["县院"].fingerprint in listed
    assert zbrisk("bundles", "untrust", "县院").exit_code == 0
    said(zbrisk(*rank), "not trusted")
    assert zbrisk("bundles", "sign", bundle).exit_code == 0
    assert zbrisk("bundles", "verify", bundle).exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "TABLES", "--model", "BUNDLE", "--case", "x", "--as-of", DAY),
        ("monitor", "TABLES", "--model", "BUNDLE", "--as-of", DAY),
        ("clues", "TABLES", "--model", "BUNDLE", "--as-of", DAY, "--out", "x.csv"),
        ("model-card", "BUNDLE", "--out", "x.md"),
        ("train", "TABLES", "--retrain", "BUNDLE", "--out", "x"),
        ("train", "TABLES", "--against", "BUNDLE", "--until", DAY, "--out", "x"),
        ("models", "add", "BUNDLE"),
    ],
)
def test_every_command_that_reads_a_bundle_asks_who_made_it(
    words: tuple[str, ...], received: tuple[Path, str], made_up: Office, zbrisk: Invoke,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    given = {"TABLES": made_up.tables, "BUNDLE": received[0]}
    said(zbrisk(*(given.get(word, word) for word in words)), "not trusted here", "--unsigned")
    assert not (tmp_path / words[-1]).exists()


def test_what_is_no_key_is_not_trusted(zbrisk: Invoke, tmp_path: Path) -> None:
    (tmp_path / "a.pub").write_text("hello")
    said(zbrisk("bundles", "trust", tmp_path / "a.pub"), "is no Ed25519 key", "zbrisk bundles key")
    said(zbrisk("bundles", "trust", "nothing"), "cannot be read")
    said(zbrisk("bundles", "untrust", "nobody"), "No key nobody is trusted")


def test_a_run_that_could_not_sign_ends_before_it_begins(
    made_up: Office, zbrisk: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("ZBRISK_HOME", str(tmp_path / "file"))
    said(zbrisk("train", made_up.tables, "--until", DAY, "--out", tmp_path / "b"), "Set ZBRISK_HOME")
