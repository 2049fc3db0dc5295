"""What reviews found since the training, against what the bundle would have said when each was opened."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from zbrisk.contract import Contract
from zbrisk.docket import Docket
from zbrisk.docket.outcomes import one_of_each_review
from zbrisk.errors import DataError

__all__ = ["Promise", "decided_since", "promise"]

ENOUGH = 30  # decided reviews
ENOUGH_EACH = 5  # confirmed and refuted, each
LABEL = {"confirmed": 1.0, "refuted": 0.0}


@dataclass(frozen=True, kw_only=True)
class Promise:
    """Calibration in the large of one target, on the cases that were reviewed.

    Args:
        target: What was asked.
        decided: Reviews decided since the training, confirmed or refuted.
        confirmed: Of these.
        predicted: Their mean probability when their review was opened; None without reviews.
        found: The share confirmed, `low` to `high` its 95 % interval (Wilson); None where there are too few.
        level: kept, broken (the prediction lies outside the interval), or "no data".
    """

    target: str
    decided: int
    confirmed: int
    predicted: float | None
    found: float | None
    low: float | None
    high: float | None
    level: str


def decided_since(docket: Docket, contract: Contract, *, since: dt.date, as_of: dt.date) -> pd.DataFrame:
    """Moments of the reviews decided from `since` on and known before `as_of`: case_id, as_of, target, label.

    A moment is the day on which the review was opened; `docket.outcomes` says which outcome of one opening counts.
    """
    names = contract.outcomes
    columns = ["case_id", "as_of", "target", "label"]
    if names is None or names.table not in docket.present:
        return pd.DataFrame(columns=columns)
    rows = docket.frame(names.table)
    known, decided = pd.to_datetime(rows["known_at"]), pd.to_datetime(rows[names.decided])
    settled = decided.where(known.isna() | (known < decided), known)
    found = pd.DataFrame(
        {
            "case_id": rows[contract.cohort.key].astype(object),
            "as_of": pd.to_datetime(rows[names.opened]),
            "target": rows[names.target].astype(object),
            "label": rows[names.result].map(LABEL).astype(float),
            "settled": settled,
        }
    )
    found = found[settled < pd.Timestamp(as_of)].sort_values(["as_of", "case_id", "settled"], kind="stable")
    found = one_of_each_review(found, ["case_id", "as_of", "target"], "label")
    found = found[(found["settled"] >= pd.Timestamp(since)) & found["label"].notna()]
    return _scorable(found, docket)[columns].reset_index(drop=True)


def promise(target: str, label: NDArray[np.float64], probability: NDArray[np.float64]) -> Promise:
    """Hold the mean probability against the share that was confirmed."""
    decided, confirmed = len(label), int(label.sum())
    predicted = float(np.mean(probability)) if decided else None
    if predicted is None or decided < ENOUGH or min(confirmed, decided - confirmed) < ENOUGH_EACH:
        return Promise(
            target=target, decided=decided, confirmed=confirmed, predicted=predicted,
            found=None, low=None, high=None, level="no data",
        )  # fmt: skip
    low, high = wilson(confirmed, decided)
    return Promise(
        target=target, decided=decided, confirmed=confirmed, predicted=predicted,
        found=confirmed / decided, low=low, high=high, level="kept" if low <= predicted <= high else "broken",
    )  # fmt: skip


def wilson(hits: float, of: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of a share (1927); the numbers may be effective ones, and so not whole."""
    z = float(norm.ppf((1 + level) / 2))
    centre = (hits + z * z / 2) / (of + z * z)
    reach = z / (of + z * z) * math.sqrt(hits * (of - hits) / of + z * z / 4)
    return centre - reach, centre + reach


def _scorable(moments: pd.DataFrame, docket: Docket) -> pd.DataFrame:
    """Those whose case was in the cohort on its day: the model was made for no other."""
    inside = pd.Series(False, index=moments.index)
    for day, rows in moments.groupby("as_of"):
        try:
            cohort = docket.cohort(pd.Timestamp(str(day)).date())
        except DataError:  # nothing was known before the day
            continue
        inside[rows.index] = rows["case_id"].isin(cohort[docket.contract.cohort.key].astype(object))
    return moments[inside]
