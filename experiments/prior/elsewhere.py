"""`python -m experiments.prior.elsewhere TABLES --until DAY`: what the priors are worth on an office's own outcomes."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from training.clock import Clock
from training.figures import Judged, auc, average_precision
from training.learning import fitted
from training.lessons import Lesson, prepare
from training.recipe import Recipe
from training.tuning import default_shape
from zbrisk.docket import open_docket
from zbrisk.execution.signal_builder import SignalBuilder

FOLDS = 5


def main() -> None:
    """Score reviewed cases by the prior, by outcomes of other debtors, and by both; cross-fitted, a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m experiments.prior.elsewhere", description=main.__doc__)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--until", type=dt.date.fromisoformat, required=True, help="outcomes decided before this day")
    parser.add_argument("--repeats", type=int, default=3, help="ways of parting the debtors")
    asked = parser.parse_args()
    docket = open_docket(asked.tables)
    recipe = Recipe(trials=0, calibration="none")
    builder = SignalBuilder().fit(docket)
    lessons = prepare(docket, builder, until=asked.until, recipe=recipe, clock=Clock()).lessons
    print("| target | reviewed | confirmed | scored by | average precision | AUC |\n|---|---|---|---|---|---|")
    for lesson in lessons:
        for name, precision, area in worth(lesson, recipe, asked.repeats):
            reviewed = lesson.moments[lesson.moments["reviewed"]]
            about = f"{lesson.labels.target} | {len(reviewed)} | {int(reviewed['label'].sum())}"
            print(f"| {about} | {name} | {precision:.3f} | {area:.3f} |", flush=True)


def worth(lesson: Lesson, recipe: Recipe, repeats: int) -> Iterator[tuple[str, float, float]]:
    """Average precision and AUC on the reviewed cases, the mean over `repeats` ways of parting the debtors."""
    if lesson.prior is None:
        raise ValueError("No prior fits these signals.")
    reviewed = lesson.moments["reviewed"].to_numpy(bool)
    label = lesson.moments.loc[reviewed, "label"].to_numpy(np.float64)
    alone = lesson.prior.scores(lesson.X.to_numpy(np.float64))[reviewed]
    yield "the prior alone", *_figures(label, [alone])
    for name, own in (("outcomes alone", replace(lesson, prior=None)), ("both", lesson)):
        yield name, *_figures(label, [_crossed(own, recipe, seed)[reviewed] for seed in range(repeats)])


def _crossed(lesson: Lesson, recipe: Recipe, seed: int) -> np.ndarray:
    """Each row's score by a model that has seen no case of its debtor."""
    rows, score = lesson.moments, np.full(len(lesson.moments), np.nan)
    strata = 2 * rows["label"] + rows["reviewed"]  # weak rows are a stratum of their own
    shape = default_shape(recipe.max_depth, started=lesson.prior is not None)
    parts = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed).split(rows, strata, rows["group"])
    for known, asked in parts:
        score[asked] = fitted(lesson, known, shape, recipe).raw_score(lesson.X.iloc[asked])
    return score


def _figures(label: np.ndarray, scores: list[np.ndarray]) -> tuple[float, float]:
    every = np.ones((1, len(label)))
    found = [[float(figure(Judged(label, s), every)[0]) for figure in (average_precision, auc)] for s in scores]
    precision, area = np.mean(found, axis=0)
    return precision, area


if __name__ == "__main__":
    main()
