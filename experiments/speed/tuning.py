"""What a search costs beside bare LightGBM: the same trees, grown by `lgb.train` on data that were binned once.

Beside the trees a search asks Optuna for shapes, looks at every fold after every tree, and prunes.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import lightgbm as lgb
import numpy as np
import optuna
import pandas as pd

from experiments.speed.apart import seconds
from experiments.speed.figure import Figure, ratio
from training.labels.splits import Fold, forward_folds
from training.models.boosting import BINNING, Boosting
from training.models.tuning import tune
from zbrisk.typing import Floats

__all__ = ["tuning"]


def tuning(*, small: bool = False) -> list[Figure]:
    """Seconds of a search, and of its trees alone."""
    trials, runs = (3, 1) if small else (30, 3)
    X, moments = _made_up(1_500 if small else 2_500, 20 if small else 300)
    folds = forward_folds(moments, count=2 if small else 4)
    with TemporaryDirectory() as folder:
        grown = _grown(X, moments, folds, trials, Path(folder) / "study.db")
    ours, theirs = [], []
    for _ in range(runs):
        ours.append(seconds(lambda: tune(X, moments, folds, trials=trials, max_depth=4)))
        theirs.append(seconds(lambda: _bare(X, moments, folds, grown)))
    trees = sum(rounds for _, rounds in grown) * len(folds)
    return [
        Figure(
            what=f"Tuning: {trials} trials, {trees:,} trees, {len(X):,} cases, {X.shape[1]} features",
            ours=f"{np.median(ours):.1f} s",
            yardstick=f"the same trees by bare LightGBM {np.median(theirs):.1f} s",
            ratio=f"{ratio(ours, theirs):.2f}",
            wanted="<= 1.15",
        )
    ]


def _made_up(cases: int, features: int) -> tuple[Floats, pd.DataFrame]:
    """Reviewed cases over some years, enough of both kinds for a search; a few features matter."""
    random = np.random.default_rng(1)
    X = random.normal(size=(cases, features))
    X[random.random(X.shape) < 0.3] = np.nan
    odds = np.nan_to_num(X[:, :5]).sum(axis=1) * 0.7
    days = pd.date_range("2019-01-01", periods=cases, freq="D")
    return X, pd.DataFrame(
        {
            "as_of": days, "settled": days, "group": range(cases), "reviewed": True, "weight": 1.0,
            "label": (random.random(cases) < 1 / (1 + np.exp(-odds))).astype(float),
        }
    )  # fmt: skip


def _grown(X: Floats, moments: pd.DataFrame, folds: list[Fold], trials: int, file: Path) -> list[tuple[Boosting, int]]:
    """The shape of every trial, and how many trees it grew in each fold."""
    tune(X, moments, folds, trials=trials, max_depth=4, study_file=file)
    address = f"sqlite:///{file}"
    (name,) = optuna.get_all_study_names(address)
    tried = optuna.load_study(study_name=name, storage=address).trials
    return [(Boosting(**each.params, rounds=1), int(each.user_attrs["grown"])) for each in tried]


def _bare(X: Floats, moments: pd.DataFrame, folds: list[Fold], grown: list[tuple[Boosting, int]]) -> None:
    label, weight = moments["label"].to_numpy(), moments["weight"].to_numpy()
    for fold in folds:
        rows = fold.train
        data = lgb.Dataset(X[rows], label[rows], weight=weight[rows], params=BINNING | {"verbosity": -1}).construct()
        for shape, rounds in grown:
            lgb.train(shape.to_lightgbm(seed=0), data, rounds)
