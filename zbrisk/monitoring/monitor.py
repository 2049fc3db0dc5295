"""All that is watched, gathered in one answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd

from zbrisk.bundle.target_model import TargetModel
from zbrisk.docket import Docket
from zbrisk.docket.days import AsOf, day_number, to_date
from zbrisk.monitoring.feeds import Feed, feeds
from zbrisk.monitoring.lists import IssuedList, check_issued_lists
from zbrisk.monitoring.outcomes import CalibrationCheck, check_calibration, decided_since
from zbrisk.monitoring.stability import Drift, drift
from zbrisk.scoring.scorer import Scorer
from zbrisk.scoring.tally import SCORE
from zbrisk.typing import Progress

__all__ = ["Measuring", "Monitoring", "TargetDrift", "monitor"]

ATTENTION = frozenset({"moved", "missing", "shrunk", "late", "stale", "broken"})


@dataclass(frozen=True, kw_only=True)
class TargetDrift:
    """How far one target's score and features moved."""

    target: str
    score: Drift
    features: tuple[Drift, ...]


@dataclass(frozen=True, kw_only=True)
class Monitoring:
    """Is the bundle still fit for the tables of a day?

    Args:
        as_of: The day.
        trained: The day before which everything was known that the bundle learnt from.
        version: The bundle's.
        cases: Cases of the cohort on the day.
        reference_cases: Cases that the bundle compares with.
        drifts: By target.
        feeds: By table; empty where the bundle does not say what it was trained on.
        calibration: By target.
        lists: What became of the lists that were issued, by target and list.
    """

    as_of: dt.date
    trained: dt.date
    version: str
    cases: int
    reference_cases: int
    drifts: tuple[TargetDrift, ...]
    feeds: tuple[Feed, ...]
    calibration: tuple[CalibrationCheck, ...]
    lists: tuple[IssuedList, ...]

    @property
    def attention(self) -> tuple[str, ...]:
        """What needs a person: moved scores and features that the model reads, feeds that it reads, broken promises."""
        found = [f"{each.target}: score {each.score.level}" for each in self.drifts if each.score.level in ATTENTION]
        found += [
            f"{each.target}: {one.name} {one.level}"
            for each in self.drifts
            for one in each.features
            if one.used and one.level in ATTENTION
        ]
        found += [f"table {each.table} {each.level}" for each in self.feeds if each.used and each.level in ATTENTION]
        found += [f"{each.target}: promise {each.level}" for each in self.calibration if each.level in ATTENTION]
        # of many lists one is broken by chance, so only all of a target together call for a person
        whole = (each for each in self.lists if each.list_id is None)
        found += [f"{each.target}: what its lists promised {each.level}" for each in whole if each.level in ATTENTION]
        return tuple(found)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**asdict(self), "attention": list(self.attention)}


class Measuring(Protocol):
    """How moments (case_id, as_of) are measured: see `Scorer.tally` and `Scorer.score`."""

    def tally(self, moments: pd.DataFrame) -> pd.DataFrame:
        """target, feature, counts."""

    def scores(self, moments: pd.DataFrame) -> pd.DataFrame:
        """case_id, as_of, target, score."""


@dataclass(frozen=True, kw_only=True)
class _AtOnce:
    """All moments at once, in this process."""

    scorer: Scorer
    docket: Docket
    progress: Progress | None

    def tally(self, moments: pd.DataFrame) -> pd.DataFrame:
        return self.scorer.tally(self.docket, moments, progress=self.progress)

    def scores(self, moments: pd.DataFrame) -> pd.DataFrame:
        return self.scorer.score(self.docket, moments=moments)


def monitor(
    scorer: Scorer, docket: Docket, *, as_of: AsOf, promised: float | None = None, progress: Progress | None = None,
    measuring: Measuring | None = None,
) -> Monitoring:  # fmt: skip
    """Compare the tables of a day with what a bundle was trained on.

    Args:
        scorer: The bundle's scorer.
        docket: The tables.
        as_of: The day; nothing known on it or later is used.
        promised: The share of confirmed clues that issued lists promised; None to take the scores they were
            listed with.
        progress: Called with (done, of) after each signal.
        measuring: How the cases are measured; None for all at once.

    Raises:
        DataError: Nothing was known before the day.
    """
    day, bundle = to_date(day_number(as_of)), scorer.bundle
    measuring = measuring or _AtOnce(scorer=scorer, docket=docket, progress=progress)
    cohort = docket.cohort(day).rename(columns={scorer.contract.cohort.key: "case_id"})
    today = measuring.tally(cohort[["case_id", "as_of"]])
    decided = decided_since(docket, scorer.contract, since=bundle.until, as_of=day)
    later = {} if decided.empty else _by_moment(measuring.scores(_moments(decided)))
    used = frozenset(table for signal in scorer.program.signals for table in signal.tables)
    return Monitoring(
        as_of=day,
        trained=bundle.until,
        version=bundle.version,
        cases=len(cohort),
        reference_cases=min((model.trained.reference.cases for model in scorer.models), default=0),
        drifts=tuple(_drifts(model, today) for model in scorer.models),
        feeds=tuple(feeds(docket, bundle.run["feeds"], trained=bundle.until, as_of=day, used=used))
        if "feeds" in bundle.run
        else (),
        calibration=tuple(_calibration(model, decided, later) for model in scorer.models),
        lists=tuple(check_issued_lists(docket, scorer.contract, as_of=day, promised=promised)),
    )


def _drifts(model: TargetModel, today: pd.DataFrame) -> TargetDrift:
    reference = model.trained.reference
    mine = today[today["target"] == model.target]
    counts = dict(zip(mine["feature"], mine["counts"], strict=True))
    splits = model.booster.feature_importance("split")
    features = [
        drift(name, reference.features[name], reference.cases, counts[name], used=bool(count))
        for name, count in zip(model.trained.feature_names, splits, strict=True)
        if name in reference.features
    ]
    return TargetDrift(
        target=model.target,
        score=drift("score", reference.score, reference.cases, counts[SCORE]),
        features=tuple(sorted(features, key=lambda each: -(each.index or 0.0))),
    )


def _moments(decided: pd.DataFrame) -> pd.DataFrame:
    """Each moment once, though several targets may have been reviewed of it."""
    return decided[["case_id", "as_of"]].drop_duplicates(ignore_index=True)


def _by_moment(scores: pd.DataFrame) -> dict[tuple[str, pd.Timestamp, str], float]:
    named = zip(scores["case_id"], scores["as_of"], scores["target"], strict=True)
    return dict(zip(named, scores["score"], strict=True))


def _calibration(
    model: TargetModel, decided: pd.DataFrame, scores: Mapping[tuple[str, pd.Timestamp, str], float]
) -> CalibrationCheck:
    mine = decided[decided["target"] == model.target]
    found = [scores[case, day, model.target] for case, day in zip(mine["case_id"], mine["as_of"], strict=True)]
    probability = model.probabilities(np.array(found)) if found else np.array([])
    return check_calibration(model.target, mine["label"].to_numpy(np.float64), probability)
