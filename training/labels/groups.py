"""Cases that share a debtor, or someone close to one, belong together: a model must not be tested on a household or a
firm that it has learnt by heart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import pandas as pd
from scipy.cluster.hierarchy import DisjointSet

from zbrisk.docket import Docket

__all__ = ["MOST_CASES", "TYING_ROLE", "case_groups", "connected_groups", "group_of", "ties"]

#: Whoever has this role in a case ties it to his other cases.
TYING_ROLE = "debtor"
#: Cases in one group at most: one that held a tenth of all cases could stand on no side of a split.
MOST_CASES = 50
#: Who is close to whom: family, and a company with those who own or run it. Columns of both ends.
CLOSE: Mapping[str, tuple[str, str]] = {
    "party_relations": ("party_a", "party_b"),
    "companies": ("party_id", "legal_rep_id"),
    "shareholdings": ("company_id", "holder_id"),
    "company_officers": ("company_id", "person_id"),
}
FAMILY = ("spouse", "ex_spouse", "parent_child", "sibling", "in_law", "cohabit")


def case_groups(docket: Docket, until: dt.date, *, most: int = MOST_CASES) -> pd.Series[str]:
    """The group of every case that has a debtor: the least case_id that is joined to it.

    Cases are joined by a party they share, and by someone who is close to a party of each: a spouse, a company of both;
    or by what the contract's cohort says under `groups`. A contract with neither has no groups, and each case stands
    alone.
    """
    own = ties(docket, until)
    if own.empty:
        return pd.Series(dtype=object)
    near = own.merge(_close(docket, until), on="party")[["case", "near"]].set_axis(["case", "party"], axis=1)
    return connected_groups(pd.concat([own, near]).itertuples(index=False, name=None), most=most)


def ties(docket: Docket, until: dt.date) -> pd.DataFrame:
    """case and party of all whom cases may share: debtors, or what the contract's groups name."""
    key, groups = docket.contract.cohort.key, docket.contract.groups
    if groups is None or groups.table not in docket.present:
        return pd.DataFrame(columns=["case", "party"], dtype=object)
    rows = docket.frame(groups.table, until)
    if docket.contract.cohort.groups is None:
        rows = rows[rows["role"] == TYING_ROLE]
    return rows[[key, groups.column]].dropna().set_axis(["case", "party"], axis=1)


def _close(docket: Docket, until: dt.date) -> pd.DataFrame:
    """Pairs of parties (party, near) that are close, each in both directions."""
    pairs = [pd.DataFrame(columns=["party", "near"], dtype=object)]
    named = docket.contract.cohort.groups is not None  # these are not parties, whom others could be close to
    for table in [name for name in CLOSE if name in docket.present and not named]:
        rows = docket.frame(table, until)
        rows = rows[rows["relation"].isin(FAMILY)] if "relation" in rows else rows
        ends = rows[list(CLOSE[table])].dropna().astype(object)
        pairs += [ends.set_axis(["party", "near"], axis=1), ends.set_axis(["near", "party"], axis=1)]
    return pd.concat(pairs, ignore_index=True)


def connected_groups(ties: Iterable[tuple[str, str]], *, most: int) -> pd.Series[str]:
    """Connected components of cases and parties, none larger than `most` cases.

    Parties are taken from the one with the fewest cases to the busiest, and one that would make a component too large
    joins nothing: a serial debtor or a bank is no tie between its cases, two cases of one household are.
    """
    cases_of: dict[str, set[str]] = {}
    joined: DisjointSet = DisjointSet()
    for case, party in ties:
        cases_of.setdefault(party, set()).add(case)
        joined.add(case)
    for _, cases in sorted(cases_of.items(), key=lambda item: (len(item[1]), item[0])):
        roots = {joined[case] for case in cases}
        if sum(joined.subset_size(root) for root in roots) <= most:
            first, *others = roots
            for other in others:
                joined.merge(first, other)
    least = {case: min(group) for group in joined.subsets() for case in group}
    return pd.Series({case: least[case] for case in joined}, dtype=object)


def group_of(moments: pd.DataFrame, groups: pd.Series[str]) -> pd.Series[str]:
    """The group of each moment: its own column `group` if it has one, else that of its case, else the case itself."""
    if "group" in moments:
        return moments["group"]
    return moments["case_id"].map(groups).astype(object).fillna(moments["case_id"]).rename("group")
