"""The loop: rank, choose, review, learn; in every round compared with the truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.rounds.features import ArmBuilder, Programs
from experiments.rounds.knowing import FOUND, audited_share
from experiments.rounds.office import Arm, Office
from experiments.rounds.place import TARGET, Place
from training.evaluation.metrics import RankedRows, average_precision, calibration_intercept, calibration_slope
from training.recipe import Recipe
from training.run import train
from training.simulation import World
from zbrisk.bundle.target_model import TargetModel
from zbrisk.contract import load_contract
from zbrisk.docket import Docket

__all__ = ["ARMS", "KINDS", "Calendar", "Kept", "lived", "run_study", "world_of"]

Tell = Callable[[str], None]
Line = dict[str, float | None]
ARMS = (
    Arm(name="rules go on", audits=None),
    Arm(name="no audits", audits=0.0),
    Arm(name="10 % audits", audits=0.1),
    Arm(name="10 % audits, 20 % to learn", audits=0.1, learn=0.2),
    Arm(name="30 % audits", audits=0.3),
    Arm(name="10 % audits, half of all kept for promises", audits=0.1, kept=Recipe().audit_share),
)
#: What differs between the worlds: whether a concealer's schemes go together, and how fast they change.
KINDS: dict[str, dict[str, float]] = {
    "schemes overlap": {},
    "schemes apart, and moving": {"more_schemes": 0.0, "drift": 1.5},
}
TOP = 0.1


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """When reviews are chosen, and how many.

    Args:
        first: Days on which the rules choose, before there is a model.
        rounds: Days on which the arms choose.
        last: The day of the last look.
        early: Reviews on each of the first days.
        budget: Reviews in each round.
    """

    first: tuple[dt.date, ...] = tuple(dt.date(year, month, 1) for year in (2021, 2022) for month in (1, 7))
    rounds: tuple[dt.date, ...] = (
        dt.date(2023, 1, 1), dt.date(2023, 7, 1), dt.date(2024, 1, 1), dt.date(2024, 7, 1), dt.date(2025, 1, 1),
    )  # fmt: skip
    last: dt.date = dt.date(2025, 7, 1)
    early: int = 75
    budget: int = 200

    @property
    def days(self) -> tuple[dt.date, ...]:
        """All of them."""
        return (*self.first, *self.rounds, self.last)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What came out: a row for each world, arm and round of how the loop went, and one of what can be known by then."""

    rounds: pd.DataFrame
    known: pd.DataFrame

    def and_then(self, other: Kept) -> Kept:
        """The rows of both."""
        return Kept(
            rounds=pd.concat([self.rounds, other.rounds], ignore_index=True),
            known=pd.concat([self.known, other.known], ignore_index=True),
        )


def world_of(kind: str, cases: int, seed: int) -> World:
    """A world of one kind, with no review in it."""
    start = dt.date(2020, 1, 1)
    return World(cases=cases, seed=seed, start=start, review_rate=0.0, sham_review_rate=0.0, **KINDS[kind])  # type: ignore[arg-type]


def run_study(
    kinds: Sequence[str], seeds: Sequence[int], cases: int, *,
    arms: Sequence[Arm] = ARMS, calendar: Calendar | None = None, tell: Tell = lambda what: None,
) -> Iterator[Kept]:  # fmt: skip
    """Let every arm live in every world; what came out, world by world.

    Args:
        kinds: Of `KINDS`.
        seeds: One world of each kind for each.
        cases: Terminated cases of a world.
        arms: How the offices choose.
        calendar: When.
        tell: Called with what is begun.
    """
    calendar, programs = calendar or Calendar(), Programs(load_contract(), TARGET)
    for seed in seeds:
        for kind in kinds:
            tell(f"seed {seed}, {kind}: the world and its features")
            place = Place(world_of(kind, cases, seed), calendar.days, programs)
            rounds, known = [], []
            for arm in arms:
                tell(f"seed {seed}, {kind}: {arm.name}")
                office, lines = lived(place, arm, calendar)
                where = {"kind": kind, "seed": seed, "arm": arm.name}
                rounds += [{**where, **line} for line in lines]
                known += [{**where, **line} for line in _known(place, office)]
            yield Kept(rounds=pd.DataFrame(rounds), known=pd.DataFrame(known))


def lived(place: Place, arm: Arm, calendar: Calendar) -> tuple[Office, list[Line]]:
    """All rounds of one arm; where rules choose, a model is trained only for the last look."""
    office = Office(place, arm)
    for day in calendar.first:
        office.review_by_rules(day, calendar.early)
    lines = []
    for number, day in enumerate(calendar.rounds, start=1):
        left = _true_left(place, office, day)
        if arm.audits is None:
            line, listed = Line(), office.review_by_rules(day, calendar.budget)
        else:
            with closing(office.docket()) as docket:
                clues = _ranked(place, arm, docket, day)
                line = _judged(place, office, clues, day)
                listed = office.review_by_plan(clues, docket, calendar.budget)
        lines.append({"round": number, **line, "true left": left, **_harvest(place, listed)})
    with closing(office.docket()) as docket:
        clues = _ranked(place, arm, docket, calendar.last)
    return office, [*lines, {"round": len(lines) + 1, **_judged(place, office, clues, calendar.last)}]


def _ranked(place: Place, arm: Arm, docket: Docket, day: dt.date) -> pd.DataFrame:
    """All cases of a day, scored by a model that learnt what was decided by then."""
    recipe = Recipe(
        targets=(TARGET,), trials=0, audit_share=arm.kept, seed=place.world.seed, bootstrap_draws=100,
        reference_cases=100, refits=0,
    )  # fmt: skip
    builder = ArmBuilder(place.lasting).fit(docket)
    trained = train(docket, builder, until=day, recipe=recipe)
    model, cohort = TargetModel(trained.targets[0], builder.program_.features), place.cohorts[day]
    scores = model.scores(np.ascontiguousarray(builder.transform(cohort).to_numpy()))
    return cohort.assign(
        case_id=cohort["case_id"].astype(object), target=TARGET, score=scores, probability=model.probabilities(scores)
    )


def _judged(place: Place, office: Office, clues: pd.DataFrame, day: dt.date) -> Line:
    """What the model knows, against the truth of the panel and of the undecided cases."""
    reviews = office.reviewed()
    decided = reviews[reviews["decided_date"] < pd.Timestamp(day)]
    clues = clues.assign(label=place.label.reindex(clues["case_id"]).fillna(0.0).to_numpy())
    aside = clues["case_id"].isin(place.panel)
    panel, rest = clues[aside], clues[~aside & ~clues["case_id"].isin(decided["case_id"])]
    first = panel.nlargest(round(TOP * len(panel)), "score")
    unlooked = panel["case_id"].map(place.unlooked).fillna(False).astype(bool)
    others = (panel["label"] == 1) & ~unlooked
    confirmed = decided.loc[decided["result"] == "confirmed", "case_id"]
    return {
        "decided": len(decided), "confirmed": len(confirmed),
        "AP, panel": _figure(average_precision, panel, "score"),
        "AP, undecided": _figure(average_precision, rest, "score"),
        "others, in the first tenth": float(others[first.index].sum() / others.sum()),
        "unlooked, in the first tenth": float(unlooked[first.index].sum() / unlooked.sum()),
        "unlooked, confirmed": float(place.unlooked.reindex(confirmed).sum()),
        "slope, panel": _figure(calibration_slope, panel, "probability"),
        "intercept, panel": _figure(calibration_intercept, panel, "probability"),
        "predicted, undecided": float(rest["probability"].mean()), "true, undecided": float(rest["label"].mean()),
    }  # fmt: skip


def _true_left(place: Place, office: Office, day: dt.date) -> float:
    """How many true cases a list of that day could hold."""
    return float(place.label.reindex(office.free(day)).sum())


def _harvest(place: Place, listed: pd.DataFrame) -> Line:
    """How many of the list were true."""
    true = place.label.reindex(listed["case_id"])
    return {
        "listed": len(listed), "listed true": float(true.sum()),
        "unlooked, listed": float(place.unlooked.reindex(listed["case_id"]).sum()),
        "random, true": float(true[(listed["selected_by"] == "random").to_numpy()].sum()),
    }  # fmt: skip


def _known(place: Place, office: Office) -> Iterator[Line]:
    """After each round, once its reviews are decided: what the lists say about all eligible cases, and what is so."""
    for rounds in range(1, len(office.lists) + 1):
        lists = pd.concat(office.lists[:rounds], ignore_index=True)
        estimated, effective = audited_share(lists, place.findings["result"])
        would = lists["case_id"].map(place.findings["result"]).map(FOUND)
        chosen = lists["chosen_flag"].astype(bool)
        yield {
            "round": rounds, "audits": int((lists["chosen_by"] == "random").sum()), "effective": effective,
            "value": estimated.value, "low": estimated.low, "high": estimated.high,
            "would be confirmed": float(would.mean()),
            "true": float(lists["case_id"].map(place.label).mean()),
            "predicted": float(lists["score"].astype(float).mean()), "confirmed of the listed": would[chosen].mean(),
        }  # fmt: skip


def _figure(figure: Callable[..., np.ndarray], rows: pd.DataFrame, column: str) -> float:
    judged = RankedRows(rows["label"].to_numpy(), rows[column].to_numpy())
    return float(figure(judged, np.ones((1, len(rows))))[0])
