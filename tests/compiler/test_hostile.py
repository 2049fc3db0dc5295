"""Hostile SQL in a bundle: refused, or harmless for a reason that is written down and that the engine confirms."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from functools import cache

import duckdb
import pytest

from tests.compiler.hostile import HARMLESS, HOSTILE
from zbrisk.compiler.program import compile_catalogue
from zbrisk.compiler.safety import check_program, checked_tree
from zbrisk.contract import load_contract
from zbrisk.errors import BundleError
from zbrisk.signals.catalogue import read_catalogue

KNOWN = frozenset({"cases", "this_case", "this_moment", "moments"})
MADE = "case_id text, as_of int, a text"
READS = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION})
FUNCTIONS = frozenset({"count", "sum", "row_number", "like", "abs", "concat", "coalesce", "length"})


@pytest.fixture(autouse=True)
def _in_silence() -> Iterator[None]:
    """The parser warns of every statement that it does not know."""
    before = logging.getLogger("sqlglot").level
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    yield
    logging.getLogger("sqlglot").setLevel(before)


@cache
def passed(dialect: str) -> dict[str, str]:
    """The statements that are not refused, and what would run of each; refused otherwise than in a sentence fails."""
    found = {}
    for sql in HOSTILE:
        try:
            found[sql] = checked_tree("calm", sql, KNOWN, dialect).sql(dialect)
        except BundleError as error:
            assert error.problem.startswith("The bundle's calm is refused: ") and len(error.problem) < 300, sql[:200]
    return found


def test_there_are_hundreds_of_them() -> None:
    assert len(HOSTILE) > 800
    assert set(HARMLESS) <= set(HOSTILE) and all(HARMLESS.values())


@pytest.mark.slow
@pytest.mark.parametrize("dialect", ["duckdb", "sqlite", pytest.param("spark", marks=pytest.mark.slow)])
def test_what_is_not_refused_is_known_to_be_harmless(dialect: str) -> None:
    assert sorted(sql[:200] for sql in passed(dialect) if sql not in HARMLESS) == []


def test_what_sqlite_is_given_reads_the_tables_that_it_may_and_calls_nothing_else() -> None:
    engine, wrong = sqlite3.connect(":memory:"), []
    for name in (*KNOWN, "salaries"):
        engine.execute(f"create table {name} ({MADE})")

    def asked(action: int, one: str | None, two: str | None, *_: object) -> int:
        strange = action == sqlite3.SQLITE_READ and one not in KNOWN
        strange |= action == sqlite3.SQLITE_FUNCTION and two not in FUNCTIONS
        if action not in READS or strange:
            wrong.append((action, one, two))
        return sqlite3.SQLITE_OK

    for rendered in passed("sqlite").values():
        engine.set_authorizer(asked)
        try:
            engine.execute(rendered).fetchall()
        except sqlite3.Error:
            continue  # not SQLite's SQL
        finally:
            engine.set_authorizer(None)
    engine.close()
    assert wrong == []


def test_what_duckdb_is_given_reads_the_tables_that_it_may() -> None:
    engine, read = duckdb.connect(config={"enable_external_access": False}), set()
    for name in (*KNOWN, "salaries"):
        engine.execute(f"create table {name} ({MADE})")
    for rendered in passed("duckdb").values():
        try:
            (statement,) = engine.extract_statements(rendered)
            engine.execute(statement)
        except duckdb.Error:
            continue  # not DuckDB's SQL
        assert statement.type == duckdb.StatementType.SELECT
        read |= engine.get_table_names(rendered)
    engine.close()
    assert read <= KNOWN


@pytest.mark.slow
def test_all_signals_of_zbrisk_are_allowed_and_stay_as_they_are() -> None:
    contract = load_contract()
    program = compile_catalogue(read_catalogue(None, contract), contract)
    for dialect in ("duckdb", "sqlite", "spark"):
        checked = check_program(program, contract, dialect)
        for before, after in zip(program.parts, checked.parts, strict=True):
            assert after.sql[dialect] == before.sql[dialect]
