"""Learning one target: set the latest aside, search, judge, then fit on all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from training.datasets.audit_holdout import Kept, keep_audits, scored
from training.datasets.dataset import Lesson
from training.evaluation.holdout import judge_later
from training.labels.splits import Fold, confirmed_quantile, forward_folds, split_at
from training.models.boosting import Boosting
from training.models.classifier import RiskClassifier
from training.models.prior import Prior
from training.models.tuning import Tuned, default_shape, tune
from training.recipe import Recipe
from training.stage_timer import Clock
from zbrisk.bundle.reference import Reference
from zbrisk.bundle.reviewed_scores import ReviewedScores
from zbrisk.bundle.trained import TrainedTarget

__all__ = ["fitted", "learn", "why_unsearched"]

#: Confirmed cases before the hold-out from which a search pays; with fewer it would pick the luckiest of noisy folds.
ENOUGH_TO_SEARCH = 40
#: Of what was settled before a hold-out, the share that must be left to learn from, and moments a group in it from
#: which that is asked: where groups are households of a case or two, whoever is judged takes little away.
LEAST_KEPT, MANY_MOMENTS = 0.5, 3


def learn(
    lesson: Lesson,
    recipe: Recipe,
    *,
    clock: Clock,
    console: Console | None = None,
    study: Path | None = None,
) -> TrainedTarget:
    """Train and judge the model of one target; `study` is a file that keeps the search's trials."""
    lesson, kept = keep_audits(lesson, recipe)
    latest = split_at(lesson.moments, confirmed_quantile(lesson.moments, 1 - recipe.holdout))
    with clock("tuning"):
        tuned = _tune(lesson, latest, recipe, console, study)
    with clock("judging"):
        holdout = _judge(lesson, latest, tuned.boosting, recipe)
    model = fitted(lesson, np.arange(len(lesson.moments)), tuned.boosting, recipe)
    clock.add(model.seconds_)
    with clock("reference"):
        columns = {name: lesson.peers[name].to_numpy() for name in map(str, lesson.peers)}
        reference = Reference.of(columns, model.raw_score(lesson.peers))
    return TrainedTarget(
        target=lesson.labels.target, feature_names=tuple(lesson.X.columns), model_text=model.model_text_,
        calibration=model.calibration_, reference=reference, monotone=dict(lesson.monotone),
        metrics={
            "learnt_from": _counts(lesson) | {"noise": model.noise_}, "prior": _told(lesson.prior),
            "tuning": tuned.to_json(), "holdout": holdout,
        },
        audits=scored(kept, model), reviewed=_reviewed(lesson, kept, model, recipe),
    )  # fmt: skip


def _reviewed(lesson: Lesson, kept: Kept | None, model: RiskClassifier, recipe: Recipe) -> ReviewedScores | None:
    """Reviews by score of cases that the scoring model had not learnt from: cross-fitted, and the audits kept out."""
    moments, _ = recipe.unreviewed().taught(lesson.moments, lesson.X, recipe.seed)
    scores, labels = model.unseen_score_, moments["label"].to_numpy(np.float64)
    unseen = ~np.isnan(scores)
    parts = [(scores[unseen], labels[unseen])]
    if kept is not None:
        parts.append((model.raw_score(kept[1]), kept[0]["label"].to_numpy(np.float64)))
    every, found = (np.concatenate(column) for column in zip(*parts, strict=True))
    return ReviewedScores.of(every, found, model.noise_)


def _tune(lesson: Lesson, latest: Fold, recipe: Recipe, console: Console | None, study: Path | None) -> Tuned:
    """Search on what could be learnt from at the hold-out's cut, and on nothing later."""
    earlier = lesson.moments.iloc[latest.train].reset_index(drop=True)
    searchable = earlier["label"].sum() >= ENOUGH_TO_SEARCH
    folds = forward_folds(earlier, count=recipe.folds) if searchable else []
    return tune(
        lesson.X.to_numpy()[latest.train], earlier, folds, trials=recipe.trials, max_depth=recipe.max_depth,
        monotone=[lesson.monotone.get(name, 0) for name in map(str, lesson.X)], timeout_seconds=recipe.timeout_seconds,
        seed=recipe.seed, threads=recipe.threads, console=console, title=lesson.labels.target,
        study_file=study,
    )  # fmt: skip


def _judge(lesson: Lesson, latest: Fold, boosting: Boosting, recipe: Recipe) -> dict[str, object]:
    """Figures of a model that knew only what was settled before the cut, on the reviewed cases opened since."""
    known, later = lesson.moments.iloc[latest.train], lesson.moments.iloc[latest.validation]
    record: dict[str, object] = {
        "from": latest.cut.date().isoformat(),
        "reviewed": len(later),
        "confirmed": int(later["label"].sum()),
        "learnt_from_confirmed": int(known["label"].sum()),
    }
    if why := _no_figures(lesson, latest):
        return record | {"note": f"no data: {why}"}

    def fit(seed: int, shape: Boosting = boosting) -> RiskClassifier:
        return fitted(lesson, latest.train, shape, replace(recipe, seed=seed))

    plain = default_shape(recipe.max_depth, started=lesson.prior is not None)
    rivals: dict[str, Callable[[], RiskClassifier]] = {}
    if boosting != plain:
        rivals["untuned"] = lambda: fit(recipe.seed, plain)
    if lesson.prior is not None:
        bare, shape = replace(lesson, prior=None), default_shape(recipe.max_depth)
        rivals["without_prior"] = lambda: fitted(bare, latest.train, shape, recipe)
    return record | judge_later(lesson, latest, recipe, fit, rivals)


def _no_figures(lesson: Lesson, latest: Fold) -> str:
    """Why a hold-out would say nothing of the model; empty where it does."""
    moments, cut = lesson.moments[lesson.moments["reviewed"]], latest.cut.date()
    known, later = lesson.moments.iloc[latest.train], lesson.moments.iloc[latest.validation]
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
    few = f"{confirmed} confirmed before the hold-out, and a search needs {ENOUGH_TO_SEARCH}"
    reason = few if confirmed < ENOUGH_TO_SEARCH else "no fold before the hold-out has outcomes of both kinds"
    return f"none of the {trials} trials was made: {reason}"


def fitted(
    lesson: Lesson, rows: np.ndarray[tuple[int], np.dtype[np.intp]], boosting: Boosting, recipe: Recipe
) -> RiskClassifier:
    """The model that a recipe and a shape give from some rows of a lesson."""
    moments, X = recipe.unreviewed().taught(lesson.moments.iloc[rows], lesson.X.iloc[rows], recipe.seed)
    model = RiskClassifier(
        **asdict(boosting), calibration=recipe.calibration, folds=recipe.calibration_folds,
        prior=lesson.prior, monotone=lesson.monotone, random_state=recipe.seed, n_jobs=recipe.threads,
    )  # fmt: skip
    return model.fit(
        X, moments["label"].astype(int), moments["weight"],
        groups=moments["group"], calibrate_on=moments["reviewed"],
    )  # fmt: skip


def _told(prior: Prior | None) -> dict[str, object]:
    return {} if prior is None else {"digest": prior.digest, "trees": prior.booster.num_trees()}


def _counts(lesson: Lesson) -> dict[str, object]:
    reviewed = lesson.moments[lesson.moments["reviewed"]]
    selected = reviewed["selected_by"].fillna("unknown").value_counts().sort_index()
    return {
        "reviewed": len(reviewed),
        "confirmed": int(reviewed["label"].sum()),
        "weak_negatives": len(lesson.moments) - len(reviewed),
        "groups": int(reviewed["group"].nunique()),
        "first_opened": reviewed["as_of"].min().date().isoformat(),
        "last_opened": reviewed["as_of"].max().date().isoformat(),
        "selected_by": {str(kind): int(count) for kind, count in selected.items()},
        "left_out": dict(lesson.labels.left_out),
    }
