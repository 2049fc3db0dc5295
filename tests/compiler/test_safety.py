"""SQL that came with a bundle is read again before it runs, whoever sealed the bundle."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.bundle import AS_OF, program_of, three_cases, write_small
from zbrisk.compiler.compiled import CompiledView, Program
from zbrisk.compiler.safety import check_program, runnable, sendable
from zbrisk.contract import load_contract
from zbrisk.errors import BundleError
from zbrisk.scoring.scorer import load_scorer

CONTRACT = load_contract()
DIALECTS = ("duckdb", "sqlite", "spark")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return program_of(tmp_path_factory.mktemp("signals"))


def tampered(program: Program, sql: str, *, where: str = "sql") -> Program:
    """The program with this SQL in one place, in every dialect."""
    each: Mapping[str, object] = dict.fromkeys(DIALECTS, (sql,) if where == "rows_read_sql" else sql)
    signal, *others = program.signals
    return replace(program, signals=(replace(signal, **{where: each}), *others))  # type: ignore[arg-type]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_was_compiled_is_allowed(program: Program, dialect: str) -> None:
    check_program(program, CONTRACT, dialect)


REFUSED = {
    # writes
    "drop table cases": "not one SELECT",
    "delete from cases": "not one SELECT",
    "update cases set cause = 'x'": "not one SELECT",
    "insert into cases (case_id) values ('x')": "not one SELECT",
    "create table mine as select 1 as a": "not one SELECT",
    "select 1; drop table cases": "not one SELECT",
    "select case_id into mine from cases": "holds Into|does not parse",
    "": "not one SELECT",
    # reads files, attaches, installs, sets
    "select * from read_csv('/etc/passwd')": "holds ReadCSV|calls read_csv|reads read_csv|reads READ_CSV",
    "select * from read_parquet('x.parquet')": "holds|calls|reads",
    "select * from read_text('/etc/passwd')": "holds|calls|reads",
    "select * from glob('/etc/*')": "holds|calls|reads|does not parse",
    'select * from "file.parquet"': "reads",
    'select * from cases, "/etc/passwd"': "reads",
    "attach '/tmp/x.db' as other": "not one SELECT|does not parse",
    "copy cases to '/tmp/out.csv'": "not one SELECT|does not parse",
    "install httpfs": "not one SELECT|does not parse",
    "load httpfs": "not one SELECT|does not parse",
    "set enable_external_access = true": "not one SELECT|does not parse",
    "pragma table_info(cases)": "not one SELECT|does not parse",
    # calls what is not on the list
    "select load_extension('x') as a": "calls load_extension|holds",
    "select getenv('HOME') as a": "calls getenv|holds",
    "select random() as a": "holds Rand",
    "select upper(case_id) as a from cases": "holds Upper",
    "select regexp_replace(case_id, 'a', 'b') as a from cases": "holds|calls",
    "select java_method('java.lang.Runtime', 'exit') as a": "calls|holds",
    "select reflect('java.lang.Runtime', 'exit') as a": "calls|holds",
    # reads what is not declared
    "select * from salaries": "reads salaries",
    "select * from sqlite_master": "reads sqlite_master",
    "select * from information_schema.tables": r"reads information_schema\.tables",
    "select * from other.cases": r"reads other\.cases",
    "select (select max(a) from salaries) as a from cases": "reads salaries",
    "with mine as (select * from salaries) select * from mine": "reads salaries",
    # never ends
    "with recursive n as (select 1 as a union all select a + 1 from n) select a from n": "recursion",
    # a name made inside does not open the like-named file outside
    'select * from "x.csv" where exists (with "x.csv" as (select 1 as a) select a from "x.csv")': "reads|the name",
    "select a from cases limit 1": "holds Limit",
    "select (": "does not parse",
}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("sql", REFUSED)
def test_what_does_more_than_read_is_refused(program: Program, sql: str, dialect: str) -> None:
    with pytest.raises(BundleError, match=rf"The bundle's calm is refused: its SQL .*({REFUSED[sql]})"):
        check_program(tampered(program, sql), CONTRACT, dialect)


@pytest.mark.parametrize("where", ["sql", "evidence_sql", "rows_read_sql"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_query_is_looked_at(program: Program, where: str, dialect: str) -> None:
    with pytest.raises(BundleError, match="calm is refused: its SQL reads salaries"):
        check_program(tampered(program, "select * from salaries", where=where), CONTRACT, dialect)


def view(name: str, columns: Mapping[str, str], sql: str = "select case_id from this_case") -> CompiledView:
    both = dict.fromkeys(DIALECTS, sql)
    return CompiledView(
        name=name,
        kind="case",
        kinds=columns,
        join_columns=(),
        sql=both,
        evidence_sql=both,
        tables=(),
        views=(),
        join_paths=(),
        rows_read_sql={},
    )


def test_views_are_looked_at_and_may_be_read(program: Program) -> None:
    near = view("near", {"case_id": "id"})
    check_program(tampered(replace(program, views=(near,)), "select case_id from near"), CONTRACT, "sqlite")
    with pytest.raises(BundleError, match="near is refused: its SQL reads salaries"):
        far = view("near", {"case_id": "id"}, "select * from salaries")
        check_program(replace(program, views=(far,)), CONTRACT, "sqlite")


@pytest.mark.parametrize("name", ["near; drop table cases", "near as select 1 --", 'ne"ar', "", "a b"])
def test_names_are_names(program: Program, name: str) -> None:
    """Names of views and columns are written into queries, too."""
    for made in (view(name, {}), view("near", {name: "int"}), replace(view("near", {}), join_columns=(name,))):
        with pytest.raises(BundleError, match="is refused: it is no name"):
            check_program(replace(program, views=(made,)), CONTRACT, "sqlite")
    case = replace(program.this_case, kinds={**program.this_case.kinds, name: "int"})
    with pytest.raises(BundleError, match="is refused: it is no name"):
        check_program(replace(program, this_case=case), CONTRACT, "sqlite")
    with pytest.raises(BundleError, match="is refused: it is no name"):
        check_program(replace(program, days=(name,)), CONTRACT, "sqlite")


def test_a_sealed_bundle_with_such_sql_does_not_score(program: Program, tmp_path: Path) -> None:
    bundle = write_small(tmp_path / "bundle", tampered(program, "select * from read_text('/etc/passwd')"))
    scorer, docket = load_scorer(bundle), three_cases()
    with pytest.raises(BundleError, match="calm is refused"):
        scorer.rank(docket, as_of=AS_OF)
    with pytest.raises(BundleError, match="calm is refused"):
        scorer.explain(docket, case_id="A", as_of=AS_OF)
    with pytest.raises(BundleError, match="calm is refused"):
        scorer.score_case({"cases": [{"case_id": "A"}]}, as_of=AS_OF)


@pytest.mark.parametrize("where", ["evidence_sql", "rows_read_sql"])
def test_what_was_not_asked_for_yet_is_checked_before_it_is_given(program: Program, where: str) -> None:
    foreign = replace(tampered(program, "select * from salaries", where=where), foreign=True)
    signal = runnable(foreign, CONTRACT, "sqlite").signals[0]
    assert signal.sql["sqlite"]
    asked = signal.evidence_sql if where == "evidence_sql" else signal.rows_read_sql
    with pytest.raises(BundleError, match="salaries"):
        asked["sqlite"]
    with pytest.raises(KeyError):
        asked["duckdb"]
    if where == "rows_read_sql":
        with pytest.raises(BundleError, match="salaries"):
            signal.reaches["sqlite"]


def test_what_is_sent_to_other_processes_was_checked_whole(program: Program) -> None:
    foreign = replace(program, foreign=True)
    sent = pickle.loads(pickle.dumps(sendable(foreign, CONTRACT)))
    assert runnable(sent, CONTRACT, "duckdb") is sent
    for ours, theirs in zip(sent.parts, check_program(foreign, CONTRACT, "duckdb").parts, strict=True):
        for of in ("sql", "evidence_sql", "rows_read_sql", "reaches"):
            assert getattr(ours, of) == dict(getattr(theirs, of)), (ours.name, of)
    for where in ("sql", "evidence_sql", "rows_read_sql"):
        with pytest.raises(BundleError, match="salaries"):
            sendable(replace(tampered(program, "select * from salaries", where=where), foreign=True), CONTRACT)
