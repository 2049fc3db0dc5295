from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

import zbrisk
from zbrisk.docket import open_docket
from zbrisk.docket.connecting import connect, pattern, scratch_folder
from zbrisk.docket.store import new_store
from zbrisk.errors import DataError


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name in ("named.csv", "other.csv"):
        (tmp_path / "in" / name).write_text("a\n1\n")
    return (tmp_path / "in" / "named.csv").resolve()


def statements(csv: Path) -> dict[str, str]:
    """What somebody would try, by what DuckDB should say of it."""
    folder = csv.parent
    (folder / "link.csv").symlink_to("other.csv")
    return {
        f"from read_csv('{folder}/other.csv')": "Permission",
        f"from read_csv('{folder}/../in/other.csv')": "Permission",
        f"from read_csv('{folder}/link.csv')": "Permission",
        f"from read_csv('{folder}/*.csv')": "Permission",
        f"from glob('{folder}/*')": "Permission",
        f"from '{folder}/other.csv'": "Permission",
        "from read_text('/etc/hostname')": "Permission",
        "from read_text('file:///etc/hostname')": "Permission",
        "from read_csv('https://127.0.0.1:9/x.csv')": "Permission",
        f"copy (select 1) to '{folder}/new.csv'": "Permission",
        f"export database '{folder}/new'": "Permission",
        f"attach '{folder}/new.duckdb'": "Permission",
        f"attach 'sqlite:{folder}/new.db'": "Permission",
        "install httpfs": "Permission",
        "install httpfs from community": "Permission",
        "install httpfs from 'http://127.0.0.1:9/x'": "Permission",
        "load httpfs": "Permission",
        f"load '{folder}/x.duckdb_extension'": "Permission",
        "create persistent secret x (type http, bearer_token 'x')": "Persistent secrets are disabled",
        "select getenv('HOME')": "getenv does not exist",
        "from csv": "csv does not exist",  # a variable of whoever runs the statement
        "set enable_external_access = true": "locked",
        "set allowed_paths = []": "locked",
        "set autoinstall_known_extensions = true": "locked",
        "set lock_configuration = false": "locked",
        f"pragma profiling_output = '{folder}/new.json'": "locked",
    }


@pytest.mark.parametrize("database", [":memory:", "docket.duckdb"])
def test_nothing_but_the_named_files_can_be_reached(tmp_path: Path, csv: Path, database: str) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    tried, before = statements(csv), sorted(csv.parent.iterdir())
    place = database if database == ":memory:" else scratch / database
    with connect(str(scratch), files=[csv], database=place) as connection:
        assert connection.execute(f"from read_csv('{csv}')").fetchall() == [(1,)]
        for statement, words in tried.items():
            with pytest.raises(duckdb.Error, match=words):
                connection.execute(statement)
    assert sorted(csv.parent.iterdir()) == before


def test_nothing_is_looked_for_at_home_or_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    query = "select name, value from duckdb_settings() where name ~ '(directory|directories|paths)$'"
    with connect("") as connection:
        places = dict(connection.execute(query).fetchall())
        frame = pa.table({"a": [1]})
        connection.register("frame", frame)  # a frame that is handed over is still read
        assert connection.execute("from frame").fetchall() == [(1,)]
    assert places["allowed_directories"] == places["allowed_paths"] == "[]"
    assert {places[name] for name in ("home_directory", "secret_directory")} == {os.devnull}
    assert places["extension_directories"] == f"[{os.devnull}]"
    assert list(tmp_path.iterdir()) == []


def test_settings_of_the_caller_do_not_loosen_the_lock(tmp_path: Path) -> None:
    with connect(str(tmp_path), autoload_known_extensions=True, memory_limit="1GB") as connection:
        query = "select value from duckdb_settings() where name in ('autoload_known_extensions', 'lock_configuration')"
        assert connection.execute(query).fetchall() == [("false",), ("true",)]


def test_tables_are_joined_in_the_order_of_the_query(tmp_path: Path) -> None:
    def tables(node: dict[str, Any]) -> set[str]:
        own = {node["extra_info"]["Table"].rpartition(".")[2]} if "Table" in node["extra_info"] else set()
        return own.union(*map(tables, node["children"]))

    with connect(str(tmp_path)) as connection:
        connection.execute("create table debtors as select i as party, 10 as day from range(500) t(i)")
        connection.execute("create table roles as select i as id, i % 1000 as party, 5 as known from range(10000) t(i)")
        connection.execute("create table suits as select i as id, 5 as known from range(5) t(i)")
        query = """
            select d.party from debtors as d join roles as r on r.party = d.party and r.known < d.day
            join suits as s on s.id = r.id and s.known < d.day
        """
        ((_, plan),) = connection.execute(f"explain (format json) {query}").fetchall()
    (last,) = (node for node in json.loads(plan)[0]["children"] if "JOIN" in node["name"])
    assert sorted(map(tables, last["children"]), key=len) == [{"suits"}, {"debtors", "roles"}]


def test_large_work_spills_to_the_scratch_folder(tmp_path: Path) -> None:
    with connect(str(tmp_path), memory_limit="60MB", threads=1) as connection:
        rows = connection.execute(
            "create table t as select i, md5(i::varchar) as m from range(2000000) r(i)"
        ).fetchall()
        assert rows == [(2_000_000,)]
        assert any(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["exp*", "exp?", "out[12]", "[!a]", "**", "x*[y]?z"])
def test_a_pattern_fits_its_path_alone(tmp_path: Path, name: str) -> None:
    for folder in (name, "exp1", "out1", "b", "x1yz", "x*yz"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "a.csv").write_text(f"a\n{folder}\n")
    path = str(tmp_path.resolve() / name / "a.csv")
    assert duckdb.sql(f"from read_csv('{pattern(path)}', header = true)").fetchall() == [(name,)]


def test_a_temporary_folder_that_looks_like_a_pattern_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t[1]").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t[1]"))
    with pytest.raises(DataError, match="TMPDIR"):
        scratch_folder()
    assert list((tmp_path / "t[1]").iterdir()) == []
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "absent"))
    with pytest.raises(DataError, match=r"There is no temporary folder .*absent"):
        scratch_folder()


REACHING = (
    "from '{path}'",
    "from read_text('{path}')",
    "from read_blob('{path}')",
    "from glob('{path}')",
    "from read_csv('{path}', all_varchar = true, ignore_errors = true)",
    "from sniff_csv('{path}')",
    "from read_parquet('{path}')",
    "from parquet_metadata('{path}')",
    "copy cases from '{path}'",
    "copy cases to '{path}'",
    "copy cases to '{path}' (format parquet)",
    "copy (select 1) to '{path}.wal'",
    "export database '{path}'",
    "import database '{path}'",
    "attach '{path}' as source",
    "attach '{path}' as source (read_only)",
    "create view source as from read_text('{path}')",
    "load '{path}'",
)


def saved(tables: dict[str, list[dict[str, object]]], folder: Path, form: str) -> Path:
    """The tables written in a form; what `open_docket` is given."""
    folder.mkdir()
    source = folder / "office.duckdb" if form == "duckdb" else folder
    with duckdb.connect(source if form == "duckdb" else ":memory:") as connection:
        for name, rows in tables.items():
            connection.register("given", pa.Table.from_pylist(rows))
            if form == "duckdb":
                connection.execute(f"create table {name} as from given")
            elif form == "parts":
                connection.execute(f"copy (from given) to '{folder}/{name}.parquet' (per_thread_output)")
            else:
                connection.execute(f"copy (from given) to '{folder}/{name}.{form}'")
    return source


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("form", ["parquet", "csv", "csv.gz", "parts", "duckdb"])
def test_a_dockets_connection_can_neither_read_nor_overwrite_what_it_was_loaded_from(
    tables: dict[str, list[dict[str, object]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, large: bool
) -> None:
    if large:
        monkeypatch.setattr("zbrisk.docket.loading.LARGE", 1)
    source = saved(tables, tmp_path / "office", form)
    (tmp_path / "office" / "secret.txt").write_text("secret")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    docket = open_docket(source)
    for path in (*before, tmp_path / "office" / "new"):
        for statement in REACHING:
            with pytest.raises(duckdb.Error, match=r"Permission|has been disabled|does not exist"):
                docket.connection.cursor().execute(statement.format(path=path))
    assert docket.frame("cases")["case_id"].tolist() == ["C1"]
    docket.close()
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_the_store_of_one_case_can_attach_no_file(tmp_path: Path) -> None:
    store = new_store()
    with pytest.raises(Exception, match="too many attached"):
        store.execute("attach ? as other", [str(tmp_path / "x.db")])
    assert store.execute("pragma temp_store").fetchone() == (2,)
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_databases_are_opened_in_one_place_each() -> None:
    root = Path(zbrisk.__file__).parents[1]
    opened = {
        (path.relative_to(root).as_posix(), word)
        for room in ("zbrisk", "training")
        for path in (root / room).rglob("*.py")
        for word in ("duckdb.connect(", "sqlite3.connect(", "duckdb.sql(", "duckdb.query(", "duckdb.read_")
        if word in path.read_text("utf-8")
    }
    assert opened == {
        ("zbrisk/docket/connecting.py", "duckdb.connect("),
        ("zbrisk/docket/store.py", "sqlite3.connect("),
    }
