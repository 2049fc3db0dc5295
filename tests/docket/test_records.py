"""One case's records make the store that the docket makes: the same cells, days and keys."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zbrisk.contract import load_contract
from zbrisk.docket import RecordReader, open_docket
from zbrisk.errors import DataError

READER = RecordReader(load_contract())

DAYS = st.dates(dt.date(2023, 12, 20), dt.date(2024, 1, 10)).map(str)
MAYBE = st.none() | DAYS
CASES = st.lists(
    st.fixed_dictionaries(
        {
            "case_id": st.sampled_from(["C1", "C2"]),
            "case_no": st.just("1"),
            "case_kind": st.just("suit"),
            "filed_date": DAYS,
            "claim_amount": st.none() | st.decimals(0, 10**6, places=3).map(str),
            "known_at": MAYBE,
        }
    ),
    max_size=5,
)
ROLES = st.lists(
    st.fixed_dictionaries(
        {
            "case_id": st.sampled_from(["C1", "C2", "C3"]),
            "party_id": st.sampled_from(["P1", "P2"]),
            "role": st.just("debtor"),
            "added_date": MAYBE,
            "known_at": MAYBE,
        }
    ),
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(CASES, ROLES, st.lists(st.fixed_dictionaries({"case_id": st.sampled_from(["C1", "C2", "C3"])}), max_size=2))
def test_random_rows_make_the_same_store(cases: Any, roles: Any, suits: Any) -> None:
    tables = {"cases": cases, "case_parties": roles, "suits": suits, "parties": []}
    store = READER.new_store()
    try:
        docket = open_docket(tables)
    except DataError:
        with pytest.raises(DataError):
            READER.fill(store, tables)
        return
    READER.fill(store, tables)
    for name in tables:
        query = f"select * from {name}"
        in_records = sorted(store.execute(query).fetchall(), key=repr)
        assert in_records == sorted(docket.connection.execute(query).fetchall(), key=repr)
    docket.close()


def test_filling_again_leaves_nothing_of_the_first(tables: Any) -> None:
    store = READER.new_store()
    READER.fill(store, tables)
    READER.fill(store, {"cases": tables["cases"]})
    assert [store.execute(f"select count(*) from {name}").fetchone() for name in tables] == [(1,), (0,), (0,)]


def test_a_refused_record_leaves_the_store_as_it_was(tables: Any) -> None:
    store = READER.new_store()
    READER.fill(store, tables)
    with pytest.raises(DataError):
        READER.fill(store, {"cases": [], "parties": [{"party_id": "P1", "party_kind": "ghost"}]})
    assert store.execute("select count(*) from cases").fetchone() == (1,)


def test_faults_name_table_row_and_column(tables: Any) -> None:
    store = READER.new_store()
    tables["cases"].append({**tables["cases"][0], "case_id": "C2", "filed_date": "soon"})
    with pytest.raises(DataError, match="Table cases, row 2: filed_date is not a date"):
        READER.fill(store, tables)
    tables["cases"][1] |= {"filed_date": "2024-01-01", "case_kind": "quarrel"}
    with pytest.raises(DataError, match="row 2: case_kind holds the unknown code 'quarrel'"):
        READER.fill(store, tables)
    tables["cases"][1] |= {"case_kind": ""}
    with pytest.raises(DataError, match="row 2: case_kind is empty, but required"):
        READER.fill(store, tables)
    with pytest.raises(DataError, match="There is no table 'gossip'"):
        READER.fill(store, {"gossip": []})
