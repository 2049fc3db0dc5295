"""Every checkpoint on hand-worked cases, with data and without."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from tests.checkpoints.court import checkpoints, docket_of, headers, own_verdicts, verdicts
from tests.checkpoints.trial import Trial
from tests.checkpoints.trials import TRIALS
from tests.support.story import MUST_BE_THERE, row, told
from zbrisk.checkpoints import find_verdicts, run
from zbrisk.docket.docket import Docket

BREACHES = tuple({t.checkpoint: t for t in TRIALS if t.verdict in ("hint", "flag", "fail")}.values())


@pytest.fixture(scope="module")
def docket() -> Docket:
    return docket_of(TRIALS)


@pytest.fixture(scope="module")
def table(docket: Docket) -> pd.DataFrame:
    return verdicts(TRIALS, docket)


@pytest.fixture(scope="module")
def own(table: pd.DataFrame) -> dict[str, str]:
    return own_verdicts(TRIALS, table)


@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_verdict(trial: Trial, own: dict[str, str]) -> None:
    assert own[str(trial)] == trial.verdict


@pytest.mark.slow
def test_one_case_on_sqlite_has_the_same_verdicts(docket: Docket, table: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(verdicts(TRIALS, docket, engine="sqlite"), table)


@pytest.mark.slow
def test_cases_that_bring_their_own_rows_have_the_same_verdicts(docket: Docket, table: pd.DataFrame) -> None:
    third = len(TRIALS) // 3 + 1
    parts = [verdicts(TRIALS[at : at + third], docket, gathers=True) for at in range(0, len(TRIALS), third)]
    found = pd.concat(parts, ignore_index=True)
    same = table.merge(found[["case_id", "checkpoint"]], on=["case_id", "checkpoint"])
    pd.testing.assert_frame_equal(same, found)


@pytest.mark.parametrize("gathers", [False, True])
def test_a_case_does_not_depend_on_the_others(docket: Docket, table: pd.DataFrame, gathers: bool) -> None:
    some = [t for n, t in enumerate(TRIALS) if n % 40 == 0]
    alone = verdicts(some, docket, gathers=gathers)
    same = table.merge(alone[["case_id", "checkpoint"]], on=["case_id", "checkpoint"])
    pd.testing.assert_frame_equal(same, alone)


def test_frames_of_some_cases_are_the_whole(
    docket: Docket, table: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "TOGETHER", 7)
    moments = table[["case_id", "as_of"]].drop_duplicates().head(30)
    found = find_verdicts(docket, moments=moments, checkpoints=checkpoints())
    assert [frame["case_id"].nunique() for frame in found] == [7, 7, 7, 7, 2]
    whole = pd.concat(found, ignore_index=True)  # as often as they are asked for
    pd.testing.assert_frame_equal(whole, table.head(len(whole)))


@pytest.mark.slow
def test_what_becomes_known_later_changes_nothing(table: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(verdicts(TRIALS, docket_of(TRIALS, known_later="2025-12-01")), table)


def test_every_checkpoint_is_tried() -> None:
    tried = {t.checkpoint for t in TRIALS}
    assert tried == set(headers())
    for name in tried:
        found = {t.verdict for t in TRIALS if t.checkpoint == name}
        assert len(found) >= 2, f"{name} is tried with {found} alone"


def test_breaches_of_unverified_law_are_flags() -> None:
    for trial in BREACHES:
        assert trial.verdict != "fail" or headers()[trial.checkpoint].provable, trial


def needed(trial: Trial) -> set[str]:
    """The tables without which the trial's checkpoint knows nothing."""
    (checkpoint,) = (each for each in checkpoints() if each.header.name == trial.checkpoint)
    return set(checkpoint.tables) - set(checkpoint.header.optional)


@pytest.mark.slow
def test_missing_tables_are_unknown() -> None:
    hit = [t for t in BREACHES if needed(t) - set(MUST_BE_THERE)]
    found = own_verdicts(hit, verdicts(hit, docket_of(hit, bare=True)))
    assert found == {str(t): "unknown" for t in hit}


@pytest.mark.slow
def test_uncovered_courts_are_unknown() -> None:
    hit = [t for t in BREACHES if needed(t)]
    tables = sorted(set().union(*map(needed, hit)))
    elsewhere = [found for name in tables for found in row("coverage", table_name=name, court_code="elsewhere")]
    found = own_verdicts(hit, verdicts(hit, docket_of(hit, coverage=elsewhere)))
    assert found == {str(t): "unknown" for t in hit}


def test_without_an_optional_table_a_breach_stands_and_a_pass_does_not() -> None:
    both = [t for t in TRIALS if t.checkpoint == "r17_terminated_with_assets" and t.verdict in ("pass", "fail")]
    found = own_verdicts(both, verdicts(both, docket_of(both, without="auctions")))
    assert {found[str(t)] for t in both if t.verdict == "pass" and t.about != "failed twice"} == {"unknown"}
    assert {found[str(t)] for t in both if t.verdict == "fail"} == {"fail"}


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_coverage_of_a_table_that_nobody_knows_says_nothing(engine: str) -> None:
    one = [t for t in BREACHES if needed(t)][:1]
    strange = [*row("coverage", table_name="chats"), *row("coverage", table_name="chats", court_code="elsewhere")]
    found = verdicts(one, docket_of(one, coverage=strange), engine=engine)
    assert own_verdicts(one, found) == own_verdicts(one, verdicts(one, docket_of(one), engine=engine))


@pytest.mark.slow
def test_absence_is_a_violation_only_where_whole_files_are_entered() -> None:
    never = {t.checkpoint: t for t in reversed(TRIALS) if t.verdict == "flag"}.values()
    resting = [t for t in never if headers()[t.checkpoint].absence and headers()[t.checkpoint].provable]
    tables = sorted({table for t in resting for table in headers()[t.checkpoint].absence})
    whole = told(*(row("coverage", table_name=table) for table in tables))
    complete = told(*(row("coverage", table_name=table, complete_flag=True) for table in tables))
    assert {t.verdict for t in resting} == {"flag"}
    assert set(own_verdicts(resting, verdicts(resting, docket_of(resting, coverage=complete))).values()) == {"fail"}
    assert set(own_verdicts(resting, verdicts(resting, docket_of(resting, coverage=whole))).values()) == {"flag"}
    engines = (verdicts(resting, docket_of(resting, coverage=complete), engine=e) for e in ("duckdb", "sqlite"))
    pd.testing.assert_frame_equal(*engines)


def test_a_fail_that_became_a_flag_says_what_the_fail_would_have_said() -> None:
    restricted = {t.about: t for t in TRIALS if t.checkpoint == "r05_consumption_restricted"}
    asked = [restricted["never"], restricted["after the closing"]]
    table = verdicts(asked, docket_of(asked))
    assert list(table["sentence_en"]) == [
        "no order of this case restricts 1 debtors",
        "restricted only on 2023-07-01, after the closing",
    ]
    assert set(table["verdict"]) == {"flag"}


RECORDED = [t for t in BREACHES if headers()[t.checkpoint].codes]


def feed(codes: str) -> list[tuple[str, dict[str, object]]]:
    """Coverage that lists codes for every table of which codes are asked."""
    tables = {table for t in RECORDED for table in headers()[t.checkpoint].codes}
    return [found for table in sorted(tables) for found in row("coverage", table_name=table, codes=codes)]


@pytest.mark.slow
def test_unrecorded_act_is_unknown() -> None:
    found = own_verdicts(RECORDED, verdicts(RECORDED, docket_of(RECORDED, coverage=feed("something,else"))))
    assert found == {str(t): "unknown" for t in RECORDED}


def test_recorded_act_is_judged() -> None:
    every = {
        code
        for t in RECORDED
        for codes in headers()[t.checkpoint].codes.values()
        if not isinstance(codes, str)
        for code in codes
    }
    classes = {"deposit", "e_wallet", "vehicle", "real_estate", "security"}
    found = own_verdicts(
        RECORDED, verdicts(RECORDED, docket_of(RECORDED, coverage=feed(", ".join(sorted(every | classes)))))
    )
    assert found == {str(t): t.verdict for t in RECORDED}


def test_sentences_and_evidence(table: pd.DataFrame) -> None:
    assert not table["sentence_zh"].str.contains(r"[{}]", regex=True).any()
    assert not table["sentence_en"].str.contains(r"[{}]", regex=True).any()
    for cell in table.loc[table["verdict"].isin(["fail", "flag", "hint"]), "evidence"]:
        named = json.loads(cell)
        assert named and all(set(each) == {"table", "key"} for each in named)
