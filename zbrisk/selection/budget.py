"""Which cases to review: most by expected worth, a part at random, and how each was chosen.

A model that only ever learns from the cases that it chose itself goes blind to all others. So a part of every list is
drawn at random, stratified by score, among the cases that were not chosen for their worth. The chance of every eligible
case is written down: 1 for those chosen for their worth or for a court's quota, the drawing's for all others. With
these, training can undo the selection, and totals over all eligible cases can be estimated without bias (Horvitz and
Thompson 1952).

A further part may go to what would teach most: it is drawn among the same cases with chances in proportion to the doubt
about each, p * (1 - p). To draw, instead of taking the most doubtful, keeps the choice representative, since where
cases are many they are drawn often, and keeps every chance known (importance-weighted active learning, Beygelzimer,
Dasgupta and Langford 2009). Both parts are one draw: `chosen_by` is random for each, with the chance of the whole.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zbrisk.contract.contract import COURT
from zbrisk.docket.days import day_number
from zbrisk.docket.docket import Docket
from zbrisk.errors import DataError
from zbrisk.selection.review_list_rows import list_rows
from zbrisk.selection.stratified_sample import chances_by_strata, draw_by_chance, draw_by_strata, in_proportion
from zbrisk.selection.unfinished import still_open

__all__ = ["ReviewPlan", "Worth", "plan_reviews"]

Worth = Literal["probability", "money"]
MONEY = ("claim_amount", "realised_amount")
#: Share of the mean doubt that every case has at least: a chance near 0 would weigh too much if it came.
LEAST_DOUBT = 0.1
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
    learn: float = 0.0,
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
        learn: Share of it that is drawn at random too, but the likelier the more its probability leaves in doubt.
        quotas: Court code to the least number of reviews that it has, for each target, besides those drawn at random.
        by: What a review is worth: the probability, or the money to be expected, which is the probability times what of
            the claim was not realised (0 where the amounts are not known).
        seed: Seed of the drawing; the day and the target enter too.

    Raises:
        DataError: An unfit number, several days, quotas above what is chosen by worth, or columns that are missing.
    """
    if clues.empty:
        raise DataError(*TAKEN)
    _check(clues, budget, audits, learn, by)
    facts = _facts(clues, docket, quotas, by)
    day = clues["as_of"].iloc[0].date()
    free = facts[still_open(docket, clues)]
    lot = round(budget * audits)
    taught = min(round(budget * learn), budget - lot)
    sure = budget - lot - taught
    if sum((quotas or {}).values()) > sure:
        raise DataError("The quotas exceed the budget without what is drawn.", "Lower them, or plan more reviews.")
    planned = [
        _planned(part, sure, (lot, taught), quotas or {}, _random(seed, day_number(day), str(target)))
        for target, part in free.groupby("target", sort=False)
    ]
    if not planned:
        raise DataError(*TAKEN)
    every = pd.concat(planned, ignore_index=True)
    chosen = every[every["chosen_by"].notna()].drop(columns=["propensity", "_court"])
    return ReviewPlan(chosen=chosen.reset_index(drop=True), lists=list_rows(every))


def _planned(
    free: pd.DataFrame, sure: int, lots: tuple[int, int], quotas: Mapping[str, int], random: np.random.Generator
) -> pd.DataFrame:
    """The free cases of one target with chosen_by and propensity, the most worthy first.

    `lots` are how many are drawn as audits, and how many for what they would teach.
    """
    priority = free["priority"] if "priority" in free.columns else pd.Series(False, index=free.index)
    ids, worth = free["case_id"].to_numpy(dtype=str), free["worth"].to_numpy(dtype=np.float64)
    order = np.lexsort((ids, -worth, ~priority.to_numpy(dtype=bool)))
    cases = free.iloc[order].reset_index(drop=True)
    chosen_by, propensity = np.full(len(cases), None, dtype=object), np.ones(len(cases))
    chosen_by[: min(sure, len(cases))] = "model"
    for place, why in _by_quota(cases["_court"], sure, quotas).items():
        chosen_by[place] = why
    rest = np.flatnonzero(chosen_by == None)  # noqa: E711  # elementwise
    drawn, propensity[rest] = _drawn(cases.iloc[rest], lots, random)
    chosen_by[rest[drawn]] = "random"
    return cases.assign(chosen_by=chosen_by, propensity=propensity)


def _drawn(
    rest: pd.DataFrame, lots: tuple[int, int], random: np.random.Generator
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Which of the cases that nothing chose are drawn, and the chance that each had."""
    scores, probability = (rest[name].to_numpy(dtype=np.float64) for name in ("score", "probability"))
    lot = min(lots[0], len(rest))
    taught = min(lots[1], len(rest) - lot)
    if not taught:
        return draw_by_strata(scores, lot, random)
    audited = chances_by_strata(scores, lot)
    doubt = probability * (1 - probability)
    doubt += LEAST_DOUBT * doubt.mean()
    # what an audit is likely to draw anyway is not drawn for its doubt: no chance may pass 1
    chance = audited + in_proportion(doubt, taught, most=1 - audited)
    return draw_by_chance(chance, random), chance


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


def _check(clues: pd.DataFrame, budget: int, audits: float, learn: float, by: Worth) -> None:
    if budget < 1 or not 0 <= audits <= 1:
        raise DataError(f"A budget of {budget} with audits {audits}.", "Give a budget from 1 and a share from 0 to 1.")
    if not 0 <= learn <= 1 - audits + 1e-9:
        raise DataError(
            f"A share of {learn} to learn from beside {audits} audits.", "Give shares from 0 that sum to 1 at most."
        )
    if by not in ("probability", "money"):
        raise DataError(f"A review's worth cannot be measured by {by!r}.", "Give probability or money.")
    if clues["as_of"].nunique() != 1:
        raise DataError("Reviews are planned for one day.", "Rank all cases as of that day.")


def _random(seed: int, day: int, target: str) -> np.random.Generator:
    # days count from 1970, and a seed has no sign
    return np.random.default_rng([seed, day % 2**32, zlib.crc32(target.encode())])
