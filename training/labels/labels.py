"""Moments and labels from what reviewers found.

A case is learnt from as of the day on which its review was opened: what the review brought to light became known
later and must not be a feature of its own label. Only outcomes decided, and known, before `until` count. A case whose
review is still open is no negative; it has no row yet. An inconclusive review says nothing and is left out.

A case that was reviewed twice for one target gives two moments, each as of its own opened date: the records differed,
and so may have the truth (assets can be hidden after a first review found none). Together they weigh as one case, so
that a much reviewed case does not outvote others; sharing a debtor, they always fall on the same side of a split.
Several outcomes of one opening are one review; `zbrisk.docket.outcomes` says which of them counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from training.labels.cohort import CohortDays
from training.labels.review_propensities import fill_propensities
from zbrisk.docket import Docket
from zbrisk.errors import DataError
from zbrisk.monitoring.outcomes import once, reviews

__all__ = ["MOMENT_COLUMNS", "Labels", "reviewed_labels"]

#: `settled` is the day from which the label could be learnt from; `reviewed` is False for weak labels.
MOMENT_COLUMNS = ["case_id", "as_of", "label", "weight", "reviewed", "settled", "selected_by", "propensity"]


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Moments with labels (columns `MOMENT_COLUMNS`), and how many outcomes were left out, by reason.

    `cases` are all cases with an outcome of this target, whatever it was: none of them is unreviewed.
    """

    target: str
    moments: pd.DataFrame
    left_out: Mapping[str, int]
    cases: frozenset[str]


def reviewed_labels(docket: Docket, target: str, until: dt.date, cohort: CohortDays | None = None) -> Labels:
    """The reviewed cases of one target, as they can be learnt from on `until`.

    Raises:
        DataError: No outcomes are supplied, or the target is not one of the contract's.
    """
    outcomes = _outcomes(docket, target, until)
    last = once(outcomes)
    decided = last[last["label"].notna()].rename(columns={"opened": "as_of"}).assign(reviewed=True)
    decided = fill_propensities(decided, docket, target, until)
    standing = _in_cohort(decided, cohort or CohortDays(docket, until))
    moments = decided[standing].sort_values(["as_of", "case_id"], kind="stable").reset_index(drop=True)
    moments["weight"] = 1.0 / moments.groupby("case_id")["case_id"].transform("size")
    left_out = {
        "inconclusive": len(last) - len(decided),
        "corrected on the same day": len(outcomes) - len(last),
        "not in the cohort when the review was opened": int((~standing).sum()),
    }
    return Labels(
        target=target, moments=moments[MOMENT_COLUMNS], left_out=left_out, cases=frozenset(outcomes["case_id"])
    )


def _outcomes(docket: Docket, target: str, until: dt.date) -> pd.DataFrame:
    """The reviews of `target` that were decided and known before `until`."""
    names = docket.contract.outcomes
    if names is None or names.table not in docket.present:
        raise DataError(
            "There are no review outcomes to learn from.", "Supply the table that the contract's outcomes name."
        )
    if target not in names.targets:
        raise DataError(
            f"{target!r} is not a target of the outcomes.", f"The contract lists: {', '.join(names.targets)}."
        )
    found = reviews(docket, docket.contract, until)
    return found[found["target"] == target]


def _in_cohort(moments: pd.DataFrame, cohort: CohortDays) -> NDArray[np.bool_]:
    """Whether each moment's case was in the cohort, as known on its day: the model is made for no other."""
    places = cohort.places(moments["case_id"])
    inside = np.zeros(len(moments), dtype=bool)
    stands = np.zeros(len(cohort.cases) + 1, dtype=bool)  # the last one is of cases that are not known
    for day, rows in moments.groupby("as_of").indices.items():
        standing = cohort.members(pd.Timestamp(str(day))).places
        stands[standing] = True
        inside[rows] = stands[places[rows]]
        stands[standing] = False
    return inside
