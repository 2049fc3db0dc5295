from __future__ import annotations

from typing import Any

import pytest

from zbrisk.docket import open_docket
from zbrisk.errors import DataError


def refused(tables: Any, match: str) -> None:
    with pytest.raises(DataError, match=match):
        open_docket(tables)


def test_a_required_table_is_missing(tables: Any) -> None:
    del tables["parties"]
    refused(tables, "parties: the table is missing")


def test_a_required_column_is_missing(tables: Any) -> None:
    for row in tables["cases"]:
        del row["case_no"]
    refused(tables, "table cases, column case_no: .*lacks the column")


def test_a_bad_cell_names_row_and_column(tables: Any) -> None:
    tables["cases"].append({**tables["cases"][0], "case_id": "C2", "filed_date": "2024年3月"})
    refused(tables, r"table cases, column filed_date: not a date \(1 rows; row 2: 2024年3月\)")


def test_an_unknown_code_is_named(tables: Any) -> None:
    tables["case_parties"][1]["role"] = "申请人"
    refused(tables, r"column role: unknown code \(1 rows; row 2: 申请人\)")


def test_an_empty_required_cell(tables: Any) -> None:
    tables["parties"][0]["party_kind"] = ""
    refused(tables, r"column party_kind: empty, but required \(1 rows; row 1\)")


def test_personal_values_are_masked(tables: Any) -> None:
    tables["parties"][1]["birth_year"] = "1975年"
    with pytest.raises(DataError, match=r"row 2: 1\*\*\*") as refusal:
        open_docket(tables)
    assert "1975" not in str(refusal.value)


def test_the_same_key_twice(tables: Any) -> None:
    tables["parties"].append(tables["parties"][0])
    refused(tables, r"holds 1 keys twice with the same known_at \(such as 'P1'\)")


def test_a_batch_feed_needs_known_at(tables: Any) -> None:
    tables["spending"] = [{"spending_id": "S1", "party_id": "P1", "kind": "hotel", "spent_date": "2024-01-01"}]
    open_docket(tables)
    tables["coverage"] = [{"table_name": "spending", "feed": "batch"}]
    refused(tables, "spending, column known_at: empty, but the coverage says")


def test_extra_columns_and_tables_are_ignored(tables: Any) -> None:
    tables["cases"][0]["weather"] = "rain"
    tables["gossip"] = [{"who": "P1"}]
    docket = open_docket(tables)
    assert docket.present == {"cases", "parties", "case_parties"}


def test_an_empty_table_is_present(tables: Any) -> None:
    tables["spending"] = []
    docket = open_docket(tables)
    assert "spending" in docket.present
    assert docket.frame("spending").empty


def test_a_table_without_rows_has_the_columns_of_one_with_rows(tables: Any) -> None:
    full, empty = open_docket(tables), open_docket({name: rows[:0] for name, rows in tables.items()})
    for name in tables:
        columns = [docket.connection.execute(f"describe {name}").fetchall() for docket in (full, empty)]
        assert columns[0] == columns[1]
