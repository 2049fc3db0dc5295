from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from tests.training.models import test_linear
from training import fit_target as module
from training.datasets.dataset import TargetDataset
from training.fit_target import fit_target
from training.labels.labels import Labels
from training.models.classifier import RiskClassifier
from training.models.prior import Prior
from training.models.tuning import Tuned
from training.recipe import Recipe
from training.stage_timer import StageTimer
from zbrisk.bundle.trained import TrainedTarget

QUICK = Recipe(trials=0, bootstrap_draws=100, refits=1)


def dataset(prior: Prior | None = None) -> TargetDataset:
    """Reviewed cases with many weak signals, one a day."""
    X, label = test_linear.rows(900, seed=5)
    opened = pd.Timestamp("2021-01-01") + pd.to_timedelta(np.arange(900), "D")
    moments = pd.DataFrame(
        {
            "case_id": [f"c{i}" for i in range(900)], "as_of": opened, "label": label.astype(float), "weight": 1.0,
            "reviewed": True, "settled": opened + pd.Timedelta(days=10), "selected_by": "rule", "propensity": np.nan,
            "group": [f"g{i}" for i in range(900)], "year": opened.year.astype(object),
        }
    )  # fmt: skip
    return TargetDataset(
        labels=Labels(target="concealed_assets", moments=moments, left_out={}, cases=frozenset(moments["case_id"])),
        moments=moments, X=X, reference_cases=X.set_axis(moments["case_id"], axis=0), monotone={}, rules={},
        cohort=None, day=pd.Timestamp("2023-07-01"), sampling_weight=1.0, prior=prior,
    )  # fmt: skip


@cache
def prior() -> Prior:
    data = dataset()
    return Prior(
        text=RiskClassifier(rounds=3, calibration="none").fit(data.X, data.labels.moments["label"]).model_text_
    )


@cache
def fitted(*, linear: bool) -> TrainedTarget:
    return fit_target(dataset(), QUICK.model_copy(update={"linear": linear}), timer=StageTimer())


@pytest.mark.slow
def test_the_whole_model_is_judged_beside_itself_without_its_linear_part() -> None:
    whole, bare = fitted(linear=True), fitted(linear=False)
    against = whole.metrics["holdout"]["against"]  # type: ignore[index]
    ours, theirs = (each.metrics["holdout"]["average_precision"]["value"] for each in (whole, bare))  # type: ignore[index]
    assert against["without_linear"]["average_precision"]["value"] == pytest.approx(theirs)
    assert against["without_linear"]["gain"]["value"] == pytest.approx(ours - theirs)
    assert "without_linear" not in bare.metrics["holdout"]["against"]  # type: ignore[index]
    assert whole.metrics["linear"]["features"] > 10 and bare.metrics["linear"] == {}  # type: ignore[index]


@pytest.mark.slow
def test_reference_and_reviewed_scores_are_those_of_the_whole_model() -> None:
    whole, data = fitted(linear=True), dataset()
    raw = whole.trees.booster().predict(data.X.to_numpy(), raw_score=True)
    assert whole.reference.score.percentile(float(np.median(raw))) == pytest.approx(0.5, abs=0.02)
    assert whole.reference.score != fitted(linear=False).reference.score


@pytest.mark.slow
def test_the_search_starts_from_the_prior(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def searched(*args: object, **choices: object) -> Tuned:
        seen.append(choices["prior"])
        return tune(*args, **choices)  # type: ignore[arg-type]

    tune = module.tune
    monkeypatch.setattr(module, "tune", searched)
    fit_target(dataset(prior()), QUICK.model_copy(update={"linear": False, "refits": 0}), timer=StageTimer())
    assert seen == [prior()]
