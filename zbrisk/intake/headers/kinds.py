"""The kinds of list that lists.yaml and banks.yaml describe, and the words by which their columns are known."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from zbrisk.contract.labels import Bilingual
from zbrisk.intake.cells.cell import plain
from zbrisk.intake.cells.money import ANY_UNIT

__all__ = [
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

UNIT = re.compile(  # (万元), (单位:人民币万元), /万元, and 万元 alone at the end
    rf"\((?:单位)?(?:人民币)?(?P<inside>{ANY_UNIT})(?:/?人民币)?(?:[,;][^()]{{0,20}})?\)"
    rf"|/(?P<behind>{ANY_UNIT})(?=\(|$)|(?:人民币)?(?P<last>百?万元|千元|亿元)$"
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
    column_only: tuple[str, ...] = ()
    alone: str = ""
    implied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only: str = ""
    otherwise: str = ""

    def implied_by(self, words: Collection[str]) -> tuple[str, str]:
        """What a heading implies where no column says it, and that heading; empty if none does, or several differ."""
        telling = ((said, next((word for word in by if word in words), "")) for said, by in self.implied.items())
        found = [each for each in telling if each[1]]
        return found[0] if len(found) == 1 else ("", "")


@dataclass(frozen=True, kw_only=True)
class ListKind:
    """One kind of list, with the field that each of its headings names.

    Attributes:
        opening: Words of a row that says a balance before the next row, and nothing else.
        closing: Words of a row that sums up.
        ignored: Headings that this list needs not, though others do.
    """

    name: str
    label: Bilingual
    table: str
    fields: Mapping[str, Field]
    headings: Mapping[str, str] = field(repr=False)
    opening: frozenset[str] = frozenset()
    closing: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()

    @cached_property
    def head(self) -> frozenset[str]:
        """Headings that may stand above the table."""
        return frozenset(
            word
            for word, name in self.headings.items()
            if self.fields[name].head and word not in self.fields[name].column_only
        )

    @cached_property
    def implied(self) -> frozenset[str]:
        """Fields that headings may imply."""
        return frozenset(name for name, described in self.fields.items() if described.implied)

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
        ignored=frozenset(map(heading, document.get("ignored", ()))),
    )


def _field(
    name: str,
    *,
    words: Sequence[str],
    implied: Mapping[str, Sequence[str]] = MappingProxyType({}),
    column_only: Sequence[str] = (),
    **said: Any,
) -> Field:
    telling = {word: tuple(map(heading, headings)) for word, headings in implied.items()}
    return Field(name=name, words=tuple(words), implied=telling, column_only=tuple(column_only), **said)
