"""The page of the public names, from their docstrings."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

import zbrisk
from docs.generate.docstring import described
from zbrisk import errors
from zbrisk.explaining.explanation import TargetRisk
from zbrisk.explaining.reason import EvidenceRow, Reason
from zbrisk.scoring.answer import Answer
from zbrisk.scoring.needs import Need, Needs

__all__ = ["api_page"]

HEAD = """# The Python API

Made from the docstrings by `python -m docs.write`. Public is what `zbrisk.__all__` names, the methods listed here, and
the types that they return or raise; everything else may change without notice. Names are imported when they are first
used, so a case system that scores pays for nothing else.
"""
RETURNED = (Answer, TargetRisk, Reason, EvidenceRow, Needs, Need)
ORDER = (
    "open_docket",
    "Docket",
    "load_scorer",
    "Scorer",
    "SignalBuilder",
    "Limits",
    "load_contract",
    "Contract",
    "ZbriskError",
)


def api_page() -> str:
    """All public names, as Markdown."""
    names = [*ORDER, *(name for name in zbrisk.__all__ if name not in ORDER)]
    parts = [HEAD, "## Public names\n"]
    parts += [f"- [`zbrisk.{name}`](#{_anchor(f'zbrisk.{name}')})" for name in names]
    parts += ["- [what they return](#what-they-return)", "- [errors](#errors)", ""]
    for name in names:
        parts.append(_entry(f"zbrisk.{name}", getattr(zbrisk, name)))
    parts.append("## What they return\n\nThese are given, not made; import them for annotations alone.\n")
    parts += [_entry(f"{each.__module__}.{each.__name__}", each, level=3) for each in RETURNED]
    parts.append("## Errors\n")
    for name in errors.__all__:
        error = getattr(errors, name)
        if error is not errors.ZbriskError:
            parts.append(f"- `zbrisk.errors.{name}`: {inspect.getdoc(error).splitlines()[0]}")  # type: ignore[union-attr]
    return "\n".join(parts) + "\n"


def _anchor(heading: str) -> str:
    return "".join(c for c in heading.lower() if c.isalnum() or c in "-_")


def _entry(name: str, thing: Any, level: int = 2) -> str:
    short = name.rpartition(".")[2]
    made = inspect.isclass(thing) and not is_dataclass(thing) and thing.__module__ != "zbrisk.docket.docket"
    head = [f"{'#' * level} {name}", ""]
    if made or inspect.isfunction(thing):
        head += ["```python", _signature(short, thing), "```", ""]
    lines = [*head, described(thing), ""]
    for member, value in _members(thing):
        kind = f"{short.lower()}.{member}"
        lines += [f"{'#' * (level + 1)} {kind}", ""]
        if isinstance(value, property):
            lines += [described(value), ""]
        else:
            lines += ["```python", _signature(kind, value), "```", "", described(value), ""]
    return "\n".join(lines)


def _members(thing: Any) -> Iterator[tuple[str, Any]]:
    """The methods and properties that a class itself makes public, in the order of its code."""
    for name, value in vars(thing).items() if inspect.isclass(thing) and not issubclass(thing, Exception) else ():
        plain = value.__func__ if isinstance(value, classmethod) else value
        if not name.startswith("_") and (inspect.isfunction(plain) or isinstance(plain, property)) and plain.__doc__:
            yield name, plain


def _signature(name: str, thing: Any) -> str:
    signature = inspect.signature(thing)
    shown, star = [], False
    for each in signature.parameters.values():
        if each.name in ("self", "cls"):
            continue
        if each.kind is each.KEYWORD_ONLY and not star:
            shown.append("*")
            star = True
        shown.append(_parameter(each))
    result = signature.return_annotation
    gives = "" if result in (signature.empty, None, "None") else f" -> {_plain(result)}"
    return f"{name}({', '.join(shown)}){gives}"


def _parameter(each: inspect.Parameter) -> str:
    text = each.name if each.annotation is each.empty else f"{each.name}: {_plain(each.annotation)}"
    if each.default is each.empty:
        return text
    default = f"{type(each.default).__name__}()" if is_dataclass(each.default) else repr(each.default)
    return f"{text} = {default}"


def _plain(annotation: Any) -> str:
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))
