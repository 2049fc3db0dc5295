from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from zbrisk.docket import Docket, open_docket
from zbrisk.docket.check import check
from zbrisk.docket.days import to_date
from zbrisk.docket.keeping import keep_part, open_tables
from zbrisk.docket.opened_manifest import Whole
from zbrisk.errors import DataError


@pytest.fixture
def kept(tables: Any, tmp_path: Path) -> Path:
    tables["parties"].append({**tables["parties"][0], "known_at": "2024-02-01"})  # a later version
    tables["spending"] = []
    return open_tables(tables, tmp_path / "opened")


def content(docket: Docket) -> dict[str, list[Any]]:
    return {
        name: sorted(map(repr, docket.connection.execute(f"from {name}").fetchall())) for name in sorted(docket.present)
    }


def test_opened_tables_are_the_tables(kept: Path, tables: Any) -> None:
    fresh, again = open_docket(tables), open_docket(str(kept))
    assert content(again) == content(fresh)
    assert (again.digest(), again.known_since, again.first_day) == (fresh.digest(), fresh.known_since, fresh.first_day)
    for name in tables:
        shapes = [docket.connection.execute(f"describe {name}").fetchall() for docket in (fresh, again)]
        assert [(row[0], row[1]) for row in shapes[0]] == [(row[0], row[1]) for row in shapes[1]]


def test_opened_tables_can_be_opened_and_checked_again(kept: Path, tmp_path: Path) -> None:
    twice = open_tables(kept, tmp_path / "twice")
    assert content(open_docket(twice)) == content(open_docket(kept))
    found = check(twice)
    assert found.passed
    assert {table.table: table.rows for table in found.tables}["parties"] == 3


def test_the_manifest_names_the_files_that_were_read_and_not_their_folder(tables: Any, tmp_path: Path) -> None:
    import pandas as pd

    for name, rows in tables.items():
        pd.DataFrame(rows).to_csv(tmp_path / f"{name}.csv", index=False)
    kept = open_tables(tmp_path, tmp_path / "opened")
    sources = json.loads((kept / "opened.json").read_text())["sources"]
    assert {each["name"] for each in sources} == {f"{name}.csv" for name in tables}
    assert str(tmp_path) not in (kept / "opened.json").read_text()


def test_a_part_knows_what_is_known_of_the_whole(tables: Any, kept: Path, tmp_path: Path) -> None:
    docket = open_docket(tables)
    rows = {name: docket.connection.sql(f"from {name} limit 1").to_arrow_table() for name in docket.present}
    whole = Whole(first_day=docket.first_day - 900, known_since={name: 123 for name in docket.present})
    (tmp_path / "part").mkdir()
    part = open_tables(keep_part(rows, tmp_path / "part", docket.contract, whole), tmp_path / "again")
    opened = open_docket(part)
    assert (opened.first_day, dict(opened.known_since)) == (whole.first_day, whole.known_since)
    assert opened.frame("parties")["party_id"].tolist() == rows["parties"]["party_id"].to_pylist()
    with pytest.raises(DataError, match="Nothing was known"):
        opened.day(to_date(whole.first_day))


def test_rows_stand_in_the_order_of_the_case(tables: Any, tmp_path: Path) -> None:
    tables["case_parties"].reverse()
    docket = open_docket(open_tables(tables, tmp_path / "opened"))
    cases = [row[0] for row in docket.connection.execute("select case_id from case_parties").fetchall()]
    assert cases == sorted(cases)


def test_a_batch_without_known_at_is_refused_on_the_day_that_its_coverage_is_known(tables: Any, tmp_path: Path) -> None:
    tables["spending"] = [{"spending_id": "S1", "party_id": "P1", "kind": "hotel", "spent_date": "2024-01-01"}]
    tables["coverage"] = [{"table_name": "spending", "feed": "batch", "known_at": "2024-06-01"}]
    docket = open_docket(open_tables(tables, tmp_path / "opened"))
    docket.day("2024-06-01")
    with pytest.raises(DataError, match="spending, column known_at: empty, but the coverage says") as refusal:
        docket.day("2024-06-02")
    assert refusal.value.cure


def edited(kept: Path, **changes: Any) -> Path:
    manifest = kept / "opened.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | changes))
    return kept


@pytest.mark.parametrize(
    ("changes", "problem", "cure"),
    [
        ({"reading_rules": 0}, "reading rules 0; this zbrisk opens by reading rules 1", "^Open the tables again"),
        ({"reading_rules": 99}, "opened by reading rules 99", "Install a newer zbrisk"),
        ({"format": True}, "opened by format True", "Open the tables again"),
        ({"contract": "0" * 64}, "by another contract", "zbrisk open TABLES"),
        ({"contract": "no digest"}, "contract", "."),
        ({"tables": {}}, "speaks of no table", "zbrisk open TABLES"),
        ({"more": 1}, "more", "."),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(kept: Path, changes: Any, problem: str, cure: str) -> None:
    with pytest.raises(DataError, match=problem) as refusal:
        open_docket(edited(kept, **changes))
    assert re.search(cure, refusal.value.cure)


def test_a_table_outside_the_contract_is_refused(kept: Path) -> None:
    tables = json.loads((kept / "opened.json").read_text())["tables"]
    with pytest.raises(DataError, match=r"a table '\.\./\.\./secret' that the contract lacks"):
        open_docket(edited(kept, tables=tables | {"../../secret": tables["parties"]}))


def test_a_file_that_was_changed_or_lost_is_refused(kept: Path) -> None:
    file = kept / "rows" / "parties.parquet"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(DataError, match=r"rows/parties\.parquet is not what it was"):
        open_docket(kept)
    file.unlink()
    with pytest.raises(DataError, match=r"rows/parties\.parquet cannot be read"):
        open_docket(kept)


def test_a_file_of_other_columns_is_refused_though_the_manifest_was_written_for_it(kept: Path) -> None:
    tables = json.loads((kept / "opened.json").read_text())["tables"]
    (kept / "rows" / "spending.parquet").write_bytes((kept / "rows" / "parties.parquet").read_bytes())
    with pytest.raises(DataError, match=r"rows/spending\.parquet holds \w+ as"):
        open_docket(edited(kept, tables=tables | {"spending": tables["parties"]}))


def test_nothing_else_is_overwritten(tables: Any, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(DataError, match="holds no opened tables"):
        open_tables(tables, tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_the_files_cannot_be_written_through_the_docket(kept: Path) -> None:
    import duckdb

    docket = open_docket(kept)
    file = kept / "rows" / "parties.parquet"
    before = file.read_bytes()
    for statement in (f"copy (select 1) to '{file}'", "insert into parties values (1)", "drop table parties"):
        with pytest.raises(duckdb.Error):
            docket.connection.execute(statement)
    assert file.read_bytes() == before


def test_an_id_that_the_order_does_not_follow_is_looked_for_in_few_groups_of_rows(tables: Any, tmp_path: Path) -> None:
    phones = [f"phone-{person * 7919 % 40_000:05}" for person in range(40_000)]
    tables["parties"] += [
        {"party_id": f"Q{person:05}", "party_kind": "person", "phone_hash": phone}
        for person, phone in enumerate(phones)
    ]
    docket = open_docket(open_tables(tables, tmp_path / "opened"))
    query = "from parties where phone_hash in (?, ?)"
    plan = docket.connection.execute(f"explain analyze {query}", [phones[20_000], "phone-nobody"]).fetchall()[0][1]
    found = re.search(r"Row Groups Scanned: (\d+) / (\d+)", plan)
    assert found and (int(found[1]), int(found[2])) == (1, 5)
    assert docket.connection.execute(f"select party_id {query}", [phones[20_000], "phone-nobody"]).fetchall() == [
        ("Q20000",)
    ]
