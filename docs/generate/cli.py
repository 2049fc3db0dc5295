"""The page of all commands, from their own help."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import typer

from zbrisk.commands import app

__all__ = ["cli_page", "walked"]

HEAD = """# The command line

Made from the commands' own help by `python -m docs.write`. `zbrisk COMMAND --help` shows the same.

`zbrisk --version` prints the version, `zbrisk --install-completion` has the shell complete commands. A command that
refuses says why in one sentence and how to mend it, and exits with 1. `monitor` and `models promote` exit with 3 where
a person has to look. Outputs are written whole or not at all; Ctrl-C, SIGTERM and SIGHUP clean up first (exit codes
130, 143, 129). A day is `2026-11-22`; a time of day, a zone, or a day after tomorrow is refused.
"""

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
    parts = [HEAD]
    for name, command in walked(typer.main.get_command(app)):
        parts.append(f"## {name}\n\n{inspect.cleandoc(command.help or '')}\n")
        if hasattr(command, "commands"):
            continue
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        options = [p for p in command.params if p.param_type_name == "option"]
        usage = " ".join([name, *("[OPTIONS]" for _ in options[:1]), *(_shown(each) for each in arguments)])
        parts.append(f"    {usage}\n")
        if lines := [_line(each) for each in [*arguments, *options]]:
            parts.append("| | |\n|---|---|\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


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
