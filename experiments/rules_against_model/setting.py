"""A simulated prefecture made ready: tables, features on the day of the ranking, and the truth beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from training.datasets.dataset import TargetDataset, build_datasets
from training.labels.groups import case_groups
from training.recipe import Recipe
from training.simulation import Prefecture, World, simulate
from training.stage_timer import StageTimer
from zbrisk.compiler.compiled import Program
from zbrisk.docket import Docket, open_docket
from zbrisk.errors import DataError
from zbrisk.execution.signal_builder import SignalBuilder

__all__ = ["TARGETS", "Question", "Setting", "recipe_of"]

TARGETS = ("concealed_assets", "sham_litigation")
DECIDED = ("confirmed", "refuted")


def recipe_of(world: World, trials: int) -> Recipe:
    """The usual choices, with a shorter search; its own hold-out figures are not used here."""
    return Recipe(trials=trials, seed=world.seed, bootstrap_draws=100, reference_cases=100)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One target on the day of the ranking: the cases that no review had decided, row by row.

    Args:
        target: What is looked for.
        X: All features of the catalogue.
        truth: typology, look_alike and label (1 where it is true).
        group: Cases that share a debtor, drawn together in the bootstrap.
        hits: What the office's own rules say, one column a rule.
    """

    target: str
    X: pd.DataFrame
    truth: pd.DataFrame
    group: pd.Series[str]
    hits: pd.DataFrame


class Setting:
    """One world, ranked on the day after its export."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.prefecture: Prefecture = simulate(world)
        self.docket: Docket = open_docket(self.prefecture.tables)
        self.builder = SignalBuilder().fit(self.docket)
        self.as_of = world.end + dt.timedelta(days=1)
        self.cohort = self.docket.cohort(self.as_of)

    @property
    def program(self) -> Program:
        """The compiled catalogue."""
        program: Program = self.builder.program_
        return program

    @cached_property
    def X(self) -> pd.DataFrame:
        """The features of every case of the cohort, by case_id."""
        matrix: pd.DataFrame = self.builder.transform(self.cohort)
        return matrix.set_index(pd.Index(self.cohort["case_id"], dtype=object))

    def question(self, target: str) -> Question:
        """What is asked of every order."""
        truth = self.prefecture.truth["cases"].set_index("case_id")
        decided = self._decided(target)
        cases = [case for case in self.X.index if case not in decided and case in truth.index]
        truth = truth.loc[cases].assign(label=truth.loc[cases, target].astype(float))
        groups = case_groups(self.docket, self.as_of).reindex(cases)
        return Question(
            target=target,
            X=self.X.loc[cases],
            truth=truth,
            group=groups.fillna(pd.Series(cases, index=cases)),
            hits=self.hits.reindex(cases).fillna(False).astype(bool),
        )

    @cached_property
    def hits(self) -> pd.DataFrame:
        """The office's rules for every terminated case."""
        return self.prefecture.truth["rule_hits"].set_index("case_id")

    def datasets(self, until: dt.date, recipe: Recipe) -> Mapping[str, TargetDataset]:
        """What can be learnt from reviews decided before `until`, by target; empty where they are too few."""
        try:
            prepared = build_datasets(self.docket, self.builder, until=until, recipe=recipe, timer=StageTimer())
        except DataError:
            return {}
        return {dataset.labels.target: dataset for dataset in prepared.datasets}

    def _decided(self, target: str) -> set[str]:
        rows = self.docket.frame("review_outcomes", self.as_of)
        return set(rows.loc[(rows["target"] == target) & rows["result"].isin(DECIDED), "case_id"])
