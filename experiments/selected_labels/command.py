"""`python -m experiments selected_labels --fresh --out FOLDER`"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import pandas as pd

from experiments.elapsed import elapsed
from experiments.selected_labels.arms import ARMS
from experiments.selected_labels.report import draw_shares, page
from experiments.selected_labels.study import compared_with_truth
from experiments.selected_labels.worlds import CHOOSING, FRESH, fresh_world


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--fresh", action="store_true", help="prefectures that no choice was made on")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(FRESH), help="which of them")
    parser.add_argument("--cases", type=int, default=20_000, help="terminated cases of each prefecture")
    parser.add_argument("--ways", nargs="+", choices=list(ARMS), default=list(ARMS), help="ways of learning to compare")
    parser.add_argument("--out", type=Path, required=True, help="where results.md, rows.csv and shares.png go")


def run(asked: argparse.Namespace) -> None:
    """Compare ways of learning from selected labels with the full truth of simulated prefectures."""
    tell = elapsed()
    worlds = {name: replace(world, cases=asked.cases) for name, world in CHOOSING.items()}
    if asked.fresh:
        worlds = {f"fresh {seed}": fresh_world(seed, asked.cases) for seed in asked.seeds}
    asked.out.mkdir(parents=True, exist_ok=True)
    rows = pd.DataFrame()
    for name, world in worlds.items():
        found = compared_with_truth(name, world, tell, asked.ways)
        rows = pd.concat([rows, found], ignore_index=True)
        rows.to_csv(asked.out / "rows.csv", index=False)  # what is measured is kept, whatever befalls the rest
        (asked.out / "results.md").write_text(page(rows), encoding="utf-8")
        draw_shares(rows, asked.out / "shares.png")
