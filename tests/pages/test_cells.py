"""Cells as reviewers read them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from zbrisk.contract import load_contract
from zbrisk.explaining.party_aliases import PartyAliases
from zbrisk.explaining.reason import EvidenceRow
from zbrisk.pages.cells import Cells, yuan
from zbrisk.pages.evidence import evidence_sources, evidence_tables

CONTRACT = load_contract()
CELLS = Cells(cast=PartyAliases.gathered([{"party_id": "P1", "role": "debtor", "name": "王建国"}], [], CONTRACT))
SAMPLE = Path(__file__).parents[2].parent / "shared" / "sample" / "prefecture"


def test_what_a_register_says_of_a_thing_is_called_and_hidden_as_there() -> None:
    assert CELLS.label("asset_events", "value") == "估值"
    assert CELLS.mask("asset_events", "natural_key") == CONTRACT.personal["assets.natural_key"]


@pytest.mark.parametrize(
    ("place", "value", "shown"),
    [
        ("auctions.final_price", 492284.95, "492,284.95"),
        ("auctions.final_price", Decimal("30000.00"), "30,000"),
        ("auctions.final_price", np.float64(12.5), "12.50"),
        ("auctions.round", np.int64(2), "2"),
        ("auctions.lease_disclosed_flag", False, "否"),
        ("auctions.lease_disclosed_flag", np.True_, "是"),
        ("auctions.result", "sold", "成交"),
        ("auctions.winner_id", "P1", "被执行人甲"),
        ("auctions.end_ts", dt.datetime(2024, 5, 3), "2024-05-03 00:00"),
        ("auctions.published_date", pd.Timestamp("2024-05-03"), "2024-05-03"),
        ("auctions.known_at", dt.date(2024, 5, 3), "2024-05-03"),
        ("shareholdings.pct", 0.51, "51%"),
        ("suits.monthly_rate", 0.0155, "1.55%"),
        ("petitions.text", "王建国电话13812345678", "被执行人甲电话138****5678"),
        ("petitions.text", None, "—"),
        ("petitions.text", "", "—"),
        ("auctions.final_price", float("nan"), "—"),
        ("auctions.end_ts", pd.NaT, "—"),
        ("auctions.round", pd.NA, "—"),
        ("team_table.score", 0.12345, "0.1235"),
    ],
)
def test_a_cell(place: str, value: Any, shown: str) -> None:
    table, _, column = place.partition(".")
    assert CELLS.text(table, column, value) == shown


def test_a_key_of_several_columns_is_said_in_words_and_its_ids_are_masked() -> None:
    key = {"party_id": "P1", "month": dt.date(2021, 1, 1), "kind": "social_security"}
    record = EvidenceRow(table="income_records", key=key, values=key, known_at=None)
    assert evidence_sources([record], 1, CELLS) == "社保公积金个税 被执行人甲 2021-01-01 社会保险"
    (table,) = evidence_tables([record], CELLS, "C1")
    assert "被执行人甲 2021-01-01 社会保险" in table.rows[0]
    numbered = EvidenceRow(table="asset_events", key={"event_id": "11010519491231002X"}, values={}, known_at=None)
    assert "19491231" not in evidence_sources([numbered], 1, CELLS)


@pytest.mark.parametrize(
    ("amount", "words"),
    [(3200, "3,200 元"), (864000, "86.4 万元"), (120000, "12 万元"), (2.5e8, "2.5 亿元"), (12.5, "12.50 元")],
)
def test_amounts_at_a_glance(amount: float, words: str) -> None:
    assert yuan(amount) == words


def test_amounts_carry_their_unit_in_the_heading() -> None:
    assert CELLS.heading("auctions", "final_price") == "成交价（元）"


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample prefecture is not here")
def test_no_cell_of_a_whole_prefecture_shows_a_name_or_number() -> None:
    for file in SAMPLE.glob("*.parquet"):
        rows = pd.read_parquet(file).head(60)
        for column in rows.columns:
            shown = [(value, CELLS.text(file.stem, column, value)) for value in rows[column] if isinstance(value, str)]
            if f"{file.stem}.{column}" in CONTRACT.personal:
                assert not [pair for pair in shown if pair[0] in pair[1] and "某" not in pair[0]], (file.stem, column)
