from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.support.bundle import AS_OF, petitions, three_cases
from tests.support.office import cases, small_docket
from zbrisk.docket import Docket
from zbrisk.errors import DataError
from zbrisk.explaining.reason import Reason
from zbrisk.scoring.scorer import Scorer

COLUMNS = ["case_id", "as_of", "target", "score", "probability", "rank", "reasons", "level", "basis", "new_facts"]


@pytest.fixture(scope="module")
def three() -> Docket:
    return three_cases()


def order(clues: pd.DataFrame, target: str = "concealed_assets") -> list[str]:
    return clues.loc[clues["target"] == target, "case_id"].to_list()


# -- ranking ----------------------------------------------------------------------------------------------------------


def test_the_accused_stand_first_and_the_calm_last(small: Scorer, three: Docket) -> None:
    clues = small.rank(three, as_of=AS_OF)
    assert list(clues.columns) == COLUMNS
    assert order(clues) == ["A", "C", "B"]  # D is not closed yet
    assert (clues["as_of"] == pd.Timestamp(AS_OF)).all()
    for _, own in clues.groupby("target"):
        assert own["score"].is_monotonic_decreasing
        assert own["rank"].to_list() == [1, 2, 3]
        assert own["probability"].between(0, 1).all()
        assert own["probability"].is_monotonic_decreasing


def test_equal_scores_stand_in_the_order_of_their_ids(small: Scorer, three: Docket) -> None:
    backwards = pd.DataFrame({"case_id": ["C", "B", "A"], "as_of": AS_OF})
    clues = small.rank(three, moments=backwards)
    assert clues.loc[clues["target"] == "sham_litigation", "score"].nunique() == 1
    assert order(clues, "sham_litigation") == ["A", "B", "C"]


def test_top_keeps_the_first_of_each_target(small: Scorer, three: Docket) -> None:
    clues = small.rank(three, as_of=AS_OF, top=2)
    pd.testing.assert_frame_equal(clues, small.rank(three, as_of=AS_OF).query("rank <= 2").reset_index(drop=True))


def test_only_the_first_are_explained_where_that_is_asked(small: Scorer, three: Docket) -> None:
    whole, some = small.rank(three, as_of=AS_OF), small.rank(three, as_of=AS_OF, explained=1)
    assert (some.loc[some["rank"] > 1, "reasons"] == "").all()
    expected = whole["reasons"].where(whole["rank"] == 1, "")
    pd.testing.assert_frame_equal(some, whole.assign(reasons=expected))


@pytest.mark.parametrize("top", [0, -1])
def test_an_empty_list_is_not_asked_for(small: Scorer, three: Docket, top: int) -> None:
    with pytest.raises(DataError, match=f"top is {top}"):
        small.rank(three, as_of=AS_OF, top=top)


def test_moments_may_hold_one_case_on_several_days(small: Scorer, three: Docket) -> None:
    days = ["2024-02-01", "2024-02-02", "2024-03-02", "2024-02-15"]
    clues = small.rank(three, moments=pd.DataFrame({"case_id": "A", "as_of": days}), reasons=0)
    told = clues[clues["target"] == "concealed_assets"].set_index(clues["as_of"].dt.strftime("%Y-%m-%d").iloc[:4])
    assert told.index.to_list() == ["2024-03-02", "2024-02-02", "2024-02-15", "2024-02-01"]
    assert told.loc["2024-02-02", "score"] == told.loc["2024-02-15", "score"] > told.loc["2024-02-01", "score"]
    assert (told["reasons"] == "").all()


def test_progress_is_told_after_every_signal(small: Scorer, three: Docket) -> None:
    steps: list[tuple[int, int]] = []
    small.rank(three, as_of=AS_OF, reasons=0, progress=lambda done, of: steps.append((done, of)))
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_reasons_name_their_signal_sentence_and_rows(small: Scorer, three: Docket) -> None:
    clues = small.rank(three, as_of=AS_OF).set_index(["target", "case_id"])
    first = {reason["signal"]: reason for reason in json.loads(clues.loc[("concealed_assets", "A"), "reasons"])}
    tell = first["tell"]
    assert tell["contribution"] > 0
    assert tell["sentence"] == {"zh": "2 次", "en": "2 times"}
    assert tell["evidence"] == [{"table": "petitions", "key": "t1"}, {"table": "petitions", "key": "t0"}]
    assert tell["evidence_total"] == 2
    assert "calm" not in first  # that nobody grumbled is no fact in anybody's favour


def test_so_many_reasons_as_asked_for(small: Scorer, three: Docket) -> None:
    clues = small.rank(three, as_of=AS_OF, reasons=1)
    for text in clues["reasons"]:
        signs = [reason["contribution"] > 0 for reason in json.loads(text)]
        assert signs.count(True) <= 1 and signs.count(False) <= 1


def test_every_named_row_is_in_the_tables(clues: pd.DataFrame, docket: Docket) -> None:
    named = {
        (row["table"], row["key"])
        for text in clues["reasons"]
        for reason in json.loads(text)
        for row in reason["evidence"]
    }
    assert len({table for table, _ in named}) > 10
    for table in {table for table, _ in named}:
        keys = [key for each, key in named if each == table]
        assert len(docket.rows(table, keys, "2025-12-01")) == len(keys), table


def test_a_whole_cohort_is_ranked_in_order(clues: pd.DataFrame, docket: Docket) -> None:
    cohort = set(docket.cohort("2025-12-01")["case_id"])
    for _, own in clues.groupby("target"):
        assert set(own["case_id"]) == cohort and len(own) == len(cohort)
        stand = list(zip(-own["score"], own["case_id"], strict=True))
        assert stand == sorted(stand)
        assert own["score"].nunique() > 50


# -- what is wrongly asked for ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("both", [{}, {"as_of": AS_OF, "moments": pd.DataFrame({"case_id": ["A"], "as_of": [AS_OF]})}])
def test_either_a_day_or_moments(small: Scorer, three: Docket, both: dict[str, Any]) -> None:
    with pytest.raises(DataError, match="Either a day or moments"):
        small.rank(three, **both)


def test_an_unknown_case(small: Scorer, three: Docket) -> None:
    with pytest.raises(DataError, match="Case 'Z' is not known on 2024-06-01"):
        small.explain(three, case_id="Z", as_of=AS_OF)
    with pytest.raises(DataError, match="Case 'Z' is not known on 2024-06-01"):
        small.rank(three, moments=pd.DataFrame({"case_id": ["A", "Z"], "as_of": AS_OF}))
    assert small.explain(three, case_id="A", as_of=AS_OF).scores


def test_a_case_that_is_not_known_yet(small: Scorer) -> None:
    docket = small_docket(cases(("A", "2024-01-10"), ("D", "2024-07-10")), petitions=petitions())
    with pytest.raises(DataError, match="Case 'D' is not known on 2024-03-01"):
        small.explain(docket, case_id="D", as_of="2024-03-01")


def test_a_day_before_the_first_row(small: Scorer, three: Docket) -> None:
    for ask in (small.rank, lambda docket, as_of: small.explain(docket, case_id="A", as_of=as_of)):
        with pytest.raises(DataError, match=r"Nothing was known before 2023-10-02\.\n.* 2023-10-02; choose a later"):
            ask(three, as_of="2023-10-02")


def test_a_day_on_which_no_case_is_closed(small: Scorer, three: Docket) -> None:
    with pytest.raises(DataError, match="no case to score on 2024-01-10"):
        small.rank(three, as_of="2024-01-10")


def test_no_moments_at_all(small: Scorer, three: Docket) -> None:
    with pytest.raises(DataError, match="no case to score"):
        small.rank(three, moments=pd.DataFrame({"case_id": [], "as_of": []}))


@pytest.mark.parametrize(
    ("moments", "problem"),
    [
        (pd.DataFrame({"as_of": [AS_OF]}), "no column case_id"),
        (pd.DataFrame({"case_id": ["A"]}), "no column as_of"),
        (pd.DataFrame({"case_id": ["A", None], "as_of": AS_OF}), "case_id is empty in row 1"),
        (pd.DataFrame({"case_id": ["A"], "as_of": ["soon"]}), "soon"),
    ],
)
def test_moments_that_cannot_be_read(small: Scorer, three: Docket, moments: pd.DataFrame, problem: str) -> None:
    with pytest.raises(DataError, match=problem):
        small.rank(three, moments=moments)


# -- one score, whichever road ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [24, pytest.param(4, marks=pytest.mark.slow)])
def test_the_score_is_the_same_bit_for_bit_from_all_three_roads(
    scorer: Scorer, docket: Docket, clues: pd.DataFrame, step: int
) -> None:
    needs = scorer.needs()
    ranked = clues.set_index(["case_id", "target"])
    for case in clues["case_id"].unique()[::step]:
        explained = scorer.explain(docket, case_id=case, as_of="2025-12-01")
        records = docket.records(case, "2025-12-01", needs)
        alone = scorer.score_case(records, as_of="2025-12-01", case_id=case)
        assert alone.risks == explained.risks
        assert alone.explanation.case == explained.explanation.case
        assert alone.explanation.timeline == explained.explanation.timeline
        assert alone.explanation.unknown == explained.explanation.unknown
        for target in scorer.targets:
            assert explained.scores[target] == ranked.loc[(case, target), "score"]
            assert explained.probabilities[target] == ranked.loc[(case, target), "probability"]
            risk, listed = explained.risks[target], ranked.loc[(case, target), "reasons"]
            assert told(risk.reasons) >= said(listed)
            assert [[r.signal for r in lead.with_related] for lead in (*risk.top(), *risk.mitigating())] == together(
                listed
            )


def told(reasons: tuple[Reason, ...]) -> set[tuple[Any, ...]]:
    return {(r.signal, round(r.contribution, 6), r.sentence.zh, r.sentence.en, r.percentile) for r in reasons}


def together(text: str) -> list[list[str]]:
    """The signals of each reason of a ranked clue, those that are told with it too."""
    return [[said["signal"] for said in (reason, *reason["related"])] for reason in json.loads(text)]


def said(text: str) -> set[tuple[Any, ...]]:
    return {
        (r["signal"], r["contribution"], r["sentence"]["zh"], r["sentence"]["en"], r["percentile"])
        for r in json.loads(text)
    }


def test_contributions_add_up_to_the_score(scorer: Scorer, docket: Docket, clues: pd.DataFrame) -> None:
    for case in clues["case_id"].unique()[::4]:
        for risk in scorer.explain(docket, case_id=case, as_of="2025-12-01").risks.values():
            assert risk.base_score + sum(r.contribution for r in risk.reasons) == pytest.approx(risk.score, abs=1e-9)
            for reason in risk.reasons:
                assert reason.contribution == pytest.approx(sum(f.contribution for f in reason.features), abs=1e-12)


@pytest.mark.slow
def test_all_contributions_of_a_cohort_add_up(scorer: Scorer, docket: Docket, clues: pd.DataFrame) -> None:
    case_ids = clues["case_id"].unique().tolist()
    day = np.full(len(case_ids), docket.day("2025-12-01"))
    matrix = scorer._cohort.features(docket, case_ids, day)
    for model in scorer.models:
        contributions, base = model.contributions(matrix)
        assert np.abs(contributions.sum(axis=1) + base - model.scores(matrix)).max() < 1e-9


@pytest.mark.slow
def test_a_score_does_not_depend_on_who_else_is_ranked(scorer: Scorer, docket: Docket, clues: pd.DataFrame) -> None:
    some = clues["case_id"].drop_duplicates().sample(25, random_state=1)
    fewer = scorer.rank(docket, moments=pd.DataFrame({"case_id": some, "as_of": "2025-12-01"}))
    kept = ["case_id", "target", "score", "probability", "reasons"]
    whole = clues[clues["case_id"].isin(some)].reset_index(drop=True)
    pd.testing.assert_frame_equal(fewer[kept], whole[kept])


@pytest.mark.slow
def test_every_shown_reason_has_a_row_or_speaks_of_an_absence(
    scorer: Scorer, docket: Docket, clues: pd.DataFrame
) -> None:
    for case in clues["case_id"].unique()[::4]:
        for risk in scorer.explain(docket, case_id=case, as_of="2025-12-01").risks.values():
            for reason in (*risk.top(), *risk.mitigating()):
                assert not reason.no_data
                assert bool(reason.evidence) != reason.is_absence, reason.signal
                assert reason.evidence_total >= bool(reason.evidence)
    absent = {signal.name for signal in scorer.program.signals if signal.header.absent}
    for text in clues["reasons"]:
        for said in json.loads(text):
            assert bool(said["evidence"]) == bool(said["evidence_total"])
            assert said["evidence"] or said["signal"] in absent or "未见" in said["sentence"]["zh"]


# -- many at once -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_two_threads_score_at_once(scorer: Scorer, docket: Docket, clues: pd.DataFrame) -> None:
    needs = scorer.needs()
    cases = clues["case_id"].unique()[:20].tolist()
    records = {case: docket.records(case, "2025-12-01", needs) for case in cases}
    ranked = clues.set_index(["case_id", "target"])["score"]

    def score(case: str) -> dict[str, float]:
        return scorer.score_case(records[case], as_of="2025-12-01", case_id=case).scores

    with ThreadPoolExecutor(2) as pool:
        for case, scores in zip(cases * 2, pool.map(score, cases * 2), strict=True):
            assert scores == {target: ranked[case, target] for target in scorer.targets}


@pytest.mark.slow
def test_two_threads_rank_at_once(small: Scorer) -> None:
    docket = three_cases()
    with ThreadPoolExecutor(2) as pool:
        first, *others = pool.map(lambda _: small.rank(docket, as_of=AS_OF), range(6))
    for other in others:
        pd.testing.assert_frame_equal(other, first)


def test_threads_may_explain_on_one_docket(small: Scorer, three: Docket) -> None:
    alone = {case_id: small.explain(three, case_id=case_id, as_of=AS_OF).scores for case_id in "ABC"}
    with ThreadPoolExecutor(3) as pool:
        answers = pool.map(lambda case_id: small.explain(three, case_id=case_id, as_of=AS_OF), "ABC" * 3)
    assert [answer.scores for answer in answers] == [alone[case_id] for case_id in "ABC" * 3]
