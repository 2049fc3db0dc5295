"""The cases that two bundles are judged on: reviewed after everything that either has learnt from.

A review counts if it was opened on or after the later `until` of the two. One that was opened before and decided after
is left out: the newer bundle may have learnt from what became known in between, and a model of that day could not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from training.labels.groups import case_groups, group_of
from training.labels.labels import reviewed_labels
from zbrisk.docket import Docket
from zbrisk.scoring.scorer import Scorer

__all__ = ["later_cases", "with_scores"]

KEY = ["case_id", "as_of", "target"]


def later_cases(docket: Docket, targets: Sequence[str], *, since: dt.date, as_of: dt.date) -> pd.DataFrame:
    """Reviewed cases of these targets, opened from `since` on, decided and known before `as_of`.

    Returns:
        case_id, as_of (the day of opening), target, label (1 confirmed, 0 refuted), group (cases that share a debtor),
        at_random (whether chance chose the case).

    Raises:
        DataError: No outcomes are supplied.
    """
    groups = case_groups(docket, as_of)
    found = []
    for target in targets:
        moments = reviewed_labels(docket, target, as_of).moments
        later = moments[moments["as_of"] >= pd.Timestamp(since)]
        at_random = (later["selected_by"] == "random").astype(bool)
        found.append(later.assign(target=target, group=group_of(later, groups), at_random=at_random))
    columns = [*KEY, "label", "group", "at_random"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def with_scores(cases: pd.DataFrame, name: str, scorer: Scorer, docket: Docket) -> pd.DataFrame:
    """The cases with `<name>_score` and `<name>_probability` as of the day of opening, as the scorer gives them."""
    columns = {"score": f"{name}_score", "probability": f"{name}_probability"}
    if cases.empty:
        return cases.assign(**{column: pd.Series(dtype=float) for column in columns.values()})
    moments = cases[["case_id", "as_of"]].drop_duplicates()
    clues = scorer.rank(docket, moments=moments, reasons=0)[[*KEY, *columns]].rename(columns=columns)
    days = clues["as_of"].astype(cases["as_of"].dtype)
    return cases.merge(clues.assign(as_of=days), on=KEY, how="left", validate="one_to_one")
