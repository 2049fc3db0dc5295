"""A simulated prefecture's docket and a bundle trained on it, for the figures that need a model."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from training.bundle import train_bundle
from training.recipe import Recipe
from training.simulation import World, simulate
from zbrisk.docket import Docket, open_docket
from zbrisk.scoring.scorer import Scorer, load_scorer

__all__ = ["Office", "make_office"]


@dataclass(frozen=True, kw_only=True)
class Office:
    """`truth` says of each case what is so; `as_of` is the day after the last row."""

    docket: Docket
    truth: pd.DataFrame
    scorer: Scorer
    as_of: dt.date


@cache
def make_office(cases: int) -> Office:
    """Simulate, train with little tuning, and load the bundle."""
    world = World(cases=cases, seed=7, review_rate=0.5, sham_review_rate=0.4)  # enough to learn from
    prefecture = simulate(world)
    as_of = world.end + dt.timedelta(days=1)
    docket = open_docket(prefecture.tables)
    with TemporaryDirectory() as folder:
        bundle = Path(folder) / "bundle"
        train_bundle(docket, bundle, until=as_of, recipe=Recipe(trials=0, least_confirmed=5))
        scorer = load_scorer(bundle)
    return Office(docket=docket, truth=prefecture.truth["cases"], scorer=scorer, as_of=as_of)
