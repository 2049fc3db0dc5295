"""Rows of JSON lines: an object a line, whose names are the headings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from zbrisk.intake.reading.raw_rows import RawRow
from zbrisk.intake.reading.text import Line, encoding_of, read_lines

__all__ = ["is_json_lines", "read_json_lines"]

LOOK = 3  # lines by which such a file is known
MOST_NAMES = 2000
ESCAPE = "\\u"


def is_json_lines(path: Path) -> bool:
    """Whether the first lines of a text file are an object each."""
    lines = [line for line in islice(read_lines(path, encoding_of(path)), LOOK) if line.text.strip()]
    return bool(lines) and all(_object(line) is not None for line in lines)


def read_json_lines(path: Path) -> Iterator[RawRow]:
    """The rows of a file, after one of number 0 with the names of all its objects. What is no object is a fault."""
    encoding = encoding_of(path)
    names: dict[str, None] = {}
    for line in read_lines(path, encoding):
        names.update(dict.fromkeys(islice(_object(line) or (), MOST_NAMES - len(names))))
    yield RawRow("", 0, list(names), lines=0)
    for line in read_lines(path, encoding):
        said = _object(line)
        if said is not None and said.keys() <= names.keys():
            yield RawRow("", line.number, [said.get(name, "") for name in names])
        elif line.text.strip():
            yield RawRow("", line.number, [line.text[:4000]], fault=line.fault or "no_json")
        else:
            yield RawRow("", line.number, [])


def _object(line: Line) -> dict[str, str] | None:
    """What a line says, as texts; numbers as they are written, to the last digit."""
    if line.fault or not line.text.lstrip().startswith("{"):
        return None
    try:
        said = json.loads(line.text, parse_int=str, parse_float=str, parse_constant=str)
        texts = {name: _text(value) for name, value in said.items()}
        if ESCAPE in line.text:
            "".join((*texts, *texts.values())).encode()  # half a letter can be written in JSON, and nowhere else
    except (ValueError, RecursionError):
        return None
    return texts


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
