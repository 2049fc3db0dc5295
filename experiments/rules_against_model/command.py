"""python -m experiments rules_against_model --cases 20000 --seeds 1 2 --out FOLDER"""

from __future__ import annotations

import argparse
from pathlib import Path

from experiments.elapsed import elapsed
from experiments.rules_against_model.picture import draw_precision
from experiments.rules_against_model.report import page
from experiments.rules_against_model.study import run_study
from training.simulation import World


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--cases", type=int, default=20_000, help="terminated cases of each prefecture")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2], help="one prefecture for each")
    parser.add_argument("--trials", type=int, default=10, help="shapes of trees to try for each model")
    parser.add_argument("--out", type=Path, required=True, help="where results.md and precision.png go")


def run(asked: argparse.Namespace) -> None:
    """Compare rules, their unions and models with the truth of simulated prefectures."""
    tell = elapsed()
    worlds = [World(cases=asked.cases, seed=seed) for seed in asked.seeds]
    kept = run_study(worlds, trials=asked.trials, tell=tell)
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "results.md").write_text(page(kept), encoding="utf-8")
    draw_precision(kept.answers, asked.out / "precision.png")
    tell(str(asked.out / "results.md"))
