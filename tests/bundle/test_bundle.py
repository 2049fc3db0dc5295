from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.bundle.forging import altered, dump, hashed, resigned
from tests.support.bundle import AS_OF, FEATURES, UNTIL, program_of, targets, three_cases, write_small
from zbrisk.bundle.audits import Audits
from zbrisk.bundle.bundle import FORMAT, read_bundle
from zbrisk.compiler.compiled import Program
from zbrisk.compiler.serial import program_to_json
from zbrisk.contract import load_contract
from zbrisk.errors import BundleError, ZbriskError
from zbrisk.scoring.scorer import load_scorer

FILES = (
    "bundle.json",
    "bundle.sig",
    "contract.json",
    "program.json",
    *(f"models/{target}.{ending}" for target in FEATURES for ending in ("txt", "json")),
    *(f"reference/{target}.json" for target in FEATURES),
)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


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
        if name.endswith((".json", ".sig")):
            json.loads(text)
        else:
            assert text.startswith("tree\nversion=v")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("place", [0.0, 0.5, 1.0])
def test_one_byte_changed_is_refused(folder: Path, name: str, place: float) -> None:
    content = bytearray((folder / name).read_bytes())
    content[int(place * (len(content) - 1))] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(
        BundleError, match=r"hash differs|cannot be read|is of format|is not what was|no JSON|no signatures"
    ):
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


@pytest.mark.parametrize("name", FILES[2:])
def test_a_missing_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(BundleError, match=f"lacks {name}"):
        read_bundle(folder)


@pytest.mark.parametrize(
    "name", ["notes.txt", "models/other.txt", "audits/sham_litigation.json", "models/more/x", "more/x"]
)
def test_a_file_that_is_not_of_the_bundle_is_refused(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("{}")
    with pytest.raises(BundleError, match="not of the bundle"):
        read_bundle(folder)


def test_hidden_files_of_the_system_are_nobodys_concern(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"\x00")
    (folder / "models" / "._x").mkdir()
    read_bundle(folder)


def test_a_folder_that_is_a_link_is_refused(folder: Path) -> None:
    (folder / "models").rename(folder.parent / "elsewhere")
    (folder / "models").symlink_to(folder.parent / "elsewhere")
    with pytest.raises(BundleError, match="is a link"):
        read_bundle(folder)


def test_a_bundle_may_be_reached_through_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to(folder)
    read_bundle(tmp_path / "current")


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


@pytest.mark.parametrize(
    "name", ["../secret.txt", "models/../../secret.txt", "{parent}/secret.txt", "x" * 5000, "", "a\x00b"]
)
def test_a_manifest_reaches_no_file_outside(folder: Path, name: str) -> None:
    secret = folder.parent / "secret.txt"
    secret.write_text("secret")
    altered(folder, lambda manifest: manifest["files"].update({name.format(parent=folder.parent): hashed(b"secret")}))
    resigned(folder)
    with pytest.raises(BundleError, match=r"files are not those of its targets|name of 5,000 letters"):
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
        lambda manifest: manifest.update(run=[5]),
        lambda manifest: manifest.update(targets=["../x"]),
        lambda manifest: manifest.update(targets=manifest["targets"] * 2),
        lambda manifest: manifest.update(more=1),
        lambda manifest: manifest["files"].update({"program.json": "0" * 63}),
        lambda manifest: manifest["files"].update({"program.json": None}),
    ],
)
def test_a_manifest_that_does_not_hold_together_is_refused(
    folder: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    altered(folder, change)
    resigned(folder)
    with pytest.raises(BundleError):
        read_bundle(folder)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"format": "x"}',
        "\x00",
        "[" * 50,
        "[" * 200_000,
        '{"format": 1e999}',
        '{"format": %s}' % ("9" * 400),
        '{"format": true}',
        '{"format": 3, "format": 3}',
        "NaN",
    ],
)
def test_a_manifest_that_is_none_is_refused(folder: Path, text: str) -> None:
    (folder / "bundle.json").write_text(text)
    resigned(folder)
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


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path, program: Program) -> None:
    first, *others = targets()
    with pytest.raises(BundleError, match="no number"):
        write_small(tmp_path / "b", program, targets=(replace(first, metrics={"auc": float("nan")}), *others))
    with pytest.raises(BundleError, match="run safely"):
        write_small(tmp_path / "b", program, targets=(replace(first, model_text="tree"), *others))
    assert not (tmp_path / "b").exists()


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


@pytest.mark.parametrize("name", FILES[2:])
@pytest.mark.parametrize(
    "text", ["", "null", "5", "[]", "{}", "[" * 200_000, '{"features": 1e999}', "9" * 400, '{"a": NaN}']
)
def test_a_signed_file_of_nonsense_is_refused_in_a_sentence(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    altered(folder)
    resigned(folder)
    with pytest.raises(ZbriskError) as refused:
        read_bundle(folder)
    assert len(refused.value.problem) < 500 and "\n" not in refused.value.problem


@pytest.mark.parametrize(
    "change",
    [
        lambda about: about["features"].append("other"),
        lambda about: about["features"].reverse(),
        lambda about: about.update(features="calm"),
        lambda about: about["calibration"].update(kind="pickle"),
        lambda about: about["calibration"]["parameters"].update(slope=["x"]),
        lambda about: about.update(monotone={"other": 1}),
        lambda about: about.update(monotone={"tell__count__all": 2}),
        lambda about: about.update(metrics=5),
    ],
)
def test_a_model_that_does_not_fit_is_refused(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "models" / "concealed_assets.json"
    about = json.loads(path.read_bytes())
    change(about)
    path.write_bytes(dump(about))
    altered(folder)
    resigned(folder)
    with pytest.raises(BundleError):
        load_scorer(folder)
