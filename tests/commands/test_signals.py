from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.commands.conftest import Invoke, Office
from tests.support.office import office
from zbrisk import SignalBuilder, open_docket
from zbrisk.commands.display.signal_query import signal_query
from zbrisk.compiler.program import compile_catalogue
from zbrisk.docket import day_number
from zbrisk.signals.catalogue import features_folder, read_catalogue

CARD = """/*
label: {{zh: 标签, en: label}}
targets: [{target}]
typology: context
at: received_date
measures: [count]
windows: [all, 90d, since closed]
reason: {{zh: "{window}{{rows}} 次", en: "{window}{{rows}} times"}}
*/
"""
SOUND = "select p.case_id, p.received_date from this_case join petitions as p on p.case_id = this_case.case_id\n"


def write(folder: Path, name: str, sql: str, target: str = "concealed_assets", window: str = "{window}, ") -> None:
    path = folder / f"{name}.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(CARD.format(target=target, window=window) + sql, encoding="utf-8")


def test_the_list_names_every_signal(made_up: Office, zbrisk: Invoke) -> None:
    printed = zbrisk("signals", "list", "--signals", made_up.signals).stdout
    assert "2 signals, 2 features" in printed
    assert "calm" in printed and "tell" in printed


def test_without_a_further_word_zbrisks_own_are_listed(zbrisk: Invoke) -> None:
    assert "seized_vehicle_seen" in zbrisk("signals").stdout


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite", "spark"])
def test_show_prints_the_card_and_one_query(zbrisk: Invoke, dialect: str) -> None:
    printed = zbrisk("signals", "show", "seized_vehicle_seen", "--dialect", dialect).stdout
    assert "查封车辆仍在行驶" in printed
    names = ["this_moment AS (", "this_case AS (", "moments AS (", "debtors AS (", "disposals AS ("]
    places = [printed.index(name) for name in names]
    assert places == sorted(places)


def test_an_unknown_name(zbrisk: Invoke) -> None:
    result = zbrisk("signals", "show", "no_such_signal")
    assert result.exit_code == 1
    assert "There is no signal no_such_signal" in result.stderr


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite"])
def test_the_query_runs_and_gives_the_feature(tmp_path: Path, dialect: str) -> None:
    write(tmp_path, "petitioned", SOUND)
    docket = open_docket({**office(size=50, reviewed=5), "suits": []})
    case, day = "c00003", "2024-07-01"
    features = SignalBuilder(tmp_path).fit(docket).transform(pd.DataFrame({"case_id": [case], "as_of": [day]}))
    program = compile_catalogue(read_catalogue(tmp_path, docket.contract), docket.contract)
    sql = signal_query(program, dialect, "case_id")
    as_of = day_number(day)
    days = {"as_of": as_of, "case_id": case, "w_90d_from": as_of - 90, "w_since_closed_from": as_of - 1}
    connection: sqlite3.Connection | duckdb.DuckDBPyConnection
    connection = docket.store() if dialect == "sqlite" else docket.connection
    (row,) = connection.execute(sql, days).fetchall()
    count = features["petitioned__count__all"][0]
    assert count > 0
    assert count in row


def test_the_query_of_a_party_signal_runs() -> None:
    docket = open_docket({**office(size=50, reviewed=5), "suits": []})
    found = read_catalogue(None, docket.contract).only(names=["series_plaintiff"])
    sql = signal_query(compile_catalogue(found, docket.contract), "sqlite", "case_id")
    as_of = day_number("2024-07-01")
    days = {"as_of": as_of, "case_id": "c00003", "w_12m_from": as_of - 366}
    assert docket.store().execute(sql, days).fetchall() == []  # nobody sues in the made-up office


@pytest.mark.slow
def test_check_finds_no_mistake_in_zbrisks_own(zbrisk: Invoke) -> None:
    result = zbrisk("signals", "check", features_folder())
    assert result.exit_code == 0, result.stdout
    assert "No mistakes" in result.stdout


def test_check_finds_the_mistakes_of_every_file(zbrisk: Invoke, tmp_path: Path) -> None:
    write(tmp_path, "sound", SOUND)
    write(tmp_path, "wrong_target", SOUND.replace("received_date from", "recieved_date from"), target="guilt")
    write(tmp_path, "wrong_column", SOUND.replace("p.received_date from", "p.color as received_date from"))
    write(tmp_path, "writes", "drop table cases\n")
    (tmp_path / "bare.sql").write_text("select 1")
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "broken.sql").write_text(
        "/*\nlabel: {zh: 坏, en: broken}\n*/\nselect x.y from nowhere as x\n"
    )
    write(tmp_path, "reader", "select b.case_id, b.received_date from broken as b\n")
    write(tmp_path, "unnamed", SOUND, window="")
    result = zbrisk("signals", "check", tmp_path)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    found = [Path(line.split(":")[0]).name for line in lines if ".sql:" in line and not line.startswith(" ")]
    assert found == [
        "bare.sql", "unnamed.sql", "broken.sql", "writes.sql", "wrong_column.sql", "wrong_target.sql",
        "wrong_target.sql",
    ]  # fmt: skip
    assert "wrong_column.sql:10: " in result.stdout
    assert "this reads it: reader" in result.stdout
    assert "unnamed.sql:8: The zh reason does not name its window; it may be about any of all, 90d, since closed" in (
        result.stdout
    )
    assert "Write {window} at its head." in result.stdout
    assert "7 mistakes in 6 files" in result.stdout


def test_check_of_an_empty_folder(zbrisk: Invoke, tmp_path: Path) -> None:
    result = zbrisk("signals", "check", tmp_path)
    assert result.exit_code == 1
    assert "no .sql file" in result.stderr
