"""The typer application that the command modules add to, and how its errors look."""

from __future__ import annotations

import logging
import signal
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.markup import escape

from zbrisk import __version__
from zbrisk.commands.command import App, Group
from zbrisk.commands.config.file import configured_language
from zbrisk.commands.log import logging_to_stderr
from zbrisk.commands.output import language_of, logger, set_output, value_after
from zbrisk.commands.terminal import Terminal, write_any_letter
from zbrisk.errors import MissingExtraError, ZbriskError
from zbrisk.files import cannot_write, is_of_the_place
from zbrisk.scratch import own_temporary_folder
from zbrisk.stopping import stoppable

__all__ = ["app"]


class Commands(Group):
    """Turns a refusal into one sentence and its cure on stderr, and exit code 1.

    Ctrl-C, SIGTERM and SIGHUP clean up and give 128 and the signal's number: 130, 143, 129.
    """

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Read the words up to the command; its language and settings come first, wherever they stand."""
        named = value_after(args, "--config")
        config = None if named is None else Path(named)
        language = language_of(value_after(args, "--language"), configured_language(config))
        logger.setLevel(logging.INFO)
        set_output(as_json=False, language=language, config=config)
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        write_any_letter()
        with stoppable() as stop, logging_to_stderr():
            try:
                with own_temporary_folder():
                    return super().invoke(ctx)
            except typer.Exit:
                raise
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt) or (stop.asked and not isinstance(error, ZbriskError)):
                    stop.heeded = False  # DuckDB turns Stopped into an error of its own
                    _say("Stopped; nothing half-written is left behind.")
                    raise typer.Exit(128 + (stop.asked or signal.SIGINT)) from None
                if isinstance(error, OSError) and is_of_the_place(error):
                    _refuse(error, cannot_write(error.filename or "What was asked for", error))
                if isinstance(error, OSError) and "libgomp" in str(error):
                    _refuse(error, MissingExtraError.for_openmp(error))
                if isinstance(error, ZbriskError):
                    _refuse(error, error)
                raise


def _refuse(error: BaseException, said: ZbriskError) -> NoReturn:
    _say(f"[bold red]Error:[/] {escape(str(said))}")
    raise typer.Exit(1) from error


def _say(text: str) -> None:
    with suppress(OSError):  # the terminal may be gone
        Terminal(stderr=True, soft_wrap=True, highlight=False, emoji=False).print(text)


app = App(
    name="zbrisk",
    cls=Commands,
    help="Rank terminated enforcement cases (终本) by risk, with reasons and evidence.",
    no_args_is_help=True,
    rich_markup_mode="markdown",  # fills the lines of a paragraph
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"zbrisk {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Rank terminated enforcement cases (终本) by risk, with reasons and evidence."""
