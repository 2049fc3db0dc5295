"""The typer application that the command modules add to, and how its errors look."""

from __future__ import annotations

from typing import Any

import typer
from rich.markup import escape
from typer.core import TyperGroup

from zbrisk.commands.terminal import Terminal
from zbrisk.errors import ZbriskError

__all__ = ["app"]


class Commands(TyperGroup):
    """Turns a refusal into one sentence and its cure on stderr, and exit code 1; Ctrl-C gives 130."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        errors = Terminal(stderr=True, soft_wrap=True, highlight=False, emoji=False)
        try:
            return super().invoke(ctx)
        except ZbriskError as error:
            errors.print(f"[bold red]Error:[/] {escape(str(error))}")
            raise typer.Exit(1) from error
        except KeyboardInterrupt:
            errors.print("Stopped; nothing half-written is left behind.")
            raise typer.Exit(130) from None


app = typer.Typer(
    name="zbrisk",
    cls=Commands,
    help="Rank terminated enforcement cases (终本) by risk, with reasons and evidence.",
    no_args_is_help=True,
    rich_markup_mode="markdown",  # fills the lines of a paragraph
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def main() -> None:
    """Rank terminated enforcement cases (终本) by risk, with reasons and evidence."""
