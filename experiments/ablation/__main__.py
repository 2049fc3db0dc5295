"""python -m experiments.ablation --cases 20000 --seeds 1 2 --out FOLDER"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from experiments.ablation.picture import draw_worth
from experiments.ablation.report import page
from experiments.ablation.study import run_study
from experiments.prefecture import World


def main() -> None:
    """Measure what each family of signals and each table is worth."""
    parser = argparse.ArgumentParser(prog="python -m experiments.ablation", description=main.__doc__)
    parser.add_argument("--cases", type=int, default=20_000, help="terminated cases of each prefecture")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2], help="one prefecture for each")
    parser.add_argument("--repeats", type=int, default=2, help="models averaged for each figure")
    parser.add_argument("--out", type=Path, required=True, help="where results.md and worth.png go")
    asked = parser.parse_args()
    start = time.perf_counter()
    worlds = [World(cases=asked.cases, seed=seed) for seed in asked.seeds]
    answers = run_study(worlds, repeats=asked.repeats, tell=lambda what: print(f"{_since(start)} {what}", flush=True))
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "results.md").write_text(page(answers), encoding="utf-8")
    draw_worth(answers, asked.out / "worth.png")
    print(f"{_since(start)} {asked.out / 'results.md'}")


def _since(start: float) -> str:
    return f"{time.perf_counter() - start:5.0f} s"


if __name__ == "__main__":
    main()
