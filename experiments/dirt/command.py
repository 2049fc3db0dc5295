"""python -m experiments dirt --worlds 5 --cases 10000 --model BUNDLE --out FOLDER"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from experiments.dirt.study import LENGTH, clean_part, hits_in, ranked, taken_in
from experiments.elapsed import elapsed
from training.simulation import Prefecture, World, simulate
from training.simulation.delivery import TIDY
from zbrisk.scoring.scorer import Scorer, load_scorer

SEEDS = range(501, 541)
#: The tables that are ranked, each worse than the one before.
ALL, PART, TIDILY, DIRTILY = "all tables", "what was sent, clean", "taken in, tidy", "taken in, dirty"
STEPS = ((ALL, PART), (PART, TIDILY), (TIDILY, DIRTILY), (PART, DIRTILY))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--worlds", type=int, default=5, help="how many prefectures, at least 2")
    parser.add_argument("--cases", type=int, default=10_000, help="terminated cases of each")
    parser.add_argument("--model", type=Path, required=True, help="the bundle that ranks, such as that of a demo")
    parser.add_argument("--out", type=Path, required=True, help="a folder for what is made; it is large")


def run(asked: argparse.Namespace) -> None:
    """Rank prefectures clean and from what intake makes of deliveries; Markdown tables with 95 % intervals."""
    scorer, tell = load_scorer(asked.model, unsigned=True), elapsed()
    rows: list[dict[str, object]] = []
    for seed in SEEDS[: asked.worlds]:
        tell(f"prefecture {seed}")
        rows += _ranked(scorer, simulate(World(cases=asked.cases, seed=seed)), asked.out / str(seed))
        pd.DataFrame(rows).to_csv(asked.out / "hits.csv", index=False)
    print(page(pd.DataFrame(rows)))


def page(found: pd.DataFrame) -> str:
    """The mean hits of each kind of tables, and what each step costs: paired by prefecture, Student's t."""
    lines = [f"| tables | target | hits in the first {LENGTH} | cases to rank |", "|---|---|---|---|"]
    for (target, tables), each in found.groupby(["target", "tables"], sort=False):
        lines.append(f"| {tables} | {target} | {each['hits'].mean():.1f} | {each['cohort'].mean():,.0f} |")
    lines += ["", "| from | to | target | hits lost | 95 % interval | of those before |", "|---|---|---|---|---|---|"]
    hits = found.pivot_table(index="seed", columns=["target", "tables"], values="hits")
    for target in sorted(found["target"].unique()):
        for before, after in STEPS:
            lost = (hits[target][before] - hits[target][after]).to_numpy(dtype=np.float64)
            half = stats.t.ppf(0.975, len(lost) - 1) * lost.std(ddof=1) / np.sqrt(len(lost))
            interval = f"{lost.mean() - half:.1f} to {lost.mean() + half:.1f}"
            share = lost.sum() / hits[target][before].sum()
            lines.append(f"| {before} | {after} | {target} | {lost.mean():.1f} | {interval} | {share:.1%} |")
    return "\n".join(lines)


def _ranked(scorer: Scorer, prefecture: Prefecture, folder: Path) -> Iterator[dict[str, object]]:
    """The hits of each kind of tables; what was made for them is removed."""
    shutil.rmtree(folder, ignore_errors=True)
    prefecture.write(folder / ALL)
    clean_part(prefecture, folder / PART)
    taken_in(prefecture, folder / TIDILY, dirt=TIDY)
    taken_in(prefecture, folder / DIRTILY)
    for name, beneath in {ALL: "", PART: "", TIDILY: "tables", DIRTILY: "tables"}.items():
        tables = folder / name / beneath
        clues, cohort = ranked(scorer, tables, prefecture)
        for target, hits in hits_in(clues, tables, prefecture).items():
            yield {"seed": prefecture.world.seed, "tables": name, "target": target, "hits": hits, "cohort": cohort}
    shutil.rmtree(folder)
