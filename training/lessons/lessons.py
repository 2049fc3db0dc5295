"""Lessons: rows of features and labels without names, ids or records, as one office exports them or several pool them.

    lessons.json        the manifest: contract, catalogue, offices, counts, the hash of every file and of itself
    lessons.sig         signatures of the manifest's bytes
    rows/<target>.parquet

The folder is verified like a bundle before a byte of Parquet is parsed, and what is parsed then has to be exactly the
columns, types and ranges that the manifest and this module name.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from zbrisk.bundle.bundle import TARGET
from zbrisk.bundle.keys import KeyLike, PublicKey, SigningKey, own_key
from zbrisk.bundle.sealed_folder import DIGEST, SealedFolder
from zbrisk.errors import BundleError

__all__ = ["LABEL", "ROW_COLUMNS", "Lessons", "Office", "read_lessons", "write_lessons"]

MEND = "Take the lessons again from the office that exported them."
FOLDER = SealedFolder(
    noun="lessons", manifest="lessons.json", signatures="lessons.sig", format=1,
    older="Have them exported anew: `zbrisk lessons export`.",
    made_by="Give the folder that `zbrisk lessons export` or `lessons merge` wrote.", mend=MEND, folders=("rows",),
)  # fmt: skip

#: What a row holds besides its features. `opened` and `settled` are the first days of months.
ROW_COLUMNS: Mapping[str, pa.DataType] = {
    "office": pa.string(), "opened": pa.date32(), "settled": pa.date32(), "label": pa.float64(), "weight": pa.float64(),
    "reviewed": pa.bool_(), "selected_by": pa.string(), "propensity": pa.float64(), "group": pa.int64(),
}  # fmt: skip
LABEL = re.compile(r"[^\W_][\w .-]{0,59}")  # of an office
CODE = re.compile(r"\w{1,60}")
FEATURE = re.compile(r"[\w.+-]{1,400}")
KEYS = {
    "format",
    "contract",
    "catalogue",
    "recipe",
    "until",
    "least",
    "offices",
    "features",
    "treated",
    "files",
    "seal",
}
MAX_FEATURES, MAX_ROWS, MAX_OFFICES, MAX_TARGETS = 20_000, 5_000_000, 5_000, 50
MAX_CELLS = 1_000_000_000
FIRST, LAST = dt.date(1990, 1, 1), dt.date(2100, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Office:
    """One office among those that the rows are of.

    Args:
        label: What its people call it.
        until: Nothing known on or after this day was used.
        seal: Of the lessons that it exported; empty in these themselves.
        keys: Fingerprints of the keys that had signed these, by name.
    """

    label: str
    until: dt.date
    seal: str = ""
    keys: Mapping[str, str]

    def to_json(self) -> dict[str, object]:
        """Plain JSON values."""
        return {"label": self.label, "until": self.until.isoformat(), "seal": self.seal, "keys": dict(self.keys)}


@dataclass(frozen=True, kw_only=True)
class Lessons:
    """What may be learnt from elsewhere.

    Args:
        contract: Digest of the tables' contract.
        catalogue: Digest of the signals.
        recipe: How unreviewed cases were drawn, and all else that was chosen, by the offices' labels.
        least: Debtors that carry each value, at least.
        offices: Whose rows they are.
        rows: By target: `ROW_COLUMNS`, then its features.
        treated: By target how many columns were left exact, rounded or blanked.
        seal: The hash of the manifest; empty before it is written.
        signers: The trusted keys that signed it.
    """

    contract: str
    catalogue: str
    recipe: Mapping[str, Any]
    least: int
    offices: tuple[Office, ...]
    rows: Mapping[str, pd.DataFrame]
    treated: Mapping[str, Mapping[str, int]]
    seal: str = ""
    signers: Mapping[str, PublicKey]

    @property
    def until(self) -> dt.date:
        """The latest day of any office."""
        return max(office.until for office in self.offices)

    def features(self, target: str) -> list[str]:
        """The columns of a target that are features."""
        return [name for name in map(str, self.rows[target]) if name not in ROW_COLUMNS]


def write_lessons(lessons: Lessons, folder: Path, *, key: SigningKey | None = None) -> None:
    """Write them whole or not at all, signed with `key` or the user's own; earlier ones of that name are replaced.

    Raises:
        BundleError: The folder exists and is something else.
        DataError: It cannot be written to, or there is no key to sign with.
    """
    document = {
        "contract": lessons.contract,
        "catalogue": lessons.catalogue,
        "recipe": dict(lessons.recipe),
        "until": lessons.until.isoformat(),
        "least": lessons.least,
        "offices": [office.to_json() for office in lessons.offices],
        "features": {target: lessons.features(target) for target in lessons.rows},
        "treated": {target: dict(counts) for target, counts in lessons.treated.items()},
    }
    files = {_file(target): _parquet(rows) for target, rows in lessons.rows.items()}
    FOLDER.write(folder, document, files, key or own_key())


def read_lessons(folder: str | Path, *, keys: Iterable[KeyLike] | None = None) -> Lessons:
    """Read lessons, and believe nothing of them before it is verified.

    Args:
        folder: What `write_lessons` wrote.
        keys: The keys to trust, as texts or .pub files; those that the user trusts if None.

    Raises:
        BundleError: They are missing, altered, of another format, not signed by a trusted key, or hold what no export
            writes.
    """
    root = Path(folder)
    content = FOLDER.manifest_bytes(root)
    manifest = FOLDER.parsed(content, root)
    signers = FOLDER.signers(content, root, keys)
    FOLDER.check_seal(manifest, content, root)
    try:
        if why := next(_unfit_manifest(manifest), ""):
            raise BundleError(f"{root} holds no lessons: {why}.", MEND)
        offices = tuple(_office(each) for each in manifest["offices"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, BundleError):
            raise
        raise BundleError(f"{root} does not hold together ({type(error).__name__}).", MEND) from error
    contents = FOLDER.contents(root, manifest["files"])
    labels = {office.label for office in offices}
    rows = {
        target: _rows(contents[_file(target)], features, labels, f"{_file(target)} in {root}")
        for target, features in manifest["features"].items()
    }
    return Lessons(
        contract=manifest["contract"], catalogue=manifest["catalogue"], recipe=manifest["recipe"],
        least=manifest["least"], offices=offices, rows=rows, treated=manifest["treated"], seal=manifest["seal"],
        signers=signers,
    )  # fmt: skip


def _file(target: str) -> str:
    return f"rows/{target}.parquet"


def _office(document: Mapping[str, Any]) -> Office:
    return Office(
        label=document["label"], until=dt.date.fromisoformat(document["until"]), seal=document["seal"],
        keys=dict(document["keys"]),
    )  # fmt: skip


def _parquet(rows: pd.DataFrame) -> bytes:
    features = [name for name in map(str, rows) if name not in ROW_COLUMNS]
    schema = pa.schema([*ROW_COLUMNS.items(), *((name, pa.float64()) for name in features)])
    # from_pandas: a missing code is null; in numbers NaN stays NaN
    arrays = [pa.array(rows[f.name], type=f.type, from_pandas=f.name == "selected_by") for f in schema]
    held = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), held, compression="zstd")
    return held.getvalue()


# -- what a manifest and rows must be ----------------------------------------------------------------------------------


def _unfit_manifest(manifest: Mapping[str, Any]) -> Iterator[str]:
    if manifest.keys() != KEYS:
        yield "the manifest is incomplete"
    if not all(
        isinstance(manifest[name], str) and re.fullmatch(DIGEST, manifest[name]) for name in ("contract", "catalogue")
    ):
        yield "contract or catalogue is no hash"
    if not _whole(manifest["least"]) or manifest["least"] < 2:
        yield "it does not say how many carry each value"
    offices = manifest["offices"]
    if not isinstance(offices, list) or not 1 <= len(offices) <= MAX_OFFICES:
        yield "it names no office, or too many"
    labels = [office["label"] for office in offices]
    if not all(isinstance(label, str) and LABEL.fullmatch(label) for label in labels) or len(set(labels)) < len(labels):
        yield "an office has no proper label, or two have the same"
    features = manifest["features"]
    if not isinstance(features, dict) or not 1 <= len(features) <= MAX_TARGETS:
        yield "it has no target, or too many"
    if not all(TARGET.fullmatch(target) for target in features):
        yield "a target has no proper name"
    if (
        manifest["files"].keys() != {_file(target) for target in features}
        or features.keys() != manifest["treated"].keys()
    ):
        yield "its files are not those of its targets"
    if not all(isinstance(h, str) and re.fullmatch(DIGEST, h) for h in manifest["files"].values()):
        yield "a file has no hash"
    for target, names in features.items():
        if not isinstance(names, list) or not 1 <= len(names) <= MAX_FEATURES:
            yield f"{target} has {len(names):,} features, and at most {MAX_FEATURES:,} can be read"
        if not all(isinstance(n, str) and FEATURE.fullmatch(n) for n in names) or len({*names, *ROW_COLUMNS}) < len(
            names
        ) + len(ROW_COLUMNS):
            yield f"a feature of {target} has no proper name, or two have the same"


def _rows(content: bytes, features: list[str], offices: set[str], place: str) -> pd.DataFrame:
    """The rows of one target; its bytes are those that were signed."""
    try:
        file = pq.ParquetFile(pa.BufferReader(content))
        expected = pa.schema([*ROW_COLUMNS.items(), *((name, pa.float64()) for name in features)])
        if len(file.schema_arrow) != len(expected) or not file.schema_arrow.equals(expected):
            raise BundleError(f"{place} has other columns than an export writes.", MEND)
        count = file.metadata.num_rows
        if not 1 <= count <= MAX_ROWS or count * len(expected) > MAX_CELLS:
            raise BundleError(
                f"{place} has {count:,} rows of {len(expected):,} columns, which are too many or none.", MEND
            )
        rows: pd.DataFrame = file.read().to_pandas(date_as_object=False)
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        if isinstance(error, BundleError):
            raise
        raise BundleError(f"{place} is no Parquet that can be read.", MEND) from error
    if why := next(_unfit_rows(rows, features, offices), ""):
        raise BundleError(f"{place} cannot be learnt from: {why}.", MEND)
    return rows.assign(selected_by=rows["selected_by"].astype(object).where(rows["selected_by"].notna(), None))


def _unfit_rows(rows: pd.DataFrame, features: list[str], offices: set[str]) -> Iterator[str]:
    if rows[["office", "opened", "settled", "reviewed", "group"]].isna().any(axis=None):
        yield "an office, month or group is missing"
    if not set(rows["office"]) <= offices:
        yield "a row is of an office that the manifest does not name"
    if not rows["label"].isin([0.0, 1.0]).all():
        yield "a label is neither 0 nor 1"
    if not rows["weight"].between(0, 1).all():
        yield "a weight is not between 0 and 1"
    chance = rows["propensity"]
    if not ((chance > 0) & (chance <= 1) | chance.isna()).all():
        yield "a chance of review is not between 0 and 1"
    for name in ("opened", "settled"):
        days = rows[name].dt.date
        if not days.between(FIRST, LAST).all() or not (rows[name].dt.day == 1).all():
            yield f"{name} is not the first day of a month"
    if (rows["group"] < 0).any():
        yield "a group is below 0"
    if not all(CODE.fullmatch(code) for code in rows["selected_by"].dropna().unique()):
        yield "a way of selection is no code"
    if np.isinf(rows[features].to_numpy()).any():
        yield "a feature is not finite"


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
