"""Read one signal or view file: a YAML header in a comment, then SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from zbrisk.errors import SignalError
from zbrisk.untrusted import yaml_node
from zbrisk.validation import Invalid, Place, StrictModel, line_of, lines_of, validated

__all__ = ["SignalFile", "read_signal_file"]

M = TypeVar("M", bound=StrictModel)


@dataclass(frozen=True, kw_only=True)
class SignalFile:
    """A file as read.

    `offset` is the number of lines before the SQL and `lines` those of what the header holds, so that errors can name
    the file's own line.
    """

    name: str
    path: str
    header: Mapping[str, Any]
    sql: str
    offset: int = 0
    lines: Mapping[Place, int] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.name, self.sql))

    def line_of(self, *place: str | int) -> int:
        """The line of something in the header; of what surrounds it where it is not there, else the first."""
        return line_of(place, self.lines)

    def header_as(self, model: type[M], **also: Any) -> M:
        """The header in a form; `also` are values of the form that come from elsewhere.

        Raises:
            SignalError: The header is not of that form.
        """
        try:
            return validated(model, self.header, what="The header", also=also)
        except Invalid as error:
            raise self.refused(error) from error

    def refused(self, error: Invalid) -> SignalError:
        """What is wrong with the header, with file and line."""
        cure = error.cure or "See features/README.md."
        return SignalError(error.problem, cure, file=self.path, line=self.line_of(*error.place))


def read_signal_file(path: Path) -> SignalFile:
    """Split a file into header and SQL.

    Raises:
        SignalError: The file is unreadable, has no header, or the header is no YAML mapping.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise SignalError(f"The file cannot be read: {error}.", "Save it as UTF-8.", file=str(path)) from error
    start, end = text.find("/*"), text.find("*/")
    if text[: max(start, 0)].strip() or start < 0 or end < 0:
        raise SignalError(
            "The file has no header.", "Begin it with /* ... */; see features/README.md.", file=str(path), line=1
        )
    before = text[:start].count("\n")
    try:
        header, lines = _header(text[start + 2 : end])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = before + 1 + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or str(error)
        raise SignalError(
            f"The header is no YAML: {problem}.",
            "Put quotes around a text with a colon, comma or brace.",
            file=str(path),
            line=line,
        ) from error
    if not isinstance(header, dict):
        raise SignalError(
            "The header holds no keys.", "Write `label: {zh: ..., en: ...}` and so on.", file=str(path), line=1
        )
    return SignalFile(
        name=path.stem,
        path=str(path),
        header=header,
        sql=text[end + 2 :],
        offset=text[: end + 2].count("\n"),
        lines={place: before + line for place, line in lines.items()},
    )


@lru_cache(maxsize=512)
def _header(text: str) -> tuple[Any, Mapping[Place, int]]:
    """A header's value and the lines of its parts; a folder is read again by each command that looks into it."""
    node, value = yaml_node(text)
    return value, lines_of(node)
