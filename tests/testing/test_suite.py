"""What the runner says of tests: passed, what differs, what is missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.testing.conftest import SIGNAL, SOUND, Tested
from zbrisk.compiler.program import compile_catalogue
from zbrisk.contract import load_contract
from zbrisk.errors import SignalError
from zbrisk.signals.catalogue import read_catalogue
from zbrisk.testing import read_background, read_signal_tests, run_signal_tests
from zbrisk.testing.comparing import result_of
from zbrisk.testing.running import Runner

COVERED = "coverage: [{table_name: asset_events, from_date: 2022-09-01}]"
SALE = "asset_events: [{event_id: sale,"
LATE = "price: 50000, known_at: 2024-02-01}]"


def test_what_is_as_expected_passes(tested: Tested) -> None:
    report = tested()
    assert report.passed
    assert [(result.case.kind, result.case.name) for result in report.results] == [
        ("fires", "sold"),
        ("innocent", "let"),
        ("no_data", "without asset_events"),
    ]
    assert report.results[0].values["sum_price_per_claim_amount@all"] == 0.5
    assert report.results[1].values["min_price@all"] is None


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("count@all: 1", "count@all: 2", 5, "fires, 'sold': count@all: expected 2, found 1."),
        ("amount: 0.5", "amount: 1/3", 5, "sum_price_per_claim_amount@all: expected 0.3333333333, found 0.5."),
        ("min_price: 50000", "min_price: null", 5, "min_price@all: expected no data, found 50000."),
        ("{fires: false}", "{fires: true}", 12, "innocent, 'let': expected it to fire, found nothing."),
        ("{fires: false}", "{min_price: 1}", 12, "min_price@all: expected 1, found no data."),
        ("{fires: false}", "{no_data: true}", 12, "expected no data, found count@all 0, count@since filed 0"),
        ("event: transfer", "event: gift", 5, "expected it to fire, found nothing."),
        ("without: asset_events", "without: assets", 18, "expected no data, found count@all 1, count@since filed 1"),
        ("min_price: 50000", "rows: {asset_events: [gift]}", 5, "rows of asset_events: expected gift, found sale."),
        ("min_price: 50000", "sentence: {en: sold}", 5, "sentence in en: expected 'sold', found 'passed on 1 time'."),
        ("{fires: false}", "{min_price: null, count: 0}", 12, ""),
        ("{fires: false}", "{fires: false, sentence: {zh: 未见“转让”的记录}}", 12, ""),
        (
            "    expect: {fires: false}",
            "    without: assets\n    expect: {fires: false, sentence: {zh: 未见“转让”的记录}}",
            12,
            "",
        ),
        (
            "    expect: {fires: false}",
            "    without: asset_events\n    expect: {no_data: true, sentence: {zh: 无数据}}",
            12,
            "",
        ),
        ("min_price: 50000", "rows: {asset_events: [sale]}, sentence: {zh: 转让 1 次}", 5, ""),
    ],
)
def test_a_difference_names_line_case_and_both_values(tested: Tested, old: str, new: str, line: int, said: str) -> None:
    report = tested((old, new))
    assert report.passed == (not said)
    if said:
        failure = next(failure for failure in report.failures if said in failure.problem)
        assert str(failure).startswith(f"{failure.file}:{line}: ")


def test_a_look_alike_tells_something_apart(tested: Tested) -> None:
    (failure,) = tested(("event: lease", "event: transfer"), ("{fires: false}", "{count@all: 1}")).failures
    assert "expects nothing that 'sold' does not give too" in failure.problem


@pytest.mark.parametrize(
    ("kind", "lacks"), [("fires", "a case where it fires"), ("innocent", "an innocent look-alike"), ("no_data", "data")]
)
def test_a_missing_kind_is_named(tested: Tested, kind: str, lacks: str) -> None:
    place = SOUND.index(f"{kind}:\n")
    part = SOUND[place : SOUND.find("\n\n", place) + 1 or None]
    report = tested((part, "" if kind != "fires" else "fires: []\n"))
    assert report.missing == {"passed_on": (kind,)}
    assert any("passed_on lacks" in failure.problem and lacks in failure.problem for failure in report.failures)


def test_a_signal_without_tests_fails(folder: Path, tested: Tested) -> None:
    (folder / "own" / "forgotten.sql").write_text(SIGNAL, encoding="utf-8")
    report = tested()
    assert report.missing == {"forgotten": ("fires", "innocent", "no_data")}
    assert ["forgotten has no tests." in failure.problem for failure in report.failures] == [True]


def test_tests_beside_no_signal_fail(folder: Path, tested: Tested) -> None:
    (folder / "own" / "renamed.test.yaml").write_text(SOUND, encoding="utf-8")
    (failure,) = tested().failures
    assert failure.file.endswith("renamed.test.yaml")


def test_only_what_is_wanted_runs(folder: Path, tested: Tested) -> None:
    (folder / "own" / "forgotten.sql").write_text(SIGNAL, encoding="utf-8")
    assert [result.case.name for result in tested(wanted=("let",)).results] == ["let"]
    assert tested(wanted=("passed",)).passed
    with pytest.raises(SignalError, match="No signal or case has nowhere"):
        tested(wanted=("nowhere",))


def test_cases_do_not_see_one_another(tested: Tested) -> None:
    """What one case covers, or gets to know late, is nothing to the others."""
    other = f"  - name: late\n    given:\n      {SALE} asset_id: boat, event: transfer, event_date: 2022-07-01,"
    other += f" holder_id: D, {LATE}\n    expect: {{no_data: true}}\n"
    other += f"  - name: covered since\n    given:\n      {COVERED}\n      asset_events: []\n"
    other += "    expect: {count@all: 0, count@since filed: null}\n"
    report = tested(("    expect: {fires: false}\n", "    expect: {fires: false}\n" + other))
    assert [str(failure) for failure in report.failures] == []
    assert len(report.results) == 5


def test_a_case_may_have_a_day_of_its_own(tested: Tested) -> None:
    report = tested(("  - name: let\n", "  - name: let\n    as_of: 2022-06-15\n"))
    assert report.passed  # the lease is not known yet, and nothing of its table
    report = tested(("  - name: let\n", "  - name: let\n    as_of: 2021-01-01\n"))
    assert "Case 'E' is not known on 2021-01-01." in report.failures[0].problem


def test_engines_that_differ_are_reported(folder: Path) -> None:
    contract = load_contract()
    catalogue = read_catalogue(folder, contract)
    program = compile_catalogue(catalogue, contract)
    (signal,) = program.signals
    sql = {**signal.sql, "duckdb": signal.sql["duckdb"].replace("'transfer'", "'lease'")}
    other = replace(program, signals=(replace(signal, sql=sql),))
    background = read_background(folder, contract)
    tests = read_signal_tests(folder / "own" / "passed_on.test.yaml", signal.header, contract, background)
    case = tests.of_kind("fires")[0]
    found = Runner(other, contract, background).run(tests.cases)
    problems = [failure.problem for failure in result_of(case, signal, found).failures]
    assert any("count@all differs between the engines: 0 on duckdb, 1 on sqlite." in problem for problem in problems)


def test_a_table_that_must_be_there_does_not_cover_the_case(tested: Tested) -> None:
    assert tested(("without: asset_events", "without: case_parties")).passed


def test_progress_ends_with_all_cases(folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    run_signal_tests(folder, load_contract(), progress=lambda done, of: seen.append((done, of)))
    assert seen == sorted(seen)
    assert seen[-1] == (3, 3)
