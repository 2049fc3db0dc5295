"""Help in Chinese, from zh.toml. English is what the commands themselves say, and the key of each translation."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from typer import rich_utils

__all__ = ["in_language", "summary", "texts"]

FRAME = (
    "ARGUMENTS_PANEL_TITLE", "OPTIONS_PANEL_TITLE", "COMMANDS_PANEL_TITLE", "DEFAULT_STRING", "REQUIRED_LONG_STRING",
)  # fmt: skip
ENDS = re.compile(r"([，。；：、])(?=\S)")  # where a line may end, which rich does at spaces alone
ENGLISH = {name: getattr(rich_utils, name) for name in FRAME}


@cache
def texts(language: str) -> Mapping[str, Mapping[str, str]]:
    """`commands` and `options` by their English text, and `frame`, the words around them."""
    return tomllib.loads(files("zbrisk.commands.texts").joinpath(f"{language}.toml").read_text(encoding="utf-8"))


def summary(help_text: str | None) -> str:
    """The first paragraph of a command's help, on one line: its key."""
    return " ".join(inspect.cleandoc(help_text or "").partition("\n\n")[0].split())


def in_language(command: Any, ctx: Any, language: str) -> None:
    """Put the texts of a command, its options and the commands in it into a language."""
    said: Mapping[str, Mapping[str, str]] = {} if language == "en" else texts(language)
    frame = said.get("frame", ENGLISH)
    for name in FRAME:
        setattr(rich_utils, name, frame[name])
    if not said:
        return
    for each in (command, *getattr(command, "commands", {}).values()):
        each.help = ENDS.sub(r"\1 ", said["commands"].get(summary(each.help), each.help or ""))
    for param in command.get_params(ctx):
        param.help = ENDS.sub(r"\1 ", said["options"].get(param.help, param.help or ""))
        panel = getattr(param, "rich_help_panel", None)
        param.rich_help_panel = frame.get(panel, panel)
