"""`zbrisk signals test` and `zbrisk signals new`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from zbrisk.commands.output import print_result
from zbrisk.commands.progress import progress
from zbrisk.commands.signals import signals
from zbrisk.commands.tables import TablesFile
from zbrisk.commands.terminal import Terminal, counted
from zbrisk.contract import load_contract

if TYPE_CHECKING:
    from zbrisk.testing import Report

__all__ = ["new", "test"]


@signals.command()
def test(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="The folder of signals; zbrisk's own where it is left out.")
    ] = None,
    names: Annotated[
        list[str] | None,
        typer.Option("-k", metavar="NAME", help="Only signals or cases with this in their name; may be repeated."),
    ] = None,
    tables_file: TablesFile = None,
) -> None:
    """Run the cases in the NAME.test.yaml beside each signal, on DuckDB and SQLite.

    A signal has a case where it fires, an innocent look-alike and a case without data; a view may have cases too. What
    is not as expected is printed with file, line and case, and so is what a signal lacks. Exit 1 if there is anything.
    """
    from zbrisk.testing import run_signal_tests  # brings the engines

    contract = load_contract(tables_file)
    with progress("Testing", "cases") as advance:
        report = run_signal_tests(folder, contract, wanted=names or (), progress=advance)
    print_result(lambda: _document(report), lambda: _print(report))
    if not report.passed:
        raise typer.Exit(1)


def _print(report: Report) -> None:
    console = Terminal(soft_wrap=True, highlight=False)
    for failure in report.failures:
        console.print(escape(str(failure)))
    numbers = {"signal": len(report.signals), "view": len(report.views), "case": len(report.results)}
    ran = ", ".join(counted(n, what) for what, n in numbers.items() if n)
    if report.passed:
        console.print(f"[green]{ran}: all as expected, on both engines.[/]")
        return
    failed = sum(not result.passed for result in report.results)
    lacking = Counter(kind for kinds in report.missing.values() for kind in kinds)
    counts = [f"{counted(failed, 'case')} failed"] if failed else []
    counts += [f"{counted(n, 'signal')} without `{kind}`" for kind, n in lacking.items()]
    console.print(f"[bold red]{ran}: {', '.join(counts) or counted(len(report.failures), 'mistake')}.[/]")


def _document(report: Report) -> dict[str, Any]:
    return {
        "passed": report.passed,
        "signals": list(report.signals),
        "views": list(report.views),
        "cases": [
            {
                "signal": result.case.signal,
                "kind": result.case.kind,
                "name": result.case.name,
                "file": result.case.file,
                "line": result.case.line,
                "passed": result.passed,
                "problems": [failure.problem for failure in result.failures],
                "features": dict(result.values),
            }
            for result in report.results
        ],
        "missing": {signal: list(kinds) for signal, kinds in report.missing.items()},
        "failures": [
            {"file": f.file, "line": f.line, "signal": f.signal, "problem": f.problem, "cure": f.cure}
            for f in report.failures
        ],
    }


@signals.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The signal's name, such as car_sold_cheaply.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Your folder of signals.")] = Path("."),
    room: Annotated[
        str | None, typer.Option(metavar="ROOM", help="The folder in DIR, by which signals are listed: asset_records.")
    ] = None,
    tables_file: TablesFile = None,
) -> None:
    """Write the first draft of a signal and of its tests: both are sound as they are, and yours to change."""
    from zbrisk.testing import write_draft

    written = write_draft(name, out, load_contract(tables_file), room=room)
    print_result(lambda: {"written": list(written)}, lambda: _print_written(written, out))


def _print_written(written: Iterable[Path], out: Path) -> None:
    console = Terminal(soft_wrap=True, highlight=False)
    for path in written:
        console.print(f"Written: {escape(str(path))}")
    console.print(f"Try them: zbrisk signals check {escape(str(out))}; zbrisk signals test {escape(str(out))}")
