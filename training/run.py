"""One training run: from tables to trained targets, and nothing known on or after `until`.

Every matrix is checked for leaks before anything is learnt from it. After that, the order of work is what keeps the
figures honest: the latest confirmed cases are set aside first; the shape of the trees is searched on forward folds
before them; a model of that shape, trained on what was settled by then, is judged on them; and only then is the model
that is handed over trained on everything. So the figures are those of the procedure on unseen later cases, a little
cautious for the final model, which has learnt from more.
"""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from training.datasets.dataset import build_datasets
from training.evaluation.final_model import evaluate_final_model
from training.fit_target import fit_target, why_unsearched
from training.leaks import LeakReport, check_leaks
from training.recipe import Recipe
from training.stage_timer import StageTimer
from zbrisk.bundle.bundle import Bundle
from zbrisk.bundle.trained import TrainedTarget
from zbrisk.contract import Contract
from zbrisk.docket import Docket
from zbrisk.errors import DataError
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.scoring.scorer import Scorer
from zbrisk.signals.header import SignalHeader
from zbrisk.typing import Progress

__all__ = ["Trained", "train"]

LIBRARIES = ("duckdb", "lightgbm", "numpy", "optuna", "pandas", "scikit-learn", "scipy")


@dataclass(frozen=True, kw_only=True)
class Trained:
    """All that a run made, and what it ran on.

    `skipped` says why a target has no model. `hashes` are those of tables, signals and recipe. `seconds` is for reading
    only and stays out of the bundle, whose bytes depend on nothing but tables, signals, recipe and versions. So do
    `reference_cases`, their features by target, and the signals' `headers`, which the report draws from, as it does
    from the `contract`.
    """

    targets: tuple[TrainedTarget, ...]
    skipped: Mapping[str, str]
    until: dt.date
    recipe: Recipe
    hashes: Mapping[str, str]
    versions: Mapping[str, str]
    seconds: Mapping[str, float]
    reference_cases: Mapping[str, pd.DataFrame] = field(default_factory=dict, repr=False, compare=False)
    headers: tuple[SignalHeader, ...] = ()
    contract: Contract | None = field(default=None, repr=False, compare=False)

    @property
    def unsearched(self) -> dict[str, str]:
        """Why the trials that the recipe asks for were not made, by target."""
        return {
            target.target: why
            for target in self.targets
            if self.recipe.trials and (why := why_unsearched(target.metrics, self.recipe.trials))
        }


def train(
    docket: Docket,
    builder: SignalBuilder,
    *,
    until: dt.date,
    recipe: Recipe | None = None,
    last: Scorer | None = None,
    prior: Bundle | None = None,
    study: Path | None = None,
    progress: Progress | None = None,
) -> Trained:
    """Train a model for each target that has enough confirmed cases.

    Args:
        docket: The tables.
        builder: The matrix builder, fitted to them.
        until: Nothing known on or after this day is used.
        recipe: The choices; the defaults if None.
        last: The bundle in use, to be compared with.
        prior: Another office's or a province's bundle, which the models start from instead of what simulations taught.
        study: A SQLite file that keeps the trials of the search, so that one that was stopped can go on.
        progress: Called with how many trials of a search are done, and of how many.

    Raises:
        DataError: There are no outcomes, no target has enough confirmed cases, or a matrix knows the answer.
        BundleError: The prior does not fit the tables or the signals.
    """
    recipe, timer = recipe or Recipe(), StageTimer()
    if prior is not None and recipe.prior == "none":
        raise DataError("The recipe does without a prior, and a bundle is given as one.", "Leave one of the two out.")
    prepared = build_datasets(docket, builder, until=until, recipe=recipe, timer=timer, last=last, prior=prior)
    with timer("leak check"):
        reports = check_leaks(docket, builder, prepared.datasets, until=until, recipe=recipe)
    for report in reports:
        report.refuse()
    learnt = [fit_target(dataset, recipe, timer=timer, progress=progress, study=study) for dataset in prepared.datasets]
    return Trained(
        targets=tuple(
            _with_more(target, evaluate_final_model(target, dataset, recipe), report)
            for target, dataset, report in zip(learnt, prepared.datasets, reports, strict=True)
        ),
        skipped=prepared.skipped,
        until=until,
        recipe=recipe,
        hashes={
            "tables": docket.digest(),
            "signals": builder.program_.digest,
            "recipe": recipe.digest,
            **{f"prior of {each.labels.target}": each.prior.digest for each in prepared.datasets if each.prior},
            **({"last": last.bundle.version} if last else {}),
            **({"prior bundle": prior.seal} if prior else {}),
        },
        versions={"python": platform.python_version()} | {name: version(name) for name in LIBRARIES},
        seconds=timer.seconds,
        reference_cases={dataset.labels.target: dataset.reference_cases for dataset in prepared.datasets},
        headers=tuple(signal.header for signal in builder.program_.signals),
        contract=docket.contract,
    )


def _with_more(target: TrainedTarget, judged: Mapping[str, object], report: LeakReport) -> TrainedTarget:
    return replace(target, metrics={**target.metrics, **judged, "leak_check": report.to_json()})
