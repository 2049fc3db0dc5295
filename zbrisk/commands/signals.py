"""zbrisk signals: the catalogue, one signal's header and SQL, and the mistakes of a folder."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.syntax import Syntax
from rich.table import Table

from zbrisk.commands.application import app
from zbrisk.commands.command import App
from zbrisk.commands.options import SignalsFolder
from zbrisk.commands.output import print_result
from zbrisk.commands.tables import TablesFile
from zbrisk.commands.terminal import Terminal, counted
from zbrisk.contract import load_contract

if TYPE_CHECKING:
    from zbrisk.errors import SignalError
    from zbrisk.signals.catalogue import Catalogue

PIPED_WIDTH = 140  # characters a line where nobody's window says how many


class Dialect(StrEnum):
    """The engines that a signal is compiled for."""

    DUCKDB = "duckdb"
    SQLITE = "sqlite"
    SPARK = "spark"


signals = App(
    help="The catalogue of signals: list, show NAME, check DIR, test DIR, new NAME.", invoke_without_command=True
)
app.add_typer(signals, name="signals")


@signals.callback()
def catalogue(ctx: typer.Context) -> None:
    """The catalogue of signals; without a further word, the list of zbrisk's own."""
    if ctx.invoked_subcommand is None:
        list_signals()


@signals.command("list")
def list_signals(
    target: Annotated[str | None, typer.Option(help="Only the signals of this target.")] = None,
    folder: SignalsFolder = None,
    tables_file: TablesFile = None,
) -> None:
    """List all signals with their targets, typologies and how many features each makes."""
    from zbrisk.signals.catalogue import read_catalogue

    found = read_catalogue(folder, load_contract(tables_file)).only(target=target)
    print_result(lambda: _document(found), lambda: _print(found))


def _document(found: Catalogue) -> dict[str, Any]:
    return {
        "signals": [
            {
                "name": signal.header.name,
                "family": signal.family,
                "label": dict(signal.header.label),
                "typology": list(signal.header.typology),
                "targets": list(signal.header.targets),
                "features": list(signal.header.features()),
            }
            for signal in found.signals
        ],
        "views": [view.name for view in found.views],
    }


def _print(found: Catalogue) -> None:
    console = Terminal()
    (console if console.is_terminal else Terminal(width=PIPED_WIDTH)).print(_listing(found))


def _listing(found: Catalogue) -> Table:
    features = sum(len(signal.header.features()) for signal in found.signals)
    title = f"{len(found.signals)} signals, {features} features, {len(found.views)} views"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("signal", no_wrap=True)
    table.add_column("", no_wrap=True, overflow="ellipsis")
    table.add_column("typology", max_width=12)
    table.add_column("features", justify="right")
    table.add_column("targets", min_width=len("concealed_assets"))
    for family, members in groupby(found.signals, key=lambda signal: signal.family):
        table.add_row(f"[bold]{family}[/]")
        for header in (signal.header for signal in members):
            typology, targets = " ".join(header.typology), " ".join(header.targets)
            table.add_row(header.name, escape(header.label["zh"]), typology, str(len(header.features())), targets)
    return table


@signals.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The signal's name, which is its file's.")],
    dialect: Annotated[Dialect, typer.Option(help="The engine whose SQL is shown.")] = Dialect.DUCKDB,
    folder: SignalsFolder = None,
    tables_file: TablesFile = None,
) -> None:
    """Show a signal's header and its compiled SQL as one WITH query: what zbrisk runs, cut at as_of.

    The moment and the days of the windows are parameters, which zbrisk fills in. Inside, days are numbers since
    1970-01-01, money is whole 分, and _known_from and _known_until are the days between which a row counts.
    """
    from zbrisk.commands.display.signal_header import card_panel
    from zbrisk.commands.display.signal_query import signal_query
    from zbrisk.compiler.program import compile_catalogue
    from zbrisk.signals.catalogue import read_catalogue

    contract = load_contract(tables_file)
    found = read_catalogue(folder, contract).only(names=[name])
    program = compile_catalogue(found, contract)
    sql, signal = signal_query(program, dialect.value, contract.cohort.key), program.signals[0]

    def shown() -> None:
        console = Terminal()
        console.print(card_panel(signal))
        console.print(Syntax(sql, "sql", background_color="default").highlight(sql), soft_wrap=True, end="")

    print_result(
        lambda: {
            "name": signal.header.name,
            "tables": list(signal.tables),
            "views": list(signal.views),
            "features": list(signal.header.features()),
            "dialect": dialect.value,
            "sql": sql,
        },
        shown,
    )


@signals.command()
def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of signals and views.")],
    tables_file: TablesFile = None,
) -> None:
    """Find the mistakes in every file of a folder: file, line and cure. Exit 1 if there is one."""
    from zbrisk.compiler.check import mistakes

    found = mistakes(folder, load_contract(tables_file))
    print_result(lambda: [_mistake(each) for each in found], lambda: _print_mistakes(found))
    if found:
        raise typer.Exit(1)


def _mistake(found: SignalError) -> dict[str, Any]:
    return {"file": found.file, "line": found.line, "problem": found.problem, "cure": found.cure}


def _print_mistakes(found: Sequence[SignalError]) -> None:
    console = Terminal(soft_wrap=True, highlight=False)
    for mistake in found:
        console.print(escape(str(mistake)))
    if found:
        files = len({mistake.file for mistake in found})
        console.print(f"[bold red]{counted(len(found), 'mistake')} in {counted(files, 'file')}.[/]")
    else:
        console.print("[green]No mistakes.[/]")
