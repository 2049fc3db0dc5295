"""The study: learn again without each part, and judge each order on the same resamples.

A signal has no data at all where one of its tables is missing, and LightGBM never splits on an empty column: so to
learn without a table is to learn without its signals, and no matrix is made twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from experiments.ablation.parts import FIRST_DEPLOYMENT, Part, parts_of
from experiments.rules_against_model.judging import Jury, Verdict
from experiments.rules_against_model.setting import TARGETS, Question, Setting, recipe_of
from training.datasets.dataset import TargetDataset
from training.models.boosting import Boosting
from training.models.classifier import RiskClassifier
from training.simulation import World

__all__ = ["BLANKED", "EVERYTHING", "SHOWN", "Answer", "run_study"]

EVERYTHING = "everything"
SHOWN = ("AP", "P@100")
BLANKED = "first deployment, the model of everything used as it is"
Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One target in one prefecture: each part with its verdict, and how many signals it leaves."""

    parts: Mapping[str, Part]
    verdicts: Mapping[str, Verdict]
    size: str


def run_study(
    worlds: Sequence[World], targets: Collection[str] = TARGETS, *, repeats: int = 2, draws: int = 200, tell: Tell
) -> Iterator[dict[str, list[Answer]]]:
    """By target, an answer for each prefecture that can be learnt from; given again whenever there is one more.

    Args:
        worlds: The prefectures.
        targets: Those to study.
        repeats: Models of different seeds whose scores are averaged, so that a difference is no whim of one seed.
        draws: Resamples.
        tell: Called with what is begun.
    """
    answers: dict[str, list[Answer]] = {target: [] for target in targets}
    for world in worlds:
        tell(f"prefecture {world.seed}: simulating {world.cases:,} cases, building features")
        setting = Setting(world)
        datasets = setting.datasets(setting.as_of, recipe_of(world, 0))
        for target in (name for name in answers if name in datasets):
            answers[target].append(_answer(setting, datasets[target], repeats, draws, tell))
            yield {name: own for name, own in answers.items() if own}
        setting.docket.close()


def _answer(setting: Setting, dataset: TargetDataset, repeats: int, draws: int, tell: Tell) -> Answer:
    question = setting.question(dataset.labels.target)
    jury = Jury(question.truth["label"], question.group, draws=draws, seed=setting.world.seed, figures=SHOWN)
    parts = {part.name: part for part in parts_of(setting.program, question.target)}
    verdicts = {}
    for done, part in enumerate(parts.values()):
        if not done % 10:
            tell(f"prefecture {setting.world.seed}: {question.target}, {done} of {len(parts)} learnt")
        kept = _features(setting, part.kept)
        models = _models(dataset, [name for name in map(str, dataset.X) if name in kept], repeats)
        verdicts[part.name] = jury.judge(_score(models, question, kept))
        if part.name == EVERYTHING:
            verdicts[BLANKED] = jury.judge(_score(models, question, _features(setting, _supplied(setting, part.kept))))
    reviewed = dataset.moments["reviewed"]
    label = question.truth["label"]
    size = (
        f"{len(label):,} undecided cases, {int(label.sum())} true; {int(reviewed.sum())} reviewed,"
        f" {int(dataset.moments.loc[reviewed, 'label'].sum())} confirmed"
    )
    return Answer(parts=parts, verdicts=verdicts, size=size)


def _models(dataset: TargetDataset, columns: list[str], repeats: int) -> list[RiskClassifier]:
    moments = dataset.moments
    signs = {name: sign for name, sign in dataset.monotone.items() if name in columns}
    models = [
        RiskClassifier(**asdict(Boosting()), calibration="none", monotone=signs, random_state=seed)
        for seed in range(repeats)
    ]
    return [model.fit(dataset.X[columns], moments["label"].astype(int), moments["weight"]) for model in models]


def _score(models: Sequence[RiskClassifier], question: Question, kept: frozenset[str]) -> pd.Series[float]:
    """The mean raw margin; features that are not kept have no data."""
    columns = list(models[0].feature_names_in_)
    X = question.X[columns].copy()
    X.loc[:, [name for name in columns if name not in kept]] = np.nan
    return pd.Series(np.mean([model.raw_score(X) for model in models], axis=0), index=X.index)


def _supplied(setting: Setting, kept: frozenset[str]) -> frozenset[str]:
    """The signals that have data where only the tables of a first deployment are there."""
    return frozenset(
        s.name for s in setting.program.signals if s.name in kept and FIRST_DEPLOYMENT.issuperset(s.tables)
    )


def _features(setting: Setting, signals: frozenset[str]) -> frozenset[str]:
    kept = (signal for signal in setting.program.signals if signal.name in signals)
    return frozenset(name for signal in kept for name, *_ in signal.card.features())
