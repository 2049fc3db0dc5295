"""The kinds of list that lists.yaml and banks.yaml describe, and the words by which their columns are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from zbrisk.contract.labels import Bilingual
from zbrisk.intake.cells.cell import plain
from zbrisk.intake.cells.money import UNIT_WORDS

__all__ = ["Adapter", "Field", "ListKind", "bank_adapters", "heading", "heading_unit", "ignored_headings", "list_kinds"]

UNIT = re.compile(rf"\((?:单位[::]?)?({'|'.join(sorted(UNIT_WORDS, key=len, reverse=True))})\)")
NOISE = re.compile(r"[\s*:：]")
BRACKETS = re.compile(r"\([^()]{0,40}\)")


@dataclass(frozen=True, kw_only=True)
class Field:
    """What a column of a list may say; see lists.yaml."""

    name: str
    reads: str
    words: tuple[str, ...]
    codes: str = ""
    needed: bool = False
    needed_in_sheet: bool = False
    may_be_empty: bool = False
    fill_down: bool = False
    head: bool = False
    alone: str = ""


@dataclass(frozen=True, kw_only=True)
class ListKind:
    """One kind of list, with the field that each of its headings names.

    Attributes:
        opening: Words of a row that says a balance before the next row, and nothing else.
        closing: Words of a row that sums up.
    """

    name: str
    label: Bilingual
    table: str
    fields: Mapping[str, Field]
    headings: Mapping[str, str] = field(repr=False)
    opening: frozenset[str] = frozenset()
    closing: frozenset[str] = frozenset()

    @property
    def needed(self) -> frozenset[str]:
        """The fields without which a sheet is not of this kind."""
        return frozenset(f.name for f in self.fields.values() if f.needed or f.needed_in_sheet)


@dataclass(frozen=True, kw_only=True)
class Adapter:
    """How a bank writes which way money went; see banks.yaml."""

    name: str
    sign: str
    minus: str = "reversal"


@cache
def list_kinds() -> Mapping[str, ListKind]:
    """All of them."""
    described = _document("lists")["lists"] | _document("banks")["lists"]
    return {name: _kind(name, document) for name, document in described.items()}


@cache
def bank_adapters() -> tuple[Adapter, ...]:
    """The ways in which banks write which way money went, in the order in which they are tried."""
    return tuple(Adapter(name=name, **said) for name, said in _document("banks")["adapters"].items())


@cache
def ignored_headings() -> frozenset[str]:
    """Headings that no list needs, such as 序号."""
    return frozenset(map(heading, _document("lists")["ignored"]))


@cache
def _document(name: str) -> dict[str, Any]:
    source = resources.files("zbrisk.intake.headers").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(source)
    return document


@lru_cache(maxsize=1 << 14)
def heading(text: str) -> str:
    """A heading as it is compared: without blanks, stars, colons and a unit in brackets."""
    return UNIT.sub("", NOISE.sub("", plain(text)))


def heading_unit(text: str) -> str:
    """The unit that a heading names in brackets, `万元`; empty if none."""
    match = UNIT.search(NOISE.sub("", plain(text)))
    return match[1] if match else ""


def _kind(name: str, document: dict[str, Any]) -> ListKind:
    fields = {
        key: Field(**{**each, "name": key, "words": tuple(each["words"])}) for key, each in document["fields"].items()
    }
    words = {heading(word): each.name for each in fields.values() for word in each.words}
    return ListKind(
        name=name,
        label=Bilingual(**document["label"]),
        table=document["table"],
        fields=fields,
        headings=words,
        opening=frozenset(document.get("opening", ())),
        closing=frozenset(document.get("closing", ())),
    )
