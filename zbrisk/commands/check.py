"""zbrisk check: are the tables what the contract says?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.markup import escape
from rich.table import Column, Table

from zbrisk.commands.application import app
from zbrisk.commands.output import print_result
from zbrisk.commands.tables import Tables, TablesFile
from zbrisk.commands.terminal import Terminal, counted

if TYPE_CHECKING:
    from zbrisk.docket.check import Findings
    from zbrisk.docket.faults import Fault

PIPED_WIDTH = 200  # characters a line where nobody's window says how many


@app.command()
def check(tables: Tables, tables_file: TablesFile = None) -> None:
    """Validate tables against the contract: lists every error, in which rows, and its fix.

    Exits with 1 if there are errors. Warnings do not stand in the way. Names and numbers in the examples are masked.
    """
    from zbrisk.docket.check import check as validate

    findings = validate(tables, tables_file=tables_file)
    print_result(lambda: _document(findings), lambda: _print(findings, tables))
    if not findings.passed:
        raise typer.Exit(1)


def _document(findings: Findings) -> dict[str, Any]:
    return {
        "passed": findings.passed,
        "faults": [{**asdict(fault), "examples": list(fault.examples)} for fault in findings.faults],
        "tables": [asdict(found) for found in findings.tables],
    }


def _print(findings: Findings, tables: Path) -> None:
    console = Terminal(emoji=False)
    if not console.is_terminal:
        console = Terminal(width=PIPED_WIDTH, emoji=False)
    if findings.faults:
        console.print(_faults(findings))
    warnings = sum(fault.warning for fault in findings.faults)
    if not findings.passed:
        errors = counted(len(findings.faults) - warnings, "error")
        console.print(f"[bold red]{errors}[/], {counted(warnings, 'warning')}.")
        return
    console.print(_summary(findings))
    console.print(f"{tables} keeps the contract; {counted(warnings, 'warning')}.", soft_wrap=True, markup=False)


def _faults(findings: Findings) -> Table:
    table = Table("", "Table", "Column", "What is wrong", _right("Rows"), "Examples", "What to do", show_lines=True)
    for fault in findings.faults:
        mark = "[yellow]warning[/]" if fault.warning else "[red]error[/]"
        table.add_row(mark, *(escape(cell) for cell in _cells(fault)))
    return table


def _cells(fault: Fault) -> tuple[str, ...]:
    rows = "" if fault.rows is None else f"{fault.rows:,}"
    return fault.table, fault.column, fault.problem, rows, "\n".join(fault.examples), fault.cure


def _summary(findings: Findings) -> Table:
    table = Table("Table", _right("Rows"), "First known", "Last known")
    for found in findings.tables:
        days = ("always" if day is None else str(day) for day in (found.first_known, found.last_known))
        table.add_row(found.table, f"{found.rows:,}", *days)
    return table


def _right(header: str) -> Column:
    return Column(header, justify="right")
