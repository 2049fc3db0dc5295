"""However large or deep a query is made, it is refused in one sentence, and quickly."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot import exp

from tests.compiler.test_safety import CONTRACT, DIALECTS, tampered
from tests.support.bundle import program_of
from zbrisk.compiler.bounds import parsed
from zbrisk.compiler.cohort import cohort_query
from zbrisk.compiler.compiled import Program
from zbrisk.compiler.parsing import parse_query
from zbrisk.compiler.query import QueryCompiler
from zbrisk.compiler.relation import Relation, table_relations
from zbrisk.compiler.safety import check_program, runnable
from zbrisk.compiler.types import Type
from zbrisk.errors import BundleError, SignalError
from zbrisk.signals.signal_file import SignalFile


def doubling(step: str, times: int = 40) -> str:
    """CTEs of which each uses the one before it twice."""
    steps = [f"x{i} as ({step.format(i - 1)})" for i in range(1, times)]
    return f"with x0 as (select case_id as t from cases), {', '.join(steps)} select t from x{times - 1}"


ENDLESS = {
    "texts that double": doubling("select t || t as t from x{0}"),
    "unions that double": doubling("select t from x{0} union all select t from x{0}"),
    "joins that double": doubling("select a.t from x{0} as a cross join x{0} as b"),
    "texts that double in place": "select t from "
    + "(select t || t as t from " * 30
    + "(select case_id as t from cases) as x"
    + ") as x" * 30,
    "twenty thousand NOTs": "select case_id from cases where " + "not " * 20_000 + "true",
    "three thousand parentheses": "select case_id from cases where " + "(" * 3000 + "true" + ")" * 3000,
    "queries in queries": "select * from " + "(select * from " * 8000 + "cases" + ") as x" * 8000,
    "a sum of thousands": "select " + " + ".join(["1"] * 3000) + " as a from cases",
    "a choice in a choice": "select " + "case when true then " * 500 + "1" + " end" * 500 + " as a from cases",
    "five thousand unions": "select case_id from cases" + " union all select case_id from cases" * 5000,
    "a number of 400 digits": "select " + "9" * 400 + " as a from cases",
    "a number beyond 64 bits": "select 1e300 as a from cases",
    "a text without end": "select '" + "x" * 300_000 + "' as a from cases",
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return program_of(tmp_path_factory.mktemp("signals"))


@pytest.mark.parametrize("dialect", [DIALECTS[0], *(pytest.param(d, marks=pytest.mark.slow) for d in DIALECTS[1:])])
@pytest.mark.parametrize("name", ENDLESS)
def test_a_bundles_sql_is_bounded(program: Program, name: str, dialect: str) -> None:
    with pytest.raises(BundleError, match="calm is refused") as refused:
        check_program(tampered(program, ENDLESS[name]), CONTRACT, dialect)
    assert len(refused.value.problem) < 200


@pytest.mark.parametrize("name", ENDLESS)
def test_a_signal_files_sql_is_bounded(name: str) -> None:
    with pytest.raises(SignalError, match=r"mine\.sql:1: The SQL"):
        parse_query(SignalFile(name="mine", path="mine.sql", header={}, sql=ENDLESS[name]))


def test_brackets_are_counted_before_the_parser_sees_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlglot, "parse", lambda *_: pytest.fail("sqlglot's compiled twin would end the process here"))
    for opened in ("(", "select '))))' as t from (", "[", "{"):
        with pytest.raises(RecursionError):
            parsed("select a from " + opened * 8000, "duckdb")


def test_brackets_in_texts_and_beside_each_other_are_no_depth() -> None:
    sql = f"select '{'(' * 1000}' as a, {' + '.join(['(1)'] * 1000)} as b from cases"
    assert [type(statement) for statement in parsed(sql, "duckdb")] == [exp.Select]


def test_a_long_list_of_alternatives_is_no_depth() -> None:
    """A campaign names hundreds of courts."""
    start = Relation(name="start", kind="case", columns={"case_id": Type("id", joinable=True)})
    courts = " or ".join(f"c.court_code = 'x{i}'" for i in range(600))
    sql = f"select c.case_id from start as s join cases as c on c.case_id = s.case_id where {courts}"
    file = SignalFile(name="mine", path="mine.sql", header={}, sql=sql)
    compiled = QueryCompiler(file, {**table_relations(CONTRACT), "start": start}).compile()
    assert compiled.tree.sql(dialect="sqlite").count(" OR ") == 599


def test_what_runs_is_what_the_checked_trees_render(program: Program) -> None:
    spaced = {dialect: f"{sql}  /* a remark */" for dialect, sql in program.signals[0].sql.items()}
    signal, *others = program.signals
    foreign = Program(
        days=program.days,
        windows=program.windows,
        this_case=program.this_case,
        views=program.views,
        signals=(type(signal)(**{**vars(signal), "sql": spaced}), *others),
        digest="",
        foreign=True,
    )
    for dialect in DIALECTS:
        checked = runnable(foreign, CONTRACT, dialect)
        assert checked.signals[0].sql == {dialect: signal.sql[dialect]}
        assert not checked.foreign
        assert runnable(foreign, CONTRACT, dialect) is checked
    assert runnable(program, CONTRACT, "duckdb") is program


def test_the_cohorts_query_is_compiled_once() -> None:
    assert cohort_query(CONTRACT) is cohort_query(CONTRACT)
