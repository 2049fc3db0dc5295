"""A YAML file as read, with the line of everything in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from zbrisk.errors import SignalError

__all__ = ["Document", "Place", "read_document"]

Place = tuple[str | int, ...]  # keys and positions, from the top of the file

LARGEST = 1_000_000  # bytes; it is written by hand


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
        SignalError: It cannot be read, is no YAML, is too large, holds a key twice, or is no mapping.
    """
    try:
        data = path.read_bytes()
        if len(data) > LARGEST:
            raise SignalError(f"The file has more than {LARGEST:,} bytes.", "Split it.", file=str(path))
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SignalError(f"The file cannot be read: {error}.", "Save it as UTF-8.", file=str(path)) from error
    try:
        node, value = _parsed(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or " ".join(str(error).split()) or "it is nested too deep"
        raise SignalError(
            f"This is no YAML that can be read: {problem}.",
            "Put quotes around a text with a colon, comma, brace or #.",
            file=str(path),
            line=mark.line + 1 if mark else None,
        ) from error
    if not isinstance(value, dict):
        raise SignalError("The file holds no keys.", 'See features/README.md, "Test it".', file=str(path), line=1)
    return Document(path=str(path), value=value, lines=dict(_lines(node)))


class _Loader(yaml.SafeLoader):
    """The safe loader, which refuses aliases (they unfold without bounds) and a key that stands twice."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="an alias (*) is not allowed here", problem_mark=mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                problem = f"the key {str(key.value)[:80]!r} stands twice"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)


def _parsed(text: str) -> tuple[yaml.Node | None, Any]:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


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
