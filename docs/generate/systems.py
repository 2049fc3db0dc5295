"""The page of other offices' systems, and what does the same here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

__all__ = ["KINDS", "read_systems", "systems_page"]

FILE = Path(__file__).parents[1] / "systems.yaml"
KINDS = ("signals", "checkpoints", "commands", "campaigns", "ties")


def read_systems() -> list[dict[str, Any]]:
    """The offices with their systems, as systems.yaml has them."""
    offices: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return offices


def systems_page() -> str:
    """The table of systems, as Markdown."""
    parts = [
        "# What our users' systems do, and what does it here",
        "",
        "Made from [systems.yaml](../systems.yaml) by `python -m docs.write`; a test fails where a name in it does not",
        "exist.",
        "Checkpoints are named by their rule; `zbrisk signals show NAME` shows a signal.",
    ]
    for office in read_systems():
        parts += ["", f"## {office['office']}", "", "| ID | What it does | Here |", "|---|---|---|"]
        parts += [f"| {name} | {system['does']} | {_here(system)} |" for name, system in office["systems"].items()]
    return "\n".join(parts) + "\n"


def _here(system: Mapping[str, Any]) -> str:
    named = [f"{kind}: {', '.join(f'`{name}`' for name in system[kind])}" for kind in KINDS if kind in system]
    return "<br>".join([*named, *([f"*{system['not_software']}*"] if "not_software" in system else [])])
