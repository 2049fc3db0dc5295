"""When each row reached the office, which rows never did, and which came wrong the first time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from training.simulation.ledger import NEVER, NOBODY, Flags, Ints, empty
from training.simulation.stage import Stage
from zbrisk.contract import Table

__all__ = ["FLOW_DAYS", "Feeds", "court_code", "cut"]

# table: the day of the event, and how many days later the office has the row
_LAGS: Mapping[str, tuple[str, int, int]] = {
    "enforcement_actions": ("action_date", 0, 4), "property_queries": ("query_date", 0, 4),
    "asset_events": ("event_date", 0, 16), "party_relations": ("start_date", 3, 40),
    "companies": ("valid_from", 0, 20), "shareholdings": ("valid_from", 0, 20),
    "company_officers": ("valid_from", 0, 20), "company_activity": ("month", 62, 80),
    "auctions": ("published_date", 0, 1), "auction_bids": ("ts", 1, 20), "vehicle_sightings": ("ts", 1, 30),
    "spending": ("spent_date", 3, 30), "credit_measures": ("published_date", 0, 2),
    "income_records": ("month", 45, 75), "receivables": ("agreed_date", 5, 60),
    "police_records": ("event_date", 1, 20), "petitions": ("received_date", 0, 1),
    "distributions": ("planned_date", 0, 3), "review_outcomes": ("decided_date", 0, 1),
    "review_lists": ("listed_date", 0, 1),
}  # fmt: skip
FLOW_DAYS = 1095  # how far back the flows reach that a bank hands over
_SPOTTY = ("income_records", "company_activity", "vehicle_sightings", "spending", "police_records", "receivables")
_SPARE_ACTIONS = ("search", "audit", "bounty", "missing_person_search", "clue_received", "clue_checked", "interview")


@dataclass(frozen=True, kw_only=True)
class Feeds:
    """What the office receives: `began[table]` gives each court's first day of data, NEVER where it delivers none."""

    stage: Stage
    rng: np.random.Generator
    began: Mapping[str, Ints]
    unrecorded: Mapping[int, tuple[str, ...]]  # court -> actions that it does not record

    @classmethod
    def laid(cls, stage: Stage) -> Feeds:
        """Agree with the courts on who delivers what; a share of them delivers nothing, or begins late."""
        rng = np.random.default_rng([stage.world.seed, 23])
        courts = stage.world.courts
        began = {table: np.full(courts, stage.start - 3650, dtype=np.int64) for table in _SPOTTY}
        pairs = rng.permutation([(t, c) for t in range(len(_SPOTTY)) for c in range(courts)])
        for nth, (kind, court) in enumerate(pairs[: round(stage.world.gaps * len(pairs))].tolist()):
            late = stage.start + int(rng.integers(200, 1200))
            began[_SPOTTY[kind]][court] = NEVER if nth % 2 else late
        for table in stage.world.style.absent:
            began[table][:] = NEVER
        silent = rng.permutation(courts)[: max(1, courts // 3)].tolist() if stage.world.gaps else []
        return cls(
            stage=stage,
            rng=rng,
            began=began,
            unrecorded={c: tuple(rng.choice(_SPARE_ACTIONS, 2, replace=False)) for c in silent},
        )

    def coverage(self) -> None:
        """Say in the coverage table what is delivered."""
        courts = range(self.stage.world.courts)
        for table, days in self.began.items():
            for court in courts:
                if days[court] != NEVER:
                    self.stage.ledger.add(
                        "coverage", table_name=table, feed="batch", court_code=court_code(court),
                        from_date=int(days[court]),
                    )  # fmt: skip
        actions = self.stage.ledger.contract.tables["enforcement_actions"].columns["action"].codes
        for court in courts if self.unrecorded else ():
            kept = [a for a in actions if a not in self.unrecorded.get(court, ())]
            self.stage.ledger.add(
                "coverage", table_name="enforcement_actions", feed="live", court_code=court_code(court),
                codes=",".join(kept), complete_flag=float(self.stage.world.unentered == 0),
            )  # fmt: skip

    def known(self, table: str, frame: pd.DataFrame, found: pd.Series, reply: pd.Series) -> pd.DataFrame:
        """Each row's first day in the office; rows that never arrive are dropped.

        Args:
            found: By case (as in `_case`), the day on which a review confirmed it: hidden rows come to light.
            reply: By party, the day on which the bank gave its flows.
        """
        keep = self._delivered(table, frame)
        frame = frame[keep].reset_index(drop=True)
        frame["known_at"] = self._arrival(table, frame)
        if table == "transactions":
            holder = pd.Series({account: holder for holder, account in self.stage.accounts.items()})
            frame["known_at"] = _looked_up(reply, holder.reindex(frame["account_id"]).to_numpy())
            age = frame["known_at"].to_numpy() - frame["ts"].to_numpy() // 86_400
            frame = frame[(age > 0) & (age <= FLOW_DAYS)]
        hidden = frame["_hidden"].to_numpy(dtype=bool)
        decided = _looked_up(found, frame["_case"].to_numpy())
        revealed = np.maximum(decided - self.rng.integers(0, 45, len(frame)), frame["known_at"])
        frame["known_at"] = np.where(hidden, np.where(decided == NEVER, NEVER, revealed), frame["known_at"])
        always = table in ("parties", "assets", "suits", "case_parties", "case_agents", "coverage")
        arrived = (
            np.ones(len(frame), dtype=bool)
            if always
            else frame["known_at"].between(NEVER + 1, self.stage.end).to_numpy()
        )
        there: pd.DataFrame = frame[arrived & ~(hidden & (decided == NEVER))]
        return there.reset_index(drop=True)

    def _delivered(self, table: str, frame: pd.DataFrame) -> Flags:
        court = frame["_county"].to_numpy()
        if table in self.began:
            began = np.where(court >= 0, self.began[table][court], self.stage.start - 10**5)
            delivered: Flags = (began != NEVER) & (_event_day(frame, _LAGS[table][0]) >= began)
            return delivered
        if table == "enforcement_actions":
            silent = np.zeros(len(frame), dtype=bool)
            for where, actions in self.unrecorded.items():
                silent |= (court == where) & frame["action"].isin(actions).to_numpy()
            return ~silent
        return np.ones(len(frame), dtype=bool)

    def _arrival(self, table: str, frame: pd.DataFrame) -> Ints:
        own = frame["_known"].to_numpy()
        if table == "cases":
            return np.where(own != NEVER, own, self._bulletin(frame))
        if table not in _LAGS:
            return own
        column, low, high = _LAGS[table]
        day = _event_day(frame, column)
        delay = self.stage.world.style.delay
        arrival = day + np.round(self.rng.integers(low, high, len(frame)) * delay).astype(np.int64)
        if table == "party_relations":  # the civil registers came as one batch a court, and follow up since
            arrival = np.maximum(arrival, self.stage.start - 400 + 30 * frame["_county"].to_numpy())
        return np.where(day == NEVER, NEVER, np.maximum(arrival, own))

    def _bulletin(self, frame: pd.DataFrame) -> Ints:
        """Some courts report filings at once, the others in a bulletin after each quarter."""
        filed = frame["filed_date"].to_numpy()
        months = filed.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        quarter_ends = ((months // 3 + 1) * 3).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        slow = frame["_county"].to_numpy() % 3 == 1
        day = np.where(
            slow, quarter_ends + self.rng.integers(0, 8, len(frame)), filed + self.rng.integers(0, 5, len(frame))
        )
        return np.where(filed > self.stage.end, self.stage.end + 1, np.minimum(day, self.stage.end))

    def blanked(self, table: str, frame: pd.DataFrame) -> pd.DataFrame:
        """What the registers of this prefecture leave empty."""
        for column, share in self.stage.world.style.blanks.items():
            owner, name = column.split(".")
            if owner == table:
                blank = empty(self.stage.ledger.contract.tables[table].columns[name])
                frame[name] = frame[name].mask(self.rng.random(len(frame)) < share, blank)
        return frame

    def corrected(self, table: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Some rows were wrong at first: a wrong version on the day of arrival, the right one weeks later."""
        spoil = {"cases": _slip_of_a_digit, "asset_events": _price_missing, "property_queries": _reply_pending}.get(
            table
        )
        if spoil is None or frame.empty:
            return frame
        later = frame["known_at"].to_numpy() + self.rng.integers(7, 120, len(frame))
        wrong = (self.rng.random(len(frame)) < self.stage.world.corrections) & (later <= self.stage.end)
        first = spoil(frame[wrong].copy())
        frame = frame.assign(known_at=np.where(wrong, later, frame["known_at"]))
        return pd.concat([frame, first], ignore_index=True)


def court_code(court: int) -> str:
    """The code of a court that does not exist."""
    return f"浙97{court + 2:02d}"


def cut(table: Table, frame: pd.DataFrame, end: int) -> pd.DataFrame:
    """Facts after the export's day are not in the export yet."""
    frame = frame.copy(deep=False)
    for date, facts in table.later_facts.items():
        day = frame[date].to_numpy() // (86_400 if date == "end_ts" else 1)
        unborn = day > end
        for column in facts if date == "end_ts" else {date, *facts}:
            blank = (
                NOBODY
                if column.endswith("_id")
                else NEVER
                if column.endswith("_date") or column == "valid_to"
                else None
            )
            frame[column] = frame[column].mask(unborn, blank if blank is not None else np.nan)
    return frame


def _event_day(frame: pd.DataFrame, column: str) -> Ints:
    day: Ints = frame[column].to_numpy(dtype=np.int64)
    return np.where(day == NEVER, NEVER, day // 86_400) if column == "ts" else day


def _looked_up(days: pd.Series, keys: Any) -> Ints:
    return days.reindex(keys).fillna(NEVER).to_numpy(dtype=np.int64)


def _slip_of_a_digit(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(claim_amount=np.round(rows["claim_amount"] / 10))


def _price_missing(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(price=np.nan)


def _reply_pending(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(result="pending", amount=np.nan)
