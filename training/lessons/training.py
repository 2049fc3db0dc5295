"""A bundle that several offices taught: trained on merged lessons, without any office's tables."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd

from training.datasets.dataset import TargetDataset, simulated_prior
from training.datasets.feature_columns import monotone_directions
from training.datasets.rule_signals import rule_features
from training.evaluation.final_model import evaluate_final_model
from training.fit_target import fit_target
from training.labels.labels import Labels
from training.lessons.lessons import ROW_COLUMNS, Lessons
from training.lessons.other_offices import leave_one_office_out
from training.models.bundle_prior import priors_of_bundle
from training.models.prior import Prior
from training.recipe import Recipe
from training.run import LIBRARIES, Trained
from training.stage_timer import StageTimer
from zbrisk.bundle.bundle import Bundle, write_bundle
from zbrisk.bundle.keys import SigningKey, own_key
from zbrisk.compiler.compiled import Program
from zbrisk.contract import Contract
from zbrisk.errors import DataError
from zbrisk.signals.header import SignalHeader
from zbrisk.typing import Progress

__all__ = ["train_bundle_from_lessons", "train_from_lessons"]


def train_bundle_from_lessons(
    lessons: Lessons,
    out: str | Path,
    *,
    contract: Contract,
    program: Program,
    recipe: Recipe | None = None,
    prior: Bundle | None = None,
    key: SigningKey | None = None,
    progress: Progress | None = None,
) -> Trained:
    """Train and write the bundle, signed; it ranks cases as any bundle does, and may be another office's prior.

    Raises:
        ZbriskError: There can be no key, or what `train_from_lessons` raises.
    """
    key = key or own_key()
    trained = train_from_lessons(
        lessons, contract=contract, program=program, recipe=recipe, prior=prior, progress=progress
    )
    run = {
        "hashes": dict(trained.hashes), "versions": dict(trained.versions), "skipped": dict(trained.skipped),
        "recipe": trained.recipe.model_dump(mode="json"), "offices": [office.to_json() for office in lessons.offices],
    }  # fmt: skip
    write_bundle(
        Path(out), contract=contract, program=program, targets=trained.targets, until=trained.until, run=run, key=key
    )
    return trained


def train_from_lessons(
    lessons: Lessons,
    *,
    contract: Contract,
    program: Program,
    recipe: Recipe | None = None,
    prior: Bundle | None = None,
    progress: Progress | None = None,
) -> Trained:
    """Train a model for each target of the lessons.

    Args:
        lessons: Of one office or of several.
        contract: The contract that they were made with.
        program: The signals that they were made with.
        recipe: The choices; the defaults if None.
        prior: A bundle that the models start from instead of what simulations taught.
        progress: Called with how many trials of a search are done, and of how many.

    Raises:
        DataError: Contract or signals are others, or no target has enough confirmed cases.
        BundleError: The prior does not fit.
    """
    recipe, timer = recipe or Recipe(), StageTimer()
    _check_same(lessons, contract, program)
    headers = [signal.header for signal in program.signals]
    taught = priors_of_bundle(prior, contract, program) if prior else {}
    skipped = {target: why for target in lessons.rows if (why := _too_few(lessons.rows[target], recipe))}
    datasets = [
        _dataset(lessons, target, headers, taught.get(target), recipe)
        for target in lessons.rows
        if target not in skipped
    ]
    if not datasets:
        raise DataError(f"Nothing can be learnt ({'; '.join(skipped.values())}).", "Merge the lessons of more offices.")
    targets = []
    for dataset in datasets:
        target = fit_target(dataset, recipe, timer=timer, progress=progress)
        with timer("other offices"):
            offices = leave_one_office_out(dataset, recipe)
        judged = evaluate_final_model(target, dataset, recipe)
        targets.append(replace(target, metrics={**target.metrics, **judged, "offices": offices}))
    return Trained(
        targets=tuple(targets), skipped=skipped, until=lessons.until, recipe=recipe,
        hashes={
            "lessons": lessons.seal, "signals": program.digest, "recipe": recipe.digest,
            **({"prior bundle": prior.seal} if prior else {}),
        },
        versions={"python": platform.python_version()} | {name: version(name) for name in LIBRARIES},
        seconds=timer.seconds, reference_cases={d.labels.target: d.reference_cases for d in datasets},
        headers=tuple(headers), contract=contract,
    )  # fmt: skip


def _check_same(lessons: Lessons, contract: Contract, program: Program) -> None:
    if lessons.contract != contract.digest:
        raise DataError(
            f"The lessons were made with another contract ({lessons.contract[:12]}, here {contract.digest[:12]}).",
            "Give the --tables-file that the offices exported with.",
        )
    if lessons.catalogue != program.digest:
        raise DataError(
            f"The lessons were made with other signals ({lessons.catalogue[:12]}, here {program.digest[:12]}).",
            "Use the zbrisk, or give the --signals, that the offices exported with.",
        )


def _too_few(rows: pd.DataFrame, recipe: Recipe) -> str:
    reviewed = rows[rows["reviewed"]]
    confirmed, refuted = int(reviewed["label"].sum()), int((1 - reviewed["label"]).sum())
    if min(confirmed, refuted) >= recipe.least_confirmed:
        return ""
    return f"{confirmed} confirmed and {refuted} refuted cases, at least {recipe.least_confirmed} of each are needed"


def _dataset(
    lessons: Lessons, target: str, headers: Sequence[SignalHeader], taught: Prior | None, recipe: Recipe
) -> TargetDataset:
    """The rows as training takes them; a case is known by its office and place, and by nothing else."""
    rows = lessons.rows[target].reset_index(drop=True)
    names = lessons.features(target)
    prior = taught or simulated_prior(target, names, recipe)
    names = prior.first(names) if prior else names
    case = rows["office"] + ":" + rows.index.astype(str)
    moments = rows[[name for name in ROW_COLUMNS if name not in ("opened", "group")]].assign(
        case_id=case, as_of=rows["opened"], group=rows["office"] + ":" + rows["group"].astype(str),
        year=rows["opened"].dt.year.astype(object),
    )  # fmt: skip
    signs = monotone_directions(headers) if recipe.monotone else {}
    reference = _reference(rows, recipe)
    return TargetDataset(
        labels=Labels(target=target, moments=moments[moments["reviewed"]], left_out={}, cases=frozenset()),
        moments=moments, X=rows[names], reference_cases=rows.loc[reference, names].set_axis(case[reference], axis=0),
        monotone={name: signs[name] for name in names if name in signs}, rules=rule_features(headers, target),
        cohort=None, day=pd.Timestamp(lessons.until), sampling_weight=1.0, prior=prior,
    )  # fmt: skip


def _reference(rows: pd.DataFrame, recipe: Recipe) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Cases that a value's standing is taken from: those that nobody had reviewed, which stand for the cohort."""
    unreviewed = np.flatnonzero(~rows["reviewed"].to_numpy(bool))
    among = unreviewed if len(unreviewed) else np.arange(len(rows))
    size = min(len(among), recipe.reference_cases)
    return np.sort(np.random.default_rng(recipe.seed).choice(among, size=size, replace=False))
