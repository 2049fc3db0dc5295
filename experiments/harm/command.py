"""python -m experiments harm --cases 10000 --seed 1 --out FOLDER"""

from __future__ import annotations

import argparse
from pathlib import Path

from experiments.evidence import StudyRun, simulated, walk
from experiments.harm.tables import harm_page
from experiments.harm.wronged import honest_cases, wronged
from zbrisk.bundle.bundle import read_bundle


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--cases", type=int, default=10_000, help="terminated cases")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same figures")
    parser.add_argument("--out", type=Path, required=True, help="folder for the bundle and the page")


def run(asked: argparse.Namespace) -> None:
    """Who is wrongly among the first of each list, and what would get them out."""
    study = walk(*simulated(asked.cases, asked.seed), asked.out)
    page = harm_figures(study, asked.out / "bundle")
    (asked.out / "harm.md").write_text(page, encoding="utf-8")
    print(page)


def harm_figures(study: StudyRun, bundle: Path) -> str:
    """The page of figures of one ranking."""
    headers = [signal.header for signal in read_bundle(bundle).program.signals]
    verify = {header.name: header.verify["en"] for header in headers if header.verify}
    pages = []
    for target in study.undecided:
        honest = honest_cases(study, target)
        wrong = wronged(study, honest, target, verify)
        listed = int((study.clues["target"] == target).sum())
        pages.append(harm_page(target, honest, wrong, listed, study.debtor, verify))
    return "\n".join(pages)
