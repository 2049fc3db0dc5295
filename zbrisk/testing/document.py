"""A YAML file as read, with the line of everything in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from zbrisk.errors import SignalError
from zbrisk.untrusted import yaml_node

__all__ = ["Document", "Place", "read_document"]

Place = tuple[str | int, ...]  # keys and positions, from the top of the file


@dataclass(frozen=True, kw_only=True)
class Document:
    """The mapping in a file."""

    path: str
    value: dict[str, Any]
    lines: dict[Place, int] = field(repr=False)

    def line(self, place: Place) -> int:
        """The line of a place; that of what surrounds it where it is not there."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def wrong(self, place: Place, problem: str, cure: str) -> SignalError:
        """The error that names file and line."""
        return SignalError(problem, cure, file=self.path, line=self.line(place))


def read_document(path: Path) -> Document:
    """Read a file whose top is a mapping.

    Raises:
        SignalError: It cannot be read, is no YAML or beyond the bounds of `zbrisk.untrusted`, or is no mapping.
    """
    try:
        node, value = yaml_node(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise SignalError(f"The file cannot be read: {error}.", "Save it as UTF-8.", file=str(path)) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or " ".join(str(error).split())
        raise SignalError(
            f"This is no YAML: {problem}." if mark else f"The file {problem}.",
            "Put quotes around a text with a colon, comma, brace or #; write each key once.",
            file=str(path),
            line=mark.line + 1 if mark else None,
        ) from error
    if not isinstance(value, dict):
        raise SignalError("The file holds no keys.", 'See features/README.md, "Test it".', file=str(path), line=1)
    return Document(path=str(path), value=value, lines=dict(_lines(node)))


def _lines(node: yaml.Node | None, place: Place = ()) -> Iterator[tuple[Place, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            own = (*place, str(key.value))
            yield own, key.start_mark.line + 1
            yield from _lines(value, own)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            own = (*place, position)
            yield own, value.start_mark.line + 1
            yield from _lines(value, own)
