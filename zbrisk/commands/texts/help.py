"""Help in Chinese, from zh.toml. English is what the commands themselves say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from typer import rich_utils

__all__ = ["in_language", "key_of", "texts"]

EVERYWHERE = "every command"  # the section of options whose text is the same wherever it is not said otherwise
FRAME = (
    "ARGUMENTS_PANEL_TITLE", "OPTIONS_PANEL_TITLE", "COMMANDS_PANEL_TITLE", "DEFAULT_STRING", "REQUIRED_LONG_STRING",
)  # fmt: skip
ENGLISH = {name: getattr(rich_utils, name) for name in FRAME}


@cache
def texts(language: str) -> Mapping[str, Mapping[str, str]]:
    """The texts of each command by the names of its options and arguments; `help` is that of the command."""
    text = files("zbrisk.commands.texts").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def key_of(param: Any) -> str:
    """What a parameter is called in the texts: `--as-of`, or `TABLES`."""
    if param.param_type_name == "argument":
        return str(param.metavar or param.name.upper())
    return str(max(param.opts, key=len))


def in_language(command: Any, ctx: Any, language: str) -> None:
    """Put the texts of a command, its options and the commands in it into a language."""
    for name, text in (ENGLISH if language == "en" else texts(language)["frame"]).items():
        setattr(rich_utils, name, text)
    if language == "en":
        return
    path = " ".join(name for name in _path(ctx))
    command.help = _said(language, path, "help") or command.help
    for param in command.get_params(ctx):
        param.help = _said(language, path, key_of(param)) or param.help
        panel = getattr(param, "rich_help_panel", None)
        param.rich_help_panel = panel and texts(language)["frame"].get(panel, panel)
    for name, inner in getattr(command, "commands", {}).items():
        inner.help = _said(language, f"{path} {name}".strip(), "help") or inner.help


def _said(language: str, path: str, key: str) -> str | None:
    known = texts(language)
    return known.get(path or "zbrisk", {}).get(key) or known[EVERYWHERE].get(key)


def _path(ctx: Any) -> list[str]:
    """The names of the command and the groups that it stands in, without the program's."""
    names: list[str] = []
    while ctx.parent is not None:
        names.insert(0, ctx.info_name)
        ctx = ctx.parent
    return names
