"""One prefecture: every way of learning compared with the truth of the cases that no review had decided."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np
import pandas as pd

from experiments.rules_against_model.setting import TARGETS, Setting
from experiments.selected_labels.arms import ARMS
from experiments.selected_labels.scored import Scored
from experiments.selected_labels.truth import with_full_truth
from training.evaluation.metrics import RankedRows, average_precision, brier_skill, calibration_slope, precision_at
from training.recipe import Recipe
from training.simulation import World

__all__ = ["compared_with_truth"]

TOP = 0.05


def compared_with_truth(
    name: str, world: World, tell: Callable[[str], None], ways: Collection[str] = ARMS.keys()
) -> pd.DataFrame:
    """One row a target and way of learning; `ways` of `ARMS`, all of them by default.

    Columns: world, target, arm, confirmed (learnt from), ap, share (of the best model with full truth), at_200,
    slope, skill, predicted and true (in the upper 5 %).
    """
    setting, recipe = Setting(world), Recipe(trials=0)
    datasets = setting.datasets(setting.as_of, recipe)
    rows = []
    for target in TARGETS:
        if target not in datasets:
            continue
        dataset, question = datasets[target], setting.question(target)
        asked, truth = question.X[list(dataset.X)], question.truth["label"].to_numpy(np.float64)
        best = with_full_truth(dataset, question)
        tell(f"{name}, {target}: full truth {best}")
        about = {"world": name, "target": target, "confirmed": int(dataset.labels.moments["label"].sum()), **best}
        for arm in ways:
            figures = judged(ARMS[arm](dataset, recipe, asked), truth)
            rows.append({**about, "arm": arm, **figures, "share": figures["ap"] / max(best.values())})
        tell(f"{name}, {target}: {len(ways)} ways of learning")
    return pd.DataFrame(rows)


def judged(scored: Scored, truth: np.ndarray) -> dict[str, float]:
    """What the scores and probabilities are worth."""
    every = np.ones((1, len(truth)))
    by_score, by_chance = RankedRows(truth, scored.score), RankedRows(truth, scored.probability)
    first = np.argsort(-scored.score, kind="stable")[: round(TOP * len(truth))]
    return {
        "ap": float(average_precision(by_score, every)[0]),
        "at_200": float(precision_at(200)(by_score, every)[0]),
        "slope": float(calibration_slope(by_chance, every)[0]),
        "skill": float(brier_skill(by_chance, every)[0]),
        "predicted": float(scored.probability[first].mean()),
        "true": float(truth[first].mean()),
    }
