from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.bundle.forging import altered, resigned
from tests.support.bundle import write_small
from zbrisk.bundle.bundle import read_bundle, sign_bundle
from zbrisk.bundle.keys import own_key, trust, untrust
from zbrisk.bundle.signature import SIGNATURES
from zbrisk.compiler.compiled import Program
from zbrisk.errors import BundleError
from zbrisk.scoring.scorer import load_scorer


def test_ones_own_bundle_is_read(folder: Path) -> None:
    assert tuple(read_bundle(folder).signers) == ("own",)
    read_bundle(folder)


def test_another_persons_bundle_is_read_only_once_their_key_is_trusted(folder: Path, another_home: Path) -> None:
    key = json.loads((folder / SIGNATURES).read_bytes())["signatures"][0]
    with pytest.raises(BundleError, match="not trusted") as refused:
        load_scorer(folder)
    assert key["id"] in refused.value.problem and f"zbrisk bundles trust '{key['key']}'" in refused.value.cure
    trust(key["key"], "office")
    assert tuple(read_bundle(folder).signers) == ("office",)
    load_scorer(folder)
    untrust("office")
    with pytest.raises(BundleError, match="not trusted"):
        read_bundle(folder)
    assert read_bundle(folder, unsigned=True).targets


def test_keys_that_are_named_are_trusted_and_no_other(folder: Path, another_home: Path, tmp_path: Path) -> None:
    key = json.loads((folder / SIGNATURES).read_bytes())["signatures"][0]["key"]
    (tmp_path / "office.pub").write_text(f"{key} office\n")
    for named in (key, tmp_path / "office.pub", str(tmp_path / "office.pub")):
        load_scorer(folder, keys=[named])
    for others in ([], [own_key().public]):
        with pytest.raises(BundleError, match="not trusted"):
            read_bundle(folder, keys=others)


def test_an_unsigned_bundle_is_read_only_if_the_caller_says_so(folder: Path) -> None:
    (folder / SIGNATURES).unlink()
    with pytest.raises(BundleError, match="is not signed") as refused:
        read_bundle(folder)
    assert "zbrisk bundles sign" in refused.value.cure and "--unsigned" in refused.value.cure
    read_bundle(folder, unsigned=True)
    sign_bundle(folder)
    read_bundle(folder)


def test_a_resealed_bundle_is_refused_though_every_hash_is_right(folder: Path) -> None:
    altered(folder, lambda manifest: manifest.update(run={"hashes": {"tables": "other"}}))
    with pytest.raises(BundleError, match="not what was signed"):
        read_bundle(folder)
    read_bundle(folder, unsigned=True)


def test_a_signature_of_another_bundle_does_not_fit(folder: Path, tmp_path: Path, program: Program) -> None:
    other = write_small(tmp_path / "other", program, run={})
    shutil.copy(other / SIGNATURES, folder / SIGNATURES)
    with pytest.raises(BundleError, match="not what was signed"):
        read_bundle(folder)


def test_an_approver_signs_beside_the_trainer(folder: Path, another_home: Path) -> None:
    trainer = json.loads((folder / SIGNATURES).read_bytes())["signatures"][0]
    sign_bundle(folder)
    sign_bundle(folder)
    listed = json.loads((folder / SIGNATURES).read_bytes())["signatures"]
    assert listed[0] == trainer and len(listed) == 2
    assert tuple(read_bundle(folder).signers) == ("own",)
    read_bundle(folder, keys=[trainer["key"]])
    listed[0]["signature"] = listed[1]["signature"]  # one that is trusted is not enough if another was tampered with
    (folder / SIGNATURES).write_text(json.dumps({"signatures": listed}, indent=1) + "\n")
    with pytest.raises(BundleError, match="not what was signed"):
        read_bundle(folder)


def test_a_bundle_that_does_not_hold_together_is_not_signed(folder: Path) -> None:
    (folder / "program.json").write_text("{}")
    before = (folder / SIGNATURES).read_bytes()
    with pytest.raises(BundleError, match="hash differs"):
        sign_bundle(folder)
    assert (folder / SIGNATURES).read_bytes() == before


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{}", '{"signatures": 5}', '{"signatures": [{}]}', '{"signatures": []}', "[" * 100_000,
             '{"signatures": [{"key": "ssh-ed25519 AAAA", "signature": ""}]}', '{"signatures": [1e999]}'],
)  # fmt: skip
def test_a_broken_signature_file_is_refused_in_a_sentence(folder: Path, text: str) -> None:
    (folder / SIGNATURES).write_text(text)
    with pytest.raises(BundleError):
        read_bundle(folder)


def test_a_broken_signature_file_is_signed_anew(folder: Path) -> None:
    before = (folder / SIGNATURES).read_bytes()
    (folder / SIGNATURES).write_text("broken")
    sign_bundle(folder)
    assert (folder / SIGNATURES).read_bytes() == before


def test_the_same_key_gives_the_same_bytes(folder: Path) -> None:
    before = (folder / SIGNATURES).read_bytes()
    resigned(folder)
    assert (folder / SIGNATURES).read_bytes() == before
