"""`python -m experiments audits`: simulate, train, then audit again and again; prints a Markdown table."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from experiments.audits.study import Coverage, audits_drawn, audits_held, coverage
from training.bundle import train_bundle
from training.recipe import Recipe
from training.simulation import World, review_draws, simulate
from zbrisk.docket import open_docket
from zbrisk.scoring.scorer import load_scorer

TARGET = "concealed_assets"
TOP = (100, 500)
AUDITS = (100, 300, 1000)
HEAD = (
    "| audits | share | estimator | truth | given | interval holds it | mean error | mean width | effective |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--cases", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=41)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--out", type=Path, help="where the table goes")


def run(asked: argparse.Namespace) -> None:
    """Simulate, train, audit."""
    world = World(
        cases=asked.cases, seed=asked.seed, review_rate=0.1,
        selection={"rule": 0.35, "tip": 0.1, "random": 0.45, "campaign": 0.1},
    )  # fmt: skip
    text = page(world, asked.draws)
    if asked.out:
        asked.out.write_text(text, encoding="utf-8")
    print(text)


def page(world: World, draws: int, audits: tuple[int, ...] = AUDITS) -> str:
    """The table as Markdown."""
    cases = scored_cases(world)
    rows = []
    for design in ("uniform", "stratified"):
        for count in audits:
            drawn = audits_drawn(
                cases, design=design, count=count, draws=draws,
                noise=world.label_noise, inconclusive=world.inconclusive,
            )  # fmt: skip
            found = coverage(cases, drawn, TOP, noise=world.label_noise)
            rows += [_row(f"{count:,} {design}", each) for each in found]
    seeds = range(1000, 1000 + draws)
    held = audits_held(cases, review_draws(world, seeds), TARGET)
    rows += [_row("the office's own", each) for each in coverage(cases, held, TOP, noise=world.label_noise)]
    about = f"{len(cases):,} cases, {cases['truth'].mean():.1%} of them true; {draws} draws; {TARGET}."
    return "\n".join([about, "", HEAD, *rows, ""])


def scored_cases(world: World) -> pd.DataFrame:
    """score, probability and truth by case_id of every case that the model did not learn from as a reviewed one."""
    prefecture = simulate(world)
    docket, as_of = open_docket(prefecture.tables), world.end + dt.timedelta(days=1)
    with TemporaryDirectory() as folder:
        bundle = Path(folder) / "bundle"
        train_bundle(docket, bundle, until=as_of, recipe=Recipe(trials=0, targets=(TARGET,), refits=0, audit_share=0))
        clues = load_scorer(bundle).rank(docket, as_of=as_of, reasons=0, finished=True)
    outcomes = docket.frame("review_outcomes")
    reviewed = outcomes.loc[outcomes["target"] == TARGET, "case_id"]
    free = clues[~clues["case_id"].isin(reviewed)]
    truth = prefecture.truth["cases"].set_index("case_id")[TARGET].astype(float)
    cases = free.assign(truth=free["case_id"].map(truth)).set_index("case_id")
    return cases[["score", "probability", "truth"]].dropna()


def _row(audits: str, one: Coverage) -> str:
    cells = [
        audits, one.share.replace("_", " "), one.estimator, f"{one.truth:.1%}", f"{one.estimated:.0%}",
        f"{one.held:.1%}", f"{one.error:+.2%}", f"{one.width:.1%}", f"{one.effective:.0f}",
    ]  # fmt: skip
    return f"| {' | '.join('–' if 'nan' in cell else cell for cell in cells)} |"
