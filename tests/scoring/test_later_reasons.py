"""Reasons are found when they are asked for, and are those of the records as they were sent."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.bundle import AS_OF, three_cases
from zbrisk.explaining.explainer import Explainer
from zbrisk.explaining.explanation import PARTS
from zbrisk.scoring.answer import Answer
from zbrisk.scoring.scorer import Scorer


def scored(scorer: Scorer, case_id: str) -> Answer:
    records = three_cases().records(case_id, AS_OF, scorer.needs())
    return scorer.score_case(records, as_of=AS_OF, case_id=case_id)


def test_scores_are_there_without_reasons(small: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = scored(small, "A")
    explained = at_once.explanation
    monkeypatch.setattr(Explainer, "case", None)
    assert scored(small, "A").scores == at_once.scores == {risk.target: risk.score for risk in explained.risks}
    assert at_once.probabilities == {risk.target: risk.probability for risk in explained.risks}


def test_another_case_may_be_scored_before_reasons_are_asked_for(small: Scorer) -> None:
    at_once = scored(small, "A").to_json()
    later, other = scored(small, "A"), scored(small, "B")
    assert later.to_json() == at_once
    assert other.to_json() == scored(small, "B").to_json()


def test_another_thread_may_ask_for_them(small: Scorer) -> None:
    later = scored(small, "A")
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(later.to_json).result() == scored(small, "A").to_json()


def test_rows_that_are_changed_afterwards_change_nothing(small: Scorer) -> None:
    records = three_cases().records("A", AS_OF, small.needs())
    later = small.score_case(records, as_of=AS_OF, case_id="A")
    for row in records["petitions"]:
        row["category"] = "delay"
    scored(small, "B")
    assert later.to_json() == scored(small, "A").to_json()


@pytest.mark.parametrize("part", PARTS)
def test_a_part_alone_is_what_it_is_in_the_whole(small: Scorer, part: str) -> None:
    whole = json.loads(scored(small, "A").to_json())
    assert json.loads(scored(small, "A").to_json([part])) == {part: whole[part]}


def test_what_is_not_asked_for_is_not_worked_out(small: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = json.loads(scored(small, "A").to_json())
    for name in ("find_reason_rows", "surroundings", "people", "timeline"):
        monkeypatch.setattr(f"zbrisk.explaining.explainer.{name}", None)
    found = json.loads(scored(small, "A").to_json(["case_id", "risks", "status"], reasons=False))
    assert found["case_id"] == "A" and found["status"] == whole["status"]
    for risk, full in zip(found["risks"], whole["risks"], strict=True):
        assert risk == {name: full[name] for name in risk} and "reasons" not in risk
