"""The worklist of a day, from the tables: rank, take the verdicts in, leave out what is finished, merge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import pandas as pd

from zbrisk.clues.advice import advice_of
from zbrisk.clues.suspected import typologies_of
from zbrisk.clues.worklist import (
    Clue,
    Pair,
    WorklistEntry,
    build_worklist,
    clues_of_checkpoints,
    clues_of_models,
    without_finished,
)
from zbrisk.docket import Docket
from zbrisk.errors import DataError
from zbrisk.scoring.scorer import Scorer
from zbrisk.selection.campaign import Campaign
from zbrisk.typing import Progress

__all__ = ["make_worklist"]


def make_worklist(
    docket: Docket,
    as_of: dt.date,
    *,
    scorer: Scorer | None = None,
    verdicts: pd.DataFrame | None = None,
    campaign: Campaign | None = None,
    without: Collection[Pair] = (),
    flags: bool = False,
    top: int = 200,
    finished: bool = False,
    weak: bool = False,
    progress: Progress | None = None,
) -> list[WorklistEntry]:
    """Everything that models and checkpoints found on a day, merged by series, in the order in which it is worked.

    Args:
        docket: The tables.
        as_of: The day.
        scorer: The bundle whose clues are listed; none of models if None.
        verdicts: What `check_cases` returned for the day; none of checkpoints if None.
        campaign: Its cases, targets and checkpoints alone, those with priority first.
        without: Clues (case, target) that somebody snoozed.
        flags: Whether mere flags of checkpoints make an entry.
        top: The first N clues of the models for each target.
        finished: Whether finished clues are listed too.
        weak: Whether entries are listed that have neither a clue of a high level nor a substantive breach.
        progress: Called with (done, of) after each signal.

    Raises:
        DataError: Neither a scorer nor verdicts, or no case on that day.
    """
    if scorer is None and verdicts is None:
        raise DataError("Clues of what?", "Give a scorer, verdicts, or both.")
    moments = campaign.cases_on(docket, as_of) if campaign else docket.cohort(as_of)
    key = docket.contract.cohort.key
    found: list[Clue] = []
    if scorer is not None:
        ranked = scorer.rank(docket, moments=moments, top=top, progress=progress, finished=finished)
        ranked = campaign.clues(ranked, moments) if campaign else ranked
        found += clues_of_models(ranked, typologies_of(scorer.program), advice_of(scorer.program))
    if verdicts is not None:
        inside = verdicts[verdicts["case_id"].isin(moments[key])]
        found += clues_of_checkpoints(campaign.verdicts(inside) if campaign else inside)
    if not finished:
        found = without_finished(docket, found, as_of)
    first = moments.loc[moments["priority"], key] if campaign else ()
    entries = build_worklist(docket, found, as_of, without=without, first=first, flags=flags)
    return entries if weak or flags else [entry for entry in entries if entry.serious]
