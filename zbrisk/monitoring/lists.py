"""Lists that were issued, and what reviews of their cases found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from zbrisk.contract import Contract
from zbrisk.docket import Docket
from zbrisk.monitoring.outcomes import MIN_REVIEWS_FOR_RATE, once, reviews, wilson

__all__ = ["IssuedList", "check_issued_lists"]

REVIEW_LISTS = "review_lists"
#: Chosen because of their score; whoever was drawn at random was promised nothing of.
BY_SCORE = ("model", "quota")
LISTED_KEY = ["list_id", "case_id", "target"]


@dataclass(frozen=True, kw_only=True)
class IssuedList:
    """What became of the cases that were listed for their score.

    Args:
        target: What was asked.
        list_id: Of one list; None for all lists of the target.
        listed: Cases on it.
        decided: Of these, reviewed since they were listed, confirmed or refuted.
        confirmed: Of these.
        expected: The share that was promised, or else the mean of the scores listed.
        found: The share of the decided that was confirmed, `low` to `high` its 95 % interval (Wilson); None where fewer
            than 30 are decided.
        level: kept, broken (even the interval's upper end lies below what was expected), or "no data".
    """

    target: str
    list_id: str | None
    listed: int
    decided: int
    confirmed: int
    expected: float
    found: float | None
    low: float | None
    high: float | None
    level: str


def check_issued_lists(
    docket: Docket, contract: Contract, *, as_of: dt.date, promised: float | None = None
) -> list[IssuedList]:
    """Every target's lists together, and one by one, by what was known before `as_of`.

    Args:
        docket: The tables.
        contract: The bundle's.
        as_of: The day.
        promised: The share of confirmed cases that the lists promised, as of `zbrisk rank --success-rate`; None to
            compare with the scores that they were listed with.
    """
    names = contract.outcomes
    if names is None or not {REVIEW_LISTS, names.table} <= docket.present:
        return []
    listed = _listed(docket, as_of)
    reviews = listed.merge(_decided(docket, contract, as_of), on=["case_id", "target"])
    since = (
        reviews[reviews["opened"] >= reviews["listed"]].sort_values("opened", kind="stable").drop_duplicates(LISTED_KEY)
    )
    rows = listed.merge(since[[*LISTED_KEY, "label"]], on=LISTED_KEY, how="left")
    rows = rows.assign(expected=rows["score"] if promised is None else promised).dropna(subset=["expected"])
    found = []
    for target, part in rows.groupby("target"):
        found.append(_judged(str(target), None, part))
        if part["list_id"].nunique() > 1:
            found += [_judged(str(target), str(one), own) for one, own in part.groupby("list_id")]
    return found


def _listed(docket: Docket, as_of: dt.date) -> pd.DataFrame:
    frame = docket.frame(REVIEW_LISTS, as_of)
    chosen = frame["chosen_flag"].fillna(False).astype(bool) & frame["chosen_by"].isin(BY_SCORE)
    rows = pd.DataFrame(
        {
            "list_id": frame["list_id"].astype(object),
            "case_id": frame["case_id"].astype(object),
            "target": frame["target"].astype(object),
            "listed": pd.to_datetime(frame["listed_date"]).astype("datetime64[s]"),
            "score": pd.to_numeric(frame.get("score", np.nan)),
        }
    )[chosen]
    return rows.drop_duplicates(LISTED_KEY)


def _decided(docket: Docket, contract: Contract, as_of: dt.date) -> pd.DataFrame:
    found = once(reviews(docket, contract, as_of))
    opened = found["opened"].astype("datetime64[s]")
    return found.assign(opened=opened)[found["label"].notna()][["case_id", "target", "opened", "label"]]


def _judged(target: str, list_id: str | None, rows: pd.DataFrame) -> IssuedList:
    labels = rows["label"].dropna()
    decided, confirmed, expected = len(labels), int(labels.sum()), float(rows["expected"].mean())
    low, high = wilson(confirmed, decided) if decided >= MIN_REVIEWS_FOR_RATE else (None, None)
    return IssuedList(
        target=target, list_id=list_id, listed=len(rows), decided=decided, confirmed=confirmed, expected=expected,
        found=None if low is None else confirmed / decided, low=low, high=high,
        level="no data" if high is None else "broken" if high < expected else "kept",
    )  # fmt: skip
