"""What figures are split by: of each moment its court, year, kind of debtor, and what the review found in money."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from training.labels.groups import TYING_ROLE
from zbrisk.docket import Docket

__all__ = ["AMOUNTS", "BY", "with_subgroups"]

#: Columns that figures are split by.
BY = ("office", "court", "year", "debtor", "selected_by")
AMOUNTS = ("amount_found", "amount_recovered")


def with_subgroups(moments: pd.DataFrame, docket: Docket, target: str, until: dt.date) -> pd.DataFrame:
    """The moments with `court`, `year`, `debtor` and the amounts in yuan; what the tables do not say is missing.

    None of it is a feature: amounts are findings of the very review.

    Args:
        moments: case_id and as_of.
        docket: The tables.
        target: Of the outcomes.
        until: Nothing known on or after this day.
    """
    cases = pd.Index(moments["case_id"].astype(object))
    known = moments.assign(
        court=_courts(docket, until).reindex(cases).to_numpy(),
        year=moments["as_of"].dt.year.astype(object),
        debtor=_kinds(docket, until, cases).reindex(cases).to_numpy(),
    )
    pairs = pd.MultiIndex.from_arrays([cases, moments["as_of"]])
    amounts = _amounts(docket, target, until)
    return known.assign(**{name: amounts[name].reindex(pairs).to_numpy() for name in AMOUNTS})


def _courts(docket: Docket, until: dt.date) -> pd.Series[str]:
    cohort = docket.contract.cohort
    rows = docket.frame(cohort.table, until)
    if "court_code" not in rows:
        return pd.Series(dtype=object)
    return rows.set_index(cohort.key)["court_code"].astype(object)


def _kinds(docket: Docket, until: dt.date, cases: pd.Index[str]) -> pd.Series[str]:
    """person, company ..., or several, such as "company and person"."""
    if not {"case_parties", "parties"} <= docket.present:
        return pd.Series(dtype=object)
    rows, parties = (docket.frame(table, until) for table in ("case_parties", "parties"))
    if "party_kind" not in parties:
        return pd.Series(dtype=object)
    rows = rows[(rows["role"] == TYING_ROLE) & rows["case_id"].isin(cases)]
    kind = rows["party_id"].map(parties.set_index("party_id")["party_kind"])
    pairs = rows.assign(kind=kind.astype(object)).dropna(subset=["kind"])[["case_id", "kind"]].drop_duplicates()
    joined: pd.Series[str] = pairs.sort_values(["case_id", "kind"]).groupby("case_id")["kind"].agg(" and ".join)
    return joined.astype(object)


def _amounts(docket: Docket, target: str, until: dt.date) -> pd.DataFrame:
    """What the last decision on each opening found, by case and day of opening."""
    names = docket.contract.outcomes
    if names is None or names.table not in docket.present:
        return pd.DataFrame(columns=list(AMOUNTS), dtype=float)
    rows = docket.frame(names.table, until)
    rows = rows[rows[names.target] == target]
    frame = pd.DataFrame(
        {
            "case_id": rows[docket.contract.cohort.key].astype(object),
            "as_of": pd.to_datetime(rows[names.opened]),
            "decided": pd.to_datetime(rows[names.decided]),
            **{name: pd.to_numeric(rows[name]) if name in rows else float("nan") for name in AMOUNTS},
        }
    ).sort_values("decided", kind="stable")
    return frame.drop_duplicates(["case_id", "as_of"], keep="last").set_index(["case_id", "as_of"])[list(AMOUNTS)]
