"""Which cases to review: most by expected worth, a part at random, and how each was chosen.

A model that only ever learns from the cases that it chose itself goes blind to all others. So a part of every list is
drawn at random, stratified by score, among the cases that were not chosen for their worth. The chance of every eligible
case is written down: 1 for those chosen for their worth or for a court's quota, the drawing's for all others. With
these, training can undo the selection, and totals over all eligible cases can be estimated without bias (Horvitz and
Thompson 1952).
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from zbrisk.docket.days import day_number
from zbrisk.docket.docket import Docket
from zbrisk.errors import DataError
from zbrisk.selection.review_list_rows import list_rows
from zbrisk.selection.stratified_sample import draw_by_strata
from zbrisk.selection.unfinished import still_open

__all__ = ["ReviewPlan", "Worth", "plan_reviews"]

Worth = Literal["probability", "money"]
MONEY = ("claim_amount", "realised_amount")
COURT = "court_code"
TAKEN = ("Every case is finished: reviewed, issued or restored already.", "Choose a later day, or other cases.")


@dataclass(frozen=True, kw_only=True)
class ReviewPlan:
    """What to review.

    Attributes:
        chosen: The clues to review, by target and worth, with `chosen_by` (model, quota or random) and `worth`.
        lists: Rows of the contract's review_lists, one for each eligible case and target.
    """

    chosen: pd.DataFrame
    lists: pd.DataFrame


def plan_reviews(
    clues: pd.DataFrame,
    docket: Docket,
    budget: int,
    *,
    audits: float = 0.1,
    quotas: Mapping[str, int] | None = None,
    by: Worth = "probability",
    seed: int = 0,
) -> ReviewPlan:
    """Choose the cases to review, none that is finished: reviewed, issued for review, restored or performed already.

    Args:
        clues: What `rank` returns for all cases of one day; with `priority`, those that have it come first.
        docket: The tables.
        budget: Reviews for each target.
        audits: Share of the budget that is drawn at random.
        quotas: Court code to the least number of reviews that it has, for each target, besides those drawn at random.
        by: What a review is worth: the probability, or the money to be expected, which is the probability times what of
            the claim was not realised (0 where the amounts are not known).
        seed: Seed of the drawing; the day and the target enter too.

    Raises:
        DataError: An unfit number, several days, quotas above what is chosen by worth, or columns that are missing.
    """
    if clues.empty:
        raise DataError(*TAKEN)
    _check(clues, budget, audits, by)
    facts = _facts(clues, docket, quotas, by)
    day = clues["as_of"].iloc[0].date()
    free = facts[still_open(docket, clues)]
    lot = round(budget * audits)
    if sum((quotas or {}).values()) > budget - lot:
        raise DataError("The quotas exceed the budget without its audits.", "Lower them, or plan more reviews.")
    planned = [
        _planned(part, budget - lot, lot, quotas or {}, _random(seed, day_number(day), str(target)))
        for target, part in free.groupby("target", sort=False)
    ]
    if not planned:
        raise DataError(*TAKEN)
    every = pd.concat(planned, ignore_index=True)
    chosen = every[every["chosen_by"].notna()].drop(columns=["propensity", "_court"])
    return ReviewPlan(chosen=chosen.reset_index(drop=True), lists=list_rows(every))


def _planned(
    free: pd.DataFrame, sure: int, lot: int, quotas: Mapping[str, int], random: np.random.Generator
) -> pd.DataFrame:
    """The free cases of one target with chosen_by and propensity, the most worthy first."""
    priority = free["priority"] if "priority" in free.columns else pd.Series(False, index=free.index)
    ids, worth = free["case_id"].to_numpy(dtype=str), free["worth"].to_numpy(dtype=np.float64)
    order = np.lexsort((ids, -worth, ~priority.to_numpy(dtype=bool)))
    cases = free.iloc[order].reset_index(drop=True)
    chosen_by, propensity = np.full(len(cases), None, dtype=object), np.ones(len(cases))
    chosen_by[: min(sure, len(cases))] = "model"
    for place, why in _by_quota(cases["_court"], sure, quotas).items():
        chosen_by[place] = why
    rest = np.flatnonzero(chosen_by == None)  # noqa: E711  # elementwise
    scores = cases["score"].to_numpy(dtype=np.float64)[rest]
    drawn, propensity[rest] = draw_by_strata(scores, min(lot, len(rest)), random)
    chosen_by[rest[drawn]] = "random"
    return cases.assign(chosen_by=chosen_by, propensity=propensity)


def _by_quota(courts: pd.Series[str], sure: int, quotas: Mapping[str, int]) -> dict[int, str | None]:
    """Places that change: those brought in for a court's quota, and those of least worth that make room for them."""
    top, court_of = range(min(sure, len(courts))), courts.tolist()
    spare = {court: -quotas.get(court, 0) for court in {*court_of, *quotas}}
    for place in top:
        spare[court_of[place]] += 1
    brought = []
    for place in range(len(top), len(court_of)):
        if spare[court_of[place]] < 0:
            brought.append(place)
            spare[court_of[place]] += 1
    room: list[int] = []
    for place in reversed(top):
        if len(room) < len(brought) and spare[court_of[place]] > 0:
            room.append(place)
            spare[court_of[place]] -= 1
    return dict.fromkeys(brought, "quota") | dict.fromkeys(room, None)


def _facts(clues: pd.DataFrame, docket: Docket, quotas: Mapping[str, int] | None, by: Worth) -> pd.DataFrame:
    """The clues with what a review is worth and the court."""
    cohort = docket.contract.cohort
    needed = (*(MONEY if by == "money" else ()), *((COURT,) if quotas else ()))
    missing = [name for name in needed if name not in docket.contract.tables[cohort.table].columns]
    if missing:
        raise DataError(f"Table {cohort.table} has no {', '.join(missing)}.", "Plan by probability, without quotas.")
    if not needed:
        return clues.assign(worth=clues["probability"], _court="")
    rows = docket.rows(cohort.table, clues["case_id"].unique(), clues["as_of"].iloc[0].date())
    of_case = pd.DataFrame(rows).set_index(cohort.key).reindex(clues["case_id"])
    worth = clues["probability"].to_numpy()
    if by == "money":
        claim, realised = (of_case[name].astype(float).to_numpy() for name in MONEY)
        worth = worth * np.nan_to_num(claim - np.nan_to_num(realised)).clip(min=0)
    court = of_case[COURT].fillna("").astype(str).to_numpy() if quotas else ""
    return clues.assign(worth=worth, _court=court)


def _check(clues: pd.DataFrame, budget: int, audits: float, by: Worth) -> None:
    if budget < 1 or not 0 <= audits <= 1:
        raise DataError(f"A budget of {budget} with audits {audits}.", "Give a budget from 1 and a share from 0 to 1.")
    if by not in ("probability", "money"):
        raise DataError(f"A review's worth cannot be measured by {by!r}.", "Give probability or money.")
    if clues["as_of"].nunique() != 1:
        raise DataError("Reviews are planned for one day.", "Rank all cases as of that day.")


def _random(seed: int, day: int, target: str) -> np.random.Generator:
    # days count from 1970, and a seed has no sign
    return np.random.default_rng([seed, day % 2**32, zlib.crc32(target.encode())])
