"""Debtors on both sides of a split: the splits are made so that there are none, and here they are held to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import pandas as pd

from training.labels.groups import MOST_CASES, case_groups, ties
from training.labels.splits import Fold
from training.leaks.finding import Finding
from zbrisk.docket import Docket

__all__ = ["debtors_of", "split_overlap"]

IDENTITY = ("id_no", "uscc")  # kinds of the contract's `personal` that name one person or firm


def split_overlap(docket: Docket, moments: pd.DataFrame, folds: Iterable[Fold], *, until: dt.date) -> Iterator[Finding]:
    """Groups and debtors that are both learnt from and judged on in one of `folds`.

    A debtor who would join more cases than `MOST_CASES` is no tie, by design; every other one is.
    """
    debtors = debtors_of(docket, until)
    groups = case_groups(docket, until)
    torn, twins = set(), set()
    for fold in folds:
        known, later = moments.iloc[fold.train], moments.iloc[fold.validation]
        if set(known["group"]) & set(later["group"]):
            yield Finding(
                check="crossing", subject="groups", sure=True, words="a group of cases is on both sides of a split"
            )
            return
        torn |= _on_both(debtors, "party_id", known, later)
        twins |= _on_both(debtors, "identity", known, later)
    torn = {party for party in torn if _should_tie(debtors[debtors["party_id"] == party], groups)}
    if torn:
        words = f"{len(torn)} debtors are both learnt from and judged on"
        yield Finding(check="crossing", subject="debtors", sure=True, words=words)
    doubled = debtors[debtors["identity"].isin(twins)].groupby("identity")["party_id"].nunique()
    if (doubled > 1).any():
        words = f"{int((doubled > 1).sum())} debtors stand on both sides of a split under different party ids"
        yield Finding(check="crossing", subject="identities", sure=False, words=words)


def debtors_of(docket: Docket, until: dt.date) -> pd.DataFrame:
    """case, party_id and identity (by identity number, else the party's own id) of every debtor, or of whatever else
    ties cases together by the contract."""
    found = ties(docket, until).rename(columns={"party": "party_id"}).astype(object)
    identity = found["party_id"].map(_identities(docket, until)).astype(object)
    return found.assign(identity=identity.fillna(found["party_id"]))


def _identities(docket: Docket, until: dt.date) -> dict[object, object]:
    columns = [
        name.removeprefix("parties.")
        for name, kind in docket.contract.personal.items()
        if name.startswith("parties.") and kind in IDENTITY
    ]
    if "parties" not in docket.present or not columns or docket.contract.cohort.groups is not None:
        return {}
    people = docket.frame("parties", until)
    number = people[columns].astype(object).bfill(axis=1).iloc[:, 0]
    filled = number.notna()
    return dict(zip(people.loc[filled, "party_id"], number[filled], strict=True))


def _on_both(debtors: pd.DataFrame, column: str, known: pd.DataFrame, later: pd.DataFrame) -> set[object]:
    sides = [set(debtors.loc[debtors["case"].isin(side["case_id"]), column]) for side in (known, later)]
    return sides[0] & sides[1]


def _should_tie(rows: pd.DataFrame, groups: pd.Series[str]) -> bool:
    """Whether this debtor's groups, taken together, would still be no larger than a group may be."""
    joined = set(groups.reindex(rows["case"]))
    return int(groups.isin(joined).sum()) <= MOST_CASES
