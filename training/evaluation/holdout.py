"""All that is said of a model that knew only what was settled before a day, on what came after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np
import pandas as pd

from training.datasets.dataset import TargetDataset
from training.evaluation.backtest import backtest_list, labels_of
from training.evaluation.baselines import Baseline, compare_with_baselines, rule_baselines
from training.evaluation.population_estimates import Audited, Population, estimate_population
from training.evaluation.ranking_metrics import evaluate
from training.evaluation.reliability import reliability
from training.evaluation.seed_variation import spread
from training.evaluation.subgroups import by_subgroup, money
from training.labels.splits import Fold
from training.recipe import Recipe
from zbrisk.typing import Floats, Json

__all__ = ["Fitted", "Ranks", "evaluate_holdout"]


class Ranks(Protocol):
    """What can put cases in order."""

    def raw_score(self, X: pd.DataFrame) -> Floats:
        """Raw margins."""


class Fitted(Ranks, Protocol):
    """A model at work."""

    def confirmed_proba(self, X: pd.DataFrame) -> Floats:
        """The chance that a review would confirm each row."""


def evaluate_holdout(
    dataset: TargetDataset,
    fold: Fold,
    recipe: Recipe,
    fit: Callable[[int], Fitted],
    rivals: Mapping[str, Callable[[], Ranks]],
) -> Json:
    """Figures on the reviewed cases opened since the cut, and on the list that the model would have made on that day.

    Args:
        dataset: What is learnt from.
        fold: Its parts before and after the cut.
        recipe: The choices.
        fit: Gives the model for a seed, fitted to what was settled before the cut.
        rivals: Other models fitted to the same, by name.
    """
    later, X = dataset.moments.iloc[fold.validation], dataset.X.iloc[fold.validation]
    label = later["label"].to_numpy(np.float64)
    model = fit(recipe.seed)
    score, probability = model.raw_score(X), model.confirmed_proba(X)
    drawn = {"draws": recipe.bootstrap_draws, "seed": recipe.seed}
    figures = evaluate(label, score, probability, later["group"], top=recipe.top, **drawn)
    others = {
        **_rules(dataset, fold, X),
        **{name: Baseline(score=rival().raw_score(X)) for name, rival in rivals.items()},
    }
    return {
        **{name: estimate.to_json() for name, estimate in figures.items()},
        "reliability": [each.to_json() for each in reliability(label, probability)],
        "groups": by_subgroup(later, score, probability, **drawn),
        "money": money(later, score, recipe.top, **drawn),
        "against": compare_with_baselines(later, score, others | _last(dataset, later), **drawn),
        "seeds": _seeds(fit, recipe, X, label, (score, probability)),
        **_list_of_the_day(dataset, fold, recipe, model, (later, score, probability)),
    }


def _rules(dataset: TargetDataset, fold: Fold, X: pd.DataFrame) -> dict[str, Baseline]:
    return rule_baselines(dataset.moments.iloc[fold.train], dataset.X.iloc[fold.train], X, dataset.rules)


def _last(dataset: TargetDataset, later: pd.DataFrame) -> dict[str, Baseline]:
    """The last model's order of the cases that were opened after it had been trained: it may have learnt the others."""
    if dataset.last is None:
        return {}
    unseen = (later["as_of"] >= dataset.last.until).to_numpy()
    scores = np.full(len(later), np.nan)
    scores[unseen] = dataset.last.scores(dataset.labels.target, later[unseen])
    return {"last_model": Baseline(score=scores, which=dataset.last.version)}


def _seeds(
    fit: Callable[[int], Fitted], recipe: Recipe, X: pd.DataFrame, label: Floats, first: tuple[Floats, Floats]
) -> Json:
    fits = [fit(recipe.seed + 1 + again) for again in range(recipe.refits)]
    scores = [first[0], *(each.raw_score(X) for each in fits)]
    probabilities = [first[1], *(each.confirmed_proba(X) for each in fits)]
    length = min(recipe.top, default=0)
    return spread(label, scores, probabilities, length) if fits else {}


def _list_of_the_day(
    dataset: TargetDataset, fold: Fold, recipe: Recipe, model: Fitted, judged: tuple[pd.DataFrame, Floats, Floats]
) -> Json:
    """The list that would have been issued on the cut, and what random audits after it say of all the cases on it."""
    later, score, probability = judged
    if dataset.cohort is None:
        return {}
    opened_later = frozenset(later["case_id"])
    cohort = dataset.cohort(fold.cut, always=opened_later, never=dataset.labels.cases - opened_later)
    if cohort.empty:
        return {}
    X, sampling_weight = cohort[list(dataset.X)], cohort["sampling_weight"].to_numpy(np.float64)
    everyone = Population(score=model.raw_score(X), probability=model.confirmed_proba(X), weight=sampling_weight)
    chance = pd.to_numeric(later["propensity"]).to_numpy(np.float64)
    at_random = chance > 0
    audits = Audited(
        score=score[at_random],
        probability=probability[at_random],
        label=later["label"].to_numpy(np.float64)[at_random],
        weight=1 / chance[at_random],
    )
    return {
        "backtest": backtest_list(everyone.score, sampling_weight, labels_of(cohort.index, later), recipe.top),
        "unselected": estimate_population(audits, everyone, recipe.top),
    }
