"""python -m experiments checkpoints_truth --world FOLDER --as-of 2025-09-30"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from experiments.checkpoints_truth.figures import found, judged, other
from experiments.checkpoints_truth.truth import Truth, foreign, simulated
from experiments.rules_against_model.report import table
from zbrisk.checkpoints import check_cases

SAMPLE_SEED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--world", type=Path, help="a folder of tables with truth/truth.parquet")
    parser.add_argument("--as-of", type=dt.date.fromisoformat, default=dt.date(2025, 9, 30), help="of a world's folder")
    parser.add_argument("--cases", type=int, default=6000, help="without a world: terminated cases to simulate")
    parser.add_argument("--seed", type=int, default=11, help="of the simulation")
    parser.add_argument("--most", type=int, help="check N cases alone, drawn at random")
    parser.add_argument("--features", type=Path, help="a folder of views and checkpoints instead of zbrisk's own")
    parser.add_argument("--out", type=Path, help="where to write the page too")


def run(asked: argparse.Namespace) -> None:
    """What each checkpoint says of each case, beside what the court really left undone."""
    truth = simulated(asked.cases, asked.seed) if asked.world is None else foreign(asked.world, asked.as_of)
    page = checkpoint_page(truth, most=asked.most, features=asked.features)
    if asked.out is not None:
        asked.out.write_text(page, encoding="utf-8")
    print(page)


def checkpoint_page(truth: Truth, *, most: int | None = None, features: Path | None = None) -> str:
    """The page of figures of one world, in Markdown."""
    moments = truth.moments
    if most is not None and most < len(moments):
        moments = moments.sample(most, random_state=SAMPLE_SEED).sort_index()
    verdicts = check_cases(truth.docket, moments=moments, folder=features)
    shown = verdicts["verdict"].isin(["fail", "flag"])
    return "\n\n".join(
        [
            f"{len(moments):,} cases; shown: {int(shown.sum()):,} findings in"
            f" {verdicts.loc[shown, 'case_id'].nunique():,} of them",
            table(*judged(verdicts, truth.broken)),
            table(*found(verdicts, truth.broken)),
            table(*other(verdicts, truth.broken)),
        ]
    )
