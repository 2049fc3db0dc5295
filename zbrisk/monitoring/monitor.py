"""All that is watched, gathered in one answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from zbrisk.bundle.target_model import TargetModel
from zbrisk.docket import Docket
from zbrisk.docket.days import AsOf, day_number, to_date
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.monitoring.feeds import Feed, feeds
from zbrisk.monitoring.lists import IssuedList, check_issued_lists
from zbrisk.monitoring.outcomes import CalibrationCheck, check_calibration, decided_since
from zbrisk.monitoring.stability import Drift, drift
from zbrisk.scoring.scorer import Scorer
from zbrisk.typing import Floats, Progress

__all__ = ["Monitoring", "TargetDrift", "monitor"]

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


def monitor(
    scorer: Scorer, docket: Docket, *, as_of: AsOf, promised: float | None = None, progress: Progress | None = None
) -> Monitoring:
    """Compare the tables of a day with what a bundle was trained on.

    Args:
        scorer: The bundle's scorer.
        docket: The tables.
        as_of: The day; nothing known on it or later is used.
        promised: The share of confirmed clues that issued lists promised; None to take the scores they were
            listed with.
        progress: Called with (done, of) after each signal.

    Raises:
        DataError: Nothing was known before the day.
    """
    day, bundle = to_date(day_number(as_of)), scorer.bundle
    cohort = docket.cohort(day)
    decided = decided_since(docket, scorer.contract, since=bundle.until, as_of=day)
    asked = pd.concat([cohort.rename(columns={scorer.contract.cohort.key: "case_id"}), decided], ignore_index=True)
    matrix = _matrix(scorer, docket, asked, progress)
    today, later = matrix[: len(cohort)], matrix[len(cohort) :]
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


def _matrix(scorer: Scorer, docket: Docket, moments: pd.DataFrame, progress: Progress | None) -> Floats:
    if moments.empty:
        return np.empty((0, len(scorer.program.features)))
    builder = SignalBuilder(program=scorer.program, progress=progress).fit(docket)
    values: Floats = builder.transform(moments[["case_id", "as_of"]]).to_numpy(np.float64)
    return values


def _drifts(model: TargetModel, matrix: Floats) -> TargetDrift:
    reference = model.trained.reference
    splits = model.booster.feature_importance("split")
    features = [
        drift(name, reference.features[name], reference.cases, matrix[:, place], used=bool(count))
        for name, place, count in zip(model.trained.feature_names, model.places, splits, strict=True)
        if name in reference.features
    ]
    scores = model.scores(matrix) if len(matrix) else np.array([])
    return TargetDrift(
        target=model.target,
        score=drift("score", reference.score, reference.cases, scores),
        features=tuple(sorted(features, key=lambda each: -(each.index or 0.0))),
    )


def _calibration(model: TargetModel, decided: pd.DataFrame, matrix: Floats) -> CalibrationCheck:
    mine = (decided["target"] == model.target).to_numpy(bool)
    label = decided.loc[mine, "label"].to_numpy(np.float64)
    probability = model.probabilities(model.scores(matrix[mine])) if mine.any() else np.array([])
    return check_calibration(model.target, label, probability)
