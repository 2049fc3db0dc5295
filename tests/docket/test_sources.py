from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zbrisk.docket import open_docket
from zbrisk.docket.check import check
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
        open_docket(tables)
        .connection.execute("select ts, amount, balance, _known_from, _known_until, _key from transactions")
        .fetchone()
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


@pytest.mark.parametrize(
    "folder", ["known_at=2020-01-01", "exp*", "exp?", "out[12]", "a{b,c}", "**", "q'uo\"te", "s3:"]
)
def test_the_name_of_a_folder_means_nothing(tables: Any, tmp_path: Path, folder: str) -> None:
    for neighbour in ("exp1", "out1", "ab", "x"):
        (tmp_path / neighbour).mkdir()
        (tmp_path / neighbour / "cases.csv").write_text(CSV["cases"].replace("C1", "OTHER"))
    (tmp_path / folder).mkdir()
    folder_of_csv(tmp_path / folder)
    pd.DataFrame(tables["parties"]).to_parquet(tmp_path / folder / "parties.parquet")
    (tmp_path / folder / "parties.csv").unlink()
    assert content(tmp_path / folder) == content(tables)


def parts(folder: Path, **texts: str) -> Path:
    """The small office with `cases` as a folder of CSV parts."""
    folder.mkdir(exist_ok=True)
    folder_of_csv(folder)
    (folder / "cases.csv").unlink()
    (folder / "cases").mkdir()
    for name, text in texts.items():
        (folder / "cases" / f"{name}.csv").write_text(text)
    return folder


HEADER, ROW = CSV["cases"].splitlines()


def swapped(text: str) -> str:
    """The same CSV with its columns the other way round."""
    return "".join(",".join(reversed(line.split(","))) + "\n" for line in text.splitlines())


def test_parts_are_read_as_one_table_by_the_names_of_their_columns(tmp_path: Path) -> None:
    two, three = (CSV["cases"].replace("C1", case) for case in ("C2", "C3"))
    office = parts(tmp_path, a=CSV["cases"], b=swapped(two), c="\ufeff\r\n" + three.replace("\n", "\r\n"))
    frame = open_docket(office).frame("cases")
    assert frame["case_id"].tolist() == ["C1", "C2", "C3"]
    assert frame["claim_amount"].tolist() == [12345.67] * 3


@pytest.mark.parametrize(
    ("second", "part"),
    [
        (
            f"{HEADER.rpartition(',')[0]}\n{ROW.rpartition(',')[0]}\n",
            "cases/b.csv has other columns than cases/a.csv: it lacks",
        ),
        (f"{HEADER},more\n{ROW},1\n", "cases/b.csv has other columns than cases/a.csv: it has more besides"),
        (f"{ROW}\n", "cases/b.csv has no header"),
        (f"{HEADER.upper()}\n{ROW}\n", "cases/b.csv has the column CASE_ID"),
        (f"title\n{HEADER}\n{ROW}\n", "cases/b.csv has its header on line 2"),
        ("", "cases/b.csv has no header and no rows"),
        (f"{HEADER}\n{ROW.replace('C1', chr(34) + 'C1')}\n", "(b.csv) cannot be read"),
    ],
)
def test_parts_that_differ_are_named(tmp_path: Path, second: str, part: str) -> None:
    for opening in (open_docket, check):
        with pytest.raises(DataError) as caught:
            opening(parts(tmp_path / opening.__name__, a=CSV["cases"], b=second))
        assert part in str(caught.value)


def test_parquet_parts_of_other_types_are_named_and_empty_columns_are_of_any(tables: Any, tmp_path: Path) -> None:
    (tmp_path / "cases.parquet").mkdir()
    cases = pa.Table.from_pylist(tables["cases"])
    place = cases.column_names.index("claim_amount")
    for name, rows in tables.items():
        if name != "cases":
            pq.write_table(pa.Table.from_pylist(rows), tmp_path / f"{name}.parquet")

    def written(case: str, amounts: pa.Array) -> None:
        part = cases.set_column(place, "claim_amount", amounts).set_column(0, "case_id", [[case]])
        pq.write_table(part, tmp_path / "cases.parquet" / f"{case}.parquet")

    written("C0", pa.nulls(1))
    written("C1", pa.array([2.5]))
    written("C2", pa.nulls(1))
    assert open_docket(tmp_path).frame("cases").claim_amount.fillna(0).tolist() == [0, 2.5, 0]
    written("C3", pa.array(["2.5"]))
    with pytest.raises(
        DataError, match=r"C3.parquet holds claim_amount as VARCHAR, cases.parquet/C0.parquet as DOUBLE"
    ):
        open_docket(tmp_path)


def test_a_parquet_part_without_rows_may_have_any_types_and_no_other_columns(tables: Any, tmp_path: Path) -> None:
    for name, rows in tables.items():
        (tmp_path / name).mkdir()
        table = pa.Table.from_pylist(rows)
        for part, kind in (("a", pa.string()), ("c", pa.null())):
            empty = pa.table({column: pa.array([], kind) for column in table.column_names})
            pq.write_table(empty, tmp_path / name / f"{part}.parquet")
        pq.write_table(table, tmp_path / name / "b.parquet")
    assert content(tmp_path) == content(tables)
    pq.write_table(table.slice(0, 0).drop_columns(["role"]), tmp_path / "case_parties" / "d.parquet")
    with pytest.raises(DataError, match=r"d.parquet has other columns than .*a.parquet: it lacks role"):
        open_docket(tmp_path)


@pytest.mark.parametrize("ending", ["csv", "csv.gz"])
@pytest.mark.parametrize("length", [2_100_000, pytest.param(40_000_000, marks=pytest.mark.slow)])
def test_a_last_line_longer_than_any_buffer_is_not_lost(ending: str, length: int, tmp_path: Path) -> None:
    folder_of_csv(tmp_path)
    (tmp_path / "cases.csv").unlink()
    text = (CSV["cases"] + ROW.replace("12345.67", "9" * length)).encode()
    (tmp_path / f"cases.{ending}").write_bytes(gzip.compress(text, 1) if ending == "csv.gz" else text)
    with pytest.raises(DataError, match=r"2,?000,?000 bytes|Expected Number of Columns|not an amount") as caught:
        open_docket(tmp_path)
    assert len(caught.value.problem) < 500


def test_a_column_that_stands_in_the_names_of_folders_alone_is_named(tmp_path: Path) -> None:
    office = parts(tmp_path)
    (office / "cases" / "case_kind=enforcement").mkdir()
    (office / "cases" / "case_kind=enforcement" / "a.csv").write_text("case_id,case_no,filed_date\nC1,1,2024-03-01\n")
    with pytest.raises(DataError, match="cases keeps case_kind in the names of its folders"):
        open_docket(office)
    (office / "cases" / "case_kind=enforcement" / "a.csv").write_text(CSV["cases"])
    assert len(open_docket(office).frame("cases")) == 1


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (("C1", '"C1'), "Line: 2; Value with unterminated quote found"),
        (("C1", '"C"1'), "Line: 2; Value with unterminated quote found"),
        (("12345.67", "12345.67,8,9"), "Line: 2; Expected Number of Columns: 7 Found: 8"),
        (("\nC1", "\r\nC1"), "all lines end alike"),
        (("C1", "x" * 3_000_000), "Maximum line size"),
    ],
)
def test_what_is_wrong_in_a_line_of_csv_is_named(tmp_path: Path, change: tuple[str, str], part: str) -> None:
    folder_of_csv(tmp_path)
    (tmp_path / "cases.csv").write_bytes((CSV["cases"] + ROW.replace("C1", "C2") + "\n").replace(*change, 1).encode())
    with pytest.raises(DataError) as caught:
        open_docket(tmp_path)
    assert part in str(caught.value)
    assert str(caught.value).count("\n") == 1


def test_a_damaged_parquet_file_is_read_or_refused_in_a_sentence(tables: Any, tmp_path: Path) -> None:
    damage(tables, tmp_path, 1, times=8)


@pytest.mark.slow
def test_many_damaged_parquet_files_are_read_or_refused_in_a_sentence(tables: Any, tmp_path: Path) -> None:
    damage(tables, tmp_path, 4, times=100)


def damage(tables: Any, folder: Path, seed: int, *, times: int) -> None:
    for name, rows in tables.items():
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
    whole = (folder / "cases.parquet").read_bytes()
    random, refused = Random(seed), 0
    for _ in range(times):
        broken = bytearray(whole)
        for _ in range(random.choice([1, 2, 5])):
            broken[random.randrange(len(broken))] ^= 1 << random.randrange(8)
        (folder / "cases.parquet").write_bytes(broken[: random.choice([len(broken), random.randrange(len(broken))])])
        try:
            open_docket(folder).close()
        except DataError as error:
            refused += 1
            assert error.cure
    assert refused > times / 3


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
