from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from zbrisk.docket import open_docket
from zbrisk.errors import DataError

CSV = {
    "cases": "case_id,case_no,case_kind,filed_date,closed_date,close_mode,claim_amount\n"
    "C1,（2024）浙0602执1号,enforcement,2024-03-01,2024-09-01,terminated_round,12345.67\n",
    "parties": "party_id,party_kind,name\nP1,person,王建国\nP2,company,\n",
    "case_parties": "case_id,party_id,role\nC1,P1,debtor\nC1,P2,applicant\n",
}


def folder_of_csv(path: Path, encoding: str = "utf-8") -> Path:
    for name, text in CSV.items():
        (path / f"{name}.csv").write_text(text, encoding=encoding)
    return path


def content(source: Any) -> dict[str, list[tuple[Any, ...]]]:
    connection = open_docket(source).connection
    return {name: connection.execute(f"select * from {name} order by _key").fetchall() for name in CSV}


def test_every_kind_of_source_gives_the_same_store(tables: Any, tmp_path: Path) -> None:
    expected = content(tables)
    assert expected["cases"][0][0] == "C1"
    assert content({name: pd.DataFrame(rows) for name, rows in tables.items()}) == expected
    assert content({name: pl.DataFrame(rows) for name, rows in tables.items()}) == expected
    assert content({name: pa.Table.from_pylist(rows) for name, rows in tables.items()}) == expected
    assert content(folder_of_csv(tmp_path)) == expected
    with duckdb.connect(tmp_path / "office.duckdb") as office:
        for name in CSV:
            office.execute(f"create table {name} as select * from read_csv('{tmp_path / name}.csv')")
    assert content(tmp_path / "office.duckdb") == expected
    for name in CSV:
        duckdb.sql(f"copy (from read_csv('{tmp_path / name}.csv')) to '{tmp_path / name}.parquet'")
        (tmp_path / f"{name}.csv").unlink()
    assert content(tmp_path) == expected


def test_compressed_csv_with_a_byte_order_mark(tables: Any, tmp_path: Path) -> None:
    for name, text in CSV.items():
        with gzip.open(tmp_path / f"{name}.csv.gz", "wt", encoding="utf-8-sig") as file:
            file.write(text)
    assert content(tmp_path) == content(tables)


def test_engine_types(tables: Any) -> None:
    tables["transactions"] = [
        {"txn_id": "T1", "account_id": "A1", "ts": "1970-01-02 00:00:01", "direction": "in", "amount": 0.07}
        | {"known_at": dt.date(2024, 1, 1)}
    ]
    row = (
        open_docket(tables).connection.execute("select ts, amount, balance, _k, _u, _key from transactions").fetchone()
    )
    assert row == (86401, 7, None, 19723, 2147483647, "T1")


def test_frames_give_back_public_types(tables: Any) -> None:
    case = open_docket(tables).frame("cases").iloc[0]
    assert case.claim_amount == 12345.67
    assert case.closed_date == pd.Timestamp("2024-09-01")
    assert case.known_at == pd.Timestamp("2024-03-01")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_wrong_encoding_names_the_file_and_the_cure(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(DataError, match=r"cases.csv is not UTF-8[^$]*iconv"):
        open_docket(folder_of_csv(tmp_path, encoding))


def test_wrong_encoding_below_an_ascii_header(tmp_path: Path) -> None:
    folder_of_csv(tmp_path)
    (tmp_path / "parties.csv").write_text(CSV["parties"], encoding="gb18030")
    with pytest.raises(DataError, match=r"parties.csv is not UTF-8"):
        open_docket(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "match"),
    [
        ("cases.parquet", b"PAR1", "cases.parquet cannot be read"),
        ("cases.csv", b"", "cases.csv has no header"),
        ("cases.csv", b"case_id,case_id\nC1,C1\n", "doubled name"),
        ("cases.csv.gz", b"nothing", "cases.csv.gz cannot be read"),
    ],
)
def test_unreadable_files(tmp_path: Path, name: str, content: bytes, match: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=match):
        open_docket(tmp_path)


def test_a_line_with_too_many_cells(tmp_path: Path) -> None:
    folder_of_csv(tmp_path)
    (tmp_path / "parties.csv").write_text("party_id,party_kind\nP1,person,1\n")
    with pytest.raises(DataError, match=r"parties.csv cannot be read.*Line: 2.*Expected Number of Columns: 2"):
        open_docket(tmp_path)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is not there"):
        open_docket(tmp_path / "absent")
    with pytest.raises(DataError, match="none of the contract's tables"):
        open_docket(tmp_path)


def test_a_table_twice(tmp_path: Path) -> None:
    folder_of_csv(tmp_path)
    (tmp_path / "cases.parquet").touch()
    with pytest.raises(DataError, match="holds cases twice"):
        open_docket(tmp_path)


def test_the_connection_reaches_no_file(tables: Any, tmp_path: Path) -> None:
    connection = open_docket(tables).connection
    for statement in (
        f"select * from read_csv('{folder_of_csv(tmp_path) / 'cases.csv'}')",
        f"copy cases to '{tmp_path / 'stolen.csv'}'",
        f"attach '{tmp_path / 'other.duckdb'}'",
        "set enable_external_access = true",
        "install httpfs",
    ):
        with pytest.raises(duckdb.Error):
            connection.execute(statement)


def test_closing_gives_back_the_temporary_folder(tables: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    docket = open_docket(tables)
    assert not list(tmp_path.iterdir())  # so that a process that is killed leaves nothing
    docket.make_room()
    (room,) = tmp_path.iterdir()
    assert room.stat().st_mode & 0o077 == 0
    docket.close()
    assert not list(tmp_path.iterdir())


def test_large_tables_go_to_a_temporary_file(tables: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zbrisk.docket.loading.LARGE", 1)
    assert content(folder_of_csv(tmp_path)) == content(tables)
