"""The Chicago study: its arithmetic on rows worked out by hand, and its known results where the City's files are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.chicago.comparison import compare, first_half
from experiments.chicago.history import CITY_COLUMNS, city_columns
from experiments.chicago.published import Published, read_published
from training.figures import Judged, auc, recall_in_first
from zbrisk.errors import DataError

DATA = Path(__file__).parents[2].parent / "shared" / "real" / "chicago_food_inspections"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the City's files are not in ../shared/real")


def test_first_half_ends_with_the_last_day_before_the_middle() -> None:
    days = pd.Series(pd.to_datetime(["2014-09-02"] * 2 + ["2014-09-03"] * 3 + ["2014-09-04"] * 3))
    assert first_half(days) == 2 / 8


def test_an_order_does_not_differ_from_itself() -> None:
    random = np.random.default_rng(1)
    label, score = random.integers(2, size=60).astype(float), random.random(60)
    same = compare(label, score, score, pd.Series(range(60)), half=0.5, draws=50)
    assert (same.auc_difference.low, same.auc_difference.high) == (0.0, 0.0)
    assert (same.found_difference.low, same.found_difference.high) == (0.0, 0.0)


def test_a_first_inspection_has_no_past_and_the_longest_time() -> None:
    features = pd.DataFrame({ours: [np.nan, 1.0] for ours in CITY_COLUMNS.values()})
    features[CITY_COLUMNS["timeSinceLast"]] = [np.nan, 146.0]
    city = city_columns(features)
    assert city.iloc[0].to_list() == [0, 0, 0, 0, 2]
    assert city.iloc[1].to_list() == [1, 1, 1, 1, 0.4]


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"inspections\.csv\.gz is not there"):
        read_published(tmp_path)


@pytest.fixture(scope="module")
def published() -> Published:
    return read_published(DATA)


@needs_data
def test_the_deployed_model_has_its_published_figures(published: Published) -> None:
    test = published.model_table[published.model_table["Test"]]
    label, score = test["criticalFound"].to_numpy(), test["score"].to_numpy()
    half = first_half(test["Inspection_Date"])
    made = test.sort_values("Inspection_Date", kind="stable")["criticalFound"].to_numpy()
    assert (len(test), label.sum(), half * len(test)) == (1637, 258, 810)
    rows, once = Judged(label, score), np.ones((1, len(test)))
    assert auc(rows, once)[0] == pytest.approx(0.6790, abs=5e-5)
    assert recall_in_first(half)(rows, once)[0] == pytest.approx(0.6822, abs=5e-5)
    assert made[:810].sum() / 258 == pytest.approx(0.5465, abs=5e-5)
