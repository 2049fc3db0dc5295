from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.scoring.small import AS_OF, FEATURES, UNTIL, program_of, targets, three_cases, write_small
from zbrisk.bundle.audits import Audits
from zbrisk.bundle.bundle import FORMAT, read_bundle
from zbrisk.compiler.compiled import Program
from zbrisk.compiler.serial import program_to_json
from zbrisk.contract import load_contract
from zbrisk.errors import BundleError
from zbrisk.scoring.scorer import load_scorer

FILES = (
    "bundle.json",
    "contract.json",
    "program.json",
    *(f"models/{target}.{ending}" for target in FEATURES for ending in ("txt", "json")),
    *(f"reference/{target}.json" for target in FEATURES),
)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def altered(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest and seal it again, as somebody would who knows how."""
    manifest = json.loads((folder / "bundle.json").read_text(encoding="utf-8"))
    change(manifest)
    del manifest["seal"]
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    sealed = manifest | {"seal": hashlib.sha256(text.encode()).hexdigest()}
    whole = json.dumps(sealed, ensure_ascii=False, indent=1) + "\n"
    (folder / "bundle.json").write_text(whole, encoding="utf-8")


def test_what_was_written_is_read(folder: Path, program: Program) -> None:
    bundle = read_bundle(folder)
    assert bundle.targets == targets()
    assert bundle.until == UNTIL
    assert bundle.contract == load_contract()
    assert bundle.run == {"hashes": {"tables": "t"}, "skipped": {"其他": "too few"}}
    assert program_to_json(bundle.program) == program_to_json(program)
    assert bundle.program.features == program.features


def test_audits_come_and_go_with_the_bundle(tmp_path: Path, program: Program) -> None:
    first, second = targets()
    with_audits = replace(first, audits=Audits(scores=(1.5, -0.25), labels=(1.0, 0.0), weights=(4.0, 4.0)))
    folder = write_small(tmp_path / "bundle", program, targets=(with_audits, second))
    assert read_bundle(folder).targets == (with_audits, second)
    assert (folder / "audits" / f"{first.target}.json").is_file()
    assert not (folder / "audits" / f"{second.target}.json").exists()


def test_a_bundle_read_and_written_again_is_the_same(folder: Path, tmp_path: Path) -> None:
    read = read_bundle(folder)
    again = write_small(tmp_path / "again", read.program, contract=read.contract, targets=read.targets, run=read.run)
    assert contents(again) == contents(folder)
    assert read_bundle(again).version == read.version


def test_the_same_signals_and_models_make_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    assert contents(write_small(tmp_path / "again", program_of(tmp_path))) == contents(folder)


def test_it_holds_text_of_open_formats_only(folder: Path) -> None:
    assert sorted(contents(folder)) == sorted(FILES)
    for name, content in contents(folder).items():
        text = content.decode("utf-8")
        if name.endswith(".json"):
            json.loads(text)
        else:
            assert text.startswith("tree\nversion=v")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("place", [0.0, 0.5, 1.0])
def test_one_byte_changed_is_refused(folder: Path, name: str, place: float) -> None:
    content = bytearray((folder / name).read_bytes())
    content[int(place * (len(content) - 1))] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(BundleError, match=r"hash differs|cannot be read|is of format"):
        read_bundle(folder)


def test_no_byte_of_the_manifest_may_be_changed(folder: Path) -> None:
    manifest = folder / "bundle.json"
    whole = manifest.read_bytes()
    for place in range(0, len(whole), 7):
        content = bytearray(whole)
        content[place] ^= 2
        manifest.write_bytes(content)
        with pytest.raises(BundleError):
            read_bundle(folder)


@pytest.mark.parametrize("name", FILES[1:])
def test_a_missing_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(BundleError, match=f"lacks {name}"):
        read_bundle(folder)


def test_what_is_no_bundle_is_refused(folder: Path) -> None:
    (folder / "bundle.json").unlink()
    with pytest.raises(BundleError, match=r"is no bundle: it has no bundle\.json"):
        load_scorer(folder)
    with pytest.raises(BundleError, match="is no bundle"):
        load_scorer(folder / "nothing here")


@pytest.mark.parametrize(("other", "cure"), [(1, "Install a newer zbrisk"), (-1, "Train anew")])
def test_another_format_is_refused_with_what_to_do(folder: Path, other: int, cure: str) -> None:
    altered(folder, lambda manifest: manifest.update(format=FORMAT + other))
    with pytest.raises(BundleError, match=cure):
        read_bundle(folder)


@pytest.mark.parametrize("name", ["../secret.txt", "models/../../secret.txt", "{parent}/secret.txt"])
def test_a_manifest_reaches_no_file_outside(folder: Path, name: str) -> None:
    secret = folder.parent / "secret.txt"
    secret.write_text("secret")
    digest = hashlib.sha256(b"secret").hexdigest()
    altered(folder, lambda manifest: manifest["files"].update({name.format(parent=folder.parent): digest}))
    with pytest.raises(BundleError, match="lacks"):
        read_bundle(folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda manifest: manifest["targets"].append("other"),
        lambda manifest: manifest["files"].pop("program.json"),
        lambda manifest: manifest["files"].pop("reference/sham_litigation.json"),
        lambda manifest: manifest.pop("until"),
        lambda manifest: manifest.update(until="tomorrow"),
        lambda manifest: manifest.update(files=[]),
        lambda manifest: manifest.update(targets="all"),
        lambda manifest: manifest.pop("format"),
    ],
)
def test_a_manifest_that_does_not_hold_together_is_refused(
    folder: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    altered(folder, change)
    with pytest.raises(BundleError):
        read_bundle(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"format": "x"}', "\x00", "[" * 50])
def test_a_manifest_that_is_none_is_refused(folder: Path, text: str) -> None:
    (folder / "bundle.json").write_text(text)
    with pytest.raises(BundleError, match="cannot be read"):
        read_bundle(folder)


def test_an_older_bundle_is_replaced(folder: Path, program: Program) -> None:
    (folder / "models" / "older.txt").write_text("older")
    write_small(folder, program, until=UNTIL.replace(year=2025))
    assert sorted(contents(folder)) == sorted(FILES)
    assert read_bundle(folder).until.year == 2025


def test_another_folder_or_file_is_not_overwritten(tmp_path: Path, program: Program) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "cat.png").write_text("cat")
    (tmp_path / "letter").write_text("dear")
    for name in ("pictures", "letter"):
        with pytest.raises(BundleError, match="exists and is no bundle"):
            write_small(tmp_path / name, program)
    assert contents(tmp_path) == {"pictures/cat.png": b"cat", "letter": b"dear"}


class Interrupted:
    """Stands for Ctrl-C while the run is written down."""

    def __str__(self) -> str:
        raise KeyboardInterrupt


def test_an_interrupted_write_leaves_nothing(tmp_path: Path, program: Program) -> None:
    with pytest.raises(KeyboardInterrupt):
        write_small(tmp_path / "bundle", program, run={"note": Interrupted()})
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_write_leaves_the_older_bundle(folder: Path, program: Program) -> None:
    before = contents(folder)
    with pytest.raises(KeyboardInterrupt):
        write_small(folder, program, run={"note": Interrupted()})
    assert contents(folder) == before
    assert list(folder.parent.iterdir()) == [folder]


def test_a_bundle_scores_wherever_it_lies(folder: Path, tmp_path: Path) -> None:
    moved = folder.rename(tmp_path / "移到这里")
    assert load_scorer(moved).rank(three_cases(), as_of=AS_OF)["case_id"].tolist()[:3] == ["A", "C", "B"]
