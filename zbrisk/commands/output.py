"""What a command prints, and how: JSON or text, how much, in which language. One command runs in a process."""

from __future__ import annotations

import json
import locale
import logging
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "LANGUAGES",
    "OutputOptions",
    "language_of",
    "logger",
    "note",
    "output_options",
    "print_result",
    "records",
    "set_output",
    "value_after",
]

LANGUAGES = ("en", "zh")
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides

logger = logging.getLogger("zbrisk")  # also of what the library logs


@dataclass(frozen=True, kw_only=True)
class OutputOptions:
    """What was asked of the command line as a whole.

    Args:
        as_json: One JSON document on stdout, and no text there.
        language: Of help: en or zh.
        config: The file of settings that `--config` names.
    """

    as_json: bool = False
    language: str = "en"
    config: Path | None = None


_options: ContextVar[OutputOptions] = ContextVar("output_options", default=OutputOptions())  # noqa: B039 (frozen)


def output_options() -> OutputOptions:
    """Those of the command that runs."""
    return _options.get()


def set_output(**changes: Any) -> None:
    """Change them."""
    _options.set(replace(_options.get(), **changes))


def print_result(document: Callable[[], Any], text: Callable[[], None]) -> None:
    """Give a result to stdout: as one JSON document where `--json` was given, or else as text for people.

    Args:
        document: Makes what JSON shows. Its keys are kept, and stand in docs/reference/json.md.
        text: Prints what people read.
    """
    if output_options().as_json:
        typer.echo(json.dumps(document(), ensure_ascii=False, indent=1, default=str, allow_nan=False))
    else:
        text()


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as JSON shows them: cells in JSON are read, days without a time, null where there is none."""
    plain = table.astype(object).where(table.notna(), None)
    return [{str(name): _plain(value) for name, value in row.items()} for row in plain.to_dict("records")]


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    if isinstance(value, str) and value.startswith(("[", "{")):
        with suppress(ValueError):
            return json.loads(value)
    return value.item() if hasattr(value, "item") else value


def note(text: str) -> None:
    """Say on stderr what was done, such as which file was written; `--quiet` leaves it out."""
    logger.info("%s", text)


def typed(context: typer.Context, name: str) -> bool:
    """Whether a parameter was typed, and not taken from the file of settings."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def value_after(words: Sequence[str], option: str) -> str | None:
    """What an option is given, before anything is parsed: `--config F` or `--config=F`; the last one counts."""
    found = None
    for place, word in enumerate(words):
        if word == "--":
            break
        if word == option and place + 1 < len(words):
            found = words[place + 1]
        elif word.startswith(f"{option}="):
            found = word.partition("=")[2]
    return found


def language_of(asked: str | None, configured: str | None) -> str:
    """The language of help: what was asked for, ZBRISK_LANGUAGE, the file of settings, or that of the surroundings."""
    for wish in (asked, os.environ.get("ZBRISK_LANGUAGE"), configured):
        if wish in LANGUAGES:
            return wish
    around = next(filter(None, map(os.environ.get, LOCALE_VARIABLES)), None) or locale.getlocale()[0] or ""
    return "zh" if around.lower().startswith(("zh", "chinese")) else "en"
