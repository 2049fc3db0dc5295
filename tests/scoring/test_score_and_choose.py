"""Score, choose, explain: by hand they give what `rank` gives in one call; what was not asked for is not explained."""

from __future__ import annotations

from functools import partial

import pandas as pd
import pytest

from tests.scoring.test_finished import docket
from tests.support.bundle import AS_OF, three_cases
from tests.support.office import outcomes
from zbrisk.docket.records import RecordReader
from zbrisk.errors import DataError
from zbrisk.explaining import explainer
from zbrisk.scoring.clue_table import CLUE_COLUMNS
from zbrisk.scoring.scorer import Scorer
from zbrisk.selection.top import first_moments, select_top
from zbrisk.selection.unfinished import leave_out_finished

REVIEWED = outcomes(("A", "refuted", "2024-01-20", "2024-03-20"), ("B", "refuted", "2024-01-20", "2024-05-01"))


@pytest.fixture
def looked_for(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of how many cases reasons were looked for, one number each time."""
    seen: list[int] = []
    found = explainer.find_reason_rows

    def watched(run: explainer.Run, reasons: object) -> object:
        seen.append(run.moments.size)
        return found(run, reasons)  # type: ignore[arg-type]

    monkeypatch.setattr(explainer, "find_reason_rows", watched)
    return seen


@pytest.mark.parametrize("top", [1, 2, None])
def test_the_steps_give_what_rank_gives(small: Scorer, top: int | None) -> None:
    world = docket(review_outcomes=REVIEWED)
    scores = leave_out_finished(world, small.score(world, as_of=AS_OF), partial(small.new_facts, world))
    chosen = scores if top is None else select_top(scores, top)
    clues = small.with_reasons(world, chosen)
    assert (clues["new_facts"] != "").any()
    pd.testing.assert_frame_equal(clues, small.rank(world, as_of=AS_OF, top=top))


def test_scores_hold_every_case_and_no_reasons(small: Scorer) -> None:
    world = docket(review_outcomes=REVIEWED)
    scores = small.score(world, as_of=AS_OF)
    assert list(scores.columns) == [name for name in CLUE_COLUMNS if name not in ("reasons", "new_facts")]
    assert len(scores) == 3 * len(small.targets)
    full = small.rank(world, as_of=AS_OF, finished=True)
    pd.testing.assert_frame_equal(scores, full[list(scores.columns)])


def test_the_chosen_alone_are_explained(small: Scorer, looked_for: list[int]) -> None:
    world = docket()
    scores = small.score(world, as_of=AS_OF)
    some = scores[scores["case_id"] == "B"].assign(worth=1.0)
    clues = small.with_reasons(world, some, reasons=1)
    assert looked_for == [1]
    assert clues["case_id"].unique().tolist() == ["B"] and clues.columns[-1] == "worth"
    full = small.rank(world, as_of=AS_OF, reasons=1)
    assert clues["reasons"].tolist() == full.loc[full["case_id"] == "B", "reasons"].tolist()


def test_no_clues_have_no_reasons(small: Scorer) -> None:
    world = docket()
    none = small.score(world, as_of=AS_OF).head(0)
    assert small.with_reasons(world, none)["reasons"].tolist() == []


@pytest.mark.parametrize("columns", [{"target": "weather"}, {"day": AS_OF}])
def test_rows_of_something_else_are_refused(small: Scorer, columns: dict[str, str]) -> None:
    world = docket()
    rows = small.score(world, as_of=AS_OF)
    other = rows.assign(**columns) if "target" in columns else rows.drop(columns="target")
    with pytest.raises(DataError, match=r"These are no clues of .*\n  Give rows of what `score`"):
        small.with_reasons(world, other)


def test_the_first_moments_are_by_rank_and_each_once() -> None:
    days = pd.to_datetime(["2024-05-01", "2024-05-01", "2024-05-01", "2024-05-02"])
    clues = pd.DataFrame({"case_id": ["B", "A", "A", "A"], "as_of": days, "rank": [2, 1, 1, 3]})
    assert [(case, str(day)) for case, day in first_moments(clues, 2)] == [("A", "2024-05-01"), ("B", "2024-05-01")]


def test_several_cases_are_explained_in_their_order(small: Scorer) -> None:
    world, steps = three_cases(), list[tuple[int, int]]()
    answers = small.explain_each(world, [("B", AS_OF), ("A", AS_OF)], progress=lambda *step: steps.append(step))
    assert [answer.explanation.case_id for answer in answers] == ["B", "A"]
    assert steps == [(1, 2), (2, 2)]


def test_records_are_read_into_lists_once_a_call(small: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    world, calls = three_cases(), []
    records = world.records("A", AS_OF, small.needs())
    as_lists = RecordReader.as_lists
    monkeypatch.setattr(RecordReader, "as_lists", lambda self, rows: calls.append(1) or as_lists(self, rows))
    small.score_case(records, as_of=AS_OF, case_id="A")
    assert len(calls) == 1


@pytest.mark.parametrize(("explained", "cases"), [(None, 3), (1, 3)])
def test_what_stands_behind_a_list_is_looked_for_once(
    small: Scorer, looked_for: list[int], explained: int | None, cases: int
) -> None:
    world = docket(review_outcomes=REVIEWED)
    clues = small.rank(world, as_of=AS_OF, explained=explained)
    assert looked_for == [cases]
    assert (clues["new_facts"] != "").any()
    given = clues[clues["reasons"] != ""]
    whole = small.rank(world, as_of=AS_OF)
    pd.testing.assert_frame_equal(given, whole.loc[given.index])
    if explained:
        assert (given["rank"] <= explained).all() and given["target"].nunique() == len(small.targets)


def test_facts_of_what_was_not_reviewed_are_no_news(small: Scorer) -> None:
    world = docket(review_outcomes=REVIEWED)
    scores = small.score(world, as_of=AS_OF)
    long_ago = pd.Timestamp("2000-01-01").date()
    every = small.new_facts(world, scores, [long_ago] * len(scores))
    assert sum(facts != "" for facts in every) > 1
    one = next(place for place, facts in enumerate(every) if facts)
    some = [long_ago if place == one else None for place in range(len(scores))]
    found = small.new_facts(world, scores, some)
    assert found == [facts if day else "" for facts, day in zip(every, some, strict=True)]
