"""python -m experiments ablation --cases 20000 --seeds 1 2 --out FOLDER"""

from __future__ import annotations

import argparse
from pathlib import Path

from experiments.ablation.picture import draw_worth
from experiments.ablation.report import page
from experiments.ablation.study import run_study
from experiments.elapsed import elapsed
from experiments.rules_against_model.setting import TARGETS
from training.simulation import World


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--cases", type=int, default=20_000, help="terminated cases of each prefecture")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2], help="one prefecture for each")
    parser.add_argument("--repeats", type=int, default=2, help="models averaged for each figure")
    parser.add_argument("--draws", type=int, default=200, help="resamples behind an interval")
    parser.add_argument("--sham-review-rate", type=float, default=0.022, help="share of cases reviewed for sham suits")
    parser.add_argument("--targets", nargs="+", default=TARGETS, choices=TARGETS, help="the targets to study")
    parser.add_argument("--out", type=Path, required=True, help="where results.md and worth.png go")


def run(asked: argparse.Namespace) -> None:
    """Measure what each family of signals and each table is worth."""
    rate = asked.sham_review_rate
    worlds = [World(cases=asked.cases, seed=seed, sham_review_rate=rate) for seed in asked.seeds]
    asked.out.mkdir(parents=True, exist_ok=True)
    tell = elapsed()
    for answers in run_study(worlds, asked.targets, repeats=asked.repeats, draws=asked.draws, tell=tell):
        (asked.out / "results.md").write_text(page(answers), encoding="utf-8")
        draw_worth(answers, asked.out / "worth.png")
        tell(f"written: {asked.out / 'results.md'}")
