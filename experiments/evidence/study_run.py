"""From a simulated prefecture to the lists that its reviewers would be handed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from training.bundle import train_bundle
from training.evaluation import Estimate
from training.recipe import Recipe
from training.simulation import Prefecture, World, simulate
from zbrisk.docket import Docket, open_docket
from zbrisk.scoring.scorer import load_scorer

__all__ = ["LISTED_CLUES", "StudyRun", "drawn_share", "ranked", "simulated", "walk"]

LISTED_CLUES = 200  # undecided cases of each target
SHAM_REVIEWS = 0.05  # as in the demo: share of cases reviewed for sham suits, twice the usual
DRAWS = 1000


@dataclass(frozen=True, kw_only=True)
class StudyRun:
    """A ranking, the tables behind it, and the truth.

    Args:
        docket: What the office has.
        truth: What no office has, by name of the frame.
        as_of: The day of the ranking.
        clues: The first undecided cases of each target, as `rank` returns them.
        undecided: The cases of the cohort that no review had decided, by target.
        debtor: The first debtor of each case; cases of one debtor are drawn together.
    """

    docket: Docket
    truth: Mapping[str, pd.DataFrame]
    as_of: dt.date
    clues: pd.DataFrame
    undecided: Mapping[str, frozenset[str]]
    debtor: Mapping[str, str]

    def true_cases(self, target: str) -> frozenset[str]:
        """The cases in which the target is true."""
        cases = self.truth["cases"]
        return frozenset(cases.loc[cases[target].astype(bool), "case_id"])


def walk(prefecture: Prefecture, world: World, out: Path, *, trials: int = 10, listed: int = LISTED_CLUES) -> StudyRun:
    """Train on all that the office knew at the end, rank that day, and keep the first undecided cases.

    Args:
        prefecture: The tables and the truth.
        world: What they were made from.
        out: Where the bundle goes.
        trials: Of the search for the shape of the trees.
        listed: How many cases of each target are kept.
    """
    as_of = world.end + dt.timedelta(days=1)
    docket = open_docket(prefecture.tables)
    train_bundle(docket, out / "bundle", until=as_of, recipe=Recipe(trials=trials, seed=world.seed))
    return ranked(docket, prefecture.truth, out / "bundle", as_of, listed)


def simulated(cases: int, seed: int) -> tuple[Prefecture, World]:
    """A prefecture as the demo has it."""
    world = World(cases=cases, seed=seed, sham_review_rate=SHAM_REVIEWS)
    return simulate(world), world


def ranked(docket: Docket, truth: Mapping[str, pd.DataFrame], bundle: Path, as_of: dt.date, listed: int) -> StudyRun:
    """The lists of a bundle."""
    decided = _decided(docket, as_of)
    cohort = set(docket.cohort(as_of)["case_id"])
    scorer = load_scorer(bundle)
    undecided = {target: frozenset(cohort - decided.get(target, set())) for target in scorer.targets}
    most = listed + max(len(cohort) - len(cases) for cases in undecided.values())
    clues = scorer.rank(docket, as_of=as_of, top=most, finished=True)
    kept = [
        clues[(clues["target"] == target) & clues["case_id"].isin(cases)].sort_values("rank").head(listed)
        for target, cases in undecided.items()
    ]
    parties = docket.frame("case_parties")
    debtors = parties[parties["role"] == "debtor"].drop_duplicates("case_id")
    return StudyRun(
        docket=docket,
        truth=truth,
        as_of=as_of,
        clues=pd.concat(kept, ignore_index=True),
        undecided=undecided,
        debtor=dict(zip(debtors["case_id"], debtors["party_id"], strict=True)),
    )


def drawn_share(values: Sequence[float], groups: Sequence[str], *, draws: int = DRAWS, seed: int = 0) -> Estimate:
    """The mean of values in 0..1 with a bootstrap interval that draws whole groups."""
    if not len(values):
        return Estimate(value=None, note="no case")
    code, names = pd.factorize(np.asarray(groups, dtype=object))
    total = np.bincount(code, weights=np.asarray(values, dtype=float))
    size = np.bincount(code).astype(float)
    weights = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)
    means = (weights @ total) / (weights @ size)
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimate(value=float(np.mean(np.asarray(values, dtype=float))), low=float(low), high=float(high))


def _decided(docket: Docket, as_of: dt.date) -> dict[str, set[str]]:
    outcomes = docket.frame("review_outcomes")
    known = (pd.to_datetime(outcomes["known_at"]) < pd.Timestamp(as_of)) & outcomes["result"].isin(
        ["confirmed", "refuted"]
    )
    return {str(t): set(rows["case_id"]) for t, rows in outcomes[known].groupby("target")}
