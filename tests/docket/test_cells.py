"""What a cell may hold is the same in every container, and for one case's records."""

from __future__ import annotations

import csv
import datetime as dt
import math
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zbrisk.contract import ColumnType, Contract
from zbrisk.contract.reading import parse_contract
from zbrisk.docket import RecordReader
from zbrisk.docket.faults import cells_of, raw_rows, read_once, unreadable_cells
from zbrisk.docket.finding import find
from zbrisk.docket.sources import release, supply
from zbrisk.errors import DataError

REFUSED = "refused"
FEW = "30" if os.environ.get("CI") == "true" else "10"
EXAMPLES = int(os.environ.get("ZBRISK_CELL_EXAMPLES", FEW))  # raise it to look for rarer differences
CHINA = dt.timezone(dt.timedelta(hours=8))
NAT = np.datetime64("NaT", "s")
KINDS = [kind for kind in ColumnType if kind is not ColumnType.CODE]


def contract_of(kind: str) -> Contract:
    things = {"key": ["thing_id"], "known_at_default": "always", "columns": {"thing_id": "id", "x": kind}}
    return parse_contract({"cohort": {"table": "things", "key": "thing_id"}, "tables": {"things": things}})


CONTRACTS = {kind: contract_of(kind) for kind in KINDS}
READERS = {kind: RecordReader(contract) for kind, contract in CONTRACTS.items()}
CONNECTION = duckdb.connect(config={"threads": 1})
STORES = {kind: reader.new_store() for kind, reader in READERS.items()}


def by_records(kind: ColumnType, values: list[Any]) -> list[Any]:
    """What the reader of one case's records stores of each value."""
    read = []
    for value in values:
        try:
            READERS[kind].fill(STORES[kind], {"things": [{"thing_id": "1", "x": value}]})
        except DataError:
            read.append(REFUSED)
        else:
            read.append(STORES[kind].execute("select x from things").fetchone()[0])
    return read


def by_docket(kind: ColumnType, source: Any) -> list[Any]:
    """What a docket stores of each row's cell, of few rows and of many."""
    connection = CONNECTION.cursor()
    contract = CONTRACTS[kind]
    supplied = supply(connection, find(source, contract), contract)["things"]
    table = contract.tables["things"]
    found = []
    for few in (True, False):
        with read_once(connection, table, supplied, few=few) as read:
            cell = cells_of(table, read)["x"]
            query = f"select {cell.typed}, {cell.unreadable} from {raw_rows(table, read)}"
            found.append((connection.execute(query).fetchall(), unreadable_cells(connection, contract, read)))
    (rows, faults), of_many = found
    assert str((rows, faults)) == str(of_many)  # as texts, in which NaN is itself
    assert sum(fault.rows or 0 for fault in faults) == sum(bad for _, bad in rows)
    release(CONNECTION.cursor(), [supplied])
    connection.close()
    return [REFUSED if bad else typed for typed, bad in rows]


# -- containers: what they hold, and the same as records


def in_dicts(values: list[Any], folder: Path) -> tuple[Any, list[Any]]:
    return {"things": [{"x": value} for value in values]}, values


def in_pandas_objects(values: list[Any], folder: Path) -> tuple[Any, list[Any]]:
    return {"things": pd.DataFrame({"x": pd.Series(values, dtype=object)})}, values


def in_pandas(values: list[Any], folder: Path) -> tuple[Any, list[Any]]:
    frame = pd.DataFrame({"x": values})
    return {"things": frame}, frame["x"].tolist()


def in_arrow(values: list[Any], folder: Path) -> tuple[Any, list[Any]]:
    table = pa.table({"x": pa.array(values)})
    return {"things": table}, table["x"].to_pylist()


def in_polars(values: list[Any], folder: Path) -> tuple[Any, list[Any]]:
    frame = pl.DataFrame({"x": values})
    return {"things": frame}, frame["x"].to_list()


def in_parquet(values: list[Any], folder: Path) -> tuple[Any, list[Any]]:
    table = pa.table({"x": pa.array(values)})
    pq.write_table(table, folder / "things.parquet")
    return folder, table["x"].to_pylist()


def in_csv(values: list[Any], folder: Path) -> tuple[Any, list[Any]]:
    texts = ["" if value is None else str(value) for value in values]
    with (folder / "things.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["x"], *([text] for text in texts)])
    return folder, texts


CONTAINERS: list[Callable[[list[Any], Path], tuple[Any, list[Any]]]] = [
    in_dicts, in_pandas_objects, in_pandas, in_arrow, in_polars, in_parquet, in_csv,
]  # fmt: skip

# -- values

DIGITS = st.text("0123456789", min_size=1, max_size=20)
EXPONENTS = st.sampled_from(["e", "E+", "e-"])
SIGNS = st.sampled_from(["", "", "", "-", "+"])
NUMERALS = st.one_of(
    st.builds(lambda sign, a, b: f"{sign}{a}.{b}", SIGNS, DIGITS, DIGITS),
    st.builds(lambda sign, a: f"{sign}{a}", SIGNS, DIGITS),
    st.builds(lambda a, e, n: f"{a:.3f}{e}{n}", st.floats(-9, 9), EXPONENTS, st.integers(0, 320)),
    st.floats().map(repr),
    st.builds(lambda a, b: f"{a}.{b:02d}5", st.integers(-9999, 10**14), st.integers(0, 99)),
)  # fmt: skip
NUMBERS = [
    "",
    " ",
    " 12",
    "12 ",
    "\u00a012",
    "12\u3000",
    "１２３",
    "٣",
    "1,000",
    "12.5万",
    "1_000",
    "0x10",
    ".5",
    "5.",
    "+5",
]
WORDS = ["NaN", "nan", "inf", "-inf", "Infinity", "null", "None", "N/A", "-", "--5", "1e5", "1E5", "3.3E+17", "1e999"]
FLAGS = ["true", "TRUE", "falſe", "T", "yes", "是", "1.0", "0.00", "123.0", "-0.0", "007", "9007199254740993.0", "12\n"]
TROUBLE = ["1\x00", "\ud800", "a\x00b", "王建国", "A+B"]
DAYS = [
    "2024-01-31",
    "2024-1-3",
    "20240131",
    "45292",
    "２０２４-01-31",
    "2024/01/31",
    "31.12.2024",
    "2024-W05-3",
    "today",
]
CLOCKS = ["2024-01-31 08:15", "2024-01-31T08:15:09.123456789", "2024-01-31 24:00", "2024-01-31 08:15:60"]
ZONES = ["2024-01-31T08:15:00Z", "2024-01-31 08:15:00+08:00", "2024-01-31T08:15:00+0800", "2024-01-31 08:15:00 CST"]
EDGES = ["0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "-0001-01-01", "2023-02-29", "2024-02-29", "infinity"]
ODD = st.sampled_from([*NUMBERS, *WORDS, *FLAGS, *TROUBLE, *DAYS, *CLOCKS, *ZONES, *EDGES])
TEXTS = st.one_of(ODD, NUMERALS, st.text(max_size=8), st.dates().map(str), st.datetimes().map(str))
FLOATS = st.one_of(
    st.floats(),
    st.floats(-1e7, 1e7).map(lambda x: round(x, 3)),
    st.integers(-(10**6), 10**6).map(lambda n: n / 1000 + 0.005),
    st.integers(2**52, 2**55).map(float),
    st.sampled_from([0.0, -0.0, 1.0, 1e13, 1e13 - 0.004, -1e15, 1e15 - 1, 0.005, 1.005, math.nan, math.inf, -math.inf]),
)
INTS = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.integers(-3, 3),
    st.sampled_from([45292, 20240131, 10**13 - 1, 10**13, 10**15 - 1, -(10**15), 2**53 + 1]),
)
DECIMALS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**14), max_value=10**14, places=2),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-99, max_value=99, places=20),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=5),
    st.sampled_from([Decimal("1.005"), Decimal("12.00"), Decimal("0.50"), Decimal("-0.0"), Decimal("1e3")]),
)
DATES = st.one_of(st.dates(), st.sampled_from([dt.date.min, dt.date.max, dt.date(2024, 2, 29)]))
TIMES = st.one_of(st.datetimes(), st.sampled_from([dt.datetime(1969, 12, 31, 23, 59, 59, 999999), dt.datetime.min]))
ZONED = st.datetimes(timezones=st.sampled_from([dt.UTC, CHINA]))
OF_ONE_TYPE = [TEXTS, FLOATS, INTS, DECIMALS, DATES, TIMES, ZONED, st.booleans()]

FOREIGN = st.one_of(
    INTS.map(np.int64),
    st.integers(0, 200).map(np.uint8),
    st.floats(width=32).map(np.float32),
    st.floats(width=16).map(np.float16),
    FLOATS.map(np.float64),
    st.booleans().map(np.bool_),
    TEXTS.map(np.str_),
    st.datetimes(dt.datetime(1700, 1, 1), dt.datetime(2200, 1, 1)).map(pd.Timestamp),
    st.datetimes(dt.datetime(1700, 1, 1), dt.datetime(2200, 1, 1)).map(lambda day: pd.Timestamp(day, tz="UTC")),
    st.integers(-(2**62), 2**62).map(lambda n: np.datetime64(n, "ns")),
    st.integers(-(2**62), 2**62).map(lambda n: np.datetime64(n, "s")),
    st.integers(-(10**6), 10**7).map(lambda n: np.datetime64(n, "D")),
    st.binary(max_size=3),
    st.sampled_from([pd.NA, pd.NaT, NAT, Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), 2**80]),
    st.sampled_from([Decimal("1e999999999"), Decimal("1e-999999999")]),
    st.sampled_from([[], [1], {}, {"a": 1}, (1,), 1j, dt.timedelta(1), dt.time(1), object, UUID(int=7), -(2**63) - 1]),
)  # fmt: skip
ONE_TYPE = st.one_of(*(st.lists(st.none() | values, min_size=1, max_size=5) for values in OF_ONE_TYPE))
MIXED_LISTS = st.lists(st.none() | st.one_of(*OF_ONE_TYPE, FOREIGN), min_size=1, max_size=5)


def same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cells")


def compare(kind: ColumnType, container: Any, values: list[Any], scratch: Path) -> int:
    for file in scratch.iterdir():
        file.unlink()
    try:
        source, records = container(values, scratch)
    except (pa.ArrowException, TypeError, OverflowError, UnicodeError, ValueError, pl.exceptions.PolarsError):
        return 0  # the container itself cannot hold them
    try:
        read = by_docket(kind, source)
    except DataError:  # a file that is no text at all
        assert REFUSED in by_records(kind, records)
        return 0
    expected = by_records(kind, records)
    for value, one, other in zip(records, read, expected, strict=True):
        assert same(one, other), (kind, container.__name__, value, "docket", one, "records", other)
    return len(records)


SOME = settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@SOME
@given(kind=st.sampled_from(KINDS), container=st.sampled_from(CONTAINERS), values=ONE_TYPE)
def test_a_column_of_one_type_is_read_alike_everywhere(
    kind: Any, container: Any, values: list[Any], scratch: Path
) -> None:
    compare(kind, container, values, scratch)


@SOME
@given(kind=st.sampled_from(KINDS), container=st.sampled_from(CONTAINERS[:3]), values=MIXED_LISTS)
def test_a_column_of_mixed_objects_is_read_as_records_are(
    kind: Any, container: Any, values: list[Any], scratch: Path
) -> None:
    compare(kind, container, values, scratch)


@pytest.mark.parametrize("text", ["3.3E17", "0.000e0", "3.3E+17"])
def test_what_programs_make_of_a_long_id_is_refused_among_other_ids_too(text: str) -> None:
    others: list[dict[str, object]] = [{"thing_id": "1", "x": "a"}, {"thing_id": "2", "x": text}]
    with pytest.raises(DataError, match="x"):
        READERS[ColumnType.ID].fill(STORES[ColumnType.ID], {"things": others})
