"""The one rule by which every list leaves out what is finished.

A clue (case, target) is finished once the target was reviewed, is being reviewed or was issued for review, and once
enforcement goes on again or the debt was performed. Facts that became known on the day of the decision or later bring a
reviewed clue back; nothing else does. Whoever lists hands in how the cases stand and which facts are new.

What a debtor's restored or performed case does not finish is a clue that the debtor is still punished: it speaks for
the debtor, and is strongest when the debt was paid.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from zbrisk.docket.docket import Docket
from zbrisk.selection.status import Status, statuses

__all__ = ["FindNews", "Finished", "finished", "leave_out_finished", "still_open", "unfinished"]

Clue = tuple[str, str]  # case, target
Finished = Literal["reviewed", "in_review", "enforced"]
FOR_THE_DEBTOR = "credit_measure"

FindNews = Callable[[pd.DataFrame, Sequence[dt.date | None]], Sequence[str]]
"""Clues that may be listed, and since when they are reviewed, to the facts that became known since, as JSON.

Empty where none did, and where a clue is not reviewed (None): these are handed in so that what stands behind a list can
be looked for at once.
"""


def finished(status: Status, target: str) -> Finished | None:
    """Why a clue of this target is no new one; None where it is."""
    if status.enforced and target != FOR_THE_DEBTOR:
        return "enforced"
    if status.in_review(target):
        return "in_review"
    return "reviewed" if status.decided(target) is not None else None


def unfinished(clues: Iterable[Clue], status: Mapping[str, Status], news: Collection[Clue] = ()) -> list[bool]:
    """Whether each clue may be listed.

    Args:
        clues: Case and target.
        status: By case; a case that is not in it stands as if nothing had been done.
        news: The reviewed clues that newer facts bring back.
    """
    asked = list(clues)
    why = [finished(status.get(case, Status()), target) for case, target in asked]
    return [reason is None or (reason == "reviewed" and clue in news) for reason, clue in zip(why, asked, strict=True)]


def still_open(docket: Docket, clues: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether each clue of a ranked list may be listed on its own day.

    Args:
        docket: The tables.
        clues: case_id, as_of and target; `new_facts`, where it is there, says what brings a reviewed clue back.
    """
    listed = np.zeros(len(clues), dtype=bool)
    news = clues["new_facts"].fillna("").to_numpy() != "" if "new_facts" in clues.columns else listed
    days = pd.to_datetime(clues["as_of"]).dt.date
    for day in days.unique():
        here = np.flatnonzero(days == day)
        pairs = [(str(clues["case_id"].iloc[i]), str(clues["target"].iloc[i])) for i in here]
        status = statuses(docket, sorted({case for case, _ in pairs}), day)
        listed[here] = unfinished(pairs, status, {pair for pair, i in zip(pairs, here, strict=True) if news[i]})
    return listed


def leave_out_finished(
    docket: Docket, scores: pd.DataFrame, find_news: FindNews, *, top: int | None = None
) -> pd.DataFrame:
    """The scored clues that are no finished ones, ranked anew.

    Args:
        docket: The tables.
        scores: case_id, as_of, target, score ..., by target and rank; further columns are kept.
        find_news: What finds the facts that bring a reviewed clue back; `Scorer.new_facts` of the docket.
        top: Keep N of each target: newer facts are then looked for no further down than that.

    Returns:
        The clues, with `new_facts` and their rank among those listed.
    """
    kept = []
    for day, part in scores.groupby("as_of", sort=False):
        status = statuses(docket, part["case_id"].unique().tolist(), pd.Timestamp(str(day)).date())
        pairs = list(zip(part["case_id"], part["target"], strict=True))
        why = [finished(status[case], target) for case, target in pairs]
        since = [
            status[case].decided(target) if each == "reviewed" else None
            for each, (case, target) in zip(why, pairs, strict=True)
        ]
        possible = [each in (None, "reviewed") for each in why]
        kept.append(part.assign(_since=pd.Series(since, index=part.index, dtype=object))[possible])
    left = pd.concat(kept).sort_index()
    if top is not None:  # nobody below the last clue that is surely listed can be listed
        sure = left["_since"].isna()
        left = left[sure.groupby(left["target"]).cumsum() - sure.astype(int) < top]
    sure, days = left["_since"].isna(), left["_since"].tolist()
    left = left.drop(columns="_since")
    left = left.assign(new_facts=find_news(left, days))
    left = left[sure | (left["new_facts"] != "")]
    left["rank"] = left.groupby("target").cumcount() + 1
    return left[left["rank"] <= (top or len(left))].reset_index(drop=True)
