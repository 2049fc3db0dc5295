"""Finished cases are no new clues: what a ranked list leaves out, and what brings a clue back."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from tests.support.bundle import AS_OF, petitions
from tests.support.office import cases, outcomes, small_docket
from zbrisk.docket import Docket
from zbrisk.scoring.scorer import Scorer

TARGET = "concealed_assets"
CLOSED = "2024-01-10"


def docket(*more: pd.DataFrame, **tables: pd.DataFrame) -> Docket:
    """A, B and C are accused three times, twice and once."""
    told = petitions(
        *[("A", f"2024-0{month}-01", "hidden_assets") for month in (2, 3, 4)],
        *[("B", f"2024-0{month}-01", "hidden_assets") for month in (2, 3)],
        ("C", "2024-02-01", "hidden_assets"),
    )
    own = cases(("A", CLOSED), ("B", CLOSED), ("C", CLOSED))
    parties = pd.DataFrame({"case_id": ["A", "B", "C"], "party_id": ["pA", "pB", "pC"], "role": "debtor"})
    rows = pd.concat([own, *more], ignore_index=True)
    return small_docket(rows, case_parties=parties, petitions=told, **tables)


def listed(scorer: Scorer, world: Docket, target: str = TARGET, **more: Any) -> list[tuple[str, int]]:
    clues = scorer.rank(world, as_of=AS_OF, **more)
    clues = clues[clues["target"] == target]
    return list(zip(clues["case_id"], clues["rank"], strict=True))


def test_what_was_decided_is_left_out_for_its_target_and_the_ranks_close_up(small: Scorer) -> None:
    world = docket(review_outcomes=outcomes(("A", "confirmed", "2024-04-10", "2024-05-01")))
    assert listed(small, world) == [("B", 1), ("C", 2)]
    assert [case for case, _ in listed(small, world, "sham_litigation")] == ["A", "B", "C"]
    assert listed(small, world, finished=True) == [("A", 1), ("B", 2), ("C", 3)]


@pytest.mark.parametrize(("decided", "back"), [("2024-04-01", True), ("2024-03-31", True), ("2024-04-02", False)])
def test_a_fact_known_on_the_day_of_the_decision_or_later_brings_a_clue_back(
    small: Scorer, decided: str, back: bool
) -> None:
    world = docket(review_outcomes=outcomes(("A", "refuted", "2024-01-20", decided)))
    clues = small.rank(world, as_of=AS_OF)
    clues = clues[clues["target"] == TARGET].set_index("case_id")
    assert ("A" in clues.index) == back
    assert (clues.loc[["B", "C"], "new_facts"] == "").all()
    if back:
        (fact,) = json.loads(clues.loc["A", "new_facts"])
        assert fact == {"table": "petitions", "key": "t2", "known_at": "2024-04-01"}


def test_as_many_clues_are_listed_as_asked_for(small: Scorer) -> None:
    decided = (("A", "refuted", "2024-01-20", "2024-05-01"), ("B", "refuted", "2024-01-20", "2024-02-15"))
    world = docket(review_outcomes=outcomes(*decided))
    assert listed(small, world, top=1) == [("B", 1)]
    assert listed(small, world, top=2) == [("B", 1), ("C", 2)]
    assert listed(small, world, top=2, reasons=0) == [("B", 1), ("C", 2)]


def test_restored_enforcement_leaves_every_target_and_no_new_fact_brings_it_back(small: Scorer) -> None:
    again = pd.DataFrame(
        [
            {
                "case_id": "R",
                "case_no": "R",
                "case_kind": "restoration",
                "filed_date": "2024-03-01",
                "parent_case_id": "A",
            }
        ]
    )
    world = docket(again, review_outcomes=outcomes(("A", "refuted", "2024-01-20", "2024-02-15")))
    assert listed(small, world) == [("B", 1), ("C", 2)]
    assert listed(small, world, "sham_litigation") == [("B", 1), ("C", 2)]


def test_moments_that_are_named_are_ranked_as_named(small: Scorer) -> None:
    world = docket(review_outcomes=outcomes(("A", "confirmed", "2024-04-10", "2024-05-01")))
    moments = pd.DataFrame({"case_id": ["A", "B"], "as_of": AS_OF})
    named = small.rank(world, moments=moments)
    assert named.loc[named["target"] == TARGET, "case_id"].tolist() == ["A", "B"]
    left = small.rank(world, moments=moments, finished=False)
    assert left.loc[left["target"] == TARGET, "case_id"].tolist() == ["B"]


def test_a_list_of_finished_cases_alone_is_an_empty_list(small: Scorer) -> None:
    rows = [(case, "refuted", "2024-04-10", "2024-05-01") for case in "ABC"]
    every = pd.concat([outcomes(*rows), outcomes(*rows, target="sham_litigation")], ignore_index=True)
    clues = small.rank(docket(review_outcomes=every.assign(outcome_id=range(6))), as_of=AS_OF)
    full = small.rank(docket(), as_of=AS_OF)
    assert clues.empty and list(clues.columns) == list(full.columns)


def test_a_page_and_its_json_say_how_the_case_stands(small: Scorer) -> None:
    world = docket(review_outcomes=outcomes(("A", "refuted", "2024-01-20", "2024-03-20")))
    answer = small.explain(world, case_id="A", as_of=AS_OF)
    page = answer.to_html()
    assert "<dt>复核</dt><dd>隐匿财产：2024-03-20 排除</dd>" in page
    assert "<dt>恢复执行</dt><dd>无</dd>" in page and "<dt>名单</dt><dd>无数据</dd>" in page
    assert "隐匿财产：复核后新获知信访热线 1 项（最近于 2024-04-01 获知）" in page
    told = json.loads(answer.to_json())
    assert told["status"]["reviews"][0]["result"] == "refuted"
    (risk,) = (each for each in told["risks"] if each["target"] == TARGET)
    assert risk["new_facts"] == [{"table": "petitions", "key": "t2", "known_at": "2024-04-01"}]
    assert risk["level"] in ("较低", "中等", "较高", "很高") and risk["basis"]["sentence"]["zh"]


def test_records_of_one_case_give_the_same_status(small: Scorer) -> None:
    rows = outcomes(("A", "refuted", "2024-01-20", "2024-03-20"))
    world = docket(review_outcomes=rows)
    records = world.records("A", AS_OF, small.needs()) | {"review_outcomes": rows.to_dict("records")}
    alone = small.score_case(records, as_of=AS_OF, case_id="A").explanation
    whole = small.explain(world, case_id="A", as_of=AS_OF).explanation
    assert alone.status.reviews == whole.status.reviews and alone.risks[0].new_facts == whole.risks[0].new_facts
