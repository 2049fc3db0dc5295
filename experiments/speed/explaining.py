"""Explaining 1,000 cases: the shallow model's contributions beside LightGBM's own, and beside shap.TreeExplainer on a
model free to grow deep.

Both learn the simulated truth of two thirds of the cases: that is more than any office knows, so what depth could gain
shows. How deep the free model goes is chosen by cross-validation alone.
"""

from __future__ import annotations

from dataclasses import replace

import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from experiments.speed.apart import seconds
from experiments.speed.figure import Figure, ratio
from experiments.speed.office import make_office
from training.models.boosting import BINNING, Boosting
from zbrisk.bundle.contribution_table import ContributionTable
from zbrisk.bundle.trees import read_trees
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.typing import Floats

__all__ = ["explaining"]

TARGET = "concealed_assets"
FREE = {
    "objective": "binary", "learning_rate": 0.05, "num_leaves": 63, "min_data_in_leaf": 5, "feature_fraction": 0.4,
    "seed": 1, "deterministic": True, "force_row_wise": True, "verbosity": -1,
}  # fmt: skip
MOST_ROUNDS = 500


def explaining(*, small: bool = False) -> list[Figure]:
    """Seconds, accuracy, and what the one costs in the other."""
    import shap  # takes seconds to import

    rows, label = _matrix(800 if small else 5_000)
    explained = 20 if small else 1_000
    third = np.random.default_rng(1).integers(3, size=len(rows)) == 0
    shallow = _grown(replace(Boosting(), rounds=0).to_lightgbm(seed=1, threads=0), rows[~third], label[~third])
    free = _grown(FREE, rows[~third], label[~third])
    aucs = [roc_auc_score(label[third], model.predict(rows[third])) for model in (shallow, free)]
    asked = np.resize(rows[third], (explained, rows.shape[1]))
    explainer = shap.TreeExplainer(free)
    table = ContributionTable(read_trees(shallow.model_to_string()))
    ours, native, theirs = [], [], []
    for _ in range(1 if small else 3):
        ours.append(seconds(lambda: table.contributions(asked)))
        native.append(seconds(lambda: shallow.predict(asked, pred_contrib=True, num_threads=1)))
        theirs.append(seconds(lambda: explainer.shap_values(asked)))
    return [
        Figure(
            what=f"Contributions of {explained:,} cases, one thread",
            ours=f"{1_000 * np.median(ours):.0f} ms",
            yardstick=f"LightGBM's pred_contrib {1_000 * np.median(native):.0f} ms",
            ratio=f"{ratio(ours, native):.2f}",
            wanted="<= 0.15",
        ),
        Figure(
            what=f"Explaining {explained:,} cases, {rows.shape[1]} features",
            ours=f"{np.median(ours):.2f} s ({_size(shallow)})",
            yardstick=f"TreeExplainer on an unconstrained model {np.median(theirs):.2f} s ({_size(free)})",
            ratio=f"{1 / ratio(ours, theirs):.0f} x faster",
        ),
        Figure(
            what=f"... AUC on {third.sum():,} held-out cases, {label[third].sum():.0f} of them true",
            ours=f"{aucs[0]:.3f}",
            yardstick=f"{aucs[1]:.3f}",
            ratio=f"{aucs[0] - aucs[1]:+.3f} +- {_noise(label[third], shallow, free, rows[third]):.3f}",
        ),
    ]


def _matrix(cases: int) -> tuple[Floats, Floats]:
    """Features of the last day's cohort, and what is so."""
    office = make_office(cases)
    cohort = office.docket.cohort(office.as_of)
    matrix = SignalBuilder(program=office.scorer.program).fit(office.docket).transform(cohort)
    truth = office.truth.set_index("case_id")[TARGET]
    known = cohort["case_id"].isin(truth.index).to_numpy()
    return matrix[known].to_numpy(), truth[cohort["case_id"][known]].to_numpy(dtype=np.float64)


def _grown(settings: dict[str, object], rows: Floats, label: Floats) -> lgb.Booster:
    """A model with as many rounds as cross-validation likes best."""
    data = lgb.Dataset(rows, label, params=dict(BINNING), free_raw_data=False)
    stop = [lgb.early_stopping(50, verbose=False)]
    tried = lgb.cv({**settings, "metric": "auc"}, data, MOST_ROUNDS, nfold=4, stratified=True, seed=1, callbacks=stop)
    rounds = len(tried["valid auc-mean"])
    return lgb.train(dict(settings), data, rounds)


def _size(model: lgb.Booster) -> str:
    trees = model.trees_to_dataframe()
    leaves = trees["left_child"].isna().sum() / model.num_trees()
    return f"{model.num_trees()} trees of {leaves:.0f} leaves, depth <= {trees['node_depth'].max() - 1}"


def _noise(label: Floats, one: lgb.Booster, other: lgb.Booster, rows: Floats) -> float:
    """The standard error of the difference of the two AUCs, by a paired bootstrap."""
    scores = pd.DataFrame({"one": one.predict(rows), "other": other.predict(rows)}).to_numpy()
    random, differences = np.random.default_rng(1), []
    for _ in range(200):
        drawn = random.integers(len(label), size=len(label))
        if 0 < label[drawn].sum() < len(drawn):
            differences.append(np.subtract(*(roc_auc_score(label[drawn], scores[drawn, i]) for i in (0, 1))))
    return float(np.std(differences))
