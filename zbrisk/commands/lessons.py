"""zbrisk lessons: what one office learnt from, passed on and pooled."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from zbrisk.commands.application import app
from zbrisk.commands.checkout import from_checkout
from zbrisk.commands.command import App
from zbrisk.commands.options import SignalsFolder, day_option
from zbrisk.commands.output import note, print_result
from zbrisk.commands.progress import progress
from zbrisk.commands.tables import Tables, TablesFile, opened
from zbrisk.commands.terminal import Terminal, counted
from zbrisk.commands.train import (
    Out,
    Prior,
    Recipe,
    Report,
    print_trained,
    read_prior,
    training_document,
    write_training_report,
)  # fmt: skip
from zbrisk.contract import load_contract
from zbrisk.errors import DataError
from zbrisk.files import replacing, require_file, require_folder

ENDINGS = (".md", ".html")
LessonsFolder = Annotated[
    Path, typer.Argument(metavar="LESSONS", help="The folder that `lessons export` or `lessons merge` wrote.")
]
Until = Annotated[dt.date, day_option("--until", "Nothing known on or after this day (2026-11-22) is used.")]
Label = Annotated[str, typer.Option(metavar="OFFICE", help="What the office is called in merged lessons.")]
LessonsOut = Annotated[
    Path, typer.Option("--out", metavar="LESSONS", help="The folder to write; earlier lessons are replaced.")
]
Least = Annotated[
    int, typer.Option(metavar="N", help="Debtors or households that carry each value, at least; 10 or more.")
]
ReportFile = Annotated[Path | None, typer.Option("--out", metavar="REPORT", help="A report to write: .md or .html.")]
Parts = Annotated[list[Path], typer.Argument(metavar="LESSONS...", help="The lessons of two offices or more.")]

lessons = App(
    help="What one office learnt from, as others may have it: features and labels without names, ids or records."
    " Several offices' lessons make a province's bundle, which each may start from (`zbrisk train --prior`). Needs a"
    " checkout of zbrisk.",
    no_args_is_help=True,
)
app.add_typer(lessons, name="lessons")


@lessons.command()
def export(
    tables: Tables,
    until: Until,
    label: Label,
    out: LessonsOut,
    recipe: Recipe = None,
    signals: SignalsFolder = None,
    tables_file: TablesFile = None,
    least: Least = 10,
) -> None:
    """Write what this office learnt from, coarse enough to leave it.

    Rare values are rounded to common ones or blanked, days become months, and a target whose confirmed or refuted cases
    are of too few debtors is left out. The lessons are signed with your own key. Read their report before you send
    them: `zbrisk lessons show LESSONS`.
    """
    module = from_checkout("training.lessons.export")
    require_folder(out)
    chosen = from_checkout("training.recipe").read_recipe(recipe) if recipe else None
    from zbrisk.execution.signal_builder import SignalBuilder

    with opened(tables, load_contract(tables_file)) as docket, progress("Exporting", "signals") as advance:
        builder = SignalBuilder(signals, progress=advance).fit(docket)
        found = module.export_lessons(docket, builder, until=until, label=label, recipe=chosen, least=least)
    from_checkout("training.lessons.lessons").write_lessons(found, out)
    print_result(lambda: {"written": [out]}, lambda: note(f"Written: {out}. What is in it: zbrisk lessons show {out}"))


@lessons.command()
def show(
    folder: LessonsFolder,
    out: ReportFile = None,
) -> None:
    """Say what lessons hold, and what they do not: of whom, how many, how coarse, signed by whom."""
    if out is not None and out.suffix.lower() not in ENDINGS:
        raise DataError(f"{out.name} is no report.", f"End the name in {' or '.join(ENDINGS)}.")
    if out is not None:
        require_file(out)
    from zbrisk.pages.report import to_html, to_markdown

    report = from_checkout("training.lessons.report").lessons_report(_read(folder), name=folder.name)
    if out is not None:
        with replacing(out) as draft:
            text = to_html(report) if out.suffix.lower() == ".html" else to_markdown(report)
            draft.write_text(text, encoding="utf-8", newline="\n")
        note(f"Written: {out}")

    def shown() -> None:
        if out is None:
            Terminal(emoji=False).print(to_markdown(report), soft_wrap=True, markup=False, highlight=False)

    print_result(lambda: {"written": [out] if out else [], "report": to_markdown(report)}, shown)


@lessons.command()
def merge(
    folders: Parts,
    out: LessonsOut,
) -> None:
    """Pool the lessons of several offices, each verified, into one that is signed with your own key.

    They must have been exported with one contract and one catalogue of signals.
    """
    module = from_checkout("training.lessons.merge")
    require_folder(out)
    merged = module.merge_lessons([_read(folder) for folder in folders])
    from_checkout("training.lessons.lessons").write_lessons(merged, out)
    offices = len(merged.offices)
    print_result(
        lambda: {"written": [out], "offices": offices},
        lambda: note(f"Written: {out}, of {counted(offices, 'office')}."),
    )


@lessons.command("train")
def trained(
    folder: LessonsFolder,
    out: Out,
    recipe: Recipe = None,
    prior: Prior = None,
    signals: SignalsFolder = None,
    tables_file: TablesFile = None,
    report: Report = True,
) -> None:
    """Train a province's bundle on merged lessons; no office's tables are needed.

    Its figures judge every office by what the others alone have taught. An office starts from it with `zbrisk train
    --prior BUNDLE`.
    """
    from_checkout("training.run")
    require_folder(out)
    from zbrisk.compiler.program import compile_catalogue
    from zbrisk.signals.catalogue import read_catalogue

    chosen = from_checkout("training.recipe").read_recipe(recipe) if recipe else None
    held, taught, contract = _read(folder), read_prior(prior, unsigned=False), load_contract(tables_file)
    program = compile_catalogue(read_catalogue(signals, contract), contract)
    with progress("Learning", "trials") as advance:
        found = from_checkout("training.lessons.training").train_bundle_from_lessons(
            held, out, contract=contract, program=program, recipe=chosen, prior=taught, progress=advance
        )
    page = write_training_report(found, out) if report else None

    def shown() -> None:
        print_trained(found, out)
        if page:
            Terminal(emoji=False).print(f"Its report: {page}", soft_wrap=True, markup=False)

    print_result(lambda: training_document(found, out, page), shown)


def _read(folder: Path) -> Any:
    return from_checkout("training.lessons.lessons").read_lessons(folder)
