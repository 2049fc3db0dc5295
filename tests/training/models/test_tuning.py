from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import optuna
import pandas as pd
import pytest

from training.labels.splits import forward_folds
from training.models.boosting import default_shape
from training.models.tuning import Tuned, _FoldScorer, tune
from training.sqlite_file import sqlite_address
from zbrisk.errors import DataError

RANDOM = np.random.default_rng(0)
ROWS = 2_000  # there is no search where fewer than 500 labels are of the rarer kind
DAYS = pd.date_range("2020-01-01", periods=ROWS, freq="D")
X = RANDOM.normal(size=(ROWS, 6))
MOMENTS = pd.DataFrame({
    "as_of": DAYS, "settled": DAYS, "group": range(ROWS), "reviewed": True, "weight": 1.0,
    "label": (RANDOM.random(ROWS) < 1 / (1 + np.exp(0.8 - 1.5 * X[:, 0]))).astype(float),
})  # fmt: skip
FOLDS = forward_folds(MOMENTS, count=2)


@pytest.fixture(scope="module")
def tuned() -> Tuned:
    return tune(X, MOMENTS, FOLDS, trials=8, max_depth=3, seed=1)


def test_the_search_is_never_worse_than_the_defaults_it_begins_with(tuned: Tuned) -> None:
    assert tuned.trials == 8 and tuned.folds == 2
    assert tuned.score >= tuned.default_score > MOMENTS["label"].mean()  # type: ignore[operator]
    assert tuned.boosting.max_depth <= 3 and tuned.boosting.leaves <= 8


@pytest.mark.slow
def test_the_same_seed_finds_the_same_shape(tuned: Tuned) -> None:
    assert tune(X, MOMENTS, FOLDS, trials=8, max_depth=3, seed=1) == tuned


@pytest.mark.slow
def test_rows_outside_the_folds_change_nothing(tuned: Tuned) -> None:
    spoilt = X.copy()
    outside = np.setdiff1d(np.arange(ROWS), np.concatenate([np.r_[f.train, f.validation] for f in FOLDS]))
    spoilt[outside] = 99.0
    assert tune(spoilt, MOMENTS, FOLDS, trials=8, max_depth=3, seed=1) == tuned


@pytest.mark.parametrize(("trials", "folds"), [(0, FOLDS), (5, [])])
def test_without_trials_or_folds_the_defaults_are_the_answer(trials: int, folds: list) -> None:  # type: ignore[type-arg]
    assert tune(X, MOMENTS, folds, trials=trials, max_depth=4) == Tuned(boosting=default_shape(500, 4))


def test_a_shallow_limit_binds_the_defaults_too() -> None:
    boosting = tune(X, MOMENTS, [], trials=0, max_depth=2).boosting
    assert (boosting.max_depth, boosting.leaves) == (2, 4)


def test_few_labels_grow_a_forest_whose_shape_is_not_searched_for() -> None:
    few = MOMENTS[:600]
    tuned = tune(X[:600], few, forward_folds(few, count=2), trials=8, max_depth=8)
    assert tuned.boosting.forest and not tuned.trials


def test_the_time_limit_ends_the_search() -> None:
    assert tune(X, MOMENTS, FOLDS, trials=10_000, max_depth=3, timeout_seconds=0.2).trials < 100


@pytest.mark.slow
def test_a_search_that_was_stopped_goes_on_as_if_it_never_was(tuned: Tuned, tmp_path: Path) -> None:
    file = tmp_path / "study.db"
    with pytest.raises(KeyboardInterrupt):
        _tune_with(file, stop_after=3)
    assert len(_trials(file)) == 3
    assert tune(X, MOMENTS, FOLDS, trials=8, max_depth=3, seed=1, study_file=file) == tuned


def test_other_data_do_not_take_up_the_trials(tmp_path: Path) -> None:
    file = tmp_path / "q3? 100%" / "study.db"
    file.parent.mkdir()
    for rows in (X, X + 1):
        assert tune(rows, MOMENTS, FOLDS, trials=1, max_depth=3, study_file=file).trials == 1
    assert len(optuna.get_all_study_names(sqlite_address(file))) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["q3? 100%"]


def test_a_file_that_is_no_study_is_refused(tmp_path: Path) -> None:
    (tmp_path / "study.db").write_text("thesis")
    with pytest.raises(DataError, match="cannot be used"):
        tune(X, MOMENTS, FOLDS, trials=1, max_depth=3, study_file=tmp_path / "study.db")


def _tune_with(file: Path, *, stop_after: int) -> None:
    score, trials = _FoldScorer.score, iter(range(100))

    def interrupted(arena: _FoldScorer, *words: Any) -> float:
        if next(trials) == stop_after:
            raise KeyboardInterrupt
        return score(arena, *words)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_FoldScorer, "score", interrupted)
        tune(X, MOMENTS, FOLDS, trials=8, max_depth=3, seed=1, study_file=file)


def _trials(file: Path) -> list[Any]:
    storage = optuna.storages.RDBStorage(f"sqlite:///{file}")
    (name,) = optuna.get_all_study_names(storage)
    trials = optuna.load_study(study_name=name, storage=storage).trials
    storage.remove_session()
    storage.engine.dispose()
    return trials


def test_a_shape_no_better_than_its_error_leaves_the_defaults() -> None:
    arena = _FoldScorer(X, MOMENTS, FOLDS, monotone=(), seed=0, threads=1, prior=None)
    assert arena.exceeds_one_standard_error([0.6, 0.7], [0.5, 0.6])  # a tenth better on both
    assert not arena.exceeds_one_standard_error([0.9, 0.4], [0.5, 0.7])  # much better on one, worse on the other
    assert not arena.exceeds_one_standard_error([0.6, 0.7], [0.6, 0.7])
