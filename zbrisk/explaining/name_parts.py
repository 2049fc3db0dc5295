"""What names are made of: words of names.yaml that masks keep, and by which names are known."""

from __future__ import annotations

from importlib import resources

import yaml

__all__ = ["COMPOUND_SURNAMES", "FREQUENT_SURNAMES", "ORGANISATIONS", "PUBLIC_BODIES", "TRADES"]

NAMES = yaml.safe_load(resources.files("zbrisk.explaining").joinpath("names.yaml").read_text(encoding="utf-8"))
COMPOUND_SURNAMES: frozenset[str] = frozenset(NAMES["compound_surnames"])
FREQUENT_SURNAMES: str = NAMES["frequent_surnames"]
ORGANISATIONS: tuple[str, ...] = tuple(NAMES["organisations"])
PUBLIC_BODIES: tuple[str, ...] = tuple(NAMES["public_bodies"])
TRADES: tuple[str, ...] = tuple(NAMES["trades"])
