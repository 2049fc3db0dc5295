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

__all__ = ["CalibrationCheck", "check_calibration", "decided_since", "once", "reviews"]

MIN_REVIEWS_FOR_RATE = 30  # decided reviews
MIN_CONFIRMED_AND_REFUTED = 5  # confirmed and refuted, each
LABEL_OF_RESULT = {"confirmed": 1.0, "refuted": 0.0}
OPENING = ["case_id", "target", "opened"]
REVIEW_COLUMNS = [*OPENING, "decided", "settled", "result", "label", "selected_by", "propensity"]


@dataclass(frozen=True, kw_only=True)
class CalibrationCheck:
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


def reviews(docket: Docket, contract: Contract, as_of: dt.date) -> pd.DataFrame:
    """The reviews that were decided, and known to be, before a day, in the version of that day.

    Returns:
        case_id, target, opened, decided, settled (the day from which the result was known), result, label (1 confirmed,
        0 refuted, NaN neither), selected_by and propensity. Of one opening the last counts: see `once`.
    """
    names = contract.outcomes
    if names is None or names.table not in docket.present:
        return pd.DataFrame(columns=REVIEW_COLUMNS)
    key = list(contract.tables[names.table].key)
    rows = docket.frame(names.table, as_of).sort_values(key, kind="stable")  # whatever their order in the file
    known, decided = pd.to_datetime(rows["known_at"]), pd.to_datetime(rows[names.decided])
    found = pd.DataFrame(
        {
            "case_id": rows[contract.cohort.key].astype(object),
            "target": rows[names.target].astype(object),
            "opened": pd.to_datetime(rows[names.opened]),
            "decided": decided,
            "settled": decided.where(known.isna() | (known <= decided), known),
            "result": rows[names.result],
            "label": rows[names.result].map(LABEL_OF_RESULT).astype(float),
            "selected_by": rows.get("selected_by"),
            "propensity": rows.get("propensity"),
        }
    )[decided < pd.Timestamp(as_of)]
    return found.sort_values([*OPENING, "settled", "decided"], kind="stable").reset_index(drop=True)


def once(reviews: pd.DataFrame) -> pd.DataFrame:
    """At most one row an opening: `docket.outcomes` says which outcome of one opening counts."""
    return one_of_each_review(reviews, OPENING, "result")


def decided_since(docket: Docket, contract: Contract, *, since: dt.date, as_of: dt.date) -> pd.DataFrame:
    """Moments of the reviews decided from `since` on and known before `as_of`: case_id, as_of, target, label.

    A moment is the day on which the review was opened; `docket.outcomes` says which outcome of one opening counts.
    """
    found = once(reviews(docket, contract, as_of)).rename(columns={"opened": "as_of"})
    found = found[(found["settled"] >= pd.Timestamp(since)) & found["label"].notna()]
    found = found.sort_values(["as_of", "case_id", "settled"], kind="stable")
    return _scorable(found, docket)[["case_id", "as_of", "target", "label"]].reset_index(drop=True)


def check_calibration(target: str, label: NDArray[np.float64], probability: NDArray[np.float64]) -> CalibrationCheck:
    """Compare the mean probability with the share that was confirmed."""
    decided, confirmed = len(label), int(label.sum())
    predicted = float(np.mean(probability)) if decided else None
    if (
        predicted is None
        or decided < MIN_REVIEWS_FOR_RATE
        or min(confirmed, decided - confirmed) < MIN_CONFIRMED_AND_REFUTED
    ):
        return CalibrationCheck(
            target=target, decided=decided, confirmed=confirmed, predicted=predicted,
            found=None, low=None, high=None, level="no data",
        )  # fmt: skip
    low, high = wilson(confirmed, decided)
    return CalibrationCheck(
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
