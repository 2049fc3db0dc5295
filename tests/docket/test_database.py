from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from zbrisk.docket import open_docket
from zbrisk.docket.check import check
from zbrisk.errors import DataError

TABLES = (
    "create table cases as select 'C1' as case_id, '1' as case_no, 'enforcement' as case_kind, '2024-03-01' filed_date;"
    "create table parties as select 'P1' as party_id, 'person' as party_kind;"
    "create table case_parties as select 'C1' as case_id, 'P1' as party_id, 'debtor' as role;"
)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return made(tmp_path / "office.duckdb", TABLES)


def made(path: Path, statements: str) -> Path:
    with duckdb.connect(path) as connection:
        connection.execute(statements)
    return path


def refused(path: Path, *parts: str) -> None:
    for opening in (open_docket, check):
        with pytest.raises(DataError) as caught:
            opening(path)
        for part in parts:
            assert part in str(caught.value)
        assert caught.value.cure and str(caught.value).count("\n") == 1


@pytest.mark.parametrize(
    "change",
    [
        "create schema ods; create table ods.cases as from cases; drop table cases",
        'create schema "o""d.s"; create table "o""d.s".cases as from cases; drop table cases',
        "alter table cases rename to x; alter table x rename to CASES",
        "create macro regexp_full_match(a, b) as false; create macro floor(a) as 42",
        "create view other as from read_text('/etc/hostname')",
        "alter table cases alter case_kind type enum('enforcement')",
    ],
)
def test_base_tables_are_read_wherever_they_are_unique(office: Path, change: str) -> None:
    made(office, change)
    with duckdb.connect(office) as connection:
        connection.execute("checkpoint")
    docket = open_docket(office)
    assert docket.connection.execute("select case_id, _known_from from cases").fetchall() == [("C1", 19783)]


def test_the_main_schema_comes_first_and_check_tells_of_the_others(office: Path) -> None:
    made(office, "create schema ods; create table ods.cases as select 'X' as case_id; create table foo as select 1")
    assert open_docket(office).frame("cases")["case_id"].tolist() == ["C1"]
    problems = {fault.table: fault.problem for fault in check(office).faults if fault.table != "cases"}
    assert problems == {"main.foo": "no table of the contract, ignored", "ods.cases": "ignored, for main.cases is read"}


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ("create view {} as from read_text('{}')", ["cases is the view main.cases", "create table main.cases as"]),
        ("create schema ods; create view ods.{} as from read_text('{}')", ["cases is the view ods.cases"]),
        (
            "create schema a; create schema b; create table a.{0} as select 1; create table b.{0} as select 2",
            ["holds cases several times: the table a.cases, the table b.cases"],
        ),
        (
            "create table {} (case_id varchar, case_no varchar generated always as (current_setting('TimeZone')))",
            ["the column case_no of cases is computed by a formula"],
        ),
        ("create table {} as select 'C1' as CASE_ID", ["has the column CASE_ID, which the contract writes case_id"]),
    ],
)
def test_what_is_no_plain_table_is_refused_with_a_cure(
    office: Path, tmp_path: Path, change: str, parts: list[str]
) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    made(office, "drop table cases; " + change.format("cases", tmp_path / "secret.txt"))
    refused(office, *parts)


@pytest.mark.parametrize(
    "folder", ["exp*", "q3?", "out[12]", "a'b", "s3:", "k=v", "sqlite:", "x?access_mode=read_write"]
)
def test_a_file_in_a_folder_with_an_odd_name(office: Path, tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    moved = shutil.move(office, tmp_path / folder / "o?1[2]*.duckdb")
    assert open_docket(moved).frame("cases")["case_id"].tolist() == ["C1"]


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        (b"PK\x03\x04" + b"x" * 5000, "a spreadsheet or a zip archive"),
        (b"\x1f\x8b" + b"x" * 5000, "a gzipped file"),
        (b"PAR1" + b"x" * 5000, "is one table"),
        (b"hello", "is no DuckDB file"),
    ],
)
def test_other_files_are_named_for_what_they_are(tmp_path: Path, first: bytes, kind: str) -> None:
    (tmp_path / "office.db").write_bytes(first)
    refused(tmp_path / "office.db", "office.db", kind)


def test_a_sqlite_file_is_refused_and_not_looked_up(tmp_path: Path) -> None:
    office = sqlite3.connect(tmp_path / "office.db")
    office.execute("create table cases (case_id text)")
    office.close()
    refused(tmp_path / "office.db", "is no DuckDB file, but a SQLite file", "Export its tables")


def test_one_csv_file_is_no_folder_of_tables(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("case_id\n")
    refused(tmp_path / "cases.csv", "cases.csv is one table", "Give the folder")


def test_a_file_cut_short_is_named(office: Path) -> None:
    office.write_bytes(office.read_bytes()[:20_000])
    refused(office, "office.duckdb cannot be opened")


def test_a_log_of_unfinished_writes_is_named(office: Path) -> None:
    (office.parent / "office.duckdb.wal").write_bytes(b"x")
    refused(office, "log of unfinished writes beside it, office.duckdb.wal", "CHECKPOINT")


def test_a_file_that_is_open_in_this_program_is_named(office: Path) -> None:
    with duckdb.connect(office):
        refused(office, "office.duckdb is open in this very program")


@pytest.mark.slow
def test_a_file_that_another_program_writes_is_named(office: Path) -> None:
    script = f"import duckdb; c = duckdb.connect({str(office)!r}); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        refused(office, "office.duckdb is open in another program")
        other.communicate(b"\n")


def test_an_encrypted_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "office.duckdb"
    with duckdb.connect(config={"force_mbedtls_unsafe": "true"}) as connection:
        connection.execute(f"attach '{path}' as office (encryption_key 'abc')")
        connection.execute("create table office.cases as select 1 as a")
    refused(path, "office.duckdb is encrypted")


def test_a_file_without_any_table_of_the_contract_is_refused(tmp_path: Path) -> None:
    refused(made(tmp_path / "office.duckdb", "create table foo as select 1"), "none of the contract's tables")


def test_opening_leaves_nothing_beside_the_file(office: Path) -> None:
    open_docket(office).close()
    assert os.listdir(office.parent) == [office.name]
