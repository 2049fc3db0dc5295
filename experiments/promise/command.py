"""python -m experiments promise --tables DIR --truth CASES --model BUNDLE --as-of 2026-01-01 --out results.md"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

import pandas as pd

from experiments.promise.scores import scored_cases
from experiments.promise.study import Design, Worth, worth_of

AUDITS = (100, 300, 1000, 3000)
RATES = (0.5, 0.8)
DESIGNS: tuple[Design, ...] = ("uniform", "stratified")
HEAD = (
    "| promised | drawn | audits | draws with a list | mean length | full knowledge | share of it | confirmed, overall "
    "| given a list | lists below the rate |\n|---|---|---|---|---|---|---|---|---|---|"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--tables", type=Path, required=True, help="tables of the prefecture")
    parser.add_argument("--truth", type=Path, required=True, help="its truth/cases.parquet")
    parser.add_argument("--model", type=Path, required=True, help="a bundle trained on the tables")
    parser.add_argument("--as-of", type=dt.date.fromisoformat, required=True, help="the day of the ranking")
    parser.add_argument("--target", default="concealed_assets")
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--out", type=Path, required=True, help="where the table goes")


def run(asked: argparse.Namespace) -> None:
    """Measure what a promise about the list is worth on one simulated prefecture."""
    cases = scored_cases(asked.tables, asked.truth, asked.model, asked.as_of, asked.target)
    text = page(cases, asked.draws)
    asked.out.write_text(text, encoding="utf-8")
    print(text)


def page(cases: pd.DataFrame, draws: int) -> str:
    """The table as Markdown."""
    rows = [
        _row(worth_of(cases, rate=rate, audits=audits, design=design, draws=draws))
        for rate in RATES
        for design in DESIGNS
        for audits in AUDITS
    ]
    about = f"{len(cases):,} cases, {cases['truth'].mean():.1%} of them true; {draws} draws."
    return "\n".join([about, "", HEAD, *rows, ""])


def _row(worth: Worth) -> str:
    part = worth.length / worth.full if worth.full else float("nan")
    cells = [
        f"{worth.rate:.0%}", worth.design, f"{worth.audits:,}", f"{worth.listed:.0%}", f"{worth.length:.0f}",
        f"{worth.full:.0f}", f"{part:.0%}", f"{worth.kept:.1%}", f"{worth.kept_given:.1%}", f"{worth.missed:.0%}",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"
