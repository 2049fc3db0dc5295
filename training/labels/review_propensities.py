"""The chance of a review that only the list knows by which the case was chosen."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from zbrisk.docket import Docket

__all__ = ["fill_propensities"]

REVIEW_LISTS = "review_lists"


def fill_propensities(outcomes: pd.DataFrame, docket: Docket, target: str, until: dt.date) -> pd.DataFrame:
    """Outcomes whose missing propensity is that of the latest list, listed by the day of opening, that chose the case.

    Lists without random draws are passed over: what they left out had no chance, so their certain choices speak of
    nobody else.

    Args:
        outcomes: case_id, as_of, propensity.
        docket: The tables.
        target: Of the outcomes.
        until: Only lists known before this day count.
    """
    if REVIEW_LISTS not in docket.present or outcomes.empty:
        return outcomes
    rows = docket.frame(REVIEW_LISTS, until)
    rows = rows[rows["target"] == target]
    at_random = set(rows.loc[rows["chosen_by"] == "random", "list_id"])
    chosen = rows[rows["chosen_flag"].fillna(False).astype(bool) & rows["list_id"].isin(at_random)]
    lists = pd.DataFrame(
        {
            "case_id": chosen["case_id"].astype(object),
            "listed": pd.to_datetime(chosen["listed_date"]).astype("datetime64[s]"),
            "listed_chance": pd.to_numeric(chosen["propensity"]).astype(float),
        }
    ).sort_values("listed", kind="stable")
    opened = outcomes["as_of"].astype("datetime64[s]").rename("opened")
    cases = outcomes[["case_id"]].assign(opened=opened, place=range(len(outcomes))).sort_values("opened", kind="stable")
    found = pd.merge_asof(cases, lists, left_on="opened", right_on="listed", by="case_id").sort_values("place")
    own = pd.to_numeric(outcomes["propensity"]).astype(float)
    return outcomes.assign(propensity=own.fillna(pd.Series(found["listed_chance"].to_numpy(), index=outcomes.index)))
