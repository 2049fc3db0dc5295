"""zbrisk intake: takes what arrives into tables; intake look: what lies there; intake undo: a batch taken out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Column, Table

from zbrisk.commands.application import app
from zbrisk.commands.command import App, Group
from zbrisk.commands.options import day_option
from zbrisk.commands.output import note, print_result
from zbrisk.commands.progress import progress
from zbrisk.commands.terminal import Terminal, counted
from zbrisk.files import replacing, require_ending, require_file, require_folder

if TYPE_CHECKING:
    from zbrisk.intake import Outcome
    from zbrisk.intake.looking import Seen

WAITS = 3  # exit code: tables are written, and something waits for a person
PIPED_WIDTH = 160  # characters a line where nobody's window says how many


class _TakeInByDefault(Group):
    """`zbrisk intake RAW` means `zbrisk intake take RAW`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `take` in front, unless a command or --help stands there."""
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = ["take", *args]
        return super().parse_args(ctx, args)


group = App(
    cls=_TakeInByDefault,
    help="Take in what courts and agencies send: `zbrisk intake RAW --out TABLES`.",
    no_args_is_help=True,
)
app.add_typer(group, name="intake")

Raw = Annotated[
    Path,
    typer.Argument(metavar="RAW", help="A folder as it arrived: lists as CSV, JSON lines or workbooks, and documents."),
]


State = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Where batches and books are kept, if not in TABLES/intake: outside TABLES."),
]


@group.command("take")
def take(
    raw: Raw,
    out: Annotated[
        Path, typer.Option(metavar="TABLES", help="The folder of tables: a new one, or one that intake wrote.")
    ],
    mapping: Annotated[
        Path | None,
        typer.Option(metavar="mapping.yaml", help="What headings mean, instead of TABLES/intake/mapping.yaml."),
    ] = None,
    batch: Annotated[
        str | None, typer.Option(metavar="NAME", help="The delivery's name, if not that of its folder.")
    ] = None,
    known: Annotated[
        dt.date | None, day_option("--known", "The day on which your office could see it (2025-12-31).")
    ] = None,
    state: State = None,
) -> None:
    """Read lists as they arrive, and write tables that `zbrisk check` passes, with a report and books of every row.

    Exits with 0 if all was understood, with 3 if tables were written and something waits for a person, with 1 if
    nothing could be written. Pictures of documents are read where zbrisk[ocr] is installed, else listed.
    """
    require_folder(out)
    from zbrisk.intake import intake

    with progress("Taking in", "steps") as advance:
        outcome = intake(raw, out, mapping=mapping, batch=batch, known=known, state=state, advance=advance)
    _say(outcome, out, state)


@group.command("look")
def look(raw: Raw) -> None:
    """Say what lies in a folder and how it would be read; write nothing."""
    from zbrisk.intake.looking import look as look_at

    found = list(look_at(raw))
    print_result(lambda: [asdict(seen) for seen in found], lambda: _print_seen(found))


def _print_seen(found: Iterable[Seen]) -> None:
    headings = ("File", "Sheet", "What it is", "Header row", "List", "Not known", "Lacks", "Known on")
    table = Table(*headings, show_lines=False)
    for seen in found:
        unknown, lacking = ", ".join(seen.unknown), ", ".join(seen.lacking)
        table.add_row(
            seen.file, seen.sheet, seen.what, seen.header, seen.list, unknown, lacking, str(seen.known or "?")
        )
    _console().print(table)


@group.command("undo")
def undo(
    tables: Annotated[Path, typer.Argument(metavar="TABLES", help="A folder of tables that intake wrote.")],
    batch: Annotated[str, typer.Option(metavar="NAME", help="The batch.")],
    state: State = None,
) -> None:
    """Take one batch out again: the tables are made anew without it."""
    from zbrisk.intake import undo as take_out

    with progress("Making tables", "steps") as advance:
        outcome = take_out(tables, batch, state=state, advance=advance)
    _say(outcome, tables, state)


@group.command("review")
def review(
    tables: Annotated[Path, typer.Argument(metavar="TABLES", help="A folder of tables that intake wrote.")],
    out: Annotated[
        Path | None, typer.Option(metavar="R.xlsx", help="Write the questions here, to be filled in.")
    ] = None,
    filled: Annotated[
        Path | None, typer.Option("--in", metavar="R.xlsx", help="Take the answers, and make the tables anew.")
    ] = None,
    state: State = None,
) -> None:
    """Ask a person what no rule decides: which parties are one, what unknown headings mean, what judgments say."""
    if (out is None) == (filled is None):
        raise typer.BadParameter("Give one of --out and --in.")
    from zbrisk.intake import answer, write_review

    if out is not None:
        require_ending(out, "The workbook", [".xlsx"])
        require_file(out)
        with replacing(out) as draft:
            asked = write_review(tables, draft, state=state)
        print_result(
            lambda: {"written": [out], "questions": asked}, lambda: note(f"{counted(asked, 'question')}: {out}")
        )
    elif filled is not None:
        with progress("Making tables", "steps") as advance:
            outcome = answer(tables, filled, state=state, advance=advance)
        _say(outcome, tables, state)


def _say(outcome: Outcome, out: Path, state: Path | None) -> None:
    """Say what came, what waits, and where the rest is to be read."""
    from zbrisk.intake.store import home

    report = home(out, state) / "report.html"
    print_result(lambda: _document(outcome, out, report), lambda: _print(outcome, out, report))
    if outcome.waits:
        raise typer.Exit(WAITS)


def _document(outcome: Outcome, out: Path, report: Path) -> dict[str, Any]:
    return {
        "written": [out],
        "report": report,
        "tables": dict(outcome.tables),
        "accounts": [asdict(each) for each in outcome.accounts],
        "unknown_headings": {str(kind): list(words) for kind, words in outcome.open_headings.items()},
        "questions": outcome.doubts,
        "unseen_values": outcome.unseen,
        "unread_documents": _unread(outcome),
        "waits": outcome.waits,
    }


def _unread(outcome: Outcome) -> int:
    return sum(file.reason.startswith("document_") for file in outcome.files)


def _print(outcome: Outcome, out: Path, report: Path) -> None:
    shown = _console()
    shown.print(_books(outcome))
    for kind, words in outcome.open_headings.items():
        shown.print(f"{kind}: unknown headings {', '.join(words)}", markup=False)
    kept = "" if report.is_relative_to(out) else f" --state {report.parent}"
    for what in _questions(outcome):
        shown.print(f"{what}: zbrisk intake review {out}{kept} --out R.xlsx", markup=False)
    if unread := _unread(outcome):
        shown.print(f"{counted(unread, 'document')} cannot be read; the report says which and why.")
    note(f"{counted(sum(outcome.tables.values()), 'row')} in {counted(len(outcome.tables), 'table')}: {out}")
    note(f"What came, what is lacking, what to ask for: {report}")


def _questions(outcome: Outcome) -> Iterator[str]:
    if outcome.doubts:
        yield f"{counted(outcome.doubts, 'question')} who is who"
    if outcome.unseen:
        yield f"{counted(outcome.unseen, 'value')} of judgments to be seen"


def _books(outcome: Outcome) -> Table:
    numbers = ("Rows", "Data", "New", "Repeated", "Changed", "Closed later", "Refused")
    table = Table("Batch", "File", "Sheet", *(Column(name, justify="right") for name in numbers))
    for each in outcome.accounts:
        fates = ("new", "repeat", "changed", "closed_later", "quarantine_row")
        counts = (each.rows, each.roles["data"], *(each.fates[fate] for fate in fates))
        table.add_row(each.batch, each.file, each.sheet, *(f"{count:,}" for count in counts))
    return table


def _console() -> Terminal:
    shown = Terminal(emoji=False)
    return shown if shown.is_terminal else Terminal(width=PIPED_WIDTH, emoji=False)
