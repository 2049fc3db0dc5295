"""Cases that share a debtor belong together: a model must not be tested on a debtor whom it has learnt by heart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from training.known import rows_known_before
from zbrisk.docket import Docket

__all__ = ["case_groups", "connected_groups", "group_of"]


def case_groups(docket: Docket, until: dt.date, *, role: str = "debtor", most: int = 50) -> pd.Series[str]:
    """The group of every case that has a party in `role`: the least case_id that is joined to it by shared parties.

    A contract without case_parties has no groups, and each case stands alone.
    """
    key = docket.contract.cohort.key
    if "case_parties" not in docket.present:
        return pd.Series(dtype=object)
    rows = rows_known_before(docket, "case_parties", until)
    rows = rows[rows["role"] == role]
    return connected_groups(zip(rows[key], rows["party_id"], strict=True), most=most)


def connected_groups(ties: Iterable[tuple[str, str]], *, most: int) -> pd.Series[str]:
    """Connected components of cases and parties, none larger than `most` cases.

    Parties are taken from the one with the fewest cases to the busiest, and one that would make a component too large
    joins nothing: a serial debtor or a bank is no tie between its cases, two cases of one household are.
    """
    cases_of: dict[str, set[str]] = {}
    leader: dict[str, str] = {}
    for case, party in ties:
        cases_of.setdefault(party, set()).add(case)
        leader[case] = case
    size = dict.fromkeys(leader, 1)

    def find(case: str) -> str:
        while leader[case] != case:
            leader[case] = leader[leader[case]]
            case = leader[case]
        return case

    for _, cases in sorted(cases_of.items(), key=lambda item: (len(item[1]), item[0])):
        roots = {find(case) for case in cases}
        joined = sum(size[root] for root in roots)
        if joined <= most:
            first = min(roots)
            size[first] = joined
            leader.update(dict.fromkeys(roots, first))
    return pd.Series({case: find(case) for case in leader}, dtype=object)


def group_of(moments: pd.DataFrame, groups: pd.Series[str]) -> pd.Series[str]:
    """The group of each moment: its own column `group` if it has one, else that of its case, else the case itself."""
    if "group" in moments:
        return moments["group"]
    return moments["case_id"].map(groups).astype(object).fillna(moments["case_id"]).rename("group")
