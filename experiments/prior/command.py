"""`python -m experiments prior`: learn the priors anew and write them into training/models/priors."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pandas as pd

from experiments.prior.lessons import TARGETS, Taught, taught_by
from experiments.prior.worlds import SEEDS, crowded, world_of
from training.models.boosting import Boosting
from training.models.prior import PRIORS
from zbrisk.files import replacing
from zbrisk.typing import Floats

#: More trees would fit the simulation closer than any office resembles it.
SHAPE = Boosting(rounds=300, learning_rate=0.05, max_depth=3, leaves=8, min_hessian=2.0, l2=5.0, feature_share=0.4)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--worlds", type=int, default=len(SEEDS), help="how many prefectures")
    parser.add_argument("--cases", type=int, default=3_000, help="terminated cases of each")
    parser.add_argument("--out", type=Path, default=PRIORS, help="the folder to write into")


def run(asked: argparse.Namespace) -> None:
    """Simulate, learn, write."""
    lessons: dict[str, list[Taught]] = {target: [] for target in TARGETS}
    for seed in SEEDS[: asked.worlds]:
        print(f"prefecture {seed} ...", file=sys.stderr, flush=True)
        for target, taught in taught_by(crowded(world_of(seed, asked.cases))).items():
            lessons[target].append(taught)
    for target, parts in lessons.items():
        with replacing(asked.out / f"{target}.txt") as draft:
            draft.write_text(learnt(parts), encoding="utf-8", newline="\n")


def learnt(parts: list[Taught]) -> str:
    """Trees on all worlds together, of the features that they use alone."""
    X = pd.concat([part.X for part in parts], ignore_index=True)
    truth, weight = (np.concatenate([getattr(part, name) for part in parts]) for name in ("truth", "weight"))
    every = _grown(X, truth, weight, parts[0].monotone)
    used = [name for name, gain in zip(X, every.feature_importance("gain"), strict=True) if gain > 0]
    return _grown(X[used], truth, weight, parts[0].monotone).model_to_string()


def _grown(X: pd.DataFrame, truth: Floats, weight: Floats, monotone: dict[str, int]) -> lgb.Booster:
    parameters = SHAPE.to_lightgbm(seed=0, monotone=[monotone.get(name, 0) for name in map(str, X)])
    data = lgb.Dataset(X.to_numpy(), truth, weight=weight, feature_name=list(X), params=parameters)
    return lgb.train(parameters, data, num_boost_round=SHAPE.rounds)
