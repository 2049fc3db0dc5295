"""A YAML file as read, with the line of everything in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from zbrisk.errors import SignalError
from zbrisk.untrusted import yaml_node
from zbrisk.validation import Invalid, Place, StrictModel, line_of, lines_of, validated

__all__ = ["Document", "read_document"]

M = TypeVar("M", bound=StrictModel)


@dataclass(frozen=True, kw_only=True)
class Document:
    """The mapping in a file."""

    path: str
    value: dict[str, Any]
    lines: dict[Place, int] = field(repr=False)

    def line(self, place: Place) -> int:
        """The line of a place; that of what surrounds it where it is not there."""
        return line_of(place, self.lines)

    def read_as(self, model: type[M], what: str) -> M:
        """The whole of it in a form.

        Raises:
            SignalError: It is not of that form.
        """
        try:
            return validated(model, self.value, what=what)
        except Invalid as error:
            raise self.wrong(error.place, error.problem, error.cure) from error

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
    return Document(path=str(path), value=value, lines=lines_of(node))
