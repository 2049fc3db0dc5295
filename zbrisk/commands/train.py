"""zbrisk train: from reviewed cases to a bundle."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zbrisk.commands.application import app
from zbrisk.commands.checkout import from_checkout
from zbrisk.commands.options import SignalsFolder, day_option
from zbrisk.commands.output import print_result, typed
from zbrisk.commands.progress import progress
from zbrisk.commands.tables import Tables, TablesFile, opened
from zbrisk.commands.terminal import Terminal
from zbrisk.commands.trust_options import Unsigned
from zbrisk.contract import load_contract
from zbrisk.errors import DataError
from zbrisk.files import replacing, require_file, require_folder

if TYPE_CHECKING:
    from zbrisk.bundle.bundle import Bundle
    from zbrisk.scoring.scorer import Scorer


Out = Annotated[Path, typer.Option(metavar="BUNDLE", help="The folder to write; an earlier bundle is replaced.")]
Until = Annotated[dt.date | None, day_option("--until", "Nothing known on or after this day (2026-11-22) is used.")]
Recipe = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Choices in YAML, such as `trials: 50`; see training/recipe.py."),
]
Retrain = Annotated[
    Path | None,
    typer.Option(metavar="BUNDLE", help="Take recipe, signals and, unless given, the day from this bundle."),
]
Against = Annotated[
    Path | None, typer.Option(metavar="BUNDLE", help="The bundle in use: compare figures and lists with its.")
]
Prior = Annotated[
    Path | None,
    typer.Option(metavar="BUNDLE", help="Start from this office's or province's bundle, not from simulations."),
]
Study = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="A SQLite file with the search's trials: one that was stopped goes on."),
]
Report = Annotated[bool, typer.Option(help="Write a training report, BUNDLE-report.html: figures, doubts, pictures.")]
Tracking = Annotated[
    str | None,
    typer.Option(metavar="URI", help="An MLflow address; by default the file mlflow.db beside the bundle."),
]


@app.command()
def train(
    context: typer.Context,
    tables: Tables,
    out: Out,
    until: Until = None,
    recipe: Recipe = None,
    retrain: Retrain = None,
    signals: SignalsFolder = None,
    tables_file: TablesFile = None,
    against: Against = None,
    prior: Prior = None,
    study: Study = None,
    report: Report = True,
    tracking: Tracking = None,
    unsigned: Unsigned = False,
) -> None:
    """Train a model for each target from what reviews found, and write the bundle that scores.

    Needs a checkout of zbrisk. The same tables, signals and recipe give the same bundle, byte by byte. Figures are
    those of the latest reviewed cases, which the model they are measured on has not seen. With --retrain a validated
    bundle is made again on the tables given; whatever differs from it is said. The bundle is signed with your own key,
    which is made at first use (`zbrisk bundles --help` says where).
    """
    from_checkout("training.run")  # before anything is read: a bare wheel cannot train
    require_folder(out)
    if report:
        require_file(_report_of(out))
    if retrain is not None:  # it brings its own; what only the file of settings says does not stand against it
        recipe, signals, tables_file = (
            value if typed(context, name) else None
            for name, value in (("recipe", recipe), ("signals", signals), ("tables_file", tables_file))
        )
    before = _validated(retrain, recipe, tables_file, unsigned) if retrain else None
    day = _last_day(until, before)
    taught = read_prior(prior, unsigned)
    chosen = from_checkout("training.recipe").read_recipe(recipe) if recipe else None
    if before is not None:
        chosen = from_checkout("training.registry.retraining").recipe_of(before)
    with opened(tables, before.contract if before else load_contract(tables_file)) as docket:
        program = before.program if before and signals is None else None
        more = {"until": day, "recipe": chosen, "last": _in_use(against, unsigned), "prior": taught, "study": study}
        with progress("Learning", "steps") as advance:
            write = from_checkout("training.bundle").train_bundle
            trained = write(docket, out, signals=signals, program=program, progress=advance, **more)
    page = write_training_report(trained, out) if report else None
    changes = None if before is None else _differences(before, out)
    print_result(
        lambda: training_document(trained, out, page, changes), lambda: _print(trained, out, page, retrain, changes)
    )
    from_checkout("training.tracking").track(trained, bundle=out, store=tracking)


def training_document(trained: Any, bundle: Path, page: Path | None, changes: Any = None) -> dict[str, Any]:
    """What `--json` shows of a training run."""
    return {
        "written": [bundle, *([page] if page else [])],
        "targets": [{"target": each.target, "metrics": each.metrics} for each in trained.targets],
        "skipped": dict(trained.skipped),
        "differences": None if changes is None else [asdict(each) for each in changes],
    }


def _print(trained: Any, out: Path, page: Path | None, retrain: Path | None, changes: Any) -> None:
    print_trained(trained, out)
    console = Terminal(emoji=False)
    if changes is not None:
        console.print(_compared(changes, retrain), soft_wrap=True, markup=False, highlight=False)
    console.print(f"Its card: zbrisk model-card {out} --out card.html", soft_wrap=True, markup=False)
    if page:
        console.print(f"Its report: {page}", soft_wrap=True, markup=False)


def print_trained(trained: Any, out: Path) -> None:
    """What was found, and where the bundle is."""
    from zbrisk.commands.display.training_summary import training_summary

    console = Terminal(emoji=False)
    console.print(training_summary(trained))
    console.print(f"Bundle: {out}", soft_wrap=True, markup=False)


def _in_use(bundle: Path | None, unsigned: bool) -> Scorer | None:
    from zbrisk.scoring.scorer import load_scorer

    return None if bundle is None else load_scorer(bundle, unsigned=unsigned)


def read_prior(bundle: Path | None, unsigned: bool) -> Bundle | None:
    """The bundle to start from, verified."""
    from zbrisk.bundle.bundle import read_bundle

    return None if bundle is None else read_bundle(bundle, unsigned=unsigned)


def write_training_report(trained: Any, bundle: Path) -> Path:
    """The training report beside the bundle, which is sealed."""
    from zbrisk.pages.report import to_html

    page = _report_of(bundle)
    with replacing(page) as draft:
        content = from_checkout("training.report").training_report(trained, name=bundle.name)
        draft.write_text(to_html(content), encoding="utf-8")
    return page


def _report_of(bundle: Path) -> Path:
    return bundle.with_name(f"{bundle.name}-report.html")


def _validated(retrain: Path, recipe: Path | None, tables_file: Path | None, unsigned: bool) -> Bundle:
    """The bundle that is made again; it brings its own recipe and contract."""
    from zbrisk.bundle.bundle import read_bundle

    for option, given in (("--recipe", recipe), ("--tables-file", tables_file)):
        if given is not None:
            raise DataError(f"{option} cannot stand beside --retrain.", "A retrain takes it from the bundle.")
    return read_bundle(retrain, unsigned=unsigned)


def _last_day(until: dt.date | None, before: Bundle | None) -> dt.date:
    if until is not None:
        return until
    if before is None:
        raise DataError("Until which day?", "Give --until 2026-11-22: nothing known on or after it is used.")
    return before.until


def _differences(before: Bundle, out: Path) -> Any:
    from zbrisk.bundle.bundle import read_bundle

    return from_checkout("training.registry.retraining").differences(before, read_bundle(out))


def _compared(found: Any, retrain: Path | None) -> str:
    """Whether the new bundle repeats the old one, or what differs."""
    if not found:
        return f"It is {retrain} again, byte by byte."
    lines = [f"  {each.what}: {each.then} -> {each.now}{each.where and f'; {each.where}'}" for each in found]
    return "\n".join([f"It differs from {retrain} in", *lines])
