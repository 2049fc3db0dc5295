"""Why something was refused, and what to ask whoever sent it; from reasons.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

__all__ = ["Reason", "reasons"]


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason, for reviewers (zh), for developers (en), and the request to the sender."""

    zh: str
    en: str
    ask: str


@cache
def reasons() -> Mapping[str, Reason]:
    """All of them, by code."""
    document = yaml.safe_load(resources.files("zbrisk.intake").joinpath("reasons.yaml").read_text(encoding="utf-8"))
    return {code: Reason(**texts) for code, texts in document.items()}
