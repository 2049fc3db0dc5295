"""A made-up office: terminated cases, debtors, reviews chosen by a rule, petitions that know something of the truth."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from zbrisk.docket import Docket, open_docket
from zbrisk.execution.signal_builder import SignalBuilder

START = dt.date(2020, 1, 1)
Tables = dict[str, pd.DataFrame]

SIGNAL = """/*
label: {{zh: 标签, en: label}}
targets: [{target}]
typology: context
direction: {direction}
at: received_date
measures: [count]
windows: [all]
reason: {{zh: "{{count}} 次", en: "{{count}} times"}}
absent: {{zh: 没有, en: none}}
*/
select this_case.case_id, petition.received_date
from this_case
join petitions as petition on petition.case_id = this_case.case_id and petition.category = '{category}'
"""


def builder(folder: Path, docket: Docket) -> SignalBuilder:
    """Three signals: tell raises and calm lowers concealed_assets, sham raises sham_litigation."""
    for name, target, direction, category in (
        ("calm", "concealed_assets", "lowers", "delay"),
        ("sham", "sham_litigation", "raises", "sham_suit"),
        ("tell", "concealed_assets", "raises", "hidden_assets"),
    ):
        text = SIGNAL.format(target=target, direction=direction, category=category)
        (folder / f"{name}.sql").write_text(text, encoding="utf-8")
    return SignalBuilder(folder).fit(docket)


def outcomes(*rows: tuple[str, str, str, str], **more: object) -> pd.DataFrame:
    """review_outcomes from (case_id, result, opened, decided) rows, known when decided unless `more` says else."""
    frame = pd.DataFrame(rows, columns=["case_id", "result", "opened_date", "decided_date"])
    frame["outcome_id"] = [f"o{i}" for i in range(len(frame))]
    frame["target"] = "concealed_assets"
    return frame.assign(known_at=frame["decided_date"]).assign(**more)


def cases(*rows: tuple[str, str]) -> pd.DataFrame:
    """Terminated cases from (case_id, closed) rows, filed and known 100 days before."""
    frame = pd.DataFrame(rows, columns=["case_id", "closed_date"])
    filed = (pd.to_datetime(frame["closed_date"]) - pd.Timedelta(days=100)).dt.date
    return _enforcement(frame.assign(filed_date=filed, known_at=filed))


def small_docket(case_rows: pd.DataFrame, **tables: pd.DataFrame) -> Docket:
    """A docket of these cases; a debtor each, unless case_parties is given."""
    own = pd.DataFrame({"case_id": case_rows["case_id"], "party_id": "p_" + case_rows["case_id"], "role": "debtor"})
    parties = tables.pop("case_parties", own)
    people = pd.DataFrame({"party_id": parties["party_id"].unique(), "party_kind": "person"})
    return open_docket({"cases": case_rows, "case_parties": parties, "parties": people, **tables})


def office(*, size: int = 1500, reviewed: int = 300, seed: int = 1) -> Tables:
    """`size` cases over four years, 6 % concealers; `reviewed` are reviewed, mostly where petitions speak of assets."""
    random = np.random.default_rng(seed)
    ids = np.array([f"c{i:05d}" for i in range(size)])
    closed = random.integers(0, 4 * 365, size)
    guilty = random.random(size) < 0.06
    told = {
        "hidden_assets": random.poisson(0.5 + 2.0 * guilty),
        "delay": random.poisson(1.5 - 1.0 * guilty),
        "sham_suit": random.poisson(1.0, size),
    }
    chance = 0.2 + told["hidden_assets"]
    chosen = random.choice(size, reviewed, replace=False, p=chance / chance.sum())
    opened = (closed[chosen] + random.integers(30, 300, reviewed)) // 14 * 14 + 14  # at fortnightly meetings
    decided = opened + random.integers(20, 200, reviewed)
    found = np.where(guilty[chosen] ^ (random.random(reviewed) < 0.03), "confirmed", "refuted")
    return {
        "cases": _enforcement(
            pd.DataFrame(
                {
                    "case_id": ids,
                    "filed_date": _day(closed - 120),
                    "closed_date": _day(closed),
                    "known_at": _day(closed - 110),
                }
            )
        ),
        "parties": pd.DataFrame({"party_id": [f"p{i}" for i in range(size)], "party_kind": "person"}),
        "case_parties": pd.DataFrame(
            {
                "case_id": ids,
                "party_id": [f"p{i // 2}" for i in range(size)],
                "role": "debtor",
                "known_at": _day(closed - 110),
            }
        ),
        "petitions": _petitions(ids, closed, told),
        "review_outcomes": pd.DataFrame(
            {
                "outcome_id": [f"o{i}" for i in range(reviewed)],
                "case_id": ids[chosen],
                "target": "concealed_assets",
                "result": np.where(random.random(reviewed) < 0.05, "inconclusive", found),
                "opened_date": _day(opened),
                "decided_date": _day(decided),
                "selected_by": "rule",
                "known_at": _day(decided),
            }
        ),
    }


def _petitions(ids: np.ndarray, closed: np.ndarray, told: dict[str, np.ndarray]) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"case_id": ids.repeat(n), "received_date": _day((closed - 50).repeat(n)), "category": category})
        for category, n in told.items()
    ]
    frame = pd.concat(parts, ignore_index=True)
    return frame.assign(petition_id=[f"t{i}" for i in range(len(frame))], known_at=frame["received_date"])


def _enforcement(frame: pd.DataFrame) -> pd.DataFrame:
    number = [f"({i})" for i in range(len(frame))]
    return frame.assign(case_no=number, case_kind="enforcement", close_mode="terminated_round")


def _day(numbers: np.ndarray) -> list[dt.date]:
    return [START + dt.timedelta(days=int(n)) for n in numbers]
