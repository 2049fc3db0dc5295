"""One arm of the study: an office that chooses what to review, and the tables that grow from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.rounds.place import TARGET, Place
from zbrisk.docket import Docket, open_docket
from zbrisk.selection.budget import plan_reviews

__all__ = ["Arm", "Office"]

OUTCOMES, LISTS = "review_outcomes", "review_lists"


@dataclass(frozen=True, kw_only=True)
class Arm:
    """How an office chooses: by rules alone, or by a model with a share of audits.

    Args:
        name: As the report has it.
        audits: Share of each list that is drawn at random; None: no model, the rules go on choosing.
        learn: Share of each list that is drawn for what its reviews would teach.
        kept: Share of the reviews with a known chance that training keeps aside for promises (`audit_share`).
    """

    name: str
    audits: float | None
    kept: float = 0.0
    learn: float = 0.0


class Office:
    """What one arm has reviewed so far.

    A review is opened on the day of its list, and decided after a delay. It leaves an outcome and a row of the list;
    nothing else follows from it.

    Args:
        place: The world.
        arm: How it chooses.
    """

    def __init__(self, place: Place, arm: Arm) -> None:
        self.place, self.arm = place, arm
        self.outcomes: list[pd.DataFrame] = []
        self.lists: list[pd.DataFrame] = []

    def docket(self) -> Docket:
        """The tables, with all that the office has written so far; later days hide themselves."""
        own = {name: rows for name, rows in ((OUTCOMES, self.outcomes), (LISTS, self.lists)) if rows}
        reviews = {name: pd.concat(rows, ignore_index=True) for name, rows in own.items()}
        return open_docket({**self.place.tables, **reviews})

    def reviewed(self) -> pd.DataFrame:
        """All reviews: case_id, opened_date, decided_date, result, selected_by."""
        return pd.concat(self.outcomes, ignore_index=True)

    def free(self, day: dt.date) -> pd.Index[str]:
        """The cases of a day that nobody has looked at and that are open to review."""
        taken = set(self.reviewed()["case_id"]) if self.outcomes else set()
        cases = pd.Index(self.place.cohorts[day]["case_id"].astype(object))
        free: pd.Index[str] = cases[~cases.isin(taken | self.place.panel)]
        return free

    def review_by_rules(self, day: dt.date, budget: int) -> pd.DataFrame:
        """Review those that the most rules hit, as an office sees them, then any others; returns the cases."""
        free = self.free(day)
        seen = self.place.findings.loc[free]
        order = (seen["rules"] + seen["lot"]).where(seen["rules"] > 0, -np.inf)
        chosen = order.sort_values(ascending=False, kind="stable").index[:budget]
        return self._review(pd.DataFrame({"case_id": chosen, "selected_by": "rule"}), day)

    def review_by_plan(self, clues: pd.DataFrame, docket: Docket, budget: int) -> pd.DataFrame:
        """Review what the library plans, and keep its lists; returns the cases.

        Args:
            clues: Of all cases of one day.
            docket: The tables of that day.
            budget: Reviews.
        """
        open_to_all = clues[~clues["case_id"].isin(self.place.panel)]
        shares = {"audits": self.arm.audits or 0.0, "learn": self.arm.learn}
        plan = plan_reviews(open_to_all, docket, budget, seed=self.place.world.seed, **shares)
        self.lists.append(plan.lists.assign(listed_date=pd.to_datetime(plan.lists["listed_date"])))
        day = clues["as_of"].iloc[0].date()
        return self._review(plan.chosen.rename(columns={"chosen_by": "selected_by"}), day)

    def _review(self, chosen: pd.DataFrame, day: dt.date) -> pd.DataFrame:
        found = self.place.findings.loc[chosen["case_id"]]
        opened = pd.Timestamp(day)
        rows: Mapping[str, object] = {
            "outcome_id": [f"{TARGET}-{case}" for case in chosen["case_id"]],
            "case_id": chosen["case_id"].to_numpy(), "target": TARGET, "result": found["result"].to_numpy(),
            "opened_date": opened, "decided_date": opened + pd.to_timedelta(found["days"].to_numpy(), unit="D"),
            "selected_by": chosen["selected_by"].to_numpy(),
        }  # fmt: skip
        self.outcomes.append(pd.DataFrame(rows))
        return self.outcomes[-1]
