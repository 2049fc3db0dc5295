"""A case with thousands of rows of one kind costs what its rows cost, and gives what it gave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from zbrisk.compiler.program import compile_catalogue
from zbrisk.contract import load_contract
from zbrisk.docket.records import RecordReader
from zbrisk.engines.sqlite import SQLite
from zbrisk.execution.run import Run
from zbrisk.explaining.evidence import find_evidence
from zbrisk.signals.catalogue import read_catalogue

CONTRACT = load_contract()
DAY = (dt.date(2024, 6, 1) - dt.date(1970, 1, 1)).days
SIGNALS = ("queried_in_vain", "seized_vehicle_seen", "assets_still_held", "shared_agent", "asset_class_not_queried")
ON = "2023-01-{:02d}"
BASE: dict[str, list[dict[str, Any]]] = {
    "cases": [
        {"case_id": "E", "case_no": "1", "case_kind": "enforcement", "filed_date": "2022-06-01", "basis_case_id": "S",
         "closed_date": "2023-12-01", "close_mode": "terminated_round", "claim_amount": 1000},
        {"case_id": "S", "case_no": "2", "case_kind": "suit", "filed_date": "2021-06-01"},
    ],
    "suits": [{"case_id": "S"}],
    "parties": [{"party_id": p, "party_kind": "person"} for p in "DP"],
    "case_parties": [
        {"case_id": "E", "party_id": "D", "role": "debtor", "added_date": "2022-06-01"},
        {"case_id": "S", "party_id": "P", "role": "plaintiff", "added_date": "2021-06-01"},
        {"case_id": "S", "party_id": "D", "role": "defendant", "added_date": "2021-06-01"},
    ],
    "assets": [{"asset_id": "car", "asset_class": "vehicle", "value": 500}],
    "vehicle_sightings": [],
}  # fmt: skip


def event(i: int, kind: str, **more: Any) -> dict[str, Any]:
    day = ON.format(1 + i % 28)
    return {"event_id": f"{kind}{i}", "asset_id": "car", "holder_id": "D", "event": kind, "event_date": day, **more}


def events(many: int) -> dict[str, Any]:
    kinds = ("own_start", "seize", "renew", "lift", "transfer", "own_start")
    more = {"case_id": "E", "until_date": "2025-01-01"}
    return {
        "asset_events": [event(i, kinds[i % 6], **(more if kinds[i % 6] in kinds[1:4] else {})) for i in range(many)]
    }


def queries(many: int) -> dict[str, Any]:
    return {
        "property_queries": [
            {"query_id": f"q{i}", "case_id": "E", "party_id": "D", "asset_class": "vehicle" if i % 2 else "equity",
             "channel": "online", "query_date": ON.format(1 + i % 28), "result": "none"}
            for i in range(many)
        ]
    }  # fmt: skip


def agents(many: int) -> dict[str, Any]:
    return {
        "case_agents": [
            {"case_id": "S", "party_id": "DP"[i % 2], "agent_id": f"a{i}", "agent_kind": "lawyer",
             "firm": ("one", "other")[i % 2]}
            for i in range(many)
        ]
    }  # fmt: skip


CROWDS = {"asset_events": events, "property_queries": queries, "case_agents": agents}


@cache
def program() -> Any:
    return compile_catalogue(read_catalogue(None, CONTRACT).only(names=SIGNALS), CONTRACT)


def steps_of(records: Mapping[str, Any]) -> int:
    """How often SQLite's machine took a thousand steps for all features and evidence of the case."""
    reader, steps = RecordReader(CONTRACT), [0]
    store = reader.new_store()
    reader.fill(store, records)
    engine = SQLite(store, CONTRACT, records)

    def count() -> int:
        steps[0] += 1
        return 0

    store.set_progress_handler(count, 1000)
    run = Run(program(), engine, CONTRACT, evidence=True)
    run.start(["E"], np.array([DAY]))
    for signal in run.program.signals:
        run.features(signal)
        find_evidence(signal, engine, run.cases_of(signal.grain))
    return steps[0]


@pytest.mark.parametrize("table", CROWDS)
def test_twice_the_rows_are_about_twice_the_steps(table: str) -> None:
    few, many = (steps_of({**BASE, **CROWDS[table](n)}) for n in (1000, 4000))
    assert many < 8 * few, f"{few} -> {many} thousand steps"  # the square would be sixteen times


def test_what_is_compared_together_is_looked_up_together() -> None:
    signal = program().signal("queried_in_vain")
    assert ("asset_class", "case_id", "party_id", "result") in signal.lookups["property_queries"]
