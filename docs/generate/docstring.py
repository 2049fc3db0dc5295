"""Docstrings of Google's form as Markdown."""

from __future__ import annotations

import inspect
import re
from typing import Any

__all__ = ["described", "entries", "sections"]

SECTION = re.compile(r"^(Args|Attributes|Returns|Raises):$", re.MULTILINE)
HEADINGS = {"Args": "Arguments", "Attributes": "Attributes", "Returns": "Returns", "Raises": "Raises"}


def described(thing: Any) -> str:
    """The docstring of a class or function, its sections as lists."""
    parts = sections(inspect.getdoc(thing) or "")
    lines = [_with_code(parts.pop("").strip())]
    for name, text in parts.items():
        lines += ["", f"*{HEADINGS[name]}*", "", text if name == "Returns" else _as_list(text)]
    return "\n".join(lines)


def sections(docstring: str) -> dict[str, str]:
    """The text of each section by its name; what stands before the first has the name ''."""
    start, *rest = SECTION.split(docstring)
    return {"": start} | {name: inspect.cleandoc(text) for name, text in zip(rest[::2], rest[1::2], strict=True)}


def entries(text: str) -> dict[str, str]:
    """`name: what it is`, continued on indented lines."""
    joined = re.sub(r"\n\s+", " ", text)
    found = [line.partition(": ") for line in joined.splitlines() if line.strip()]
    return {name: what for name, _, what in found}


def _as_list(text: str) -> str:
    return "\n".join(f"- `{name}`: {what}" for name, what in entries(text).items())


def _with_code(text: str) -> str:
    """Indented blocks are code."""
    blocks = re.split(r"\n\n", text)
    return "\n\n".join(f"```text\n{inspect.cleandoc(b)}\n```" if b.startswith("    ") else b for b in blocks)
