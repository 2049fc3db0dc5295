from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from zbrisk.docket import open_docket, rows_as_of
from zbrisk.errors import DataError


def cohort(tables: Any, as_of: str) -> list[str]:
    return open_docket(tables).cohort(as_of).case_id.tolist()


def test_a_closing_counts_from_the_day_after(tables: Any) -> None:
    assert cohort(tables, "2024-09-01") == []
    assert cohort(tables, "2024-09-02") == ["C1"]


def test_a_case_counts_from_the_day_after_it_became_known(tables: Any) -> None:
    tables["cases"].append({**tables["cases"][0], "case_id": "C2", "known_at": "2024-12-31"})
    assert cohort(tables, "2024-12-31") == ["C1"]
    assert cohort(tables, "2025-01-01") == ["C1", "C2"]


def test_the_version_of_the_day_decides(tables: Any) -> None:
    tables["cases"].append({**tables["cases"][0], "close_mode": "performed", "known_at": "2024-10-01"})
    assert cohort(tables, "2024-10-01") == ["C1"]
    assert cohort(tables, "2024-10-02") == []


def test_the_moments_are_days(tables: Any) -> None:
    moments = open_docket(tables).cohort(dt.date(2024, 10, 1))
    assert moments.as_of.tolist() == [pd.Timestamp("2024-10-01")]


def test_before_the_first_case(tables: Any) -> None:
    with pytest.raises(DataError, match=r"Nothing was known before 2024-03-01.\n.*2024-03-01; choose a later day"):
        cohort(tables, "2024-03-01")


def test_a_row_hides_later_facts_until_their_day(tables: Any) -> None:
    docket = open_docket(tables)
    before, after = docket.row("cases", "C1", "2024-09-01"), docket.row("cases", "C1", "2024-09-02")
    assert before and after
    assert (before["closed_date"], before["close_mode"], before["claim_amount"]) == (None, None, 12345.67)
    assert (after["closed_date"], after["close_mode"]) == (dt.date(2024, 9, 1), "terminated_round")
    assert docket.row("cases", "C1", "2024-03-01") is None
    assert docket.row("cases", "C9", "2024-09-01") is None


def test_a_row_has_the_version_of_the_day(tables: Any) -> None:
    tables["cases"].append({**tables["cases"][0], "claim_amount": 1, "known_at": "2024-04-01"})
    docket = open_docket(tables)
    amounts = [docket.rows("cases", ["C1"], day)[0]["claim_amount"] for day in ("2024-04-01", "2024-04-02")]
    assert amounts == [12345.67, 1]


def test_sqlite_holds_the_same(tables: Any) -> None:
    docket = open_docket(tables)
    store = docket.store()
    for name in docket.present:
        query = f"select * from {name} order by _key"
        assert store.execute(query).fetchall() == docket.connection.execute(query).fetchall()
    assert rows_as_of(store, docket.contract.tables["cases"], ["C1"], "2025-01-01") == docket.rows(
        "cases", ["C1"], "2025-01-01"
    )
    assert store.execute("select 'abc' like 'A%'").fetchone() == (0,)
    docket.close()


def test_sqlite_indexes_ids_and_links(tables: Any) -> None:
    docket = open_docket(tables)
    query = "select name from sqlite_master where type = 'index' and tbl_name = 'parties'"
    names = {row[0] for row in docket.store().execute(query)}
    assert names == {f"parties_by_{name}" for name in ("party_id", "phone_hash", "address", "_key")}
    docket.close()
