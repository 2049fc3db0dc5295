"""No question holds a machine for ever: time, memory and rows are bounded, and what was stopped is named."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.compiler.test_safety import tampered
from tests.support.bundle import AS_OF, program_of, three_cases, write_small
from tests.support.office import cases
from zbrisk import Limits, load_scorer, open_docket
from zbrisk.compiler.compiled import Program
from zbrisk.engines.duckdb import DuckDB
from zbrisk.engines.limits import Exceeded
from zbrisk.engines.sqlite import SQLite
from zbrisk.errors import DataError, ZbriskError
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.scoring import gathering
from zbrisk.scoring.scorer import Scorer

MANY = " cross join ".join(f"cases as c{i}" for i in range(26))
ENDLESS = f"select 0 as _moment, count(*) as c0 from {MANY}"
SHORT = Limits(case_seconds=2, query_seconds=2)  # on a busy machine an honest query may take one


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return program_of(tmp_path_factory.mktemp("signals"))


def scorer(folder: Path, program: Program, sql: str, limits: Limits = SHORT) -> Scorer:
    return load_scorer(write_small(folder / "bundle", tampered(program, sql)), limits=limits)


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases are explained among all rows: of one case's own there are too few to take long."""
    monkeypatch.setattr(gathering, "WITHOUT_COPY", 0)


@pytest.mark.usefixtures("copied")
def test_a_query_without_end_is_stopped_and_named(program: Program, tmp_path: Path) -> None:
    endless, docket = scorer(tmp_path, program, ENDLESS), three_cases()
    with pytest.raises(Exceeded, match=r"The signal calm was stopped after 2 seconds.*\n.*query_seconds"):
        endless.rank(docket, as_of=AS_OF)
    with pytest.raises(Exceeded, match=r"The signal calm was stopped after 2 seconds.*\n.*case_seconds"):
        endless.explain(docket, case_id="A", as_of=AS_OF)
    records = {"cases": [{"case_id": "A", "case_no": "1", "case_kind": "enforcement", "filed_date": "2023-01-01"}]}
    tables = {"parties": [], "case_parties": [], "petitions": []}
    many = [{**records["cases"][0], "case_id": f"x{i}"} for i in range(50)]
    with pytest.raises(ZbriskError, match="The signal calm was stopped"):
        endless.score_case({**tables, "cases": records["cases"] + many}, case_id="A", as_of=AS_OF)


@pytest.mark.usefixtures("copied")
def test_what_was_stopped_leaves_the_engine_of_use(program: Program, tmp_path: Path) -> None:
    docket = three_cases()
    with pytest.raises(Exceeded):
        scorer(tmp_path, program, ENDLESS).explain(docket, case_id="A", as_of=AS_OF)
    honest = load_scorer(write_small(tmp_path / "honest", program))
    assert honest.explain(docket, case_id="A", as_of=AS_OF)
    assert not honest.rank(docket, as_of=AS_OF).empty


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("select 0 as _moment, nosuch as c0 from cases", "nosuch"),
        ("select 0 as _moment, 'x' as c0 from cases", "x"),
        ("select 0 as _moment from cases", "c0"),
        ("select 1 as c0 from cases", "_moment"),
        ("select 99 as _moment, 1 as c0 from cases", "gives the moment 99, and there are"),
        ("select -1 as _moment, 1 as c0 from cases", "gives the moment -1, and there are"),
        ("select null as _moment, 1 as c0 from cases", "gives the moment nan, and there are"),
        ("select 0 as _moment, 1e18 * 1e18 * 1e18 * 1e18 * 1e18 * 1e18 * 1e18 * 1e18 * 1e18 * 1e18 * 1e18 * 1e18 * 1e18"
         " * 1e18 * 1e18 * 1e18 * 1e18 * 1e18 as c0 from cases", "cannot be run"),
    ],
)  # fmt: skip
def test_what_an_engine_refuses_is_one_sentence_about_the_signal(
    program: Program, tmp_path: Path, sql: str, why: str
) -> None:
    broken, docket = scorer(tmp_path, program, sql, Limits()), three_cases()
    for ask in (
        lambda: broken.rank(docket, as_of=AS_OF),
        lambda: broken.explain(docket, case_id="A", as_of=AS_OF),
    ):
        with pytest.raises(ZbriskError, match="The signal calm cannot be run") as refused:
            ask()
        assert why in str(refused.value) and "\n" not in refused.value.problem


def test_a_case_has_a_limit_of_rows_and_the_table_is_named(program: Program, tmp_path: Path) -> None:
    small = load_scorer(write_small(tmp_path / "bundle", program), limits=Limits(case_rows=3))
    with pytest.raises(DataError, match=r"5 rows, 4 of them in petitions; the limit is 3") as refused:
        small.score_case({"cases": [{"case_id": "A"}], "petitions": [{}] * 4}, as_of=AS_OF)
    assert "case_rows" in refused.value.cure


@pytest.mark.parametrize("value", [0, -1, float("inf"), float("nan"), True, "60", None])
def test_there_is_always_a_limit(value: object) -> None:
    with pytest.raises(DataError, match="case_seconds"):
        Limits(case_seconds=value)  # type: ignore[arg-type]


def test_texts_and_patterns_have_a_length_on_sqlite() -> None:
    engine = SQLite.over(three_cases())
    with pytest.raises(Exception, match=r"too big|pattern"):
        engine.fetch_rows("select case_id like substr('" + "x" * 2000 + "', 1) as a from cases")


def test_relations_of_a_case_have_a_size_on_sqlite() -> None:
    docket = three_cases()
    engine = SQLite(docket.store(), docket.contract, docket.present, Limits(case_megabytes=1))
    with pytest.raises(Exceeded, match="more than 1 MB"):
        engine.make("large", f"select c0.case_id from {' cross join '.join(f'cases as c{i}' for i in range(9))}")


def test_duckdb_says_that_memory_was_short() -> None:
    docket = open_docket({"cases": cases(("A", "2024-01-10")), "parties": [], "case_parties": []}, memory_limit="60MB")
    engine = DuckDB(docket)
    steps = ", ".join(f"x{i} as materialized (select t || t as t from x{i - 1})" for i in range(1, 30))
    with pytest.raises(Exceeded, match="memory"):
        engine.fetch_rows(f"with x0 as (select case_id || 'aaaaaaaaaa' as t from cases), {steps} select t from x29")
    engine.close()


BY_CATEGORY = """/*
label: {zh: 信访, en: petitions}
targets: [concealed_assets]
typology: context
direction: either
by: {category: {delay: {zh: 拖延, en: delay}, hidden_assets: {zh: 隐匿, en: hidden}}}
measures: [count]
reason: {zh: "{category} {count}", en: "{category} {count}"}
*/
select petition.category, petition.petition_id
from this_case join petitions as petition on petition.case_id = this_case.case_id
"""


@pytest.mark.parametrize("number", [2, -1])
def test_a_combination_of_codes_that_the_header_does_not_list_is_refused(tmp_path: Path, number: int) -> None:
    signals, docket = tmp_path / "signals" / "made_up", three_cases()
    signals.mkdir(parents=True)
    (signals / "asked.sql").write_text(BY_CATEGORY, encoding="utf-8")
    builder = SignalBuilder(signals).fit(docket)
    asked = pd.DataFrame({"case_id": ["A"], "as_of": AS_OF})
    assert builder.transform(asked).to_numpy().tolist() == [[0.0, 2.0]]
    builder.program_ = tampered(builder.program_, f"select 0 as _moment, {number} as _combination, 1 as c0 from cases")
    with pytest.raises(Exceeded, match=rf"asked cannot be run \(its SQL gives the combination of codes {number}"):
        builder.transform(asked)
