from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from training.evaluation.backtest import backtest_list, first_places, labels_of

NAN = float("nan")


def test_bounds_lie_as_far_apart_as_cases_are_unlabelled() -> None:
    score = np.array([9.0, 8, 7, 6, 5, 4])
    told = backtest_list(score, np.ones(6), np.array([1, NAN, 0, NAN, 1, NAN]), (4, 7))
    assert (told["cases"], told["reviewed_later"], told["confirmed_later"]) == (6, 3, 2)
    (first,) = told["lists"].values()  # type: ignore[attr-defined]
    assert first["labelled"] == 0.5
    assert (first["if_all_unlabelled_refuted"], first["if_all_unlabelled_confirmed"]) == (0.25, 0.75)
    assert first["recall"] == 0.5
    assert first["among_labelled"]["value"] is None


def test_a_sampled_case_stands_for_several() -> None:
    inside = first_places(np.array([3.0, 2.0, 1.0]), np.array([1.0, 4.0, 4.0]), 3)
    assert inside.tolist() == [1, 2, 0]


def test_the_labelled_share_is_told_from_ten_on() -> None:
    label = np.array([1.0] * 8 + [0.0] * 4 + [NAN] * 8)
    told = backtest_list(-np.arange(20.0), np.ones(20), label, (20,))
    among = told["lists"]["20"]["among_labelled"]  # type: ignore[index]
    assert among["value"] == pytest.approx(2 / 3) and among["low"] < 2 / 3 < among["high"]


def test_the_first_review_of_a_case_counts() -> None:
    later = pd.DataFrame(
        {"case_id": ["a", "a"], "as_of": pd.to_datetime(["2024-02-01", "2024-01-01"]), "label": [1.0, 0.0]}
    )
    assert labels_of(pd.Index(["a", "b"]), later).tolist() == [0.0, pytest.approx(NAN, nan_ok=True)]
