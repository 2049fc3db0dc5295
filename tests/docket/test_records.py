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


@pytest.mark.slow
@settings(max_examples=10)
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


@pytest.mark.parametrize(
    "records",
    [None, [], "cases", {"cases": None}, {"cases": {}}, {"cases": 5}, {"cases": ["C1"]}, {"cases": [None]}, {5: []}],
)
def test_records_of_another_shape_are_refused_in_a_sentence(records: Any) -> None:
    with pytest.raises(DataError):
        READER.fill(READER.new_store(), records)


@pytest.mark.parametrize("name", ["\ud800", "a\x00b", b"C1", "3.3E+17", 330602202400000003.0, ["C1"], dt.time(8)])
def test_an_id_that_is_no_text_is_refused_with_its_place(name: Any, tables: Any) -> None:
    tables["cases"][0]["case_no"] = name
    with pytest.raises(DataError, match="Table cases, row 1: case_no is not a text"):
        READER.fill(READER.new_store(), tables)
    with pytest.raises(DataError, match="column case_no: not a text"):
        open_docket(tables)


@pytest.mark.parametrize("names", [{"CAUSE": "x"}, {"Case_Id": "C9"}, {"extra": 1, "EXTRA": 2}, {"Known_At": None}])
def test_names_that_differ_in_capitals_are_refused_in_a_docket_and_in_records_alike(tables: Any, names: Any) -> None:
    tables["cases"][0] |= names
    sentences = []
    for read in (open_docket, lambda given: READER.fill(READER.new_store(), given)):
        with pytest.raises(DataError, match=r"doubled name|which the contract writes") as refused:
            read(tables)
        sentences.append(str(refused.value))
    assert sentences[0] == sentences[1]


def test_columns_that_the_contract_lacks_are_passed_over_in_both(tables: Any) -> None:
    tables["cases"][0] |= {"extra": object(), 5: 1}
    READER.fill(READER.new_store(), tables)
    open_docket(tables)


def test_an_id_that_was_a_float_is_its_digits_in_both(tables: Any) -> None:
    for value in (123.0, "123.0", 123):
        for row in (*tables["cases"], *tables["case_parties"]):
            row["case_id"] = value
        store = READER.new_store()
        READER.fill(store, tables)
        docket = open_docket(tables)
        assert store.execute("select distinct case_id from case_parties").fetchall() == [("123",)]
        assert docket.connection.execute("select case_id from cases").fetchall() == [("123",)]
        docket.close()
