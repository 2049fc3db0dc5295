"""What reviewers read in place of column names, codes and typology numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources

import yaml

from zbrisk.contract.contract import Contract

__all__ = ["Bilingual", "Labels", "labels_of", "load_labels"]


@dataclass(frozen=True, kw_only=True)
class Bilingual:
    """A text for reviewers (zh) and for developers (en)."""

    zh: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Chinese labels; what has none is shown as it is, so that a contract of one's own needs no labels."""

    columns: Mapping[str, Mapping[str, str]]
    codes: Mapping[str, Mapping[str, str]]
    typologies: Mapping[str, str]
    meanings: Mapping[str, str]

    def column(self, table: str, column: str) -> str:
        """The heading of a column."""
        return self.columns.get(table, {}).get(column) or self.columns["*"].get(column, column)

    def code(self, table: str, column: str, code: str) -> str:
        """What a code means."""
        return self.codes.get(f"{table}.{column}", {}).get(code, code)

    def typology(self, number: str) -> str:
        """A typology's number and name, `A13 查封车辆仍在使用`."""
        name = self.typologies.get(number)
        return f"{number} {name}" if name and number != "context" else name or number

    def meaning(self, number: str) -> str:
        """What a typology is about and why its traces matter in the case at hand; nothing where it is not said."""
        return self.meanings.get(number, "")


@cache
def load_labels() -> Labels:
    """The labels of zbrisk's own contract, from labels.yaml."""
    document = yaml.safe_load(resources.files("zbrisk.contract").joinpath("labels.yaml").read_text(encoding="utf-8"))
    return Labels(**document)


@lru_cache(maxsize=16)
def labels_of(contract: Contract) -> Labels:
    """The labels of a contract: what it says of its columns and codes itself goes before zbrisk's own labels."""
    own = load_labels()
    columns = {table: dict(names) for table, names in own.columns.items()}
    for place, label in contract.labels.items():
        table, _, column = place.partition(".")
        columns.setdefault(table, {})[column] = label
    codes = {place: {**own.codes.get(place, {}), **labels} for place, labels in contract.code_labels.items()}
    return replace(own, columns=columns, codes={**own.codes, **codes})
