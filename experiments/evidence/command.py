"""python -m experiments evidence --cases 20000 --seed 401 --trials 0 --out FOLDER"""

from __future__ import annotations

import argparse
from pathlib import Path

from experiments.evidence.judging import judged_cases, judged_schemes, knowable_rows, shown_rows
from experiments.evidence.study_run import StudyRun, simulated, walk
from experiments.evidence.tables import evidence_page
from zbrisk.bundle.bundle import read_bundle
from zbrisk.clues.suspected import typologies_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--cases", type=int, default=10_000, help="terminated cases")
    parser.add_argument("--seed", type=int, default=401, help="not 301 to 308, which the prior has seen")
    parser.add_argument("--trials", type=int, default=10, help="of the search for the shape of the trees")
    parser.add_argument("--out", type=Path, required=True, help="folder for the bundle and the page")


def run(asked: argparse.Namespace) -> None:
    """Which rows a list shows of its true cases, and which rows the schemes had left."""
    study = walk(*simulated(asked.cases, asked.seed), asked.out, trials=asked.trials)
    page = evidence_figures(study, asked.out / "bundle")
    (asked.out / "evidence.md").write_text(page, encoding="utf-8")
    print(page)


def evidence_figures(study: StudyRun, bundle: Path) -> str:
    """The page of figures of one ranking."""
    shown = shown_rows(study, typologies_of(read_bundle(bundle).program))
    knowable = knowable_rows(study, shown)
    schemes = judged_schemes(study, shown, knowable)
    return evidence_page(judged_cases(shown, knowable), schemes, shown, study.debtor)
