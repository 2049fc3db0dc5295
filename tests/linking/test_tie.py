"""Tie files: what their headers must say, and that a judge is for linking alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.story import CONTRACT
from zbrisk.compiler.compile_relation import compile_relation
from zbrisk.compiler.views import open_namespace
from zbrisk.errors import SignalError
from zbrisk.linking.tie import TIES, read_ties
from zbrisk.signals.catalogue import features_folder, read_catalogue, read_views
from zbrisk.signals.signal_file import read_signal_file

HEADER = """/*
label:    {zh: 同, en: same}
tie:      agent
weight:   1
limit:    20
shows:    case_agents.agent_id
sentence: {zh: "代理人{through}", en: "agent {through}"}
*/
"""
SQL = """select this_case.case_id, theirs.case_id as other_id, own.agent_id as through
from this_case
join case_agents as own on own.case_id = this_case.case_id
join case_agents as theirs on theirs.agent_id = own.agent_id
"""


def read(folder: Path, text: str) -> None:
    (folder / "linking").mkdir()
    (folder / "linking" / "mine.sql").write_text(text, encoding="utf-8")
    read_ties(CONTRACT, folder)


def test_a_tie_of_ones_own(tmp_path: Path) -> None:
    read(tmp_path, HEADER + SQL)


@pytest.mark.parametrize(
    ("wrong", "right", "problem"),
    [
        ("tie:      agent", "tie: friend", "`tie` is 'friend', which is unknown"),
        ("weight:   1\n", "", "lacks `weight`"),
        ("weight:   1", "weight: 0", "`weight` is 0 and no number above 0"),
        ("limit:    20", "limit: many", "`limit` is 'many' and no whole number of at least 1"),
        ("limit:", "most: 3\nlimit:", "unknown key 'most'"),
        ("case_agents.agent_id", "case_agents.name", "names no column"),
        ("as through", "as what", "no column through"),
        ("agent {through}", "agent {name}", "{name}, which is no column"),
        (", en: same", "", "lacks a language"),
    ],
)
def test_a_mistake_is_told_with_its_file(tmp_path: Path, wrong: str, right: str, problem: str) -> None:
    assert wrong in HEADER + SQL
    with pytest.raises(SignalError) as refusal:
        read(tmp_path, (HEADER + SQL).replace(wrong, right))
    assert "mine.sql:" in str(refusal.value)
    assert problem in refusal.value.problem


def test_every_kind_of_tie_has_a_file() -> None:
    assert {tie.kind for tie in read_ties(CONTRACT).cases} == set(TIES)


@pytest.mark.slow
@pytest.mark.parametrize("purpose", ["signal", "checkpoint", "campaign"])
def test_a_judge_links_cases_and_serves_nothing_else(purpose: str) -> None:
    file = read_signal_file(features_folder() / "linking" / "same_judge.sql")
    namespace = open_namespace(CONTRACT, read_views(), purpose=purpose)
    with pytest.raises(SignalError, match="judge_id"):
        compile_relation(file, namespace)


def test_ties_are_no_signals(tmp_path: Path) -> None:
    shutil.copytree(features_folder() / "debtor_history", tmp_path / "debtor_history")
    shutil.copytree(features_folder() / "linking", tmp_path / "linking")
    assert {signal.family for signal in read_catalogue(tmp_path, CONTRACT).signals} == {"debtor_history"}
