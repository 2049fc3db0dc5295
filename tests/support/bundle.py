"""A bundle that is made in a second, and three cases whose petitions can be counted by hand."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
import pandas as pd

from tests.support.office import builder, cases, small_docket
from zbrisk.bundle.bundle import write_bundle
from zbrisk.bundle.calibration import Calibration
from zbrisk.bundle.reference import Reference
from zbrisk.bundle.trained import TrainedTarget
from zbrisk.compiler.compiled import Program
from zbrisk.contract import load_contract
from zbrisk.docket import Docket

AS_OF = "2024-06-01"
UNTIL = dt.date(2024, 1, 1)
FEATURES = {
    "concealed_assets": ("calm__count__all", "tell__count__all"),
    "sham_litigation": ("sham__count__all",),
}


def petitions(*rows: tuple[str, str, str], **more: Any) -> pd.DataFrame:
    """Petitions from (case_id, received, category) rows."""
    frame = pd.DataFrame(rows, columns=["case_id", "received_date", "category"])
    return frame.assign(petition_id=[f"t{i}" for i in range(len(frame))], **more)


def three_cases() -> Docket:
    """A is accused twice, B only grumbled about, C and D not spoken of; all closed on 2024-01-10 but D."""
    return small_docket(
        cases(("A", "2024-01-10"), ("B", "2024-01-10"), ("C", "2024-01-10"), ("D", "2024-07-10")),
        petitions=petitions(
            ("A", "2024-02-01", "hidden_assets"),
            ("A", "2024-03-01", "hidden_assets"),
            ("B", "2024-04-01", "delay"),
            ("C", "2024-06-01", "hidden_assets"),  # on the day itself
        ),
    )


@cache
def targets() -> tuple[TrainedTarget, ...]:
    """Models that were taught on made-up counts: every accusation raises the score, every grumble lowers it."""
    return tuple(_taught(target, names) for target, names in FEATURES.items())


def write_small(folder: Path, program: Program, **more: Any) -> Path:
    """Write the bundle; `more` takes the place of what it holds by default."""
    contents: dict[str, Any] = {
        "contract": load_contract(),
        "program": program,
        "targets": targets(),
        "until": UNTIL,
        "run": {"hashes": {"tables": "t"}, "skipped": {"其他": "too few"}},
    }
    write_bundle(folder, **(contents | more))
    return folder


def program_of(folder: Path) -> Program:
    """The three signals, compiled."""
    signals = folder / "made_up"  # the folder's name is the signals' family
    signals.mkdir()
    compiled: Program = builder(signals, three_cases()).program_
    return compiled


def _taught(target: str, names: tuple[str, ...]) -> TrainedTarget:
    random = np.random.default_rng(0)
    counts = random.integers(0, 4, (1000, len(names))).astype(np.float64)
    risk = counts[:, -1] - 1.5 - (counts[:, 0] if len(names) > 1 else 0)
    guilty = random.random(1000) < 1 / (1 + np.exp(-risk))
    parameters = {"objective": "binary", "verbosity": -1, "num_threads": 1, "seed": 0}
    data = lgb.Dataset(counts, guilty.astype(float), feature_name=list(names), params=parameters)
    text = lgb.train(parameters, data, num_boost_round=10).model_to_string()
    scores = lgb.Booster(model_str=text).predict(counts, raw_score=True)
    return TrainedTarget(
        target=target,
        feature_names=names,
        model_text=text,
        calibration=Calibration.sigmoid(0.8, -0.5),
        reference=Reference.of(dict(zip(names, counts.T, strict=True)), np.asarray(scores)),
        monotone={names[-1]: 1},
        metrics={"holdout": {"auc": {"value": 0.7}}},
    )
