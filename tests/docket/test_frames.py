from __future__ import annotations

import decimal
import uuid
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from zbrisk.contract import load_contract
from zbrisk.docket import open_docket
from zbrisk.docket.frames import arrow_table
from zbrisk.errors import DataError

CASES = load_contract().tables["cases"]
FRAME = pd.DataFrame({"case_id": ["C1", "C2"], "case_no": ["1", "2"]})


def read(frame: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = arrow_table(CASES, frame).to_pylist()
    return rows


ROWS = [{"case_id": "C1", "case_no": "1"}, {"case_id": "C2", "case_no": "2"}]


@pytest.mark.parametrize(
    "frame",
    [
        FRAME,
        FRAME.astype("category"),
        FRAME.astype(object),
        FRAME.convert_dtypes(dtype_backend="pyarrow"),
        pl.DataFrame(ROWS),
        pl.DataFrame(ROWS).with_columns(pl.all().cast(pl.Categorical)),
        pl.DataFrame(ROWS).with_columns(pl.col("case_id").cast(pl.Enum(["C1", "C2"]))),
        pa.Table.from_pylist(ROWS),
        pa.RecordBatch.from_pylist(ROWS),
        pa.Table.from_pylist(ROWS).cast(pa.schema([("case_id", pa.large_string()), ("case_no", pa.string_view())])),
        pa.table({n: pa.array([r[n] for r in ROWS]).dictionary_encode() for n in ROWS[0]}),
        duckdb.from_arrow(pa.Table.from_pylist(ROWS)),
        ROWS,
        tuple(ROWS),
    ],
)
def test_tables_of_every_library_are_read(frame: Any) -> None:
    assert read(frame) == ROWS


def test_a_stream_of_batches_is_read() -> None:
    assert read(pa.Table.from_pylist(ROWS).to_reader()) == ROWS


def test_values_of_several_types_become_text_and_what_is_missing_stays_so() -> None:
    rows = [{"case_id": 1, "case_no": 2.5}, {"case_id": "x", "case_no": "x"}, {"case_id": None, "case_no": pd.NA}]
    expected = [("1", "2.5"), ("x", "x"), (None, None)]
    assert [tuple(row.values()) for row in read(rows)] == expected
    assert [tuple(row.values()) for row in read(pd.DataFrame(rows).astype(object))] == expected
    assert read([{"case_id": 2**80}]) == [{"case_id": str(2**80)}]
    assert read([{"case_id": uuid.UUID(int=1)}])[0]["case_id"] == str(uuid.UUID(int=1))


def test_a_table_without_rows_or_columns_is_an_empty_one() -> None:
    for nothing in ([], pd.DataFrame(), pa.table({})):
        table = arrow_table(CASES, nothing)
        assert (table.num_rows, table.column_names) == (0, list(CASES.columns))


@pytest.mark.parametrize(
    ("frame", "part"),
    [
        (pd.concat([FRAME, FRAME[["case_no"]]], axis=1), "doubled name in its header: case_no, case_no"),
        (FRAME.assign(CASE_NO=1), "doubled name in its header: case_no, CASE_NO"),
        (pd.concat([FRAME, pd.DataFrame([[1, 2]], columns=[1, "1"])], axis=1), "doubled name in its header: 1, 1"),
        (pd.concat({"a": FRAME}, axis=1), "headings of 2 levels"),
        (FRAME.rename(columns=str.upper), "has the column CASE_ID, which the contract writes case_id"),
        (pl.DataFrame(ROWS).rename({"case_no": "Case_No"}), "has the column Case_No"),
        (pa.table([["C1"], ["C1"]], names=["case_id", "case_id"]), "doubled name in its header: case_id, case_id"),
        ([{"case_id": "C1"}, {"CASE_ID": "C2"}], "doubled name in its header: case_id, CASE_ID"),
        (FRAME["case_id"], "cannot be read"),
        (pl.DataFrame(ROWS).lazy(), "is a LazyFrame"),
        (FRAME.to_numpy(), "is a ndarray"),
        (FRAME.to_dict("list"), "is a dict"),
        (iter(ROWS), "is a list_iterator"),
        ([1], "is a list"),
        (None, "is a NoneType"),
        ("cases.csv", "is a str"),
        (pl.DataFrame({"case_id": pl.Series([1], dtype=pl.Int128)}), "cannot be read"),
    ],
)
def test_what_is_no_table_with_each_name_once_is_refused_in_a_sentence(frame: Any, part: str) -> None:
    with pytest.raises(DataError, match="able cases") as caught:
        arrow_table(CASES, frame)
    assert part in str(caught.value)
    assert caught.value.cure and str(caught.value).count("\n") == 1


@pytest.mark.parametrize(
    ("column", "values", "part"),
    [
        ("case_no", pa.array([[1]]), "not a text"),
        ("case_no", pa.array([{"a": 1}]), "not a text"),
        ("case_no", pa.array([b"\xff"]), "not a text"),
        ("case_no", pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())), "not a text"),
        ("case_no", pa.array([1], pa.duration("s")), "not a text"),
        ("case_no", pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xff"]).buffers()), "is not UTF-8"),
    ],
)
def test_columns_that_no_engine_reads_are_refused_in_a_sentence(
    tables: dict[str, list[dict[str, Any]]], column: str, values: pa.Array, part: str
) -> None:
    cases = pa.Table.from_pylist(tables["cases"])
    place = cases.column_names.index(column)
    with pytest.raises(DataError, match=part):
        open_docket({**tables, "cases": cases.set_column(place, column, values)})


def test_run_ends_extension_types_and_nothing_at_all_are_read(tables: dict[str, list[dict[str, Any]]]) -> None:
    cases = pa.Table.from_pylist(tables["cases"])
    for column, values in (
        ("case_no", pa.RunEndEncodedArray.from_arrays([1], ["no"])),
        ("case_no", pa.ExtensionArray.from_storage(pa.uuid(), pa.array([b"0" * 16], pa.binary(16)))),
        ("claim_amount", pa.nulls(1)),
        ("claim_amount", pa.array([decimal.Decimal("1.5")], pa.decimal128(10, 2))),
        ("claim_amount", pa.array([decimal.Decimal(1)], pa.decimal256(50, 2))),
        ("claim_amount", pa.array([1.5]).cast(pa.float16())),
    ):
        changed = cases.set_column(cases.column_names.index(column), column, values)
        assert len(open_docket({**tables, "cases": changed}).frame("cases")) == 1
