"""python -m experiments.rules_against_model --cases 20000 --seeds 1 2 --out FOLDER"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from experiments.rules_against_model.picture import draw_precision
from experiments.rules_against_model.report import page
from experiments.rules_against_model.study import run_study
from training.simulation import World


def main() -> None:
    """Hold rules, their unions and models against the truth of simulated prefectures."""
    parser = argparse.ArgumentParser(prog="python -m experiments.rules_against_model", description=main.__doc__)
    parser.add_argument("--cases", type=int, default=20_000, help="terminated cases of each prefecture")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2], help="one prefecture for each")
    parser.add_argument("--trials", type=int, default=10, help="shapes of trees to try for each model")
    parser.add_argument("--out", type=Path, required=True, help="where results.md and precision.png go")
    asked = parser.parse_args()
    start = time.perf_counter()
    worlds = [World(cases=asked.cases, seed=seed) for seed in asked.seeds]
    kept = run_study(worlds, trials=asked.trials, tell=lambda what: print(f"{_since(start)} {what}", flush=True))
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "results.md").write_text(page(kept), encoding="utf-8")
    draw_precision(kept.answers, asked.out / "precision.png")
    print(f"{_since(start)} {asked.out / 'results.md'}")


def _since(start: float) -> str:
    return f"{time.perf_counter() - start:5.0f} s"


if __name__ == "__main__":
    main()
