"""zbrisk.toml: what a folder's commands take where no option says otherwise. The file is not trusted.

It cannot lower a guard: who may have made a bundle (`--unsigned`, `--older`) and addresses of a network are typed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zbrisk.errors import DataError
from zbrisk.untrusted import read_bytes

__all__ = ["FILE_NAME", "configured_language", "read_config"]

FILE_NAME = "zbrisk.toml"
MOST_BYTES = 100_000
CURE = "Mend it; the command-line reference shows every key."


def read_config(named: Path | None) -> Mapping[str, str]:
    """The settings of a folder by name; paths count from the file's folder.

    Args:
        named: The file that `--config` names; without it, zbrisk.toml in the current folder, if there is one.

    Raises:
        DataError: The file is missing, is no TOML, or has a key or value that is not understood; with its line.
    """
    path = _place(named)
    if path is None:
        return {}
    from zbrisk.commands.config.form import Config  # brings pydantic
    from zbrisk.validation import Invalid, validated

    text = _text(path)
    try:
        config = validated(Config, _parsed(text, path), what=f"{FILE_NAME}")
    except Invalid as error:
        key = str(error.place[0]) if error.place else ""
        raise DataError(f"{path}:{_line(text, key)}: {error.problem}", error.cure) from error
    given = config.model_dump(exclude_none=True)
    return {key: value if key == "language" else str(path.parent / value) for key, value in given.items()}


def configured_language(named: Path | None) -> str | None:
    """The language in the file, if it can be read: help is shown whatever else is wrong with it."""
    try:
        path = _place(named)
        return None if path is None else _parsed(_text(path), path).get("language")
    except DataError:
        return None


def _place(named: Path | None) -> Path | None:
    if named is not None:
        return named
    return Path(FILE_NAME) if Path(FILE_NAME).is_file() else None


def _text(path: Path) -> str:
    try:
        return read_bytes(path, MOST_BYTES).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not in UTF-8.", "Save it in UTF-8.") from error


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DataError(f"{path} is no TOML: {error}.", CURE) from error


def _line(text: str, key: str) -> int:
    """The line (1-based) on which a key stands: tomllib keeps none."""
    starts = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}\b""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if key and starts.match(line)), 1)
