"""A trained bundle: a folder of open formats with a hash each, signed, that scores without anything of the checkout.

    bundle.json                 the manifest: format, what it was trained on, the SHA-256 of every file and of itself
    bundle.sig                  signatures of the manifest's bytes: of whoever trained it, and of who approved it
    contract.json               the contract of the tables
    program.json                the signals: headers, compiled SQL for each engine
    models/<target>.txt         LightGBM's own text form
    models/<target>.json        features, calibration, monotone directions, figures
    reference/<target>.json     the distributions that a value is compared with
    audits/<target>.json        where there were enough: scores and outcomes of audits kept out of training, without ids
    reviewed/<target>.json      where there were enough: counts of reviews by score, of cases not learnt from

There is no pickle in it. Every file is read once; its format, a trusted signature and all hashes are verified on these
bytes before anything else in them is looked at. Then the SQL, and the trees, are read again before they run. The same
tables, signals, recipe, seed and key give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Field

from zbrisk.bundle.audits import Audits
from zbrisk.bundle.calibration import Calibration
from zbrisk.bundle.keys import KeyLike, PublicKey, SigningKey, own_key
from zbrisk.bundle.reference import Reference
from zbrisk.bundle.reviewed_scores import ReviewedScores
from zbrisk.bundle.sealed_folder import DIGEST, SealedFolder, canonical_json, digest_of
from zbrisk.bundle.signature import SIGNATURES, UNSIGNED, Signature, read_signatures, signed, write_signatures
from zbrisk.bundle.trained import TrainedTarget
from zbrisk.compiler.compiled import Program
from zbrisk.compiler.serial import program_from_json, program_to_json
from zbrisk.contract import Contract
from zbrisk.contract.reading import parse_contract
from zbrisk.errors import BundleError, ZbriskError
from zbrisk.files import replacing
from zbrisk.untrusted import parse_json
from zbrisk.validation import Many, StrictModel, validated

__all__ = ["FOLDER", "FORMAT", "MANIFEST", "Bundle", "read_bundle", "sign_bundle", "write_bundle"]

# 4: hidden columns in SQL have other names; 3: signed; 2: signals may be partial, which older ones read as "no data"
FORMAT = 4
MANIFEST = "bundle.json"
MEND = "Take the bundle from where it was trained, or train anew."

MAX_TARGETS = 50
TARGET = re.compile(r"[^\W_][\w-]{0,99}")  # it names files
KEYS = {"format", "until", "targets", "run", "files", "seal"}
FOLDER = SealedFolder(
    noun="bundle", manifest=MANIFEST, signatures=SIGNATURES, format=FORMAT, older="Train anew: `zbrisk train`.",
    made_by="Give the folder that `zbrisk train --out` wrote.", mend=MEND, unsigned=UNSIGNED,
    folders=("models", "reference", "audits", "reviewed"),
)  # fmt: skip

M = TypeVar("M", bound=StrictModel)


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """What a bundle holds.

    `version` is a short name made from the hashes of its files, `seal` the hash of its manifest; `run` says what it was
    trained on (hashes of tables, signals and recipe, library versions, targets without a model and why); `signers` are
    the trusted keys that signed it, by the names that the user knows them by.
    """

    contract: Contract
    program: Program
    targets: tuple[TrainedTarget, ...]
    until: dt.date
    version: str
    run: Mapping[str, Any]
    seal: str = ""
    signers: Mapping[str, PublicKey] = field(default_factory=dict)


def write_bundle(
    folder: Path,
    *,
    contract: Contract,
    program: Program,
    targets: Sequence[TrainedTarget],
    until: dt.date,
    run: Mapping[str, Any],
    key: SigningKey | None = None,
) -> None:
    """Write a bundle whole or not at all, signed with `key` or the user's own; an older one of that name is replaced.

    Raises:
        BundleError: The folder exists and is no bundle, or a model is none that would be read again.
        DataError: It cannot be written to, or there is no key to sign with.
    """
    files = {name: text.encode() for name, text in _files(contract, program, targets).items()}
    document = {"until": until.isoformat(), "targets": [each.target for each in targets], "run": dict(run)}
    FOLDER.write(folder, document, files, key or own_key())


def read_bundle(folder: str | Path, *, keys: Iterable[KeyLike] | None = None, unsigned: bool = False) -> Bundle:
    """Read a bundle, and believe nothing of it before it is verified.

    Args:
        folder: The bundle.
        keys: The keys to trust, as texts or .pub files; those that the user trusts if None.
        unsigned: Take it whoever made it; everything else is verified all the same.

    Raises:
        BundleError: It is missing, altered, incomplete, of another format, or not signed by a trusted key.
        DataError: A key cannot be read.
    """
    root = Path(folder)
    return _read(root, FOLDER.manifest_bytes(root), keys, unsigned)


def _read(root: Path, content: bytes, keys: Iterable[KeyLike] | None, unsigned: bool) -> Bundle:
    """The bundle of a manifest that has been read, once."""
    manifest = FOLDER.parsed(content, root)
    signers = {} if unsigned else FOLDER.signers(content, root, keys)
    FOLDER.check_seal(manifest, content, root)
    _check_manifest(manifest, root / MANIFEST)
    texts = _texts(root, manifest["files"])
    try:
        return replace(_bundle(root, manifest, texts), signers=signers)
    except (KeyError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError, RecursionError) as error:
        if isinstance(error, ZbriskError):
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise BundleError(f"{root} does not hold together ({what[:200]}).", MEND) from error


def sign_bundle(folder: str | Path, key: SigningKey | None = None) -> SigningKey:
    """Add a signature to a bundle that holds together, whoever made it; gives the key that signed.

    Raises:
        BundleError: It does not hold together.
        DataError: It cannot be written to, or there is no key to sign with.
    """
    root, signing = Path(folder), key or own_key()
    content = FOLDER.manifest_bytes(root)
    _read(root, content, None, unsigned=True)
    others: tuple[Signature, ...] = ()
    with suppress(BundleError):  # there is none, or none that can be read
        others = read_signatures(FOLDER.file_bytes(root, SIGNATURES), root / SIGNATURES)
    valid = [each for each in others if each.key.verifies(each.signature, content)]
    with replacing(root / SIGNATURES) as draft:
        draft.write_bytes(write_signatures(signed(content, signing, valid)))
    return signing


# -- writing ----------------------------------------------------------------------------------------------------------


def _files(contract: Contract, program: Program, targets: Sequence[TrainedTarget]) -> dict[str, str]:
    files = {
        "contract.json": canonical_json(contract.document),
        "program.json": canonical_json(program_to_json(program)),
    }
    for each in targets:
        about = About(
            features=each.feature_names, calibration=each.calibration, monotone=each.monotone, metrics=each.metrics
        )
        files[f"models/{each.target}.txt"] = each.trees.text
        files[f"models/{each.target}.json"] = canonical_json(about.model_dump())
        files[f"reference/{each.target}.json"] = canonical_json(each.reference.model_dump(mode="json"))
        if each.audits is not None:
            files[f"audits/{each.target}.json"] = canonical_json(each.audits.model_dump(mode="json"))
        if each.reviewed is not None:
            files[f"reviewed/{each.target}.json"] = canonical_json(each.reviewed.model_dump(mode="json"))
    return files


# -- verifying --------------------------------------------------------------------------------------------------------


def _check_manifest(manifest: Mapping[str, Any], path: Path) -> None:
    """The manifest names the targets and files that a bundle must have, and no other."""
    targets, files = manifest.get("targets"), manifest.get("files")
    if manifest.keys() != KEYS or not isinstance(targets, list) or not isinstance(files, dict):
        raise BundleError(f"{path} is incomplete.", MEND)
    if len(targets) > MAX_TARGETS or not all(isinstance(each, str) and TARGET.fullmatch(each) for each in targets):
        raise BundleError(f"{path} names targets that are none.", MEND)
    if not all(isinstance(each, str) and re.fullmatch(DIGEST, each) for each in files.values()):
        raise BundleError(f"{path} has hashes that are none.", MEND)
    needed, optional = _expected(targets)
    wrong = sorted(needed - files.keys()) or sorted(files.keys() - needed - optional)
    if wrong or len(set(targets)) < len(targets):
        raise BundleError(f"{path} does not hold together: its files are not those of its targets.", MEND)


def _expected(targets: Iterable[str]) -> tuple[set[str], set[str]]:
    """The files that a bundle of these targets must hold, and those that it may."""
    needed, optional = {"contract.json", "program.json"}, set()
    for target in targets:
        needed |= {f"models/{target}.txt", f"models/{target}.json", f"reference/{target}.json"}
        optional |= {f"audits/{target}.json", f"reviewed/{target}.json"}
    return needed, optional


def _texts(root: Path, files: Mapping[str, str]) -> dict[str, str]:
    """Every file of the manifest, verified, as text."""
    contents = FOLDER.contents(root, files)
    try:
        return {name: content.decode() for name, content in contents.items()}
    except UnicodeDecodeError as error:
        raise BundleError(f"{root} holds what is no text.", MEND) from error


# -- reading what is verified -----------------------------------------------------------------------------------------


def _bundle(root: Path, manifest: Mapping[str, Any], texts: Mapping[str, str]) -> Bundle:
    documents = {
        name: parse_json(text, f"{name} in {root}", error=BundleError)
        for name, text in texts.items()
        if name.endswith(".json") and name != "program.json"
    }
    contract = parse_contract(documents["contract.json"])
    bundle = Bundle(
        contract=contract,
        program=_program(_ProgramText(texts["program.json"], f"program.json in {root}"), contract),
        targets=tuple(_target(name, documents, texts[f"models/{name}.txt"]) for name in manifest["targets"]),
        until=dt.date.fromisoformat(manifest["until"]),
        version=digest_of(canonical_json(manifest["files"]).encode())[:12],
        seal=manifest["seal"],
        run=dict(manifest["run"]),
    )
    for each in bundle.targets:
        _check_target(each, bundle.program)
    return bundle


@dataclass(frozen=True)
class _ProgramText:
    """The text of a program; where it stood is said of a fault in it, and tells no two programs apart."""

    text: str
    place: str = field(compare=False)


@lru_cache(maxsize=2)
def _program(written: _ProgramText, contract: Contract) -> Program:
    """One object for one text: checking its queries takes seconds, and is done once for an object."""
    return program_from_json(parse_json(written.text, written.place, error=BundleError), contract)


class About(StrictModel):
    """models/<target>.json."""

    features: Many[str]
    calibration: Calibration
    monotone: Mapping[str, Annotated[int, Field(ge=-1, le=1)]]
    metrics: Mapping[str, Any]


def _target(name: str, documents: Mapping[str, Any], model_text: str) -> TrainedTarget:
    def read(folder: str, form: type[M]) -> M:
        return validated(form, documents[f"{folder}/{name}.json"], what=f"{folder}/{name}.json")

    about = read("models", About)
    return TrainedTarget(
        target=name,
        feature_names=about.features,
        model_text=model_text,
        calibration=about.calibration,
        reference=read("reference", Reference),
        monotone=about.monotone,
        metrics=about.metrics,
        audits=read("audits", Audits) if f"audits/{name}.json" in documents else None,
        reviewed=read("reviewed", ReviewedScores) if f"reviewed/{name}.json" in documents else None,
    )


def _check_target(trained: TrainedTarget, program: Program) -> None:
    """The trees are proper ones, of features that the program computes."""
    unknown = set(trained.feature_names) - set(program.features)
    if unknown or not set(trained.monotone) <= set(trained.feature_names):
        raise ValueError(f"{trained.target} has features that no signal gives")
    _ = trained.trees
