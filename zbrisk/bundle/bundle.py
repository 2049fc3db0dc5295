"""A trained bundle: a folder of open formats with a hash each, signed, that scores without anything of the checkout.

    bundle.json                 the manifest: format, what it was trained on, the SHA-256 of every file and of itself
    bundle.sig                  signatures of the manifest's bytes: of whoever trained it, and of who approved it
    contract.json               the contract of the tables
    program.json                the signals: cards, compiled SQL for each engine
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
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Field

from zbrisk.bundle.audits import Audits
from zbrisk.bundle.calibration import Calibration
from zbrisk.bundle.keys import KeyLike, SigningKey, given_keys, own_key, trusted_keys
from zbrisk.bundle.reference import Reference
from zbrisk.bundle.reviewed_scores import ReviewedScores
from zbrisk.bundle.signature import SIGNATURES, Signature, check_signed, read_signatures, signed, write_signatures
from zbrisk.bundle.trained import TrainedTarget
from zbrisk.compiler.compiled import Program
from zbrisk.compiler.serial import program_from_json, program_to_json
from zbrisk.contract import Contract
from zbrisk.contract.reading import parse_contract
from zbrisk.errors import BundleError, ZbriskError
from zbrisk.files import replacing
from zbrisk.untrusted import parse_json
from zbrisk.validation import Many, StrictModel, validated

__all__ = ["FORMAT", "MANIFEST", "Bundle", "read_bundle", "sign_bundle", "write_bundle"]

FORMAT = 3  # 3: signed; 2: signals may be partial, which an older zbrisk would read as "no data"
MANIFEST = "bundle.json"
MEND = "Take the bundle from where it was trained, or train anew."

MOST_BYTES = 256_000_000  # of one file
MOST_MANIFEST = 16_000_000
MOST_TARGETS = 50
TARGET = re.compile(r"[^\W_][\w-]{0,99}")  # it names files
DIGEST = re.compile(r"[0-9a-f]{64}")
KEYS = {"format", "until", "targets", "run", "files", "seal"}

M = TypeVar("M", bound=StrictModel)


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """What a bundle holds.

    `version` is a short name made from the hashes of its files; `run` says what it was trained on (hashes of tables,
    signals and recipe, library versions, targets without a model and why); `signers` are the names of the trusted keys
    that signed it.
    """

    contract: Contract
    program: Program
    targets: tuple[TrainedTarget, ...]
    until: dt.date
    version: str
    run: Mapping[str, Any]
    signers: tuple[str, ...] = ()


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
    if folder.exists() and not (folder / MANIFEST).is_file():
        raise BundleError(f"{folder} exists and is no bundle.", "Name a new folder; nothing was overwritten.")
    files = {name: text.encode() for name, text in _files(contract, program, targets).items()}
    manifest = {
        "format": FORMAT,
        "until": until.isoformat(),
        "targets": [each.target for each in targets],
        "run": dict(run),
        "files": {name: _hash(content) for name, content in files.items()},
    }
    sealed = _json(manifest | {"seal": _hash(_json(manifest).encode())}).encode()
    signatures = write_signatures(signed(sealed, key or own_key()))
    with replacing(folder) as draft:
        for name, content in (files | {MANIFEST: sealed, SIGNATURES: signatures}).items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


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
    return _read(root, _manifest_bytes(root), keys, unsigned)


def _read(root: Path, content: bytes, keys: Iterable[KeyLike] | None, unsigned: bool) -> Bundle:
    """The bundle of a manifest that has been read, once."""
    manifest = _manifest(content, root)
    names = () if unsigned else _signers(content, root, keys)
    _check_seal(manifest, content, root)
    texts = _texts(root, manifest)
    try:
        return replace(_bundle(root, manifest, texts), signers=names)
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
    content = _manifest_bytes(root)
    _read(root, content, None, unsigned=True)
    others: tuple[Signature, ...] = ()
    with suppress(BundleError):  # there is none, or none that can be read
        others = read_signatures(_bytes(root, SIGNATURES), root / SIGNATURES)
    valid = [each for each in others if each.key.verifies(each.signature, content)]
    with replacing(root / SIGNATURES) as draft:
        draft.write_bytes(write_signatures(signed(content, signing, valid)))
    return signing


# -- writing ----------------------------------------------------------------------------------------------------------


def _files(contract: Contract, program: Program, targets: Sequence[TrainedTarget]) -> dict[str, str]:
    files = {"contract.json": _json(contract.document), "program.json": _json(program_to_json(program))}
    for each in targets:
        about = About(
            features=each.feature_names, calibration=each.calibration, monotone=each.monotone, metrics=each.metrics
        )
        files[f"models/{each.target}.txt"] = each.trees.text
        files[f"models/{each.target}.json"] = _json(about.model_dump())
        files[f"reference/{each.target}.json"] = _json(each.reference.model_dump(mode="json"))
        if each.audits is not None:
            files[f"audits/{each.target}.json"] = _json(each.audits.model_dump(mode="json"))
        if each.reviewed is not None:
            files[f"reviewed/{each.target}.json"] = _json(each.reviewed.model_dump(mode="json"))
    return files


# -- verifying --------------------------------------------------------------------------------------------------------


def _manifest_bytes(root: Path) -> bytes:
    if not (root / MANIFEST).is_file():
        raise BundleError(
            f"{root} is no bundle: it has no {MANIFEST}.", "Give the folder that `zbrisk train --out` wrote."
        )
    return _bytes(root, MANIFEST, MOST_MANIFEST)


def _manifest(content: bytes, root: Path) -> dict[str, Any]:
    """The manifest, of this format; nothing in it is believed yet."""
    path = root / MANIFEST
    try:
        manifest = parse_json(content, str(path), error=BundleError)
        written = manifest["format"]
        if not isinstance(written, int) or isinstance(written, bool):
            raise TypeError(written)
    except (KeyError, TypeError, BundleError) as error:
        why = f": {error.problem}" if isinstance(error, BundleError) else "."
        raise BundleError(f"{path} cannot be read{why}", MEND) from error
    if written != FORMAT:
        cure = "Install a newer zbrisk." if written > FORMAT else "Train anew: `zbrisk train`."
        raise BundleError(f"{root} is of format {written}; this zbrisk reads format {FORMAT}.", cure)
    found: dict[str, Any] = manifest
    return found


def _signers(content: bytes, root: Path, keys: Iterable[KeyLike] | None) -> tuple[str, ...]:
    trusted = trusted_keys() if keys is None else given_keys(keys)
    path = root / SIGNATURES
    signatures = read_signatures(_bytes(root, SIGNATURES), path) if _there(path) else None
    return check_signed(content, signatures, trusted, root)


def _check_seal(manifest: dict[str, Any], content: bytes, root: Path) -> None:
    """The manifest is what `write_bundle` writes, to the byte, and names the files that it must and no other."""
    path = root / MANIFEST
    unsealed = {name: value for name, value in manifest.items() if name != "seal"}
    if _json(manifest).encode() != content or manifest.get("seal") != _hash(_json(unsealed).encode()):
        raise BundleError(f"{path} is not what was written: its hash differs.", MEND)
    targets, files = manifest.get("targets"), manifest.get("files")
    if manifest.keys() != KEYS or not isinstance(targets, list) or not isinstance(files, dict):
        raise BundleError(f"{path} is incomplete.", MEND)
    if len(targets) > MOST_TARGETS or not all(isinstance(each, str) and TARGET.fullmatch(each) for each in targets):
        raise BundleError(f"{path} names targets that are none.", MEND)
    if not all(isinstance(each, str) and DIGEST.fullmatch(each) for each in files.values()):
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


def _texts(root: Path, manifest: Mapping[str, Any]) -> dict[str, str]:
    """Every file of the manifest, verified; there is no other, except hidden ones, which nobody reads."""
    files: dict[str, str] = manifest["files"]
    contents = {name: _bytes(root, name) for name in files}
    for name, digest in files.items():
        if _hash(contents[name]) != digest:
            raise BundleError(f"{name} in {root} is not what was trained: its hash differs.", MEND)
    try:
        more = sorted(set(_found(root)) - files.keys() - {MANIFEST, SIGNATURES})
    except OSError as error:
        raise BundleError(f"{root} cannot be looked through: {error.strerror}.", MEND) from error
    if more:
        raise BundleError(f"{root} holds {more[0]!r:.120}, which is not of the bundle.", "Move it out of the folder.")
    try:
        return {name: content.decode() for name, content in contents.items()}
    except UnicodeDecodeError as error:
        raise BundleError(f"{root} holds what is no text.", MEND) from error


def _found(root: Path) -> Iterator[str]:
    """What lies in a bundle's folder, hidden files apart; folders are looked into one deep, as deep as bundles are."""
    for path in root.iterdir():
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink() and path.name in FOLDERS:
            yield from (f"{path.name}/{each.name}" for each in path.iterdir() if not each.name.startswith("."))
        else:
            yield path.name


FOLDERS = ("models", "reference", "audits", "reviewed")


def _there(path: Path) -> bool:
    return os.path.lexists(path)


def _bytes(root: Path, name: str, most: int = MOST_BYTES) -> bytes:
    """A regular file of the bundle's own: no link, no pipe, no device, not too large."""
    path = root / name
    try:
        if path.is_symlink() or (path.parent != root and path.parent.is_symlink()):
            raise BundleError(f"{name} in {root} is a link.", MEND)
        if path.exists() and not path.is_file():
            raise BundleError(f"{name} in {root} is no file.", MEND)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(handle, "rb") as file:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise BundleError(f"{name} in {root} is no file.", MEND)
            content = file.read(most + 1)
    except FileNotFoundError as error:
        raise BundleError(f"{root} lacks {name}.", MEND) from error
    except OSError as error:
        raise BundleError(f"{name} in {root} cannot be read: {error.strerror}.", MEND) from error
    if len(content) > most:
        raise BundleError(f"{name} in {root} has more than {most:,} bytes.", MEND)
    return content


# -- reading what is verified -----------------------------------------------------------------------------------------


def _bundle(root: Path, manifest: Mapping[str, Any], texts: Mapping[str, str]) -> Bundle:
    documents = {
        name: parse_json(text, f"{name} in {root}", error=BundleError)
        for name, text in texts.items()
        if name.endswith(".json")
    }
    contract = parse_contract(documents["contract.json"])
    bundle = Bundle(
        contract=contract,
        program=program_from_json(documents["program.json"], contract),
        targets=tuple(_target(name, documents, texts[f"models/{name}.txt"]) for name in manifest["targets"]),
        until=dt.date.fromisoformat(manifest["until"]),
        version=_hash(_json(manifest["files"]).encode())[:12],
        run=dict(manifest["run"]),
    )
    for each in bundle.targets:
        _check_target(each, bundle.program)
    return bundle


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


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _json(document: Any) -> str:
    try:
        return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False, default=str) + "\n"
    except ValueError as error:
        raise BundleError(
            "A figure that is no number cannot be kept in a bundle.", "Leave it out, or say null."
        ) from error
