"""One training run: from tables to trained targets, and nothing known on or after `until`.

The order of work is what keeps the figures honest: the latest confirmed cases are set aside first; the shape of the
trees is searched on forward folds before them; a model of that shape, trained on what was settled by then, is judged
on them; and only then is the model that is handed over trained on everything. So the figures are those of the
procedure on unseen later cases, a little cautious for the final model, which has learnt from more.
"""

from __future__ import annotations

import datetime as dt
import platform
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
import pandas as pd
from rich.console import Console

from training.cohort import CohortDays
from training.columns import directions, features_of
from training.groups import case_groups, group_of
from training.labels import Labels, reviewed_labels
from training.learning import Lesson, learn
from training.recipe import Recipe
from training.tables import CaseTables, MatrixBuilder
from zbrisk.errors import DataError
from zbrisk.scoring.trained import TrainedTarget
from zbrisk.signals.catalogue import Catalogue

__all__ = ["Trained", "train"]

LIBRARIES = ("lightgbm", "numpy", "optuna", "pandas", "scikit-learn", "scipy")


@dataclass(frozen=True, kw_only=True)
class Trained:
    """All that a run made, and what it ran on.

    `skipped` says why a target has no model. `hashes` are those of tables, signals and recipe. `seconds` is for reading
    only and stays out of the bundle, whose bytes depend on nothing but tables, signals, recipe and versions.
    """

    targets: tuple[TrainedTarget, ...]
    skipped: Mapping[str, str]
    until: dt.date
    recipe: Recipe
    hashes: Mapping[str, str]
    versions: Mapping[str, str]
    seconds: Mapping[str, float]


def train(
    tables: CaseTables, builder: MatrixBuilder, catalogue: Catalogue, *,
    until: dt.date, recipe: Recipe | None = None, console: Console | None = None,
) -> Trained:  # fmt: skip
    """Train a model for each target that has enough confirmed cases.

    Args:
        tables: The docket.
        builder: The matrix builder, fitted to it.
        catalogue: The signals that the builder compiles.
        until: Nothing known on or after this day is used.
        recipe: The choices; the defaults if None.
        console: Where progress is shown.

    Raises:
        DataError: There are no outcomes, or no target has enough confirmed cases.
    """
    recipe = recipe or Recipe()
    clock = _Clock()
    with clock("labels"):
        cohort = CohortDays(tables, until)
        found = [reviewed_labels(tables, target, until, cohort) for target in _targets(recipe, tables, catalogue)]
        skipped = {labels.target: why for labels in found if (why := _too_few(labels, recipe))}
        _refuse_if_none_is_left(found, skipped)
        groups = case_groups(tables, until, role=recipe.group_role, most=recipe.group_most)
        moments = {
            labels.target: _moments(labels, cohort, groups, recipe) for labels in found if labels.target not in skipped
        }
        peers = _peers(tables, until, recipe)
    with clock("matrix"):
        matrices = _matrices(builder, [*moments.values(), peers])
    cards = [signal.card for signal in catalogue.signals]
    trained = []
    for labels, matrix in zip((f for f in found if f.target in moments), matrices, strict=False):
        names = list(features_of(cards, labels.target))
        monotone = directions(cards) if recipe.monotone else {}
        lesson = Lesson(
            labels=labels, moments=moments[labels.target], X=matrix[names], peers=matrices[-1][names],
            monotone={name: monotone[name] for name in names if name in monotone},
        )  # fmt: skip
        trained.append(learn(lesson, recipe, clock=clock, console=console))
    return Trained(
        targets=tuple(trained), skipped=skipped, until=until, recipe=recipe,
        hashes={"tables": tables.digest(), "signals": catalogue.digest, "recipe": recipe.digest},
        versions={"python": platform.python_version()} | {name: version(name) for name in LIBRARIES},
        seconds=clock.seconds,
    )  # fmt: skip


def _targets(recipe: Recipe, tables: CaseTables, catalogue: Catalogue) -> list[str]:
    """The recipe's targets, or those of the outcomes that some signal is made for."""
    served = {target for signal in catalogue.signals for target in signal.card.targets}
    outcomes = tables.contract.outcomes
    wanted = recipe.targets or tuple(t for t in (outcomes.targets if outcomes else ()) if t in served)
    for target in wanted:
        if target not in served:
            raise DataError(f"No signal is made for the target {target!r}.", "List it under `targets` of its signals.")
    if not wanted:
        raise DataError("There is no target to train.", "The contract's outcomes and the signals share none.")
    return list(wanted)


def _too_few(labels: Labels, recipe: Recipe) -> str:
    confirmed = int(labels.moments["label"].sum())
    refuted = len(labels.moments) - confirmed
    if min(confirmed, refuted) >= recipe.least_confirmed:
        return ""
    return f"{confirmed} confirmed and {refuted} refuted cases, at least {recipe.least_confirmed} of each are needed"


def _refuse_if_none_is_left(found: Sequence[Labels], skipped: Mapping[str, str]) -> None:
    if len(skipped) == len(found):
        reasons = "; ".join(f"{target}: {why}" for target, why in skipped.items())
        raise DataError(f"Nothing can be learnt ({reasons}).", "Train with a later --until, or collect more outcomes.")


def _moments(labels: Labels, cohort: CohortDays, groups: pd.Series[str], recipe: Recipe) -> pd.DataFrame:
    # a seed of its own for each target, so that adding a target changes no other
    seed = recipe.seed + zlib.crc32(labels.target.encode())
    moments = recipe.unreviewed().moments(labels, cohort, groups, seed)
    return moments.assign(group=group_of(moments, groups))


def _peers(tables: CaseTables, until: dt.date, recipe: Recipe) -> pd.DataFrame:
    """The cases that a standing is taken from: those that would be ranked on `until`, or a sample of them."""
    cohort = tables.cohort(until).sort_values("case_id", kind="stable")
    size = min(len(cohort), recipe.reference_cases)
    chosen = np.random.default_rng(recipe.seed).choice(len(cohort), size=size, replace=False)
    peers = cohort.iloc[np.sort(chosen)][["case_id"]].reset_index(drop=True)
    return peers.assign(as_of=pd.Timestamp(until))


def _matrices(builder: MatrixBuilder, frames: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """The features of several lists of moments, each moment computed once."""
    keys = ["case_id", "as_of"]
    every = pd.concat([frame[keys] for frame in frames]).drop_duplicates().reset_index(drop=True)
    matrix = builder.transform(every.assign(as_of=every["as_of"].dt.date)).set_axis(range(len(every)))
    place = pd.Series(range(len(every)), index=pd.MultiIndex.from_frame(every))
    return [matrix.loc[place.loc[pd.MultiIndex.from_frame(frame[keys])]].reset_index(drop=True) for frame in frames]


class _Clock:
    """Seconds by stage, added up over targets."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start
