"""`python -m experiments prior`: learn the priors and their experts anew and write them into training/models/priors."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.prior.lessons import TARGETS, Taught, taught_by
from experiments.prior.worlds import SEEDS, crowded, world_of
from training.models.boosting import Boosting
from training.models.experts import Experts
from training.models.linear import fit_linear
from training.models.prior import PRIORS
from training.models.usual_slopes import UsualSlopes
from zbrisk.bundle.trees import read_trees
from zbrisk.files import replacing
from zbrisk.typing import Floats

#: More trees would fit the simulation closer than any office resembles it.
SHAPE = Boosting(rounds=300, learning_rate=0.05, max_depth=3, leaves=8, min_hessian=2.0, l2=5.0, feature_share=0.4)
#: A typology is a narrower thing than guilt, and twenty of these are read for every case.
EXPERT = replace(SHAPE, rounds=30, learning_rate=0.1, feature_share=0.2)
#: Of the linear parts, scikit-learn's C.
INVERSE_PENALTY = 0.003


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
        trees, experts = learnt(parts)
        counts, slopes = json.dumps(experts.counts, indent=1) + "\n", usual_slopes(parts).text
        texts = {"txt": trees, "experts.txt": experts.text, "experts.json": counts, "slopes.json": slopes}
        for name, text in texts.items():
            with replacing(asked.out / f"{target}.{name}") as draft:
                draft.write_text(text, encoding="utf-8", newline="\n")


def learnt(parts: list[Taught]) -> tuple[str, Experts]:
    """Trees on all worlds together, of the features that they use alone; and of these, an expert a typology."""
    X = pd.concat([part.X for part in parts], ignore_index=True)
    typology = pd.concat([part.typology for part in parts], ignore_index=True)
    truth, weight = (np.concatenate([getattr(part, name) for part in parts]) for name in ("truth", "weight"))
    every = _grown(X, truth, weight, parts[0].monotone)
    used = [name for name, gain in zip(X, every.feature_importance("gain"), strict=True) if gain > 0]
    prior = _grown(X[used], truth, weight, parts[0].monotone).model_to_string()
    schemes = {code: np.array([code in codes for codes in typology.str.split(";")]) for code in _codes(typology)}
    experts = {
        code: read_trees(_grown(X[used], own, weight, parts[0].monotone, EXPERT).model_to_string())
        for code, own in schemes.items()
        if truth[own].all()  # a scheme of this target
    }
    trees = [tree for each in experts.values() for tree in each.trees]
    text = replace(next(iter(experts.values())), trees=tuple(trees), parameters=None).text
    return prior, Experts(text=text, counts={code: len(each.trees) for code, each in experts.items()})


def usual_slopes(parts: Sequence[Taught]) -> UsualSlopes:
    """What the coefficients of a linear part are in each world, their means and variances."""
    features = list(map(str, parts[0].X))
    signs = [parts[0].monotone.get(name, 0) for name in features]
    fitted = [
        fit_linear(
            part.X[features].to_numpy(np.float64), part.truth, part.weight,
            inverse_penalties=[INVERSE_PENALTY], monotone=signs,
        )[0]
        for part in parts
    ]  # fmt: skip
    return UsualSlopes.learnt(features, [part.slopes for part in fitted], [part.jumps for part in fitted])


def _codes(typology: pd.Series[str]) -> list[str]:
    """The typologies that there are, A2 before A10."""
    codes = {code for codes in typology.str.split(";") for code in codes if code}
    return sorted(codes, key=lambda code: (code[0], int(code[1:])))


def _grown(
    X: pd.DataFrame,
    truth: Floats | NDArray[np.bool_],
    weight: Floats,
    monotone: dict[str, int],
    shape: Boosting = SHAPE,
) -> lgb.Booster:
    parameters = shape.to_lightgbm(seed=0, monotone=[monotone.get(name, 0) for name in map(str, X)])
    data = lgb.Dataset(X.to_numpy(), truth.astype(float), weight=weight, feature_name=list(X), params=parameters)
    return lgb.train(parameters, data, num_boost_round=shape.rounds)
