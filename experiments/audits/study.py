"""Intervals of the shares that random audits estimate: how often they hold what is so, and how wide they are.

The world and the model are fixed; who is audited and what reviewers find are drawn again and again. Reviewers err at
`noise` and find nothing either way at `inconclusive`, so what is estimated is the share that reviewers would confirm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from training.evaluation.population_estimates import Audited, Population, estimate_population
from zbrisk.selection.stratified_sample import draw_by_strata
from zbrisk.typing import Floats

__all__ = ["Coverage", "Design", "audits_drawn", "audits_held", "coverage"]

Design = Literal["uniform", "stratified"]


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How one estimator of one share did.

    Attributes:
        share: base_rate or precision_at_k.
        estimator: hajek or powered.
        truth: The mean of what is so.
        estimated: Share of the draws with an estimate: with fewer than 20 audits there is none.
        held: Share of these whose 95 % interval holds what is so.
        error: Mean of estimate minus truth.
        width: Mean width of the intervals.
        effective: Mean of Kish's sample size.
    """

    share: str
    estimator: str
    truth: float
    estimated: float
    held: float
    error: float
    width: float
    effective: float


def coverage(
    cases: pd.DataFrame, draws: Iterable[tuple[Audited, NDArray[np.bool_]]], top: tuple[int, ...], *, noise: float
) -> list[Coverage]:
    """Judge the estimates of many draws.

    Args:
        cases: score, probability and truth (0 or 1) of every case.
        draws: Audits, and which cases they speak of.
        top: Lengths of list.
        noise: Share of the findings that are wrong.
    """
    found: dict[tuple[str, str], list[tuple[float, ...]]] = {}
    count = 0
    for audits, asked in draws:
        count += 1
        part = cases[asked].sort_values("score", ascending=False, kind="stable")
        columns = (part[name].to_numpy(dtype=np.float64) for name in ("score", "probability", "truth"))
        score, probability, truth = columns
        sure = np.where(truth == 1, 1 - noise, noise)
        everyone = Population(score=score, probability=probability, weight=np.ones(len(part)))
        for name, each in estimate_population(audits, everyone, top).items():
            if isinstance(each, Mapping):
                length = len(sure) if name == "base_rate" else int(name.removeprefix("precision_at_"))
                for estimator in ("hajek", "powered"):
                    row = _judged(each[estimator], float(sure[:length].mean()), float(each["effective"]))
                    found.setdefault((name, estimator), []).append(row)
    return [_summed(share, estimator, rows, count) for (share, estimator), rows in found.items()]


def audits_drawn(
    cases: pd.DataFrame, *, design: Design, count: int, draws: int, noise: float, inconclusive: float, seed: int = 0
) -> Iterator[tuple[Audited, NDArray[np.bool_]]]:
    """Audits of all cases, uniform or as review plans draw them."""
    random = np.random.default_rng(seed)
    score, truth = (cases[name].to_numpy(dtype=np.float64) for name in ("score", "truth"))
    for _ in range(draws):
        if design == "stratified":
            drawn, chance = draw_by_strata(score, count, random)
        else:
            drawn, chance = np.zeros(len(score), bool), np.full(len(score), count / len(score))
            drawn[random.choice(len(score), count, replace=False)] = True
        finding = (truth != (random.random(len(score)) < noise)).astype(float)
        decided = drawn & (random.random(len(score)) >= inconclusive)
        yield _audited(cases[decided], finding[decided], chance[decided]), np.ones(len(score), bool)


def audits_held(
    cases: pd.DataFrame, reviews: Iterable[pd.DataFrame], target: str
) -> Iterator[tuple[Audited, NDArray[np.bool_]]]:
    """Audits as the simulated office held them; they speak of the cases that nobody chose for another reason.

    Args:
        cases: By case_id.
        reviews: Draws of reviews, as `training.simulation.review_draws` gives them.
        target: Whose.
    """
    for held in reviews:
        own = held[(held["target"] == target) & held["case_id"].isin(cases.index)]
        at_random = own["selected_by"] == "random"
        decided = own[at_random & own["result"].isin(("confirmed", "refuted"))]
        finding = (decided["result"] == "confirmed").to_numpy(dtype=np.float64)
        audits = _audited(cases.loc[decided["case_id"]], finding, decided["propensity"].to_numpy(dtype=np.float64))
        yield audits, ~cases.index.isin(own.loc[~at_random, "case_id"])


def _audited(rows: pd.DataFrame, finding: Floats, chance: Floats) -> Audited:
    score, probability = (rows[name].to_numpy(dtype=np.float64) for name in ("score", "probability"))
    return Audited(score=score, probability=probability, label=finding, weight=1 / chance)


def _judged(estimate: Mapping[str, float | None], truth: float, effective: float) -> tuple[float, ...]:
    value, low, high = (estimate.get(name) for name in ("value", "low", "high"))
    if value is None or low is None or high is None:
        return (truth, np.nan, np.nan, np.nan, effective)
    return (truth, float(low <= truth <= high), value - truth, high - low, effective)


def _summed(share: str, estimator: str, rows: list[tuple[float, ...]], count: int) -> Coverage:
    table = np.array(rows)
    some = table[~np.isnan(table[:, 1])]
    _, held, error, width, effective = some.mean(axis=0) if len(some) else np.full(5, np.nan)
    return Coverage(
        share=share, estimator=estimator, truth=float(table[:, 0].mean()), estimated=len(some) / count,
        held=float(held), error=float(error), width=float(width), effective=float(effective),
    )  # fmt: skip
