from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from tests.support.bundle import program_of, write_small
from tests.support.office import cases, outcomes, small_docket
from training.registry.later_cases import later_cases, with_scores
from zbrisk.docket import Docket
from zbrisk.scoring.scorer import load_scorer

SINCE, AS_OF = dt.date(2024, 7, 1), dt.date(2025, 1, 1)


def docket() -> Docket:
    rows = [(name, "2024-01-10") for name in "ABCDE"]
    parties = pd.DataFrame({"case_id": list("ABCDE"), "party_id": ["p", "p", "q", "r", "s"], "role": "debtor"})
    found = outcomes(
        ("A", "confirmed", "2024-07-01", "2024-09-01"),
        ("B", "refuted", "2024-08-01", "2024-09-01"),
        ("C", "confirmed", "2024-06-30", "2024-09-01"),  # opened before
        ("D", "confirmed", "2024-08-01", "2025-01-01"),  # decided on the day itself
        ("E", "inconclusive", "2024-08-01", "2024-09-01"),
        selected_by=["random", "rule", "rule", "rule", "rule"],
    )
    return small_docket(cases(*rows), review_outcomes=found, case_parties=parties)


def test_only_reviews_opened_after_everything_learnt_and_known_by_the_day() -> None:
    found = later_cases(docket(), ["concealed_assets"], since=SINCE, as_of=AS_OF)
    assert found["case_id"].tolist() == ["A", "B"]
    assert found["label"].tolist() == [1.0, 0.0]
    assert found["at_random"].tolist() == [True, False]
    assert found["group"].nunique() == 1  # one debtor


def test_scores_are_the_scorer_s_as_of_the_day_of_opening(tmp_path: Path) -> None:
    scorer, tables = load_scorer(write_small(tmp_path / "b", program_of(tmp_path))), docket()
    found = with_scores(later_cases(tables, ["concealed_assets"], since=SINCE, as_of=AS_OF), "champion", scorer, tables)
    for row in found.itertuples():
        answer = scorer.explain(tables, case_id=row.case_id, as_of=row.as_of.date())
        assert row.champion_score == answer.scores["concealed_assets"]
        assert row.champion_probability == answer.probabilities["concealed_assets"]


def test_no_later_case_is_no_error(tmp_path: Path) -> None:
    scorer, tables = load_scorer(write_small(tmp_path / "b", program_of(tmp_path))), docket()
    none = later_cases(tables, ["concealed_assets"], since=AS_OF, as_of=AS_OF)
    assert with_scores(none, "champion", scorer, tables).empty
