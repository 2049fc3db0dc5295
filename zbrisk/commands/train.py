"""zbrisk train: from reviewed cases to a bundle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from zbrisk.commands.application import app
from zbrisk.commands.checkout import from_checkout
from zbrisk.commands.day import parse_day
from zbrisk.commands.progress import progress
from zbrisk.commands.signals import SignalsFolder
from zbrisk.commands.tables import Tables, TablesFile, opened
from zbrisk.commands.training_summary import training_summary
from zbrisk.contract import load_contract
from zbrisk.docket import Docket
from zbrisk.files import replacing

if TYPE_CHECKING:
    from zbrisk.scoring.scorer import Scorer


@app.command()
def train(
    tables: Tables,
    until: Annotated[str, typer.Option(metavar="DAY", help="Nothing known on or after this day (2026-11-22) is used.")],
    out: Annotated[Path, typer.Option(metavar="BUNDLE", help="The folder to write; an earlier bundle is replaced.")],
    recipe: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Choices in YAML, such as `trials: 50`; see training/recipe.py."),
    ] = None,
    signals: SignalsFolder = None,
    tables_file: TablesFile = None,
    against: Annotated[
        Path | None, typer.Option(metavar="BUNDLE", help="The bundle in use: compare figures and lists with its.")
    ] = None,
    study: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A SQLite file with the search's trials: one that was stopped goes on."),
    ] = None,
    report: Annotated[
        bool, typer.Option(help="Write a training report, BUNDLE-report.html: figures, doubts, pictures.")
    ] = True,
    tracking: Annotated[
        str | None,
        typer.Option(metavar="URI", help="An MLflow address; by default the file mlflow.db beside the bundle."),
    ] = None,
) -> None:
    """Train a model for each target from what reviews found, and write the bundle that scores.

    Needs a checkout of zbrisk. The same tables, signals and recipe give the same bundle, byte by byte. Figures are
    those of the latest reviewed cases, which the model they are measured on has not seen.
    """
    from_checkout("training.run")  # before anything is read: a bare wheel cannot train
    day = parse_day(until, "--until")
    chosen = from_checkout("training.recipe").read_recipe(recipe) if recipe else None
    with opened(tables, load_contract(tables_file)) as docket:
        more = {"until": day, "recipe": chosen, "last": _in_use(against), "study": study}
        trained = train_bundle(docket, out, signals=signals, **more)
    console = Console()
    console.print(training_summary(trained))
    console.print(f"Bundle: {out}", soft_wrap=True)
    console.print(f"Its card: zbrisk card {out} --out card.html", soft_wrap=True)
    if report:
        console.print(f"Its report: {_write_report(trained, out)}", soft_wrap=True)
    from_checkout("training.tracking").track(trained, bundle=out, store=tracking)


def _in_use(bundle: Path | None) -> Scorer | None:
    from zbrisk.scoring.scorer import load_scorer

    return None if bundle is None else load_scorer(bundle)


def _write_report(trained: Any, bundle: Path) -> Path:
    """The training report beside the bundle, which is sealed."""
    from zbrisk.pages.report import to_html

    page = bundle.with_name(f"{bundle.name}-report.html")
    with replacing(page) as draft:
        content = from_checkout("training.report").training_report(trained, name=bundle.name)
        draft.write_text(to_html(content), encoding="utf-8")
    return page


def train_bundle(docket: Docket, out: Path, *, signals: Path | None = None, **choices: Any) -> Any:
    """Train and write the bundle.

    Args:
        docket: The tables.
        out: The bundle's folder.
        signals: The folder of signals; None for zbrisk's own.
        choices: `until`, `recipe`, `last` and `study` of `training.run.train`.

    Returns:
        What `training.run.train` returned.

    Raises:
        ZbriskError: This is a bare wheel, a signal does not compile, or there is too little to learn from.
    """
    from zbrisk.matrix.builder import SignalBuilder  # brings scikit-learn, which takes seconds
    from zbrisk.monitoring.feeds import feed_state
    from zbrisk.scoring.bundle import write_bundle

    run = from_checkout("training.run")
    with progress("Learning", "signals") as advance:
        builder = SignalBuilder(signals, progress=advance).fit(docket)
        trained = run.train(docket, builder, **choices)
    write_bundle(
        out,
        contract=docket.contract,
        program=builder.program_,
        targets=trained.targets,
        until=trained.until,
        run={
            "hashes": dict(trained.hashes),
            "versions": dict(trained.versions),
            "skipped": dict(trained.skipped),
            "recipe": trained.recipe.to_json(),
            "feeds": feed_state(docket, trained.until),
        },
    )
    return trained
