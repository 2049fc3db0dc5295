"""A modest search for the shape of the trees, on forward folds that end before the hold-out.

All folds of a trial grow in step, one tree each a round, so that the number of trees is the one that is best for the
mean of the folds, not the luckiest for each. Data are binned once a fold and shared among trials. The first trial is
the defaults, so the search can say what it bought over them.

With a study file a search that was stopped goes on where it stood, and ends as if it had never been stopped: each trial
draws from a seed of its own, and what was learnt from the earlier ones is read from the file. Trials of other data or
choices in the same file are left alone.
"""

from __future__ import annotations

import hashlib
import logging
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
import optuna
import pandas as pd
from numpy.typing import NDArray
from optuna.trial import TrialState
from sklearn.metrics import average_precision_score

from training.labels.splits import Fold, rarer_labels
from training.models.boosting import BINNING, Boosting, default_shape, most_depth, most_leaves
from training.models.prior import Prior, corrects, say
from training.sqlite_file import sqlite_address
from zbrisk.errors import DataError
from zbrisk.typing import Floats, Progress

__all__ = ["Tuned", "tune"]


MOST_ROUNDS = 400
PATIENCE = 50
LOOK_EVERY = 5  # rounds; to look at the folds costs some 6 % of a tree
REPORT_EVERY = 10
FIXED = ("rounds", "split_share", "forest")  # what a trial does not draw


@dataclass(frozen=True, kw_only=True)
class Tuned:
    """The chosen shape, and what choosing brought.

    `score` is the mean average precision over the folds (weighted by their confirmed cases), at its best round and so a
    little flattering; `default_score` is that of the defaults. None where there was nothing to search on.
    """

    boosting: Boosting
    score: float | None = None
    default_score: float | None = None
    trials: int = 0
    pruned: int = 0
    folds: int = 0

    def to_json(self) -> dict[str, object]:
        """Plain JSON values."""
        return asdict(self)


def tune(
    X: NDArray[np.float64], moments: pd.DataFrame, folds: Sequence[Fold], *, trials: int, max_depth: int,
    leaves: int = 0, monotone: Sequence[int] = (), timeout_seconds: float | None = None, seed: int = 0,
    threads: int = 1, progress: Progress | None = None, title: str = "", study_file: Path | None = None,
    prior: Prior | None = None,
) -> Tuned:  # fmt: skip
    """Search for `trials` trials, or until the time is up; the same seed and no timeout give the same answer.

    Args:
        X: Features, one row a moment.
        moments: label, weight and reviewed, row by row.
        folds: Forward folds; with none, or with no trials, the defaults are the answer.
        trials: Shapes to try; none where labels are so few that a forest is grown.
        max_depth: Depth of the trees at most; few labels pay for less, see `training.models.boosting`.
        leaves: Leaves of a tree at most; 0 for as many as the labels pay for.
        monotone: One of -1, 0, 1 a feature, or nothing.
        timeout_seconds: Ends the search after the trial that is running then.
        seed: Seed of the sampler and the trees.
        threads: Threads of LightGBM.
        progress: Called after each trial with how many are done, and of how many.
        title: What the study is called in the file.
        study_file: A SQLite file that keeps the trials, so that a search that was stopped can go on.
        prior: Trees to start from, whose features are the first columns of X.

    Raises:
        DataError: The study file cannot be used.
    """
    labels = rarer_labels(moments)
    defaults = default_shape(labels, max_depth, leaves, corrects=corrects(prior))
    deepest, widest = min(max_depth, most_depth(labels)), leaves or most_leaves(labels)
    if not trials or not folds or defaults.forest:
        return Tuned(boosting=defaults)
    fold_scorer = _FoldScorer(X, moments, folds, monotone=monotone, seed=seed, threads=threads, prior=prior)
    study, until = _study(), time.monotonic() + (timeout_seconds or float("inf"))
    name = f"{title}-{_digest(X, moments, folds, seed, deepest, widest, list(monotone), prior)}"
    with _kept_trials(study_file, name) if study_file is not None else nullcontext() as kept:
        study.add_trials(kept.trials if kept else [])
        for number in range(len(study.trials), trials):
            if number and time.monotonic() >= until:
                break
            if not number:
                study.enqueue_trial(_searched_values(defaults))
            study.sampler = _sampler(seed, number)
            study.optimize(lambda trial: fold_scorer.score(_suggest(trial, deepest, widest), trial), n_trials=1)
            if kept:
                kept.add_trial(study.get_trials(deepcopy=False)[number])
            if progress:
                progress(number + 1, trials)
    best, first = study.best_trial, study.trials[0]
    better = fold_scorer.exceeds_one_standard_error(best.user_attrs["by_fold"], first.user_attrs["by_fold"])
    searched = Boosting(**best.params, rounds=best.user_attrs["rounds"])
    return Tuned(
        boosting=searched if better else defaults,
        score=best.value if better else first.value,
        default_score=first.value,
        trials=len(study.trials),
        pruned=sum(trial.state is TrialState.PRUNED for trial in study.trials),
        folds=len(folds),
    )


class _FoldScorer:
    """The binned folds that all trials share."""

    def __init__(
        self, X: NDArray[np.float64], moments: pd.DataFrame, folds: Sequence[Fold], *, monotone: Sequence[int],
        seed: int, threads: int, prior: Prior | None,
    ) -> None:  # fmt: skip
        self._settings: dict[str, Any] = {"seed": seed, "threads": threads, "monotone": monotone}
        label, weight = moments["label"].to_numpy(), moments["weight"].to_numpy()
        self._data: list[tuple[lgb.Dataset, lgb.Dataset]] = []
        # what stands beside the trees of each validation, and the say of the trees
        self._beside: list[tuple[Floats, float] | None] = []
        for fold in folds:
            a, b = fold.train, fold.validation
            binning = BINNING | {"verbosity": -1}
            start, ahead = _prior_scores(prior, X[a], label[a], weight[a], X[b])
            train = lgb.Dataset(X[a], label[a], weight=weight[a], init_score=start, params=binning).construct()
            valid = train.create_valid(X[b], label[b], weight=weight[b], init_score=ahead, params=binning).construct()
            self._data.append((train, valid))
            self._beside.append(None if prior is None or prior.corrected else (prior.scores(X[b]), say(label[a])))
        confirmed = np.array([label[fold.validation].sum() for fold in folds])
        self._shares = confirmed / confirmed.sum()

    def score(self, boosting: Boosting, trial: optuna.Trial) -> float:
        """Grow all folds until the mean average precision has not risen for `PATIENCE` rounds."""
        parameters = boosting.to_lightgbm(**self._settings) | {"metric": "None"}
        boosters = [lgb.Booster(parameters, train).add_valid(valid, "valid") for train, valid in self._data]
        best, rounds = -1.0, LOOK_EVERY
        for step in range(1, MOST_ROUNDS + 1):
            for booster in boosters:
                booster.update()
            if step % LOOK_EVERY:
                continue
            by_fold = [
                float(booster.eval_valid(_beside(guess))[0][2])
                for booster, guess in zip(boosters, self._beside, strict=True)
            ]
            mean = float(self._shares @ by_fold)
            if mean > best:
                best, rounds = mean, step
                trial.set_user_attr("by_fold", by_fold)
            trial.set_user_attr("grown", step)
            if step - rounds >= PATIENCE:
                break
            if step % REPORT_EVERY == 0:
                trial.report(best, step)
                if trial.should_prune():
                    raise optuna.TrialPruned
        trial.set_user_attr("rounds", rounds)
        return best

    def exceeds_one_standard_error(self, one: Sequence[float], other: Sequence[float]) -> bool:
        """Whether one shape beats another by more than a standard error of their difference over the folds.

        The best of many trials is partly the luckiest; a difference within the error is no reason to leave the
        defaults (the one-standard-error rule, Breiman et al. 1984).
        """
        gain = np.asarray(one) - np.asarray(other)
        mean = float(self._shares @ gain)
        if len(gain) < 2:
            return False
        error = np.sqrt(float(self._shares**2 @ (gain - mean) ** 2) * len(gain) / (len(gain) - 1))
        return bool(mean > error)


def _prior_scores(prior: Prior | None, X: Floats, label: Floats, weight: Floats, later: Floats) -> tuple[Any, Any]:
    """What the trees of a fold start from, in its training and in its validation."""
    if prior is None or not prior.corrected:
        return None, None
    shift = prior.shift(X, label, weight)
    return prior.scores(X) + shift, prior.scores(later) + shift


def _beside(guess: tuple[Floats, float] | None) -> Callable[[Floats, lgb.Dataset], tuple[str, float, bool]]:
    """Average precision of grown trees, and of what stands beside them, weighed as in `Prior.beside`."""

    def figure(chance: Floats, data: lgb.Dataset) -> tuple[str, float, bool]:
        score = np.log(np.clip(chance, 1e-15, 1)) - np.log1p(-np.clip(chance, 0, 1 - 1e-15))
        if guess is not None:
            prior, share = guess
            score = share * score / (score.std() or 1.0) + (1 - share) * prior / (prior.std() or 1.0)
        found = average_precision_score(data.get_label(), score, sample_weight=data.get_weight())
        return "average precision", float(found), True

    return figure


def _digest(X: NDArray[np.float64], moments: pd.DataFrame, folds: Sequence[Fold], *choices: object) -> str:
    """A name for what is searched on: the folds' rows, the choices and the versions."""
    named = hashlib.sha256(repr((choices, LOOK_EVERY, PATIENCE, version("lightgbm"), version("optuna"))).encode())
    numbers = moments[["label", "weight"]].to_numpy(np.float64)
    for rows in (rows for fold in folds for rows in (fold.train, fold.validation)):
        named.update(X[rows].tobytes() + numbers[rows].tobytes())
    return named.hexdigest()[:16]


def _suggest(trial: optuna.Trial, deepest: int, widest: int) -> Boosting:
    return Boosting(
        max_depth=trial.suggest_int("max_depth", 1, deepest),
        leaves=trial.suggest_int("leaves", 2, max(2, min(widest, 2**deepest))),
        learning_rate=trial.suggest_float("learning_rate", 0.02, 0.15, log=True),
        min_hessian=trial.suggest_float("min_hessian", 0.5, 20.0, log=True),
        l2=trial.suggest_float("l2", 0.1, 100.0, log=True),
        feature_share=trial.suggest_float("feature_share", 0.1, 1.0),
        row_share=trial.suggest_float("row_share", 0.5, 1.0),
    )


def _searched_values(boosting: Boosting) -> dict[str, Any]:
    return {name: value for name, value in asdict(boosting).items() if name not in FIXED}


def _study() -> optuna.Study:
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    pruner = optuna.pruners.MedianPruner(n_startup_trials=5, n_warmup_steps=3 * REPORT_EVERY)
    return optuna.create_study(direction="maximize", pruner=pruner)


@contextmanager
def _kept_trials(file: Path, name: str) -> Iterator[optuna.Study]:
    """The finished trials in a file. The search itself runs in memory: a commit for every report would slow it down."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        storage = optuna.storages.RDBStorage(sqlite_address(file.resolve()))
        study = optuna.create_study(direction="maximize", storage=storage, study_name=name, load_if_exists=True)
    except Exception as error:  # SQLAlchemy's, alembic's and Optuna's own have no parent in common
        raise DataError(
            f"The study file {file} cannot be used: {type(error).__name__}.", "Name a new file, in a folder of yours."
        ) from error
    try:
        yield study
    finally:
        storage.remove_session()
        storage.engine.dispose()


def _sampler(seed: int, number: int) -> optuna.samplers.BaseSampler:
    """The sampler of one trial, whose seed does not depend on whether the search was ever stopped."""
    own = int(np.random.SeedSequence([seed, number]).generate_state(1)[0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)  # multivariate TPE
        return optuna.samplers.TPESampler(seed=own, multivariate=True)
