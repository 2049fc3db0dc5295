"""What each target is learnt from: moments, labels, groups and features, made together so that each is made once."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from training.datasets.feature_columns import features_of, monotone_directions
from training.datasets.incumbent import Incumbent
from training.datasets.past_cohort import PastCohort
from training.datasets.rule_signals import rule_features
from training.datasets.subgroup_columns import with_subgroups
from training.labels.cohort import CohortDays
from training.labels.groups import case_groups, group_of
from training.labels.labels import Labels, reviewed_labels
from training.models.bundle_prior import priors_of_bundle
from training.models.prior import Prior, prior_of
from training.recipe import Recipe
from training.stage_timer import StageTimer
from zbrisk.bundle.bundle import Bundle
from zbrisk.docket import Docket
from zbrisk.errors import DataError
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.scoring.scorer import Scorer
from zbrisk.signals.header import SignalHeader

__all__ = ["Datasets", "TargetDataset", "build_datasets", "features_at", "simulated_prior"]


@dataclass(frozen=True, kw_only=True)
class TargetDataset:
    """What one target is learnt from.

    Args:
        labels: What reviewers found.
        moments: Those of the labels and of the strategy, with `group` and what figures are split by.
        X: The features of `moments`, row by row.
        reference_cases: The features of the cases that a percentile is taken from, by case_id.
        monotone: The features that may push one way only.
        rules: The signals that make simple rules, each with the feature by which it fires.
        cohort: The cohorts of past days; None where there are no tables to make one of.
        day: The day that nothing is known of or after: that of `reference_cases`.
        sampling_weight: How many cases of that day's cohort each reference case represents.
        last: The model that is in use, if one is given.
        prior: What the model starts from; its features are the first columns of X.
    """

    labels: Labels
    moments: pd.DataFrame
    X: pd.DataFrame
    reference_cases: pd.DataFrame
    monotone: Mapping[str, int]
    rules: Mapping[str, str]
    cohort: PastCohort | None
    day: pd.Timestamp
    sampling_weight: float
    last: Incumbent | None = None
    prior: Prior | None = None


@dataclass(frozen=True, kw_only=True)
class Datasets:
    """The targets that can be learnt, and why others cannot."""

    datasets: tuple[TargetDataset, ...]
    skipped: Mapping[str, str]


def build_datasets(
    docket: Docket,
    builder: SignalBuilder,
    *,
    until: dt.date,
    recipe: Recipe,
    timer: StageTimer,
    last: Scorer | None = None,
    prior: Bundle | None = None,
) -> Datasets:
    """Gather all that is learnt from; with a bundle as `prior` its models are what is started from.

    Raises:
        DataError: There are no outcomes, no target has enough confirmed cases, or no case stands on `until`.
        BundleError: The prior does not fit the tables or the signals.
    """
    taught = priors_of_bundle(prior, docket.contract, builder.program_) if prior else {}
    # first: it is soon known whether there are any
    reference, sampling_weight = _reference_cases(docket, until, recipe)
    headers = [signal.header for signal in builder.program_.signals]
    with timer("labels"):
        cohort = CohortDays(docket, until)
        found = [reviewed_labels(docket, target, until, cohort) for target in _targets(recipe, docket, headers)]
        learnable, skipped = _enough(found, recipe)
        groups = case_groups(docket, until)
        moments = [
            with_subgroups(_moments(labels, cohort, groups, recipe), docket, labels.target, until)
            for labels in learnable
        ]
    with timer("matrix"):
        *matrices, reference_cases = features_at(builder, [*moments, reference])
    reference_cases = reference_cases.set_axis(pd.Index(reference["case_id"], dtype=object), axis=0)
    past = PastCohort(docket, builder, recipe, timer)
    signs = monotone_directions(headers) if recipe.monotone else {}
    datasets = []
    for labels, frame, matrix in zip(learnable, moments, matrices, strict=True):
        names = list(features_of(headers, labels.target))
        start = taught.get(labels.target) or simulated_prior(labels.target, names, recipe)
        names = start.first(names) if start else names
        dataset = TargetDataset(
            labels=labels, moments=frame, X=matrix[names], reference_cases=reference_cases[names],
            monotone={name: signs[name] for name in names if name in signs},
            rules=rule_features(headers, labels.target), cohort=past, day=pd.Timestamp(until),
            sampling_weight=sampling_weight, last=Incumbent(last, docket) if last else None, prior=start,
        )  # fmt: skip
        datasets.append(dataset)
    return Datasets(datasets=tuple(datasets), skipped=skipped)


def _enough(found: Sequence[Labels], recipe: Recipe) -> tuple[list[Labels], dict[str, str]]:
    """The labels of the targets that have enough of them, and why others have not."""
    skipped = {labels.target: reason for labels in found if (reason := _too_few(labels, recipe))}
    learnable = [labels for labels in found if labels.target not in skipped]
    if not learnable:
        reasons = "; ".join(f"{target}: {reason}" for target, reason in skipped.items())
        raise DataError(f"Nothing can be learnt ({reasons}).", "Train with a later --until, or review more cases.")
    return learnable, skipped


def simulated_prior(target: str, names: Sequence[str], recipe: Recipe) -> Prior | None:
    """What simulations taught, where the recipe asks for it and the signals are there that it reads."""
    prior = prior_of(target) if recipe.prior == "simulated" else None
    return prior if prior and not prior.lacking(names) else None


def _targets(recipe: Recipe, docket: Docket, headers: Sequence[SignalHeader]) -> tuple[str, ...]:
    """The recipe's targets, or those of the outcomes that some signal is made for."""
    served = {target for header in headers for target in header.targets}
    outcomes = docket.contract.outcomes
    wanted = recipe.targets or tuple(t for t in (outcomes.targets if outcomes else ()) if t in served)
    for target in wanted:
        if target not in served:
            raise DataError(f"No signal is made for the target {target!r}.", "List it under `targets` of its signals.")
    if not wanted:
        raise DataError("There is no target to train.", "The contract's outcomes and the signals share none.")
    return wanted


def _too_few(labels: Labels, recipe: Recipe) -> str:
    confirmed = int(labels.moments["label"].sum())
    refuted = len(labels.moments) - confirmed
    if min(confirmed, refuted) >= recipe.least_confirmed:
        return ""
    needed = f"{confirmed} confirmed and {refuted} refuted cases, at least {recipe.least_confirmed} of each are needed"
    left_out = ", ".join(f"{count:,} {why}" for why, count in labels.left_out.items() if count)
    return f"{needed}; left out are outcomes: {left_out}" if left_out else needed


def _moments(labels: Labels, cohort: CohortDays, groups: pd.Series[str], recipe: Recipe) -> pd.DataFrame:
    # a seed of its own for each target, so that adding a target changes no other
    seed = recipe.seed + zlib.crc32(labels.target.encode())
    moments = recipe.unreviewed().moments(labels, cohort, groups, seed)
    return moments.assign(group=group_of(moments, groups))


def _reference_cases(docket: Docket, until: dt.date, recipe: Recipe) -> tuple[pd.DataFrame, float]:
    """The cases that would be ranked on `until`, or a sample of them, and how many each represents."""
    cases = docket.cohort(until)[docket.contract.cohort.key]
    if cases.empty:
        raise DataError(
            f"None of the {docket.contract.cohort.label['en']} stands on {until}, so there is nobody to compare with.",
            "Train with another --until; `zbrisk rank` with that day as --as-of would list whoever stands.",
        )
    size = min(len(cases), recipe.reference_cases)
    chosen = np.random.default_rng(recipe.seed).choice(len(cases), size=size, replace=False)
    moments = pd.DataFrame({"case_id": cases.iloc[np.sort(chosen)].to_numpy(), "as_of": pd.Timestamp(until)})
    return moments, len(cases) / max(size, 1)


def features_at(builder: SignalBuilder, frames: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """The features of several lists of moments, each moment computed once."""
    keys = [pd.MultiIndex.from_arrays([frame["case_id"].astype(object), frame["as_of"].dt.date]) for frame in frames]
    every = keys[0].append(keys[1:]).unique()
    matrix = builder.transform(every.to_frame(index=False, name=["case_id", "as_of"]))
    return [matrix.iloc[every.get_indexer(key)].reset_index(drop=True) for key in keys]
