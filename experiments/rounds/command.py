"""python -m experiments rounds --cases 10000 --seeds 1 2 3 4 --out FOLDER"""

from __future__ import annotations

import argparse
from functools import reduce
from pathlib import Path

from experiments.elapsed import elapsed
from experiments.rounds.report import page
from experiments.rounds.study import KINDS, Kept, run_study


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--cases", type=int, default=10_000, help="terminated cases of each world")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4], help="one world of each kind for each")
    parser.add_argument("--out", type=Path, required=True, help="where results.md, rounds.csv and known.csv go")


def run(asked: argparse.Namespace) -> None:
    """Five rounds of ranking, reviewing and learning, with and without audits, against the truth."""
    asked.out.mkdir(parents=True, exist_ok=True)
    tell = elapsed()
    worlds: list[Kept] = []
    for kept in run_study(tuple(KINDS), asked.seeds, asked.cases, tell=tell):
        worlds.append(kept)  # what is measured is written, whatever befalls the rest
        so_far = reduce(Kept.and_then, worlds)
        so_far.rounds.to_csv(asked.out / "rounds.csv", index=False)
        so_far.known.to_csv(asked.out / "known.csv", index=False)
        (asked.out / "results.md").write_text(page(so_far), encoding="utf-8")
    tell(str(asked.out / "results.md"))
