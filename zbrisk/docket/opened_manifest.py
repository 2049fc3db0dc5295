"""What the manifest of opened tables says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from zbrisk.errors import DataError
from zbrisk.untrusted import read_json
from zbrisk.validation import Invalid, Many, StrictModel, validated

__all__ = [
    "FORMAT", "HIDDEN", "MANIFEST", "READING_RULES", "ROWS", "KeptTable", "Manifest", "ReadFile", "Undated",
    "Whole", "read_manifest",
]  # fmt: skip

MANIFEST, ROWS = "opened.json", "rows"  # a file and the folder of the tables
FORMAT = 1
HIDDEN = {"_known_from": "integer", "_known_until": "integer", "_key": "varchar"}
#: Raised whenever cells.py, validity.py or loading.py come to give other rows, types or days for one table.
READING_RULES = 1

Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$", examples=["64 letters and digits"])]
Count = Annotated[int, Field(ge=0)]


class KeptTable(StrictModel):
    """One table's file."""

    rows: Count
    bytes: Count
    sha256: Digest


class ReadFile(StrictModel):
    """A file that tables were read from, without its folder."""

    name: str
    bytes: Count
    sha256: Digest


class Undated(StrictModel):
    """Rows without known_at in a table of which coverage, in force from `known` to `until`, says how it comes."""

    known: int
    until: int
    problem: str
    cure: str


class Whole(StrictModel):
    """What is so of the whole of which some rows lie here: what is known, and there, though no row here says so.

    `first_day` is that of the first case; `known_since` those of the first row of each table that is there.
    """

    first_day: int
    known_since: Mapping[str, int]


class Manifest(StrictModel):
    """opened.json: by which rules and contract the tables were opened, from which files, and what was written.

    `whole` is there where the rows are a part of greater tables.
    """

    format: int
    reading_rules: int
    contract: Digest
    tables: Mapping[str, KeptTable]
    undated: Many[Undated]
    sources: Many[ReadFile]
    whole: Whole | None = None

    def digest(self) -> str:
        """SHA-256 of everything in it: two folders of one digest hold the same tables."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder of opened tables, of this format and by these reading rules.

    Raises:
        DataError: It cannot be read, or is of another format or by other reading rules.
    """
    path = folder / MANIFEST
    document = read_json(path)
    for name, ours in (("format", FORMAT), ("reading_rules", READING_RULES)):
        theirs = document.get(name) if isinstance(document, dict) else None
        if theirs != ours or isinstance(theirs, bool):
            newer = isinstance(theirs, int) and theirs > ours
            what = name.replace("_", " ")
            raise DataError(
                f"{folder} was opened by {what} {str(theirs)[:20]}; this zbrisk opens by {what} {ours}.",
                ("Install a newer zbrisk, or open" if newer else "Open") + " the tables again with this one.",
            )
    try:
        return validated(Manifest, document, what=str(path))
    except Invalid as error:
        raise DataError(f"{path}: {error.problem}", error.cure or "Open the tables again.") from error
