"""JSON and YAML that somebody else wrote: read within bounds, or refused in one sentence.

A parser given a hostile text recurses until it dies, builds numbers of a million digits, or keeps the last of two
equal keys where a reader saw the first. Here a text has a greatest length, depth, number of values, length of names
and size of numbers, and every key once.
"""

from __future__ import annotations

import json
import math
import re
import stat
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Any

import yaml

from zbrisk.errors import DataError, ZbriskError

__all__ = ["parse_json", "parse_yaml", "read_bytes", "read_json", "read_yaml", "yaml_node"]

MOST_JSON = 256_000_000  # bytes; the bundle of a nation has some
MOST_YAML = 1_000_000  # bytes; it is written by hand
MOST_DEPTH = 60
MOST_VALUES = 20_000_000
MOST_YAML_VALUES = 200_000  # counted where they are used: an alias counts each time
LONGEST_NAME = 500  # letters of a key
MOST_DIGITS = 40
GREATEST = 2**64  # no whole number that zbrisk knows is as large
HALF_LETTER = re.compile("[\ud800-\udfff]")
Refusing = type[ZbriskError]


class _Refused(ValueError):
    """What is wrong with a text, as the rest of a sentence that begins with its place."""


def read_json(path: Path, *, error: Refusing = DataError) -> Any:
    """The value in a JSON file; see `parse_json`."""
    return parse_json(read_bytes(path, MOST_JSON, error=error), str(path), error=error)


def read_yaml(path: Path, *, error: Refusing = DataError) -> Any:
    """The value in a YAML file; see `parse_yaml`."""
    return parse_yaml(read_bytes(path, MOST_YAML, error=error), str(path), error=error)


def read_bytes(path: Path, most: int, *, error: Refusing = DataError) -> bytes:
    """What a regular file holds, if it is no more than `most` bytes.

    Raises:
        ZbriskError: `error`, where it cannot be read: also a device or a pipe, which may never end.
    """
    cure = "Give a readable file of the size that zbrisk writes or asks for."
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise error(f"{_short(path)} is no file.", cure)
        if about.st_size > most:
            raise error(f"{_short(path)} has {about.st_size:,} bytes, more than {most:,}.", cure)
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as problem:
        if isinstance(problem, ZbriskError):
            raise
        why = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise error(f"{_short(path)} cannot be read: {why}.", cure) from problem
    if len(data) > most:
        raise error(f"{_short(path)} grows while it is read.", cure)
    return data


def parse_json(text: bytes | str, place: str, *, error: Refusing = DataError) -> Any:
    """The value of a JSON text from outside.

    Args:
        text: UTF-8, or decoded already.
        place: What the text is called in an error, such as its file.
        error: The type of error to raise.

    Raises:
        ZbriskError: `error` with one sentence: it is no JSON, or too long, too deep, with a key twice, a name too long,
            a number too large or not finite.
    """
    try:
        return _json(_decoded(text, MOST_JSON))
    except _Refused as problem:
        raise error(f"{place} {problem}.", "Take it again from where it was made.") from problem


def parse_yaml(text: bytes | str, place: str, *, error: Refusing = DataError) -> Any:
    """The value of a YAML text from outside; see `parse_json`. Tags that make objects are refused."""
    try:
        decoded = _decoded(text, MOST_YAML)
        value = _yaml(decoded)[1]
    except _Refused as problem:
        raise error(f"{place} {problem}.", "Mend it; the documentation shows the form.") from problem
    except yaml.YAMLError as problem:
        raise error(f"{place} is no YAML: {_told(problem)}.", "Mend the line it names.") from problem
    return value


def yaml_node(text: str) -> tuple[yaml.Node | None, Any]:
    """The node, which knows its lines, and the value of a YAML text, within the same bounds.

    Raises:
        yaml.YAMLError: It is no YAML, or beyond the bounds (then `problem` says which).
    """
    try:
        return _yaml(_decoded(text, MOST_YAML))
    except _Refused as problem:
        raise yaml.MarkedYAMLError(problem=str(problem)) from problem


def _decoded(text: bytes | str, most: int) -> str:
    if len(text) > most:
        raise _Refused(f"is longer than {most:,} letters")
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise _Refused("is not UTF-8") from problem


def _json(text: str) -> Any:
    try:
        value = json.loads(
            text, parse_int=_whole, parse_float=_fraction, parse_constant=_not_finite, object_pairs_hook=_once
        )
    except RecursionError as problem:
        raise _Refused(f"is nested more than {MOST_DEPTH} deep") from problem
    except ValueError as problem:
        if isinstance(problem, _Refused):
            raise
        raise _Refused(f"is no JSON: {problem}") from problem
    _check_bounds(value, MOST_VALUES)
    return value


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise _Refused(f"holds a number of {len(digits)} digits")
    return int(digits)


def _fraction(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise _Refused(f"holds the number {digits[:MOST_DIGITS]}, which is too large")
    return number


def _not_finite(word: str) -> Any:
    raise _Refused(f"holds {word}, which is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Refused(f"holds the key {_short(next(n for n in names if names.count(n) > 1))!r} twice")
    return found


def _check_bounds(value: Any, most: int) -> None:
    """Depth, number of values, names and numbers; without recursion, and an alias counted wherever it stands."""
    level: list[Any] = [value]
    seen = depth = 0
    while level:
        seen, depth = seen + len(level), depth + 1
        if depth > MOST_DEPTH:
            raise _Refused(f"is nested more than {MOST_DEPTH} deep")
        if seen > most:
            raise _Refused(f"holds more than {most:,} values")
        below: list[Any] = []
        names: set[Any] = set()
        for each in level:
            if isinstance(each, str):
                if not each.isascii() and HALF_LETTER.search(each):
                    raise _Refused("holds half a letter (a lone surrogate)")
            elif isinstance(each, (dict, list, tuple, set)):
                if isinstance(each, dict):
                    names.update(each)
                below += each.values() if isinstance(each, dict) else each
                if seen + len(below) > most:
                    raise _Refused(f"holds more than {most:,} values")
            elif isinstance(each, int) and abs(each) >= GREATEST:
                raise _Refused("holds a whole number of more than 64 bits")
            elif isinstance(each, float) and not math.isfinite(each):
                raise _Refused(f"holds {each}, which is no number")
        _check_names(names)
        level = below


def _check_names(names: Iterable[object]) -> None:
    for name in names:
        if isinstance(name, str) and len(name) > LONGEST_NAME:
            raise _Refused(f"holds a name of {len(name):,} letters ({_short(name)})")
        if isinstance(name, str) and HALF_LETTER.search(name):
            raise _Refused("holds half a letter (a lone surrogate)")


class _Loader(yaml.SafeLoader):
    """The safe loader, which stops at a depth and refuses a key that stands twice, and merging."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise _Refused(f"is nested more than {MOST_DEPTH} deep")
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if "<<" in names:  # merged mappings grow with every level that merges them twice
            raise _Refused(f"merges a mapping with << (line {node.start_mark.line + 1}); write its keys out")
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise _Refused(f"holds the key {_short(twice)!r} twice (line {node.start_mark.line + 1})")
        return super().construct_mapping(node, deep=deep)


def _yaml(text: str) -> tuple[yaml.Node | None, Any]:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        value = None if node is None else loader.construct_document(node)
    except RecursionError as problem:
        raise _Refused(f"is nested more than {MOST_DEPTH} deep") from problem
    except (ValueError, ArithmeticError, TypeError, AttributeError, LookupError) as problem:  # a number that is none
        if isinstance(problem, _Refused):
            raise
        raise _Refused(f"holds a value that cannot be read: {_short(problem)}") from problem
    finally:
        loader.dispose()
    _check_bounds(value, MOST_YAML_VALUES)
    return node, value


def _told(problem: yaml.YAMLError) -> str:
    mark, what = getattr(problem, "problem_mark", None), getattr(problem, "problem", None) or str(problem)
    line = f" in line {mark.line + 1}" if mark else ""
    return " ".join(str(what).split()).rstrip(".") + line


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else text[:77] + "..."
