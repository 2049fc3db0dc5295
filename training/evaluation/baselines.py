"""The model beside other orders of the same reviewed cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from training.datasets.rule_signals import by_count, fired, learnt_precision
from training.evaluation.bootstrap import interval, paired_difference
from training.evaluation.metrics import RankedRows, average_precision
from zbrisk.typing import Floats, Json

__all__ = ["Baseline", "compare_with_baselines", "rule_baselines"]


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """Another order of the same rows, NaN where it has nothing to say; `which` names the signal or bundle behind it."""

    score: ArrayLike
    which: str = ""


def compare_with_baselines(
    later: pd.DataFrame, score: Floats, others: Mapping[str, Baseline], *, draws: int, seed: int
) -> dict[str, Json]:
    """Of each other order its average precision, and how much more the model's is, on the same resamples.

    Args:
        later: Reviewed moments with label and group.
        score: The model's raw margins.
        others: Other orders; rows without a score are left out, for both.
        draws: Resamples.
        seed: Their seed.
    """
    figures = {}
    for name, other in others.items():
        by = np.asarray(other.score, dtype=np.float64)
        has = ~np.isnan(by)
        label, groups = later["label"].to_numpy(float)[has], later["group"].to_numpy()[has]
        asked = {"draws": draws, "seed": seed}
        own = interval(RankedRows(label, by[has]), average_precision, groups, **asked)
        gain = paired_difference(label, score[has], by[has], groups, figure=average_precision, **asked)
        about = {"which": other.which} if other.which else {}
        figures[name] = {**about, "cases": int(has.sum()), "average_precision": own.to_json(), "gain": gain.to_json()}
    return figures


def rule_baselines(
    known: pd.DataFrame, X: pd.DataFrame, asked: pd.DataFrame, rules: Mapping[str, str]
) -> dict[str, Baseline]:
    """The order by how many signals fire, and that by the one signal that did best on earlier reviews.

    Args:
        known: Earlier moments with label and reviewed.
        X: Their features.
        asked: Features of the moments to put in order.
        rules: Signal to the feature by which it fires.
    """
    if not rules:
        return {}
    hits = fired(asked, rules)
    reviewed = known["reviewed"].to_numpy(bool)
    precision = learnt_precision(fired(X[reviewed], rules), known.loc[reviewed, "label"])
    best = str(precision.idxmax())
    return {
        "signals_that_fire": Baseline(score=by_count(hits)),
        "best_signal": Baseline(score=asked[rules[best]].fillna(0.0), which=best),
    }
