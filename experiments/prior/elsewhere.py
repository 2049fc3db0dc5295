"""`python -m experiments prior_elsewhere TABLES --until DAY`: what the priors are worth on an office's own outcomes."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from training.datasets.dataset import TargetDataset, build_datasets
from training.evaluation.metrics import RankedRows, auc, average_precision
from training.fit_target import fit_model
from training.labels.splits import rarer_labels
from training.models.boosting import default_shape
from training.models.prior import corrects
from training.recipe import Recipe
from training.stage_timer import StageTimer
from zbrisk.docket import open_docket
from zbrisk.execution.signal_builder import SignalBuilder

FOLDS = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("tables", type=Path)
    parser.add_argument("--until", type=dt.date.fromisoformat, required=True, help="outcomes decided before this day")
    parser.add_argument("--repeats", type=int, default=3, help="ways of parting the debtors")


def run(asked: argparse.Namespace) -> None:
    """Score reviewed cases by the prior, by outcomes of other debtors, and by both; cross-fitted, a Markdown table."""
    docket = open_docket(asked.tables)
    recipe = Recipe(trials=0, calibration="none")
    builder = SignalBuilder().fit(docket)
    datasets = build_datasets(docket, builder, until=asked.until, recipe=recipe, timer=StageTimer()).datasets
    print("| target | reviewed | confirmed | scored by | average precision | AUC |\n|---|---|---|---|---|---|")
    for dataset in datasets:
        for name, precision, area in worth(dataset, recipe, asked.repeats):
            reviewed = dataset.moments[dataset.moments["reviewed"]]
            about = f"{dataset.labels.target} | {len(reviewed)} | {int(reviewed['label'].sum())}"
            print(f"| {about} | {name} | {precision:.3f} | {area:.3f} |", flush=True)


def worth(dataset: TargetDataset, recipe: Recipe, repeats: int) -> Iterator[tuple[str, float, float]]:
    """Average precision and AUC on the reviewed cases, the mean over `repeats` ways of parting the debtors."""
    if dataset.prior is None:
        raise ValueError("No prior fits these signals.")
    reviewed = dataset.moments["reviewed"].to_numpy(bool)
    label = dataset.moments.loc[reviewed, "label"].to_numpy(np.float64)
    alone = dataset.prior.scores(dataset.X.to_numpy(np.float64))[reviewed]
    yield "the prior alone", *_figures(label, [alone])
    for name, own in (("outcomes alone", replace(dataset, prior=None)), ("both", dataset)):
        yield name, *_figures(label, [_crossed(own, recipe, seed)[reviewed] for seed in range(repeats)])


def _crossed(dataset: TargetDataset, recipe: Recipe, seed: int) -> np.ndarray:
    """Each row's score by a model that has seen no case of its debtor."""
    rows, score = dataset.moments, np.full(len(dataset.moments), np.nan)
    strata = 2 * rows["label"] + rows["reviewed"]  # weak rows are a stratum of their own
    shape = default_shape(rarer_labels(rows), recipe.max_depth, corrects=corrects(dataset.prior))
    parts = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed).split(rows, strata, rows["group"])
    for known, asked in parts:
        score[asked] = fit_model(dataset, known, shape, recipe).raw_score(dataset.X.iloc[asked])
    return score


def _figures(label: np.ndarray, scores: list[np.ndarray]) -> tuple[float, float]:
    every = np.ones((1, len(label)))
    found = [[float(figure(RankedRows(label, s), every)[0]) for figure in (average_precision, auc)] for s in scores]
    precision, area = np.mean(found, axis=0)
    return precision, area
