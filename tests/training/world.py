"""A made-up office: terminated cases, debtors, reviews chosen by a rule, and features that know something of the truth."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from zbrisk.contract import Contract, load_contract
from zbrisk.signals.catalogue import Catalogue, read_catalogue

START = dt.date(2020, 1, 1)

SIGNAL = """/*
label: {{zh: 标签, en: label}}
targets: [{targets}]
typology: context
direction: {direction}
measures: [count]
windows: [all]
reason: {{zh: "{{count}} 次", en: "{{count}} times"}}
absent: {{zh: 没有, en: none}}
*/
select this_case.case_id from this_case
"""


@dataclass
class FakeTables:
    """Plain frames behind the face of a docket; the cohort is what is closed and known."""

    tables: dict[str, pd.DataFrame]
    contract: Contract = field(default_factory=load_contract)

    @property
    def present(self) -> frozenset[str]:
        return frozenset(self.tables)

    def frame(self, table: str) -> pd.DataFrame:
        return self.tables[table]

    def digest(self) -> str:
        return "tables"

    def cohort(self, as_of: dt.date) -> pd.DataFrame:
        cases = self.tables["cases"]
        known = (pd.to_datetime(cases["known_at"]) < pd.Timestamp(as_of)) & (
            pd.to_datetime(cases["closed_date"]) < pd.Timestamp(as_of)
        )
        return pd.DataFrame({"case_id": cases.loc[known, "case_id"], "as_of": as_of})


@dataclass
class FakeBuilder:
    """Features by case, the same on every day."""

    features: pd.DataFrame

    def transform(self, moments: pd.DataFrame) -> pd.DataFrame:
        return self.features.loc[moments["case_id"]].set_axis(moments.index)


def catalogue(folder: Path) -> Catalogue:
    """Three signals: tell raises and calm lowers concealed_assets, sham raises sham_litigation."""
    for name, target, direction in (
        ("calm", "concealed_assets", "lowers"),
        ("sham", "sham_litigation", "raises"),
        ("tell", "concealed_assets", "raises"),
    ):
        (folder / f"{name}.sql").write_text(SIGNAL.format(targets=target, direction=direction), encoding="utf-8")
    return read_catalogue(folder, load_contract())


def outcomes(*rows: tuple[object, ...], **more: object) -> pd.DataFrame:
    """review_outcomes from (case_id, result, opened, decided) rows with ISO dates; known on the day decided."""
    frame = pd.DataFrame(rows, columns=["case_id", "result", "opened_date", "decided_date"])
    frame["outcome_id"] = [f"o{i}" for i in range(len(frame))]
    frame["target"] = "concealed_assets"
    frame["known_at"] = frame["decided_date"]
    frame = frame.assign(**more)
    for column in ("opened_date", "decided_date", "known_at"):
        frame[column] = pd.to_datetime(frame[column]).dt.date
    return frame


def cases(*rows: tuple[str, str]) -> pd.DataFrame:
    """Terminated cases from (case_id, closed) rows, filed 100 days before and known on that day."""
    frame = pd.DataFrame(rows, columns=["case_id", "closed_date"])
    closed = pd.to_datetime(frame["closed_date"])
    filed = (closed - pd.Timedelta(days=100)).dt.date
    return frame.assign(closed_date=closed.dt.date, filed_date=filed, known_at=filed, close_mode="terminated_round")


def office(*, size: int = 3000, reviewed: int = 500, seed: int = 1) -> tuple[FakeTables, FakeBuilder]:
    """`size` cases over four years, about 6 % concealers, `reviewed` of them reviewed, mostly where `tell` is high."""
    random = np.random.default_rng(seed)
    ids = np.array([f"c{i:05d}" for i in range(size)])
    closed = random.integers(0, 4 * 365, size)
    guilty = random.random(size) < 0.06
    tell = random.poisson(0.5 + 2.0 * guilty)
    calm = random.poisson(1.5 - 1.0 * guilty).astype(float)
    calm[random.random(size) < 0.2] = np.nan
    day = np.vectorize(lambda n: START + dt.timedelta(days=int(n)))
    case_rows = pd.DataFrame(
        {
            "case_id": ids,
            "filed_date": day(closed - 120),
            "closed_date": day(closed),
            "close_mode": "terminated_round",
            "known_at": day(closed - 110),
        }
    )
    parties = pd.DataFrame(
        {"case_id": ids, "party_id": [f"p{i // 2}" for i in range(size)], "role": "debtor", "known_at": day(closed - 110)}
    )
    chosen = random.choice(size, reviewed, replace=False, p=(0.2 + tell) / (0.2 + tell).sum())
    opened = closed[chosen] + random.integers(30, 300, reviewed)
    decided = opened + random.integers(20, 200, reviewed)
    found = guilty[chosen] ^ (random.random(reviewed) < 0.03)
    result = np.where(random.random(reviewed) < 0.05, "inconclusive", np.where(found, "confirmed", "refuted"))
    outcome_rows = pd.DataFrame(
        {
            "outcome_id": [f"o{i}" for i in range(reviewed)],
            "case_id": ids[chosen],
            "target": "concealed_assets",
            "result": result,
            "opened_date": day(opened),
            "decided_date": day(decided),
            "selected_by": "rule",
            "propensity": np.nan,
            "known_at": day(decided),
        }
    )
    features = pd.DataFrame(
        {"calm__count__all": calm, "sham__count__all": random.poisson(1.0, size).astype(float), "tell__count__all": tell},
        index=ids,
    ).astype(float)
    tables = {"cases": case_rows, "case_parties": parties, "review_outcomes": outcome_rows}
    return FakeTables(tables), FakeBuilder(features)
