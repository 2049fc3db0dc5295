"""The engines can reach no file, no network and no other database, and SQLite's compiled SQL can only read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb
import pytest

from tests.oracle.agreement import opened
from tests.oracle.world import make_world
from zbrisk.docket.docket import Docket
from zbrisk.engines.duckdb import DuckDB
from zbrisk.engines.sqlite import SQLite


@pytest.fixture(scope="module")
def docket() -> Docket:
    return opened(make_world(0))


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.csv"
    path.write_text("id\n1\n")
    return path


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('{path}')",
        "select * from '{path}'",
        "select * from read_text('{path}')",
        "select * from glob('{folder}/*')",
        "attach '{folder}/other.db' as other",
        "copy cases to '{folder}/out.csv'",
        "copy cases from '{path}'",
        "export database '{folder}/out'",
        "install httpfs",
        "load httpfs",
        "select * from read_csv('https://example.org/x.csv')",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set memory_limit = '100GB'",
        "create secret s (type s3)",
    ],
)
def test_duckdb_reaches_nothing_outside(docket: Docket, secret: Path, statement: str) -> None:
    engine = DuckDB(docket)
    with pytest.raises(duckdb.Error):
        engine.fetch_rows(statement.format(path=secret, folder=secret.parent))
    engine.close()
    assert [path.name for path in secret.parent.iterdir()] == ["secret.csv"]


@pytest.mark.parametrize(
    "statement",
    [
        "attach '{folder}/other.db' as other",
        "pragma table_info(cases)",
        "pragma writable_schema = on",
        "delete from cases",
        "update cases set cause = 'x'",
        "insert into cases (case_id) values ('x')",
        "drop table cases",
        "create table mine (x)",
        "create trigger t after insert on cases begin select 1; end",
        "create temp trigger t after insert on cases begin select 1; end",
        "create view v as select 1",
        "alter table cases add column x",
        "vacuum into '{folder}/out.db'",
        "select load_extension('{path}')",
        "select readfile('{path}')",
        "select writefile('{path}', 'x')",
        "select random()",
        "select * from pragma_table_info('cases')",
        "select * from pragma_database_list",
        "reindex",
        "analyze",
    ],
)
def test_sqlite_only_reads(docket: Docket, secret: Path, statement: str) -> None:
    engine = SQLite(docket.store(), docket.contract, docket.present)
    with pytest.raises(sqlite3.DatabaseError):
        engine.fetch_rows(statement.format(path=secret, folder=secret.parent))
    engine.close()
    assert [path.name for path in secret.parent.iterdir()] == ["secret.csv"]


def test_sqlite_reads_after_a_refusal(docket: Docket) -> None:
    engine = SQLite(docket.store(), docket.contract, docket.present)
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        engine.fetch_rows("delete from cases")
    assert engine.fetch_rows("select count(*) from cases")[1][0][0] == len(make_world(0).tables["cases"])
    engine.close()
