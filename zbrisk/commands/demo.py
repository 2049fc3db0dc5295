"""zbrisk demo: end to end on a simulated prefecture."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from zbrisk.commands.application import app
from zbrisk.commands.checkout import from_checkout
from zbrisk.commands.progress import progress
from zbrisk.commands.tables import opened
from zbrisk.commands.terminal import Terminal
from zbrisk.contract import load_contract
from zbrisk.errors import DataError
from zbrisk.files import replacing, require_folder

if TYPE_CHECKING:
    import pandas as pd

    from zbrisk.bundle.keys import SigningKey
    from zbrisk.clues import WorklistEntry
    from zbrisk.docket import Docket
    from zbrisk.scoring.scorer import Scorer

TRIALS = 10  # of the search for the shape of the trees; `zbrisk train` makes more
SHAM_REVIEWS = 0.05  # share of cases reviewed for sham suits: twice the usual, or a small prefecture finds too few
LISTED_CLUES = 200  # clues of each target
PAGES_A_TARGET = 20  # entries of each target that get pages


@app.command(prints=False)
def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder for all that is made.")] = Path("demo"),
    cases: Annotated[int, typer.Option(min=4000, help="Terminated cases to simulate.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same prefecture.")] = 1,
) -> None:
    """Simulate a prefecture, train, rank, write pages, check, compare with the truth, take a delivery in; some minutes.

    Needs a checkout of zbrisk. Everything in it is made up; what it shows of a real prefecture is how zbrisk is used.
    """
    from zbrisk.bundle.keys import SigningKey, has_own_key
    from zbrisk.commands.display.against_truth import against_truth
    from zbrisk.commands.display.training_summary import training_summary

    require_folder(out)
    if (out / "tables").exists() and not (out / "truth").exists():
        raise DataError(f"{out / 'tables'} holds tables that no demo made.", "Name a new folder with --out.")
    console = Terminal(emoji=False)
    with _step(console, f"Simulating a prefecture with {cases:,} terminated cases"):
        prefecture = _simulated(out, cases, seed)
        as_of, truth = prefecture.world.end + dt.timedelta(days=1), prefecture.truth["cases"]
    with _step(console, "Validating its tables"):
        _keep_contract(out / "tables")
    contract = load_contract()
    with opened(out / "tables", contract) as docket:
        with _step(console, f"Training on what was known before {as_of}"):
            recipe = from_checkout("training.recipe").Recipe(trials=TRIALS, seed=seed)
            key = None if has_own_key() else SigningKey.new()  # what only tries zbrisk leaves nothing in anyone's home
            write, bundle = from_checkout("training.bundle").train_bundle, out / "bundle"
            with progress("Learning", "steps") as advance:
                trained = write(docket, bundle, until=as_of, recipe=recipe, key=key, progress=advance)
        console.print(training_summary(trained))
        scorer = _scorer(out, key)
        with _step(console, f"Ranking the cases that stand terminated on {as_of}"):
            clues = _ranked(scorer, docket, out, as_of)
        with _step(console, f"Writing the pages of the first {PAGES_A_TARGET} entries of each target"):
            _explained(scorer, docket, out, clues)
        with _step(console, "Checking whether the cases listed were lawfully terminated"):
            verdicts = _checked(docket, out, clues)
        with _step(console, "Merging what rules and models found into one worklist"):
            entries = _merged(scorer, docket, out, clues, verdicts, as_of)
        console.print(_found(verdicts, entries))
        console.print(against_truth(clues, docket, truth, as_of))
    with _step(console, "Sending lists as courts and agencies would, taking them in, and ranking from what came"):
        console.print(_from_delivery(scorer, prefecture, clues, out))
    console.print(_next(out, as_of, key), soft_wrap=True)


@contextmanager
def _step(console: Console, what: str) -> Iterator[None]:
    console.print(f"[bold]{what}[/]")
    start = time.perf_counter()
    yield
    console.print(f"  [dim]{time.perf_counter() - start:.0f} s[/]")


def _simulated(out: Path, cases: int, seed: int) -> Any:
    """Write tables/, and truth/, which no office has; return the prefecture."""
    study: Any = from_checkout("training.simulation")
    done = 0
    with progress("Simulating", "steps") as advance:

        def begun(step: str) -> None:
            nonlocal done
            advance(done, len(study.STEPS))
            done += 1

        world = study.World(cases=cases, seed=seed, sham_review_rate=SHAM_REVIEWS)
        prefecture = study.simulate(world, begun)
    with replacing(out / "tables") as tables, replacing(out / "truth") as known:
        prefecture.write(tables)
        (tables / "truth").rename(known)
    return prefecture


def _keep_contract(tables: Path) -> None:
    from zbrisk.docket.check import check

    findings = check(tables)
    if not findings.passed:
        raise DataError("The simulated tables do not keep the contract.", f"See `zbrisk check {tables}`.")


def _scorer(out: Path, key: SigningKey | None) -> Scorer:
    from zbrisk.scoring.scorer import load_scorer  # brings scikit-learn, which takes seconds

    return load_scorer(out / "bundle", keys=None if key is None else [key.public])


def _ranked(scorer: Scorer, docket: Docket, out: Path, as_of: dt.date) -> pd.DataFrame:
    from zbrisk.clues import write_ranked_list

    with progress("Ranking", "signals") as advance:
        clues = scorer.rank(docket, as_of=as_of, top=LISTED_CLUES, progress=advance)
    for name in ("clues.parquet", "clues.xlsx"):
        write_ranked_list(clues, out / name, scorer.program, docket)
    return clues


def _explained(scorer: Scorer, docket: Docket, out: Path, clues: pd.DataFrame) -> None:
    from zbrisk.clues.list_series import with_series
    from zbrisk.clues.suspected import typologies_of
    from zbrisk.linking.beside_pages import beside_cases
    from zbrisk.pages.case_pages import write_case_pages
    from zbrisk.selection.top import first_entries

    moments, series = first_entries(with_series(clues, typologies_of(scorer.program), docket), PAGES_A_TARGET)
    with progress("Explaining", "cases") as advance:
        answers = scorer.explain_each(docket, moments, progress=advance)
    beside = beside_cases(docket, moments)
    explanations = [answer.explanation for answer in answers]
    write_case_pages(explanations, out / "pages", docket.contract, series=series, beside=beside)


def _checked(docket: Docket, out: Path, clues: pd.DataFrame) -> pd.DataFrame:
    from zbrisk.checkpoints import check_cases
    from zbrisk.checkpoints.lists import write_verdicts

    cases = clues[["case_id", "as_of"]].drop_duplicates(ignore_index=True)
    with progress("Checking", "checkpoints") as advance:
        verdicts = check_cases(docket, moments=cases, progress=advance)
    for name in ("verdicts.parquet", "verdicts.xlsx"):
        write_verdicts([verdicts], out / name, docket)
    return verdicts


def _merged(
    scorer: Scorer, docket: Docket, out: Path, clues: pd.DataFrame, verdicts: pd.DataFrame, as_of: dt.date
) -> list[WorklistEntry]:
    from zbrisk.clues import build_worklist, write_worklist
    from zbrisk.clues.advice import advice_of
    from zbrisk.clues.suspected import typologies_of
    from zbrisk.clues.worklist import clues_of_checkpoints, clues_of_models, without_finished

    ranked = clues_of_models(clues, typologies_of(scorer.program), advice_of(scorer.program))
    found = without_finished(docket, [*ranked, *clues_of_checkpoints(verdicts)], as_of)
    entries = [entry for entry in build_worklist(docket, found, as_of) if entry.serious]
    write_worklist(entries, out / "worklist.xlsx", docket, pages=out / "pages")
    return entries


def _from_delivery(scorer: Scorer, prefecture: Any, clues: pd.DataFrame, out: Path) -> Table:
    """What a dirty delivery of the same prefecture costs: hits from its tables beside the same tables clean."""
    study: Any = from_checkout("experiments.dirt.study")
    with replacing(out / "delivery") as delivery, replacing(out / "clean") as clean:
        sent, outcome = study.taken_in(prefecture, delivery)
        study.clean_part(prefecture, clean)
    kinds = {"what was sent, clean": out / "clean", "taken in": out / "delivery" / "tables"}
    lists = {"all tables": (clues, out / "tables")}
    lists |= {kind: (study.ranked(scorer, place, prefecture)[0], place) for kind, place in kinds.items()}
    hits = [study.hits_in(*each, prefecture) for each in lists.values()]
    refused = sum(account.fates["quarantine_row"] for account in outcome.accounts)
    table = Table("target", title=f"[bold]True cases among the first {study.LENGTH}[/]", title_justify="left")
    for kind in lists:
        table.add_column(kind, justify="right")
    for target in hits[0]:
        table.add_row(target, *(str(each.get(target, 0)) for each in hits))
    table.caption = f"{sent:,} rows sent in {len(outcome.files)} files, {refused:,} refused."
    return table


def _found(verdicts: pd.DataFrame, entries: list[WorklistEntry]) -> str:
    """How many of the cases were unlawfully terminated by the record, and what the worklist holds."""
    cases = {word: verdicts.loc[verdicts["verdict"] == word, "case_id"].nunique() for word in ("fail", "flag")}
    sources = Counter(entry.source for entry in entries)
    return (
        f"Of {verdicts['case_id'].nunique():,} cases the record proves {cases['fail']:,} unlawful in something, and"
        f" flags something in {cases['flag']:,}.\nOne list, merged by series and without what was reviewed:"
        f" {len(entries):,} entries, {sources['both']:,} found by rules and models, {sources['model_only']:,} by models"
        f" and {sources['rule_only']:,} by rules alone."
    )


def _next(out: Path, as_of: dt.date, key: SigningKey | None) -> str:
    places = ("pages/index.html", "clues.xlsx", "verdicts.xlsx", "worklist.xlsx", "tables", "bundle", "again.csv")
    unsigned = " --unsigned  [dim]# you have no key yet: the demo's bundle is signed by one that is gone[/]" * bool(key)
    index, clues, verdicts, worklist, tables, bundle, again = (escape(str(out / place)) for place in places)
    return f"""
[bold]Open next[/]
  {index}   the list, and a page for each case, as a reviewer reads them
  {clues}   the list as a workbook
  {verdicts}   what was unlawful in these cases, or is worth a look, with the law
  {worklist}   both together, one entry a series, ready to issue
[bold]Then try[/]
  zbrisk check {tables}
  zbrisk rank {tables} --model {bundle} --as-of {as_of} --top 50 --out {again}{unsigned}
  zbrisk signals show seized_vehicle_seen"""
