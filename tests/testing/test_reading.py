"""Tests that are written wrongly: one sentence with file, line and cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.testing.conftest import SOUND, Tested
from zbrisk.contract import load_contract
from zbrisk.errors import SignalError
from zbrisk.testing import run_signal_tests

TEAM = """
tables:
  drones: {key: [drone_id], known_at_default: bought_date, required: [drone_id, case_id, model, bought_date],
           columns: {drone_id: id, case_id: id, model: code(large|small), bought_date: date}}
"""
DRONES = """/*
label: {zh: 无人机, en: drones}
targets: [concealed_assets]
typology: context
measures: [count]
reason: {zh: "{count} 架", en: "{count}"}
*/
select drone.drone_id from this_case
join drones as drone on drone.case_id = this_case.case_id and drone.model = 'large'
"""
DRONE_TESTS = """
fires: [{name: large, given: {drones: [{model: large, bought_date: 2023-01-01}]}, expect: {count: 1}}]
innocent: [{name: small, given: {drones: [{model: small, bought_date: 2023-01-01}]}, expect: {count: 0}}]
no_data: [{without: drones}]
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "said", "cure"),
    [
        ("innocent:", "inocent:", 11, "unknown key 'inocent'", "Did you mean `innocent`?"),
        ("assets: [", "asets: [", 2, "There is no table 'asets'.", "Did you mean assets"),
        ("event: lease", "evnt: lease", 14, "asset_events has no column 'evnt'.", "Did you mean event"),
        ("expect: {fires: false}", "expects: {fires: false}", 15, "unknown key 'expects'", "Did you mean `expect`?"),
        ("count@since filed", "count@since fled", 9, "measures no 'count@since fled'.", "count@since filed"),
        ("min_price: 50000", "min_price: much", 9, "min_price: 'much' is no number.", "a fraction such as 1/3"),
        ("min_price: 50000", "min_price: 1/0", 9, "'1/0' is no number.", "number"),
        ("- name: let\n    given", "- given", 12, "This case has no name.", "few words"),
        ("- name: let", "- name: sold", 11, "two cases of the name 'sold'", "of its own"),
        ("{fires: false}", "", 15, "This case expects nothing.", "count: 1"),
        ("{fires: false}", "{fires: perhaps}", 15, "`fires` is 'perhaps'.", "true or false"),
        ("without: asset_events", "without: assetevents", 18, "There is no table 'assetevents'.", "asset_events"),
        ("D, price: 50000}", "D, price: a lot}", 8, "asset_events: price is not an amount of yuan.", "plain numbers"),
        ("event: lease", "event: rent", 14, "asset_events: event holds the unknown code 'rent'.", "lease"),
        (
            "event_date: 2022-07-01, holder_id: D}",
            "holder_id: D}",
            14,
            "row of asset_events lacks event_date",
            "requires",
        ),
        ("event: lease", "event: [lease]", 14, "asset_events.event is no single value.", "one value"),
        ("  - name: sold", "  - name: sold\n    as_of: soon", 6, "`fires.1.as_of` is 'soon' and no date", "2022-"),
        (
            "2022-07-01, holder_id: D}",
            "2022-02-30, holder_id: D}",
            None,
            "The file holds a value that cannot be read",
            "quotes",
        ),
        ("\nfires:", "\nfires: &all", 5, "", ""),
        ("innocent:", "fires:", None, "The file holds the key 'fires' twice (line 1).", "quotes"),
        ("  - without: asset_events", "  - <<: {without: asset_events}", None, "merges a mapping with <<", "quotes"),
        (
            "  - without: asset_events",
            "  - {without: asset_events, expect: {count: 0}}",
            18,
            "expects no data",
            "Leave",
        ),
        ("{count@all: 1,", "{fires: false, count@all: 1,", 9, "that does not fire", "innocent"),
    ],
)
def test_a_mistake_is_one_sentence_with_line_and_cure(
    tested: Tested, old: str, new: str, line: int | None, said: str, cure: str
) -> None:
    report = tested((old, new))
    if not said:
        assert report.passed
        return
    failure = next(failure for failure in report.failures if said in failure.problem)
    assert failure.line == line
    assert cure in failure.cure


@pytest.mark.slow
def test_a_nested_text_is_refused(folder: Path) -> None:
    (folder / "own" / "passed_on.test.yaml").write_text("given: " + "[" * 5000, encoding="utf-8")
    (failure,) = run_signal_tests(folder, load_contract()).failures
    assert "The file is nested more than 60 deep." in failure.problem


def test_a_team_tests_its_own_tables(tmp_path: Path) -> None:
    (tmp_path / "tables.yaml").write_text(TEAM, encoding="utf-8")
    (tmp_path / "air").mkdir()
    (tmp_path / "air" / "drone.sql").write_text(DRONES, encoding="utf-8")
    (tmp_path / "air" / "drone.test.yaml").write_text(DRONE_TESTS, encoding="utf-8")
    report = run_signal_tests(tmp_path / "air", load_contract(tmp_path / "tables.yaml"))
    assert [str(failure) for failure in report.failures] == []


RACES = """
cohort: {table: drivers, key: driver_id}
tables:
  drivers: {key: [driver_id], known_at_default: since, columns: {driver_id: id, since: date}}
  starts: {key: [start_id], known_at_default: day, required: [start_id, driver_id, day, result],
           columns: {start_id: id, driver_id: id, day: date, result: code(won|lost)}}
outcomes: {table: verdicts, target: target, result: result, opened: opened, decided: decided}
"""
VERDICTS = """  verdicts: {key: [verdict_id], known_at_default: decided,
             columns: {verdict_id: id, target: code(doping), result: code(yes|no), opened: date, decided: date}}
outcomes:"""
GRID = "as_of: 2020-01-01\ncase: kim\ngiven: {drivers: [{driver_id: kim, since: 2010-01-01}]}\n"


def test_another_contract_needs_a_background_of_its_own(folder: Path) -> None:
    (folder / "races.yaml").write_text(RACES.replace("outcomes:", VERDICTS), encoding="utf-8")
    contract = load_contract(folder / "races.yaml")
    (folder / "own" / "passed_on.sql").write_text(
        DRONES.replace("concealed_assets", "doping")
        .replace("drones as drone", "starts as drone")
        .replace("drone.drone_id", "drone.start_id")
        .replace("case_id", "driver_id")
        .replace("drone.model = 'large'", "drone.result = 'won'"),
        encoding="utf-8",
    )
    tests = DRONE_TESTS.replace("drones", "starts").replace("model: large, bought_date: 2023", "result: won, day: 2019")
    tests = tests.replace("model: small, bought_date: 2023", "result: lost, day: 2019")
    (folder / "own" / "passed_on.test.yaml").write_text(tests, encoding="utf-8")
    with pytest.raises(SignalError, match=r"needs a background.yaml"):
        run_signal_tests(folder, contract)
    (folder / "background.yaml").write_text(GRID, encoding="utf-8")
    assert [str(failure) for failure in run_signal_tests(folder, contract).failures] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("as_of: 2020-01-01\ncase: E\n", "lacks `given`"),
        ("as_of: 2020-01-01\ncase: Z\ngiven: {}\n", "no row of cases with case_id Z"),
        ("as_of: today\ncase: E\ngiven: {cases: [{case_id: E}]}\n", "`as_of` is 'today' and no date"),
        ("when: 2020-01-01\n", "unknown key 'when'"),
    ],
)
def test_a_background_that_is_wrong(folder: Path, text: str, said: str) -> None:
    (folder / "background.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SignalError, match=said):
        run_signal_tests(folder, load_contract())


@pytest.mark.parametrize(
    ("written", "since"),
    [
        ("filed + 30d", 1),
        ("filed", 1),
        ("filed - 1d", 0),
        ("as_of - 12m", 1),
        ("as_of - 2y", 0),
        ("closed+1m", 1),
        ("suit_filed", 0),
    ],
)
def test_a_date_may_be_written_by_a_day_of_the_case(tested: Tested, written: str, since: int) -> None:
    parts = [("event_date: 2022-07-01, holder_id: D, price", f"event_date: {written}, holder_id: D, price")]
    assert tested(*parts, ("count@since filed: 1", f"count@since filed: {since}")).passed
    assert not tested(*parts, ("count@since filed: 1", f"count@since filed: {1 - since}")).passed


@pytest.mark.parametrize("written", ["filled + 30d", "as_of - 99999y", "served + 1d"])
def test_a_day_that_the_case_does_not_have(tested: Tested, written: str) -> None:
    report = tested(
        ("event_date: 2022-07-01, holder_id: D, price", f"event_date: {written}, holder_id: D, price"),
        (
            "  asset_events:\n        - {event_id",
            "  suits: [{case_id: S, served_date: null}]\n      asset_events:\n        - {event_id",
        ),
    )
    assert any(written in failure.problem and failure.line == 9 for failure in report.failures)


def test_a_row_changes_the_row_of_the_same_key_in_what_stands_before(tested: Tested) -> None:
    text = "  - name: a smaller claim\n    given:\n      cases: [{case_id: E, claim_amount: 25000}]\n"
    sale = SOUND[SOUND.index("      asset_events") : SOUND.index("    expect")]
    expect = "    expect: {sum_price_per_claim_amount: 2}\n"
    assert tested(("innocent:", text + sale + expect + "\ninnocent:")).passed
