"""The study: every order in every prefecture, judged against the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from experiments.rules_against_model.judging import Jury, Verdict, in_the_first, mean
from experiments.rules_against_model.lawfulness import checked
from experiments.rules_against_model.orders import (
    by_count,
    by_precision,
    fired,
    learnt_precision,
    model_score,
    rule_features,
)
from experiments.rules_against_model.setting import TARGETS, Question, Setting, recipe_of
from training.datasets.dataset import TargetDataset
from training.recipe import Recipe
from training.simulation import World
from training.simulation.rules import RULES

__all__ = ["MODEL", "YEAR_OLD", "Answer", "Kept", "answer", "pooled", "run_study"]

MODEL, YEAR_OLD = "model", "model trained a year before"
ANY = "any order"
BEST_RULE, BEST_SIGNAL = "the best office rule, known in hindsight", "the best signal, known in hindsight"
TYPOLOGY_LIST = 200
Tell = Callable[[str], None]
Scores = Mapping[str, pd.Series]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One target in one prefecture."""

    question: Question
    scores: Scores
    verdicts: Mapping[str, Verdict]
    rules: Mapping[str, str]  # single rules: office or signal
    learnt: str
    fires: Mapping[str, int] = field(default_factory=dict)
    right: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """All answers by target, one a prefecture, and the checkpoints' verdicts."""

    answers: Mapping[str, Sequence[Answer]]
    checkpoints: pd.DataFrame


def run_study(worlds: Sequence[World], *, trials: int = 10, draws: int = 300, checks: int = 4000, tell: Tell) -> Kept:
    """Everything that the report shows.

    Args:
        worlds: The prefectures.
        trials: Of the search for the shape of the trees.
        draws: Resamples.
        checks: Cases whose checkpoints are run, in each prefecture.
        tell: Called with what is begun.
    """
    answers: dict[str, list[Answer]] = {target: [] for target in TARGETS}
    verdicts = []
    for world in worlds:
        tell(f"prefecture {world.seed}: simulating {world.cases:,} cases, building features")
        setting, recipe = Setting(world), recipe_of(world, trials)
        now = setting.datasets(setting.as_of, recipe)
        before = setting.datasets(setting.as_of.replace(year=setting.as_of.year - 1), recipe)
        for target in now:
            tell(f"prefecture {world.seed}: {target}")
            answers[target].append(answer(setting, now[target], before.get(target), recipe, draws))
        tell(f"prefecture {world.seed}: checkpoints")
        verdicts.append(checked(setting, checks))
        setting.docket.close()
    return Kept(
        answers={target: own for target, own in answers.items() if own},
        checkpoints=pd.concat(verdicts, ignore_index=True),
    )


def answer(setting: Setting, now: TargetDataset, before: TargetDataset | None, recipe: Recipe, draws: int) -> Answer:
    """Every order of one target's cases."""
    question = setting.question(now.labels.target)
    own, office = _signal_rules(setting, now, question), _office_rules(setting, now, question)
    scores = {ANY: pd.Series(0.0, index=question.X.index), **own.scores, **office.scores}
    scores[MODEL] = model_score(now, recipe, question.X)
    if before is not None:
        scores[YEAR_OLD] = model_score(before, recipe, question.X)
    jury = Jury(question.truth["label"], question.group, draws=draws, seed=setting.world.seed)
    verdicts = {name: jury.judge(score) for name, score in scores.items()}
    hits = pd.concat([own.hits, office.hits], axis=1)
    reviewed = now.moments["reviewed"]
    return Answer(
        question=question, scores=scores, verdicts=verdicts,
        rules=dict.fromkeys(own.hits, "signal") | dict.fromkeys(office.hits, "office rule"),
        learnt=f"{int(reviewed.sum())} reviewed, {int(now.moments.loc[reviewed, 'label'].sum())} confirmed",
        fires={name: int(hits[name].sum()) for name in hits},
        right={name: float(question.truth.loc[hits[name], "label"].mean()) for name in hits},
    )  # fmt: skip


def pooled(answers: Sequence[Answer]) -> dict[str, Verdict]:
    """Each order's mean over the prefectures that have it."""
    names = [name for name in answers[0].verdicts if all(name in a.verdicts for a in answers)]
    verdicts = {name: mean([a.verdicts[name] for a in answers]) for name in names}
    for title, kind in ((BEST_RULE, "office rule"), (BEST_SIGNAL, "signal")):
        single = [name for name in names if answers[0].rules.get(name) == kind]
        if single:
            best = max(single, key=lambda name: verdicts[name].values["P@100"])
            verdicts[f"{title}: {best.removeprefix('office: ')}"] = verdicts[best]
    return verdicts


def typologies(answers: Sequence[Answer], orders: Sequence[str], length: int = TYPOLOGY_LIST) -> pd.DataFrame:
    """For each typology of the truth: how many true cases, and the share of them that each order's list holds."""
    parts = []
    for own in answers:
        prefix = "A" if own.question.target == TARGETS[0] else "S"
        truth = own.question.truth
        true = truth[truth["label"] == 1]
        held = pd.DataFrame({name: in_the_first(own.scores[name], length).loc[true.index] for name in orders})
        named = true["typology"].str.split(";").explode()
        parts.append(held.loc[named.index].assign(typology=named.to_numpy())[named.str.startswith(prefix).to_numpy()])
    rows = pd.concat(parts).groupby("typology")
    return pd.concat([rows.size().rename("cases"), rows.mean()], axis=1)


@dataclass(frozen=True, kw_only=True)
class _Rules:
    hits: pd.DataFrame
    scores: dict[str, pd.Series]


def _signal_rules(setting: Setting, dataset: TargetDataset, question: Question) -> _Rules:
    features = rule_features([s.header for s in setting.program.signals], question.target)
    reviewed = dataset.moments["reviewed"].to_numpy()
    precision = learnt_precision(fired(dataset.X[reviewed], features), dataset.moments.loc[reviewed, "label"])
    return _united(fired(question.X, features), precision, "signals")


def _office_rules(setting: Setting, dataset: TargetDataset, question: Question) -> _Rules:
    rules = list(RULES[question.target])
    reviewed = dataset.moments[dataset.moments["reviewed"]]
    seen = setting.hits[rules].reindex(reviewed["case_id"]).fillna(False).astype(bool)
    precision = learnt_precision(seen, reviewed["label"])
    named = {rule: f"office: {rule}" for rule in rules}
    return _united(question.hits[rules].rename(columns=named), precision.rename(index=named), "office rules")


def _united(hits: pd.DataFrame, precision: pd.Series[float], what: str) -> _Rules:
    scores = {name: hits[name].astype(float) for name in hits}
    scores[f"all {what}, by how many fire"] = by_count(hits)
    scores[f"all {what}, by the best precision learnt"] = by_precision(hits, precision)
    return _Rules(hits=hits, scores=scores)
