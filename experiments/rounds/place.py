"""A world as all arms of the study find it: tables without reviews, the truth, and what reviewers would find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from experiments.rounds.features import REVIEW_TABLES, Lasting, Programs
from training.labels.groups import case_groups
from training.simulation import World, simulate
from training.simulation.rules import RULES
from zbrisk.docket import open_docket

__all__ = ["TARGET", "UNLOOKED", "Place"]

TARGET = "concealed_assets"
#: Schemes that the office's rules hit no oftener than honest cases: what a loop that began with rules may never see.
UNLOOKED = frozenset({"A4", "A5", "A10", "A11", "A12", "A18", "A20"})
#: What training and planning read besides features.
LIGHT = ("cases", "case_parties", "parties", "coverage")


class Place:
    """One world.

    A case's finding is drawn once, so that whoever reviews it, in whichever arm and when, finds the same.

    Args:
        world: It must hold no reviews of its own.
        days: On which anything is looked at.
        programs: The target's signals.
        panel: Share of the debtors whose cases nobody reviews, so that all arms can be judged on the same ones.
    """

    def __init__(self, world: World, days: Sequence[dt.date], programs: Programs, *, panel: float = 0.3) -> None:
        self.world, self.days = world, tuple(days)
        prefecture = simulate(world)
        docket = open_docket({n: t for n, t in prefecture.tables.items() if n not in REVIEW_TABLES})
        self.tables = {name: prefecture.tables[name] for name in LIGHT}
        self.cohorts: Mapping[dt.date, pd.DataFrame] = {day: docket.cohort(day) for day in days}
        self.lasting = Lasting(docket, programs, pd.concat(self.cohorts.values(), ignore_index=True))
        group = case_groups(docket, max(days))
        docket.close()
        self.truth = prefecture.truth["cases"].set_index("case_id")
        self.group = group.reindex(self.truth.index).fillna(self.truth.index.to_series())
        self.hits = prefecture.truth["rule_hits"].set_index("case_id")[list(RULES[TARGET])]
        self._random = np.random.default_rng([world.seed, 41])
        self.findings = self._found()
        groups = np.sort(self.group.unique().astype(str))
        aside = self._random.choice(groups, round(panel * len(groups)), replace=False)
        self.panel = frozenset(self.group.index[self.group.isin(set(aside))])

    @cached_property
    def label(self) -> pd.Series[float]:
        """1 where assets are concealed."""
        return self.truth[TARGET].astype(float)

    @cached_property
    def unlooked(self) -> pd.Series[bool]:
        """Whether assets are concealed by nothing but schemes that no rule looks for."""
        schemes = self.truth["typology"].fillna("").str.split(";")
        return (self.label == 1) & schemes.map(lambda own: {s for s in own if s.startswith("A")} <= UNLOOKED)

    def _found(self) -> pd.DataFrame:
        """By case: result, days until the decision, and how many rules the office's own eyes see it hit."""
        world, n, random = self.world, len(self.truth), self._random
        wrong = random.random(n) < world.label_noise
        result = np.where((self.label == 1) ^ wrong, "confirmed", "refuted").astype(object)
        result[random.random(n) < world.inconclusive] = "inconclusive"
        hits = self.hits.reindex(self.truth.index).fillna(False).to_numpy(dtype=bool)
        seen = (hits & (random.random(hits.shape) >= world.rule_misses)).sum(axis=1)
        return pd.DataFrame(
            {"result": result, "days": random.integers(*world.decision_days, n), "rules": seen,
             "lot": random.gumbel(0, 0.8, n)}, index=self.truth.index,
        )  # fmt: skip
