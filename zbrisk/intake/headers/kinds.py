"""The kinds of list that lists.yaml and banks.yaml describe, and the words by which their columns are known."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from zbrisk.contract.labels import Bilingual
from zbrisk.intake.cells.cell import plain
from zbrisk.intake.cells.money import UNIT_WORDS

__all__ = [
    "WORDS_OF_UNIT",
    "Adapter",
    "Field",
    "ListKind",
    "bank_adapters",
    "group_headings",
    "heading",
    "heading_unit",
    "ignored_headings",
    "list_kinds",
]

WORDS_OF_UNIT = "|".join(sorted(UNIT_WORDS, key=len, reverse=True))
UNIT = re.compile(  # (万元), (单位:人民币万元), /万元, and 万元 alone at the end
    rf"\((?:单位)?(?:人民币)?(?P<inside>{WORDS_OF_UNIT})(?:/?人民币)?(?:[,;][^()]{{0,20}})?\)"
    rf"|/(?P<behind>{WORDS_OF_UNIT})(?=\(|$)|(?:人民币)?(?P<last>百?万元|千元|亿元)$"
)
NOISE = re.compile(r"[\s*:：]")


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
    implied: Mapping[str, frozenset[str]] = field(default_factory=dict)
    only: str = ""
    otherwise: str = ""

    def implied_by(self, words: Collection[str]) -> str:
        """The word that headings imply where no column says it; empty if none do, or several differ."""
        found = [said for said, telling in self.implied.items() if not telling.isdisjoint(words)]
        return found[0] if len(found) == 1 else ""


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
def group_headings() -> frozenset[str]:
    """Headings over several columns that say nothing of their own, such as 当事人信息."""
    return frozenset(map(heading, _document("lists")["groups"]))


@cache
def _document(name: str) -> dict[str, Any]:
    source = resources.files("zbrisk.intake.headers").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(source)
    return document


@lru_cache(maxsize=1 << 14)
def heading(text: str) -> str:
    """A heading as it is compared: without blanks, stars, colons and unit, and with 账 for 帐."""
    return UNIT.sub("", NOISE.sub("", plain(text))).replace("帐", "账")


def heading_unit(text: str) -> str:
    """The unit that a heading names, `万元`; empty if none."""
    match = UNIT.search(NOISE.sub("", plain(text)))
    return match["inside"] or match["behind"] or match["last"] if match else ""


def _kind(name: str, document: dict[str, Any]) -> ListKind:
    fields = {key: _field(key, **each) for key, each in document["fields"].items()}
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


def _field(
    name: str, *, words: Sequence[str], implied: Mapping[str, Sequence[str]] = MappingProxyType({}), **said: Any
) -> Field:
    telling = {word: frozenset(map(heading, headings)) for word, headings in implied.items()}
    return Field(name=name, words=tuple(words), implied=telling, **said)
