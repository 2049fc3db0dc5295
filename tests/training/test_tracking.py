from __future__ import annotations

import datetime as dt
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from training.recipe import Recipe
from training.run import Trained
from training.tracking import track
from zbrisk.bundle.calibration import Calibration
from zbrisk.bundle.reference import Reference
from zbrisk.bundle.trained import TrainedTarget

TRAINED = Trained(
    targets=(
        TrainedTarget(
            target="sham_litigation",
            feature_names=("a",),
            model_text="tree",
            calibration=Calibration.identity(),
            reference=Reference.of({"a": [1.0]}, [0.0]),
            monotone={},
            metrics={"learnt_from": {"reviewed": 9, "left_out": {"not yet": 1}}, "holdout": {"auc": {"value": 0.7}}},
        ),
    ),
    skipped={},
    until=dt.date(2024, 7, 1),
    recipe=Recipe(seed=3),
    hashes={"tables": "t", "signals": "s", "recipe": "r"},
    versions={"lightgbm": "4"},
    seconds={"tuning": 1.5},
)


@pytest.mark.slow  # MLflow takes some seconds to import and to lay out its store
@pytest.mark.filterwarnings("ignore")
def test_a_run_keeps_choices_figures_and_hashes(tmp_path: Path) -> None:
    first = track(TRAINED, bundle=tmp_path / "2026q3")
    second = track(TRAINED, bundle=tmp_path / "2026q4")
    assert first["sham_litigation"] != second["sham_litigation"]
    assert os.environ["MLFLOW_DISABLE_TELEMETRY"] == "true"
    with closing(sqlite3.connect(tmp_path / "mlflow.db")) as store:
        figures = dict(store.execute("select key, value from metrics").fetchall())
        choices = dict(store.execute("select key, value from params").fetchall())
        tags = dict(store.execute("select key, value from tags").fetchall())
    assert figures["holdout.auc.value"] == 0.7
    assert figures["learnt_from.left_out.not_yet"] == 1
    assert figures["seconds.tuning"] == 1.5
    assert choices["seed"] == "3"
    assert (tags["hash.tables"], tags["until"], tags["version.lightgbm"]) == ("t", "2024-07-01", "4")
    assert list((tmp_path / "mlflow-artifacts").rglob("metrics.json"))
