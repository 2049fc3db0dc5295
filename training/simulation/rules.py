"""The simple rules that an office would run by itself: a hit or none for each terminated case."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from training.simulation.ledger import Flags, Ints
from training.simulation.livelihood import MIN_WAGE
from training.simulation.stage import Stage

__all__ = ["RULES", "rule_hits"]

RULES: Mapping[str, tuple[str, ...]] = {
    "concealed_assets": (
        "transfer_to_kin",
        "seized_car_seen",
        "wages_after_filing",
        "spouse_owns_house",
        "divorce_near_suit",
        "cheap_shares",
        "travels",
    ),
    "sham_litigation": ("quick_mediation", "series_plaintiff", "kin_sues", "late_claims"),
}


class _Registers:
    """The rows that registers show, and the terminated disputes that they are compared with."""

    def __init__(self, stage: Stage, tables: Mapping[str, pd.DataFrame]) -> None:
        self.stage, self.cases = stage, stage.world.cases
        self.tables = {name: frame[~frame["_hidden"]] for name, frame in tables.items()}
        d = stage.disputes
        self.disputes = pd.DataFrame(
            {
                n: getattr(d, n)[: self.cases]
                for n in ("principal", "suit", "ended", "filed", "closed", "applicant", "cause", "end_kind")
            }
        )
        self.disputes["case"] = np.arange(self.cases)
        self.behind = np.full(stage.counts["party"], -1, dtype=np.int64)
        people, companies = stage.people, stage.companies
        self.behind[: people.principals] = np.arange(people.principals)
        self.behind[companies.of[companies.of >= 0]] = np.flatnonzero(companies.of >= 0)
        ties = self.tables["party_relations"]
        a, b = ties["party_a"].to_numpy(), ties["party_b"].to_numpy()
        self.ties = np.unique(np.concatenate([a * 2**32 + b, b * 2**32 + a]))

    def tied(self, a: Ints, b: Ints) -> Flags:
        return np.isin(a * 2**32 + b, self.ties)

    def near(self, rows: pd.DataFrame, party: str, window: str, least: int = 1) -> Flags:
        """Cases whose debtor has at least N of the rows within the window, an expression over `day`."""
        rows = rows.assign(principal=self.behind[rows[party].to_numpy(dtype=np.int64)])
        joined = rows[rows["principal"] >= 0].merge(
            self.disputes[["case", "principal", "suit", "filed", "closed"]], on="principal"
        )
        return self.flag(joined.query(window)["case"].to_numpy(), least)

    def flag(self, case: Ints, least: int = 1) -> Flags:
        return np.bincount(case[(case >= 0) & (case < self.cases)], minlength=self.cases) >= least


def rule_hits(stage: Stage, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row a terminated dispute, one column a rule."""
    r = _Registers(stage, tables)
    events = r.tables["asset_events"].rename(columns={"event_date": "day"})
    given = events[events["event"].isin(["transfer", "gift"])]
    to_kin = given[r.tied(r.behind[given["holder_id"].to_numpy()], given["counterparty_id"].to_numpy())]
    wages = r.tables["income_records"].rename(columns={"month": "day"})
    shares = r.tables["shareholdings"].rename(columns={"valid_from": "day"})
    journeys = r.tables["spending"].rename(columns={"spent_date": "day"})
    split = r.tables["party_relations"].query("relation == 'ex_spouse'").rename(columns={"start_date": "day"})
    hits = {
        "transfer_to_kin": r.near(to_kin, "holder_id", "suit - 365 <= day <= closed"),
        "seized_car_seen": _seized_car_seen(r),
        "wages_after_filing": r.near(wages[wages["base"] > 1.5 * MIN_WAGE], "party_id", "day > filed", least=3),
        "spouse_owns_house": _spouse_owns_house(r),
        "divorce_near_suit": r.near(
            split.assign(party=split[["party_a", "party_b"]].min(axis=1)), "party", "suit - 365 <= day <= filed"
        ),
        "cheap_shares": r.near(
            shares[(shares["change"] == "transfer") & (shares["price"] < 50_000)],
            "company_id",
            "suit - 365 <= day <= closed",
        ),
        "travels": r.near(
            journeys[journeys["kind"].isin(["flight", "g_train", "golf", "tour"])],
            "party_id",
            "day > filed + 60",
            least=2,
        ),
        **_sham_hits(r),
    }
    return pd.DataFrame(hits)


def _seized_car_seen(r: _Registers) -> Flags:
    events = r.tables["asset_events"]
    seized = events.loc[events["event"] == "seize", ["asset_id", "case_id", "event_date"]]
    seen = r.tables["vehicle_sightings"][["asset_id", "ts"]].merge(seized, on="asset_id")
    return r.flag(seen.loc[seen["ts"] // 86_400 > seen["event_date"], "case_id"].to_numpy(), least=3)


def _spouse_owns_house(r: _Registers) -> Flags:
    people, events = r.stage.people, r.tables["asset_events"]
    houses = r.tables["assets"].query("asset_class == 'real_estate'")["asset_id"]
    owned = events[(events["event"] == "own_start") & events["asset_id"].isin(houses)]
    spouse_of = np.full(r.stage.counts["party"], -1, dtype=np.int64)
    married = np.flatnonzero(people.spouse >= 0)
    spouse_of[people.spouse[married]] = married
    owned = owned.assign(person=spouse_of[owned["holder_id"].to_numpy()]).query("person >= 0")
    owned = owned[owned["event_date"].to_numpy() > people.married_on[owned["person"].to_numpy()]].rename(
        columns={"event_date": "day"}
    )
    return r.near(owned, "person", "day <= closed")


def _sham_hits(r: _Registers) -> dict[str, Flags]:
    d, all_disputes = r.disputes, r.stage.disputes
    loan = (d["cause"] == "民间借贷纠纷").to_numpy()
    quick = (
        pd.Series(loan)
        & (d["end_kind"] == "mediation")
        & (d["ended"] - d["suit"] <= 15)
        & (d["filed"] - d["ended"] <= 15)
    )
    suits = np.bincount(all_disputes.applicant[all_disputes.cause == "民间借贷纠纷"], minlength=r.stage.counts["party"])
    return {
        "quick_mediation": quick.to_numpy(),
        "series_plaintiff": loan & (suits[d["applicant"].to_numpy()] >= 12),
        "kin_sues": r.tied(d["principal"].to_numpy(), d["applicant"].to_numpy()),
        "late_claims": r.flag(r.tables["distributions"]["case_id"].to_numpy(), least=4),
    }
