"""The Chicago study: its arithmetic on rows worked out by hand, and its known results where the City's files are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.chicago import study
from experiments.chicago.comparison import compare, first_half
from experiments.chicago.history import CITY_COLUMNS, city_columns, compare_history, compare_weather, same_day
from experiments.chicago.prepare import CONTRACT, SIGNALS, as_ids, prepared_tables
from experiments.chicago.published import Published, read_published
from training.datasets.feature_columns import features_of
from training.evaluation.metrics import RankedRows, auc, recall_in_first
from zbrisk.compiler.program import compile_catalogue
from zbrisk.contract import load_contract
from zbrisk.docket import Docket, open_docket
from zbrisk.docket.check import check
from zbrisk.errors import DataError
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.signals.catalogue import read_catalogue

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


def test_every_signal_compiles_and_each_model_sees_only_its_own() -> None:
    contract = load_contract(CONTRACT)
    catalogue = read_catalogue(SIGNALS, contract)
    assert len(compile_catalogue(catalogue, contract).features) == 53
    headers = [signal.header for signal in catalogue.signals]
    by_place, by_area = (" ".join(features_of(headers, f"critical_by_{known}")) for known in ("place", "area"))
    assert "inspector_" not in by_area
    assert "area_" not in by_place


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
    rows, once = RankedRows(label, score), np.ones((1, len(test)))
    assert auc(rows, once)[0] == pytest.approx(0.6790, abs=5e-5)
    assert recall_in_first(half)(rows, once)[0] == pytest.approx(0.6822, abs=5e-5)
    assert made[:810].sum() / 258 == pytest.approx(0.5465, abs=5e-5)


@pytest.fixture(scope="module")
def docket(published: Published) -> Docket:
    return open_docket(prepared_tables(published), tables_file=CONTRACT)


@pytest.mark.slow
@needs_data
def test_the_prepared_tables_keep_the_contract(published: Published) -> None:
    findings = check(prepared_tables(published), tables_file=CONTRACT)
    assert findings.passed
    # all visits were made long ago, so that none is to be ranked today
    assert [fault.problem[:25] for fault in findings.faults] == ["no case is in the cohort,"]


#: The inspections that the City based on another one of the same place and day.
SAME_DAY = [
    659352, 666209, 782213, 1092549, 1096245, 1138486, 1151626, 1214460, 1230078, 1345633, 1441493, 1460105, 1471417,
    1493729, 1493801, 1497091,
]  # fmt: skip


@needs_data
def test_the_city_s_history_and_weather_come_out_but_for_results_of_the_same_day(
    published: Published, docket: Docket
) -> None:
    moments = pd.DataFrame(
        {
            "case_id": as_ids(published.inspections["Inspection_ID"]),
            "as_of": published.inspections["Inspection_Date"],
        }
    )
    builder = SignalBuilder(SIGNALS, names=["last_inspection", "weather"]).fit(docket)
    matrix = builder.transform(moments).set_index(moments["case_id"])
    history, weather = compare_history(matrix, published), compare_weather(matrix, published)
    assert (history.rows, history.equal) == (27_600, 27_584)
    assert history.unequal["Inspection_ID"].to_list() == SAME_DAY
    assert same_day(published)["Inspection_ID"].to_list() == SAME_DAY
    assert (weather.rows, weather.equal) == (18_712, 18_712)


@pytest.mark.slow
@needs_data
def test_one_visit_has_the_same_features_alone_as_among_all(published: Published, docket: Docket) -> None:
    rows = published.inspections.sample(20, random_state=0)
    moments = pd.DataFrame({"case_id": as_ids(rows["Inspection_ID"]), "as_of": rows["Inspection_Date"]})
    many = SignalBuilder(SIGNALS).fit(docket).transform(moments)
    one = SignalBuilder(SIGNALS, engine="sqlite").fit(docket).transform(moments[:1])
    pd.testing.assert_frame_equal(one, many[:1], check_exact=True)


@pytest.mark.slow
@needs_data
def test_with_the_inspector_the_order_is_not_below_the_deployed_one(
    published: Published, docket: Docket, tmp_path: Path
) -> None:
    bundle = study.bundle_of_seed(docket, tmp_path / "bundle", seed=0)
    test = published.model_table[published.model_table["Test"]]
    scores = study.test_scores(docket, [bundle], test)["critical_by_inspector"]["bundle"].to_numpy()
    label, deployed = test["criticalFound"].to_numpy(), test["score"].to_numpy()
    half = first_half(test["Inspection_Date"])
    figures = compare(label, scores, deployed, test["License"], half=half)
    assert figures.auc_difference.high is not None and figures.auc_difference.high > 0
    assert figures.found_difference.high is not None and figures.found_difference.high > 0
