"""A trained bundle: a folder of open formats with a hash each, that scores without anything of the checkout.

    bundle.json                 the manifest: format, what it was trained on, the SHA-256 of every file and of itself
    contract.json               the contract of the tables
    program.json                the signals: cards, compiled SQL for each engine
    models/<target>.txt         LightGBM's own text form
    models/<target>.json        features, calibration, monotone directions, figures
    reference/<target>.json     the distributions that a value is compared with
    audits/<target>.json        where there were enough: scores and outcomes of audits kept out of training, without ids
    reviewed/<target>.json      where there were enough: counts of reviews by score, of cases not learnt from

There is no pickle in it, and its SQL is read again before it runs. The same tables, signals, recipe and seed give the
same bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zbrisk.compiler.compiled import Program
from zbrisk.compiler.serial import program_from_json, program_to_json
from zbrisk.contract import Contract
from zbrisk.contract.reading import parse_contract
from zbrisk.errors import BundleError, ZbriskError
from zbrisk.files import replacing
from zbrisk.scoring.calibration import Calibration
from zbrisk.scoring.promise import Audits
from zbrisk.scoring.reference import Reference
from zbrisk.scoring.reviewed_scores import ReviewedScores
from zbrisk.scoring.trained import TrainedTarget

__all__ = ["FORMAT", "Bundle", "read_bundle", "write_bundle"]

FORMAT = 2  # 2: signals may be partial, which an older zbrisk would read as "no data"
MANIFEST = "bundle.json"
MEND = "Take the bundle from where it was trained, or train anew."


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """What a bundle holds.

    `version` is a short name made from the hashes of its files; `run` says what it was trained on (hashes of tables,
    signals and recipe, library versions, targets without a model and why).
    """

    contract: Contract
    program: Program
    targets: tuple[TrainedTarget, ...]
    until: dt.date
    version: str
    run: Mapping[str, Any]


def write_bundle(
    folder: Path,
    *,
    contract: Contract,
    program: Program,
    targets: Sequence[TrainedTarget],
    until: dt.date,
    run: Mapping[str, Any],
) -> None:
    """Write a bundle whole or not at all; an older bundle of that name is replaced.

    Raises:
        BundleError: The folder exists and is no bundle.
        DataError: It cannot be written to.
    """
    if folder.exists() and not (folder / MANIFEST).is_file():
        raise BundleError(f"{folder} exists and is no bundle.", "Name a new folder; nothing was overwritten.")
    files = _files(contract, program, targets)
    manifest = {
        "format": FORMAT,
        "until": until.isoformat(),
        "targets": [each.target for each in targets],
        "run": dict(run),
        "files": {name: _hash(text) for name, text in files.items()},
    }
    sealed = manifest | {"seal": _hash(_json(manifest))}
    with replacing(folder) as draft:
        for name, text in (files | {MANIFEST: _json(sealed)}).items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")


def read_bundle(folder: str | Path) -> Bundle:
    """Read a bundle and hold it against its hashes.

    Raises:
        BundleError: It is missing, altered, incomplete, or of another format.
    """
    root = Path(folder)
    manifest = _manifest(root)
    texts = {name: _text(root, name, digest) for name, digest in manifest["files"].items()}
    try:
        contract = parse_contract(json.loads(texts["contract.json"]))
        return Bundle(
            contract=contract,
            program=program_from_json(json.loads(texts["program.json"]), contract),
            targets=tuple(_target(name, texts) for name in manifest["targets"]),
            until=dt.date.fromisoformat(manifest["until"]),
            version=_hash(_json(manifest["files"]))[:12],
            run=manifest["run"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, ZbriskError):
            raise
        raise BundleError(f"{root} does not hold together ({type(error).__name__}: {error}).", MEND) from error


def _files(contract: Contract, program: Program, targets: Sequence[TrainedTarget]) -> dict[str, str]:
    files = {"contract.json": _json(contract.document), "program.json": _json(program_to_json(program))}
    for each in targets:
        about = {
            "features": list(each.feature_names),
            "calibration": each.calibration.to_json(),
            "monotone": dict(each.monotone),
            "metrics": dict(each.metrics),
        }
        files[f"models/{each.target}.txt"] = each.model_text
        files[f"models/{each.target}.json"] = _json(about)
        files[f"reference/{each.target}.json"] = _json(each.reference.to_json())
        if each.audits is not None:
            files[f"audits/{each.target}.json"] = _json(each.audits.to_json())
        if each.reviewed is not None:
            files[f"reviewed/{each.target}.json"] = _json(each.reviewed.to_json())
    return files


def _target(name: str, texts: Mapping[str, str]) -> TrainedTarget:
    about = json.loads(texts[f"models/{name}.json"])
    audits, reviewed = texts.get(f"audits/{name}.json"), texts.get(f"reviewed/{name}.json")
    return TrainedTarget(
        target=name,
        feature_names=tuple(about["features"]),
        model_text=texts[f"models/{name}.txt"],
        calibration=Calibration.from_json(about["calibration"]),
        reference=Reference.from_json(json.loads(texts[f"reference/{name}.json"])),
        monotone=about["monotone"],
        metrics=about["metrics"],
        audits=None if audits is None else Audits.from_json(json.loads(audits)),
        reviewed=None if reviewed is None else ReviewedScores.from_json(json.loads(reviewed)),
    )


def _manifest(root: Path) -> dict[str, Any]:
    path = root / MANIFEST
    if not path.is_file():
        raise BundleError(
            f"{root} is no bundle: it has no {MANIFEST}.", "Give the folder that `zbrisk train --out` wrote."
        )
    try:
        text = path.read_text(encoding="utf-8")
        manifest: dict[str, Any] = json.loads(text)
        written = int(manifest["format"])
        complete = isinstance(manifest["files"], dict) and isinstance(manifest["targets"], list)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BundleError(f"{path} cannot be read.", MEND) from error
    if written != FORMAT:
        cure = "Install a newer zbrisk." if written > FORMAT else "Train anew: `zbrisk train`."
        raise BundleError(f"{root} is of format {written}; this zbrisk reads format {FORMAT}.", cure)
    unsealed = {name: value for name, value in manifest.items() if name != "seal"}
    if _json(manifest) != text or manifest.get("seal") != _hash(_json(unsealed)):
        raise BundleError(f"{path} is not what was written: its hash differs.", MEND)
    if not complete:
        raise BundleError(f"{path} is incomplete.", MEND)
    return manifest


def _text(root: Path, name: str, digest: str) -> str:
    path = root / name
    if ".." in Path(name).parts or Path(name).is_absolute() or not path.is_file():
        raise BundleError(f"{root} lacks {name}.", MEND)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise BundleError(f"{name} in {root} is not what was trained: its hash differs.", MEND)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BundleError(f"{name} in {root} is no text.", MEND) from error


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n"
