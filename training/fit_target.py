"""Learning one target: set the latest aside, search, judge, then fit on all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from training.datasets.audit_holdout import AuditHoldout, hold_out_audits, scored
from training.datasets.dataset import TargetDataset
from training.evaluation.holdout import Ranks, evaluate_holdout
from training.evaluation.plain_models import PLAIN_MODELS
from training.labels.splits import Fold, confirmed_quantile, forward_folds, rarer_labels, split_at
from training.models.boosting import ENOUGH_TO_SEARCH, Boosting, default_shape
from training.models.classifier import RiskClassifier
from training.models.prior import Prior, corrects
from training.models.tuning import Tuned, tune
from training.recipe import Recipe
from training.stage_timer import StageTimer
from zbrisk.bundle.reference import Reference
from zbrisk.bundle.reviewed_scores import ReviewedScores
from zbrisk.bundle.trained import TrainedTarget
from zbrisk.typing import Floats, Progress

__all__ = ["fit_model", "fit_target", "why_unsearched"]


#: Reviewed cases of either kind before the hold-out from which plain models are set beside ours.
ENOUGH_FOR_PLAIN_MODELS = 10
#: Of what was settled before a hold-out, the share that must be left to learn from, and moments a group in it from
#: which that is asked: where groups are households of a case or two, whoever is judged takes little away.
LEAST_KEPT, MANY_MOMENTS = 0.5, 3


def fit_target(
    dataset: TargetDataset,
    recipe: Recipe,
    *,
    timer: StageTimer,
    progress: Progress | None = None,
    study: Path | None = None,
) -> TrainedTarget:
    """Train and judge the model of one target; `study` is a file that keeps the search's trials,
    `progress` is called with how many of them are done, and of how many; then with how many of its refits are."""
    dataset, kept = hold_out_audits(dataset, recipe)
    latest = split_at(dataset.moments, confirmed_quantile(dataset.moments, 1 - recipe.holdout))
    with timer("tuning"):
        tuned = _tune(dataset, latest, recipe, progress, study)
    with timer("judging"):
        holdout = _judge(dataset, latest, tuned.boosting, recipe, progress)
    model = fit_model(dataset, np.arange(len(dataset.moments)), tuned.boosting, recipe)
    timer.add(model.seconds_)
    with timer("reference"):
        columns = {name: dataset.reference_cases[name].to_numpy() for name in map(str, dataset.reference_cases)}
        reference = Reference.of(columns, model.raw_score(dataset.reference_cases))
    return TrainedTarget(
        target=dataset.labels.target, feature_names=tuple(dataset.X.columns), model_text=model.model_text_,
        calibration=model.calibration_, reference=reference, monotone=dict(dataset.monotone),
        metrics={
            "learnt_from": _counts(dataset) | {"noise": model.noise_}, "prior": _about(dataset.prior),
            "linear": model.linear_,
            "tuning": tuned.to_json(), "holdout": holdout,
        },
        audits=scored(kept, model), reviewed=_reviewed(dataset, kept, model, recipe),
    )  # fmt: skip


def _reviewed(
    dataset: TargetDataset, kept: AuditHoldout | None, model: RiskClassifier, recipe: Recipe
) -> ReviewedScores | None:
    """Reviews by score of cases that the scoring model had not learnt from: cross-fitted, and the audits kept out."""
    moments, _ = recipe.unreviewed().training_rows(dataset.moments, dataset.X, recipe.seed)
    scores, labels = model.unseen_score_, moments["label"].to_numpy(np.float64)
    unseen = ~np.isnan(scores)
    parts = [(scores[unseen], labels[unseen])]
    if kept is not None:
        parts.append((model.raw_score(kept[1]), kept[0]["label"].to_numpy(np.float64)))
    every, found = (np.concatenate(column) for column in zip(*parts, strict=True))
    return ReviewedScores.of(every, found, model.noise_)


def _tune(dataset: TargetDataset, latest: Fold, recipe: Recipe, progress: Progress | None, study: Path | None) -> Tuned:
    """Search on what could be learnt from at the hold-out's cut, and on nothing later."""
    earlier = dataset.moments.iloc[latest.train].reset_index(drop=True)
    searchable = rarer_labels(earlier) >= ENOUGH_TO_SEARCH
    folds = forward_folds(earlier, count=recipe.folds) if searchable else []
    return tune(
        dataset.X.to_numpy()[latest.train], earlier, folds, trials=recipe.trials, max_depth=recipe.max_depth,
        leaves=recipe.leaves, monotone=[dataset.monotone.get(name, 0) for name in map(str, dataset.X)],
        timeout_seconds=recipe.timeout_seconds, seed=recipe.seed, threads=recipe.threads, progress=progress,
        title=dataset.labels.target, study_file=study, prior=dataset.prior,
    )  # fmt: skip


def _judge(
    dataset: TargetDataset, latest: Fold, boosting: Boosting, recipe: Recipe, progress: Progress | None
) -> dict[str, object]:
    """Figures of a model that knew only what was settled before the cut, on the reviewed cases opened since."""
    known, later = dataset.moments.iloc[latest.train], dataset.moments.iloc[latest.validation]
    record: dict[str, object] = {
        "from": latest.cut.date().isoformat(),
        "reviewed": len(later),
        "confirmed": int(later["label"].sum()),
        "learnt_from_confirmed": int(known["label"].sum()),
    }
    if why := _no_figures(dataset, latest):
        return record | {"note": f"no data: {why}"}

    seeds = 0

    @cache
    def fit(seed: int, shape: Boosting = boosting) -> RiskClassifier:
        nonlocal seeds
        model = fit_model(dataset, latest.train, shape, recipe.model_copy(update={"seed": seed}))
        if shape == boosting and progress:  # each takes as long as the model itself
            seeds += 1
            progress(seeds, 1 + recipe.refits)
        return model

    of = (rarer_labels(known), recipe.max_depth, recipe.leaves)
    plain = default_shape(*of, corrects=corrects(dataset.prior))
    rivals: dict[str, Callable[[], Ranks]] = _plain_models(dataset, latest, recipe)
    if boosting != plain:
        rivals["untuned"] = lambda: fit(recipe.seed, plain)
    if (prior := dataset.prior) is not None:
        bare, shape = replace(dataset, prior=None), default_shape(*of)
        rivals["without_prior"] = lambda: fit_model(bare, latest.train, shape, recipe)
        rivals["prior_alone"] = lambda: _PriorAlone(prior)
    if fit(recipe.seed).linear_:
        trees = recipe.model_copy(update={"linear": False})
        rivals["without_linear"] = lambda: fit_model(dataset, latest.train, boosting, trees)
    return record | evaluate_holdout(dataset, latest, recipe, fit, rivals)


def _plain_models(dataset: TargetDataset, latest: Fold, recipe: Recipe) -> dict[str, Callable[[], Ranks]]:
    """Plain models of the reviewed cases before the cut, by name."""
    known = latest.train[dataset.moments["reviewed"].to_numpy(bool)[latest.train]]
    rows = dataset.moments.iloc[known]
    X, label, groups = dataset.X.iloc[known], rows["label"].to_numpy(np.float64), rows["group"].to_numpy()
    if min(label.sum(), (1 - label).sum()) < ENOUGH_FOR_PLAIN_MODELS:
        return {}
    return {
        name: partial(kind(seed=recipe.seed, threads=recipe.threads).fit, X, label, groups)
        for name, kind in PLAIN_MODELS.items()
    }


@dataclass(frozen=True)
class _PriorAlone:
    """The prior as a model, which no outcome has corrected."""

    prior: Prior

    def raw_score(self, X: pd.DataFrame) -> Floats:
        return self.prior.scores(X.to_numpy(np.float64))


def _no_figures(dataset: TargetDataset, latest: Fold) -> str:
    """Why a hold-out would say nothing of the model; empty where it does."""
    moments, cut = dataset.moments[dataset.moments["reviewed"]], latest.cut.date()
    known, later = dataset.moments.iloc[latest.train], dataset.moments.iloc[latest.validation]
    settled = moments[(moments["settled"] < latest.cut) & (moments["as_of"] < latest.cut)]
    kept = int(known["reviewed"].sum())
    torn = kept < len(settled) * LEAST_KEPT and len(later) >= MANY_MOMENTS * later["group"].nunique()
    if known["label"].nunique() == 2 and not torn:
        return ""
    if settled.empty:
        return f"no outcome was settled before {cut}, on which the hold-out starts"
    if settled["label"].nunique() < 2:
        found = "confirmed" if settled["label"].iloc[0] else "refuted"
        return f"every outcome settled before {cut}, on which the hold-out starts, is {found} ({len(settled)})"
    return (
        f"of the {len(settled)} outcomes settled before {cut}, on which the hold-out starts, {len(settled) - kept} are"
        " of those whom it judges, and so not learnt from; what was left knows too little of what the model handed over"
        " knows. Many moments of one entity cannot be judged like this; make each moment a case of its own"
    )


def why_unsearched(metrics: Mapping[str, Any], trials: int) -> str:
    """Why none of the trials asked for was made; empty where some were."""
    if metrics["tuning"]["trials"]:
        return ""
    confirmed = metrics["holdout"]["learnt_from_confirmed"]
    few = f"{confirmed} confirmed before the hold-out; a search needs {ENOUGH_TO_SEARCH} confirmed and as many refuted"
    reason = few if confirmed < ENOUGH_TO_SEARCH else "no fold before the hold-out has outcomes of both kinds"
    return f"none of the {trials} trials was made: {reason}"


def fit_model(
    dataset: TargetDataset, rows: np.ndarray[tuple[int], np.dtype[np.intp]], boosting: Boosting, recipe: Recipe
) -> RiskClassifier:
    """The model that a recipe and a shape give from some rows of a dataset."""
    moments, X = recipe.unreviewed().training_rows(dataset.moments.iloc[rows], dataset.X.iloc[rows], recipe.seed)
    model = RiskClassifier(
        **asdict(boosting), calibration=recipe.calibration,
        prior=dataset.prior, linear=recipe.linear, monotone=dataset.monotone,
        random_state=recipe.seed, n_jobs=recipe.threads,
    )  # fmt: skip
    return model.fit(
        X, moments["label"].astype(int), moments["weight"],
        groups=moments["group"], calibrate_on=moments["reviewed"],
    )  # fmt: skip


def _about(prior: Prior | None) -> dict[str, object]:
    if prior is None:
        return {}
    taught_by = {"taught_by": dict(prior.about)} if prior.about else {}
    return {"digest": prior.digest, "trees": prior.booster.num_trees(), **taught_by}


def _counts(dataset: TargetDataset) -> dict[str, object]:
    reviewed = dataset.moments[dataset.moments["reviewed"]]
    selected = reviewed["selected_by"].fillna("unknown").value_counts().sort_index()
    return {
        "reviewed": len(reviewed),
        "confirmed": int(reviewed["label"].sum()),
        "weak_negatives": len(dataset.moments) - len(reviewed),
        "groups": int(reviewed["group"].nunique()),
        "first_opened": reviewed["as_of"].min().date().isoformat(),
        "last_opened": reviewed["as_of"].max().date().isoformat(),
        "selected_by": {str(kind): int(count) for kind, count in selected.items()},
        "left_out": dict(dataset.labels.left_out),
    }
