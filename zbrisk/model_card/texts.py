"""The words of a model card."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

__all__ = ["LANGUAGES", "Texts"]

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The words in one language."""

    language: str

    def __call__(self, name: str, **filled: object) -> str:
        """A text with its blanks filled."""
        return " ".join(str(_texts()[name][self.language]).format(**filled).split())

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(_texts()[name][self.language])

    def named(self, name: str, key: Any, otherwise: str) -> str:
        """One of a mapping of texts."""
        return str(_texts()[name].get(self.language, {}).get(key, otherwise))


@cache
def _texts() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(
        resources.files("zbrisk.model_card").joinpath("texts.yaml").read_text(encoding="utf-8")
    )
    return document
