"""Is the model as good for one court, year, kind of debtor or way of selection as for another?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from training.datasets.subgroup_columns import AMOUNTS, BY
from training.evaluation.bootstrap import Estimate, bootstrap, interval
from training.evaluation.metrics import RankedRows, auc, average_precision, recall_at
from zbrisk.monitoring.outcomes import wilson
from zbrisk.typing import Floats, Json

__all__ = ["by_subgroup", "money"]

#: Reviewed cases below which predicted and found are not compared.
MIN_REVIEWED = 20


def by_subgroup(later: pd.DataFrame, score: Floats, probability: Floats, *, draws: int, seed: int) -> dict[str, Json]:
    """For each of `BY` the figures of each of its groups; a column that says nothing is left out.

    Args:
        later: Reviewed moments with label, group and the columns of `BY`.
        score: Raw margins, row by row.
        probability: Calibrated probabilities.
        draws: Resamples.
        seed: Their seed.
    """
    rows = later.assign(score=score, probability=probability)
    known = [name for name in BY if name in rows and rows[name].notna().any()]
    return {
        name: {str(group): _figures(part, draws, seed) for group, part in rows.groupby(_told(rows[name]))}
        for name in known
    }


def money(later: pd.DataFrame, score: Floats, top: tuple[int, ...], *, draws: int, seed: int) -> Json:
    """The share of the money that reviews found, and of what was recovered, that stands in the first k."""
    found: Json = {}
    for name in AMOUNTS:
        amount = later[name].fillna(0).to_numpy(float) if name in later else np.zeros(len(later))
        if amount.sum() > 0:
            found[name] = {
                "yuan": round(float(amount.sum()), 2),
                **dict(_shares(later, amount, score, top, draws, seed)),
            }
    return found


def _shares(
    later: pd.DataFrame, amount: Floats, score: Floats, top: tuple[int, ...], draws: int, seed: int
) -> Iterator[tuple[str, object]]:
    for length in top:
        if length > len(later):
            yield f"share_at_{length}", Estimate(value=None, note=f"{len(later)} cases").to_json()
        else:
            share = partial(recall_at(length), RankedRows(amount, score))
            yield f"share_at_{length}", bootstrap(share, later["group"], draws=draws, seed=seed).to_json()


def _figures(part: pd.DataFrame, draws: int, seed: int) -> Json:
    label, score = part["label"].to_numpy(float), part["score"].to_numpy(float)
    judge = partial(interval, RankedRows(label, score), groups=part["group"], draws=draws, seed=seed)
    estimates = {
        "predicted": _enough(part) or Estimate(value=float(part["probability"].mean())),
        "found": _enough(part) or _share(label),
        "average_precision": judge(average_precision),
        "auc": judge(auc),
    }
    counts = {"reviewed": len(part), "confirmed": int(label.sum())}
    return counts | {name: estimate.to_json() for name, estimate in estimates.items()}


def _told(column: pd.Series[str]) -> pd.Series[str]:
    return column.astype(object).where(column.notna(), "unknown").astype(str)


def _share(label: Floats) -> Estimate:
    low, high = wilson(label.sum(), len(label))
    return Estimate(value=float(label.mean()), low=low, high=high)


def _enough(part: pd.DataFrame) -> Estimate | None:
    note = f"{len(part)} cases; at least {MIN_REVIEWED} are needed"
    return Estimate(value=None, note=note) if len(part) < MIN_REVIEWED else None
