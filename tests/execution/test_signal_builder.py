from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import make_pipeline

from tests.support.bundle import AS_OF, three_cases
from tests.support.office import builder as write_signals
from training.models.classifier import RiskClassifier
from zbrisk.contract import load_contract
from zbrisk.docket import Docket, open_docket
from zbrisk.errors import DataError, SignalError
from zbrisk.execution.signal_builder import SignalBuilder

OWN = """
cohort: {table: boats, key: boat_id}
tables: {boats: {key: [boat_id], known_at_default: built, columns: {boat_id: id, built: date}}}
"""
LAPS = """/*
label: {zh: 船, en: boats}
typology: context
direction: either
measures: [count]
reason: {zh: "{count}", en: "{count}"}
*/
select this_case.boat_id from this_case join boats as boat on boat.boat_id = this_case.boat_id
"""
NAMES = ["calm__count__all", "sham__count__all", "tell__count__all"]
ASKED = pd.DataFrame({"case_id": ["B", "A", "C"], "as_of": AS_OF}, index=[7, 3, 5])


@pytest.fixture(scope="module")
def docket() -> Docket:
    return three_cases()


@pytest.fixture(scope="module")
def signals(tmp_path_factory: pytest.TempPathFactory, docket: Docket) -> Path:
    folder = tmp_path_factory.mktemp("signals")
    write_signals(folder, docket)
    return folder


@pytest.fixture(scope="module")
def fitted(signals: Path, docket: Docket) -> SignalBuilder:
    return SignalBuilder(signals).fit(docket)


def test_features_stand_beside_their_moments(fitted: SignalBuilder) -> None:
    expected = pd.DataFrame([[1.0, 0.0, 0.0], [0.0, 0.0, 2.0], [0.0, 0.0, 0.0]], index=[7, 3, 5], columns=NAMES)
    pd.testing.assert_frame_equal(fitted.transform(ASKED), expected)


def test_features_alone_need_neither_outcomes_nor_targets(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / "signals").mkdir()
    (tmp_path / "signals" / "laps.sql").write_text(LAPS, encoding="utf-8")
    contract = load_contract(tmp_path / "own.yaml")
    docket = open_docket({"boats": [{"boat_id": "B", "built": "2020-01-01"}]}, contract=contract)
    moments = pd.DataFrame({"boat_id": ["B"], "as_of": ["2021-01-01"]})
    assert SignalBuilder(tmp_path / "signals").fit(docket).transform(moments).to_dict("list") == {
        "laps__count__all": [1.0]
    }
    with pytest.raises(SignalError, match="lacks `targets`"):
        SignalBuilder(tmp_path / "signals").fit(three_cases())


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_both_engines(signals: Path, docket: Docket, fitted: SignalBuilder, engine: str) -> None:
    other = SignalBuilder(signals, engine=engine)
    pd.testing.assert_frame_equal(other.fit(docket).transform(ASKED), fitted.transform(ASKED))


def test_an_unknown_engine_is_refused(signals: Path, docket: Docket) -> None:
    with pytest.raises(ValueError, match="engine is 'duckdb', 'sqlite' or 'spark', not 'oracle'"):
        SignalBuilder(signals, engine="oracle").fit(docket).transform(ASKED)


def test_names_out_are_the_columns(fitted: SignalBuilder) -> None:
    assert fitted.get_feature_names_out().tolist() == NAMES == fitted.transform(ASKED).columns.to_list()


def test_only_some_signals(signals: Path, docket: Docket) -> None:
    assert SignalBuilder(signals, names=["tell"]).fit(docket).get_feature_names_out().tolist() == NAMES[2:]
    assert SignalBuilder(signals, target="sham_litigation").fit(docket).get_feature_names_out().tolist() == [NAMES[1]]
    with pytest.raises(SignalError, match="There is no signal tall"):
        SignalBuilder(signals, names=["tall"]).fit(docket)


def test_a_compiled_program_runs_as_it_is(fitted: SignalBuilder, docket: Docket) -> None:
    again = SignalBuilder(program=fitted.program_).fit(docket)
    assert again.program_ is fitted.program_
    pd.testing.assert_frame_equal(again.transform(ASKED), fitted.transform(ASKED))


def test_a_clone_is_unfitted_and_the_same(signals: Path, docket: Docket, fitted: SignalBuilder) -> None:
    copied = clone(fitted)
    assert copied.get_params() == fitted.get_params()
    with pytest.raises(NotFittedError):
        copied.transform(ASKED)
    with pytest.raises(NotFittedError):
        copied.get_feature_names_out()
    pd.testing.assert_frame_equal(copied.fit(docket).transform(ASKED), fitted.transform(ASKED))


@pytest.mark.parametrize("form", ["default", "pandas"])
def test_set_output(signals: Path, docket: Docket, form: str) -> None:
    out = SignalBuilder(signals).set_output(transform=form).fit(docket).transform(ASKED)
    assert isinstance(out, pd.DataFrame)
    assert out.columns.to_list() == NAMES and out.index.to_list() == [7, 3, 5]


def test_set_output_polars(signals: Path, docket: Docket) -> None:
    polars = pytest.importorskip("polars")
    out = SignalBuilder(signals).set_output(transform="polars").fit(docket).transform(ASKED)
    assert isinstance(out, polars.DataFrame)
    assert out.columns == NAMES


def test_at_work_in_a_pipeline(fitted: SignalBuilder) -> None:
    """The builder is fitted to a docket, and so stands frozen at the head of what is fitted to moments."""
    from sklearn.frozen import FrozenEstimator

    model = make_pipeline(FrozenEstimator(fitted), RiskClassifier(rounds=5, calibration="none", min_hessian=0.1))
    moments = pd.concat([ASKED] * 20, ignore_index=True)
    guilty = (moments["case_id"] == "A").astype(int)
    chance = model.fit(moments, guilty).predict_proba(ASKED)[:, 1]
    assert chance[1] > max(chance[0], chance[2])
    assert model[:-1].get_feature_names_out().tolist() == NAMES


def test_moments_in_any_order_and_twice(fitted: SignalBuilder) -> None:
    twice = pd.concat([ASKED, ASKED.iloc[::-1]], ignore_index=True)
    found = fitted.transform(twice).to_numpy()
    assert np.array_equal(found[:3], found[:2:-1])


@pytest.mark.parametrize(
    ("moments", "problem"),
    [
        (ASKED.drop(columns="case_id"), "The moments have no column case_id"),
        (ASKED.drop(columns="as_of"), "The moments have no column as_of"),
        (ASKED.assign(case_id="Z"), "Case 'Z' is not known"),
        (ASKED.assign(as_of=None), "as_of is empty in row 7"),
        (ASKED.assign(as_of="2020-01-01"), "Nothing was known before 2020-01-01"),
    ],
)
def test_wrong_moments(fitted: SignalBuilder, moments: pd.DataFrame, problem: str) -> None:
    with pytest.raises(DataError, match=problem):
        fitted.transform(moments)


def test_no_moments_give_no_rows(fitted: SignalBuilder) -> None:
    assert fitted.transform(ASKED.iloc[:0]).shape == (0, 3)


@pytest.mark.parametrize("given", [ASKED, "exports/2026q3", None])
def test_what_is_no_docket_is_refused_with_the_way_into_a_pipeline(signals: Path, given: object) -> None:
    with pytest.raises(DataError, match=r"(?s)is fitted on a docket, and was given a .*FrozenEstimator"):
        SignalBuilder(signals).fit(given)  # type: ignore[arg-type]
    with pytest.raises(DataError, match=r"(?s)fitted on a docket and transforms moments.*FrozenEstimator"):
        SignalBuilder(signals).fit_transform(given)  # type: ignore[arg-type]


@pytest.mark.parametrize("copied", [pickle.dumps, copy.deepcopy])
def test_a_docket_is_not_copied(fitted: SignalBuilder, copied: Callable[[object], object]) -> None:
    with pytest.raises(DataError, match="cannot be copied or sent to another process"):
        copied(fitted)
