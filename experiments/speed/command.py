"""`python -m experiments speed`: measure everything, print a Markdown table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from experiments.speed.beside_featuretools import beside_featuretools
from experiments.speed.build import build
from experiments.speed.busy_party import busy_party
from experiments.speed.catalogue import catalogue
from experiments.speed.explaining import explaining
from experiments.speed.figure import Figure, machine, table
from experiments.speed.one_case import one_case
from experiments.speed.taking_in import taking_in
from experiments.speed.tuning import tuning

FIGURES: dict[str, Callable[..., list[Figure]]] = {
    "build": build,
    "busy party": busy_party,
    "catalogue": catalogue,
    "one case": one_case,
    "explaining": explaining,
    "tuning": tuning,
    "taking in": taking_in,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--only", choices=FIGURES, action="append", help="only this figure (may be repeated)")
    parser.add_argument("--small", action="store_true", help="tiny sizes, to see that everything runs")
    parser.add_argument("--featuretools", action="store_true", help="beside featuretools too, fetched from PyPI")
    parser.add_argument("--out", type=Path, help="a file for the table")


def run(asked: argparse.Namespace) -> None:
    """Measure what was asked for."""
    chosen = {name: FIGURES[name] for name in asked.only or FIGURES}
    if asked.featuretools:
        chosen["featuretools"] = beside_featuretools
    figures: list[Figure] = []
    for name, measure in chosen.items():
        print(f"{name} ...", file=sys.stderr, flush=True)
        figures += measure(small=asked.small)
        if asked.out:  # what is measured is kept, whatever befalls the rest
            asked.out.write_text(_text(figures), encoding="utf-8")
    print(_text(figures))


def _text(figures: list[Figure]) -> str:
    return f"{table(figures)}\n\n{machine()}\n"
