"""The page of all commands, from their own help."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import typer

from zbrisk.commands import app
from zbrisk.commands.command import PANEL
from zbrisk.commands.config.form import Config

__all__ = ["cli_page", "walked"]

HEAD = """# The command line

Made from the commands' own help by `python -m docs.write`. `zbrisk COMMAND --help` shows the same.

`zbrisk --version` prints the version, `zbrisk --install-completion` has the shell complete commands. A command that
refuses says why in one sentence and how to mend it, and exits with 1. `intake`, `monitor` and `models promote` exit
with 3 where a person has to look. Outputs are written whole or not at all; Ctrl-C, SIGTERM and SIGHUP clean up first
(exit codes 130, 143, 129). A day is `2026-11-22`; a time of day, a zone, or a day after tomorrow is refused.

## What every command takes

{common}

Results go to stdout; notes, progress and refusals to stderr: a bar on a terminal, elsewhere a line each five seconds.
[`--json`](json.md) gives the result as one document; refusals stay on stderr, and exit codes are the same. What is
wrong with the words of a command is said at once, not one by one. Help is in Chinese where the system's language is, or
with `--language zh` or `ZBRISK_LANGUAGE=zh`.

`zbrisk.toml` in the current folder, or the file that `--config` names, says what is taken where an option or argument
is left out:

    {config}

What is typed goes before it; an unknown key is refused with its line; paths count from the file's folder. The file is
not trusted: it holds no address, and cannot say `--unsigned` or `--older`.
"""

EXAMPLES = {
    "tables": "tables", "model": "bundle", "signals": "signals", "snoozed": "snoozed.csv", "registry": "models",
    "keys": "keys.json", "audit": "audit.jsonl", "language": "zh",
}  # fmt: skip
PIPE = "\\|"  # inside a table


def walked(group: Any, before: str = "zbrisk") -> Iterator[tuple[str, Any]]:
    """Every command with its full name, groups before what is in them."""
    for name, command in group.commands.items():
        if not command.hidden:
            yield f"{before} {name}", command
            if hasattr(command, "commands"):
                yield from walked(command, f"{before} {name}")


def cli_page() -> str:
    """All commands, as Markdown."""
    parts = [HEAD.format(common=_common(), config="\n    ".join(_settings()))]
    for name, command in walked(typer.main.get_command(app)):
        parts.append(f"## {name}\n\n{inspect.cleandoc(command.help or '')}\n")
        if hasattr(command, "commands"):
            continue
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        options = [p for p in command.params if p.param_type_name == "option" and not _is_common(p)]
        usage = " ".join([name, *("[OPTIONS]" for _ in options[:1]), *(_shown(each) for each in arguments)])
        parts.append(f"    {usage}\n")
        if lines := [_line(each) for each in [*arguments, *options]]:
            parts.append("| | |\n|---|---|\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def _is_common(param: Any) -> bool:
    return getattr(param, "rich_help_panel", None) == PANEL


def _common() -> str:
    """The options that every command has, from one that has all of them."""
    check = typer.main.get_command(app).commands["check"]  # type: ignore[attr-defined]
    return "| | |\n|---|---|\n" + "\n".join(_line(each) for each in check.params if _is_common(each))


def _settings() -> Iterator[str]:
    for key, about in Config.model_fields.items():
        example = EXAMPLES.get(key, f"{key}.yaml")
        yield f'{key} = "{example}"'.ljust(34) + f"# {about.description}"


def _shown(param: Any) -> str:
    """`--as-of DAY`, `--report / --no-report`, `TABLES`."""
    metavar = param.metavar or param.name.upper()
    if param.param_type_name == "argument":
        return str(metavar)
    names = " / ".join([", ".join(param.opts), *param.secondary_opts])
    return names if param.is_flag else f"{names} {metavar}"


def _line(param: Any) -> str:
    notes = [" ".join((param.help or "").split())]
    if param.required:
        notes.append("*Required.*")
    elif param.default not in (None, False, True, (), []) and not callable(param.default):
        notes.append(f"*Default: {param.default}.*")
    text = " ".join(note for note in notes if note)
    return f"| `{_shown(param).replace('|', PIPE)}` | {text.replace('|', PIPE)} |"
