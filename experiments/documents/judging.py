"""Marks beside what the reader found, and one reading of the marker beside the other.

A field of a document is a set of items: the parties, each with role and place, or one sum. A mark that is missing means
that the text does not say; "skip" means that two people would differ, and the field of that document is not judged.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha1
from pathlib import Path
from typing import Any

from scipy.stats import binomtest

from zbrisk.errors import DataError
from zbrisk.intake.documents.grammar import Document

__all__ = [
    "FIELDS",
    "Items",
    "Marked",
    "Score",
    "agreement",
    "items_marked",
    "items_read",
    "judged",
    "load_marks",
    "texts_of",
]

MARKS = Path(__file__).with_name("marks.json")
SKIP = "skip"
#: A field of the marks, and what the reader calls it.
FIELDS = {
    "case_no": "case_no", "court": "court", "basis": "basis_no", "applied": "applied_date", "filed": "filed_date",
    "hearing": "hearing_date", "ruled": "ruled_date", "parties": "party",
    "agents": "agent", "claim": "claim_amount", "unpaid": "unpaid_amount", "principal": "principal",
    "loan_dates": "loan_date", "due": "due_date", "rate": "monthly_rate", "answered": "answered",
    "disputed": "disputed", "absent": "absent", "cash": "cash", "steps": "step",
}  # fmt: skip
PLACES = ("case_no", "court", "basis")  # marked by where they stand
SUMS = ("claim", "unpaid", "principal")

#: The items of each field; None where it is not judged.
Items = dict[str, frozenset[Hashable] | None]


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A document's readings by the marker, and what was settled where they differ.

    Attributes:
        part: development: rules were mended on it; held: it was looked at once; fresh: it was marked after that.
        second: None where it was read once.
    """

    id: str
    sha1: str
    part: str
    first: Mapping[str, Any]
    second: Mapping[str, Any] | None
    settled: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Score:
    """How many items of a field were marked, read, and both."""

    field: str
    marked: int
    read: int
    right: int

    @property
    def precision(self) -> str:
        """The share of what was read that is right, with its exact 95 % interval."""
        return _share(self.right, self.read)

    @property
    def recall(self) -> str:
        """The share of what was marked that was read, with its exact 95 % interval."""
        return _share(self.right, self.marked)


def load_marks(path: Path = MARKS) -> list[Marked]:
    """All marks."""
    documents = json.loads(path.read_text(encoding="utf-8"))
    return [
        Marked(
            id=one["id"], sha1=one["sha1"], part=one["part"], first=one["first"],
            second={**one["first"], **one["second"]} if "second" in one else None,
            settled={**one["first"], **{field: each["value"] for field, each in one.get("settled", {}).items()}},
        )
        for one in documents
    ]  # fmt: skip


def texts_of(marks: Iterable[Marked], folder: Path) -> dict[str, str]:
    """The texts that were marked: `file` is a text, `file#id` the line of a JSON-lines file with that doc_id.

    Raises:
        DataError: Some are not in the folder, or are not as they were.
    """
    wanted = {one.id: one.sha1 for one in marks}
    texts: dict[str, str] = {}
    for name in sorted({place.partition("#")[0] for place in wanted}):
        path = folder / name
        if not path.is_file():
            continue
        whole = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            texts |= {f"{name}#{line['doc_id']}": line["text"] for line in map(json.loads, whole.splitlines())}
        else:
            texts[name] = whole
    lacking = [place for place in wanted if place not in texts]
    if lacking:
        raise DataError(
            f"{folder} lacks {len(lacking)} of the {len(wanted)} texts that were marked, such as {lacking[0]}.",
            "Give --texts the folder that holds these files; the texts themselves are no part of the project.",
        )
    other = [place for place, digest in wanted.items() if sha1(texts[place].encode()).hexdigest()[:10] != digest]
    if other:
        raise DataError(
            f"{len(other)} texts are not as they were marked, such as {other[0]}.",
            "Marks are places in the text: take the text that was marked, or mark this one anew.",
        )
    return {place: texts[place] for place in wanted}


def items_marked(reading: Mapping[str, Any], text: str) -> Items:
    """What a reading says."""
    return {field: _marked(field, reading.get(field), text) for field in FIELDS}


def items_read(document: Document) -> Items:
    """What the reader found."""
    values = [said for said in document.fields if said.field in FIELDS.values()]
    items: Items = {
        field: frozenset(_value(field, said.value) for said in values if said.field == name)
        for field, name in FIELDS.items()
    }
    items["parties"] = frozenset((p.order, p.role, p.name.start, p.name.end) for p in document.parties)
    items["agents"] = frozenset((a.name.start, a.name.end, a.kind, a.firm, a.acts_for) for a in document.agents)
    return items


def judged(pairs: Iterable[tuple[Items, Items]]) -> list[Score]:
    """The score of every field over pairs of what was marked and what was read."""
    counts = {field: [0, 0, 0] for field in FIELDS}
    for marked, read in pairs:
        for field, count in counts.items():
            should, does = marked[field], read[field]
            if should is not None and does is not None:
                for place, number in enumerate((len(should), len(does), len(should & does))):
                    count[place] += number
    return [Score(field=f, marked=m, read=r, right=both) for f, (m, r, both) in counts.items() if m or r]


def agreement(pairs: Iterable[tuple[Items, Items]]) -> dict[str, tuple[int, int]]:
    """For every field, in how many documents two readings are equal, and of how many that either says something in."""
    counts = {field: (0, 0) for field in FIELDS}
    for one, other in pairs:
        for field, (equal, of) in counts.items():
            if one[field] != frozenset() or other[field] != frozenset():
                counts[field] = (equal + (one[field] == other[field]), of + 1)
    return counts


def _marked(field: str, mark: Any, text: str) -> frozenset[Hashable] | None:
    """The items of one field; no, false and nothing are no items."""
    if mark == SKIP:
        return None
    if not mark:
        return frozenset()
    if field == "parties":
        return frozenset((order, each["role"], *each["at"]) for order, each in enumerate(mark))
    if field == "agents":
        firms = [text[slice(*each["firm"])] if each["firm"] else "" for each in mark]
        return frozenset(
            (*each["at"], each["kind"], firm, tuple(each["acts_for"])) for each, firm in zip(mark, firms, strict=True)
        )
    if field in PLACES:
        return frozenset([_plain(text[slice(*mark)])])
    return frozenset(_value(field, str(each)) for each in (mark if isinstance(mark, list) else [mark]))


def _value(field: str, value: str) -> str:
    if field in SUMS:
        return str(Decimal(value).quantize(Decimal("0.01")))
    if field == "rate":
        return str(Decimal(value).quantize(Decimal("0.000001")))
    return _plain(value).lower()


def _plain(text: str) -> str:
    return "".join(text.split()).replace("(", "（").replace(")", "）")


def _share(right: int, of: int) -> str:
    if not of:
        return "none"
    low, high = binomtest(right, of).proportion_ci(method="exact")
    return f"{right} of {of}: {right / of:.2f} ({low:.2f} to {high:.2f})"
