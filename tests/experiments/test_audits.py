from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments.audits.command import page
from experiments.audits.study import Coverage, Design, audits_drawn, audits_held, coverage
from training.simulation import World


def cases(size: int = 4000) -> pd.DataFrame:
    """A tenth is true; the model knows much of it and claims twice as much."""
    random = np.random.default_rng(0)
    truth = (random.random(size) < 0.1).astype(float)
    score = random.normal(size=size) + 2.5 * truth - 3
    return pd.DataFrame({"score": score, "probability": 1 / (1 + np.exp(-score - 0.7)), "truth": truth})


def judged(design: Design, count: int) -> dict[tuple[str, str], Coverage]:
    everyone = cases()
    drawn = audits_drawn(everyone, design=design, count=count, draws=200, noise=0.04, inconclusive=0.06)
    return {(each.share, each.estimator): each for each in coverage(everyone, drawn, (200,), noise=0.04)}


@pytest.mark.slow
@pytest.mark.parametrize("design", ["uniform", "stratified"])
def test_intervals_hold_the_truth_as_often_as_they_say(design: Design) -> None:
    found = judged(design, 400)
    for estimator in ("hajek", "powered"):
        base = found["base_rate", estimator]
        assert 0.91 <= base.held <= 0.995 and abs(base.error) < 0.006, base
    assert found["base_rate", "powered"].width < found["base_rate", "hajek"].width


@pytest.mark.slow
def test_strata_look_where_the_list_is() -> None:
    share = ("precision_at_200", "hajek")
    stratified = judged("stratified", 400)[share]
    assert stratified.estimated == 1 and 0.9 <= stratified.held <= 1
    assert judged("uniform", 400)[share].estimated < 0.8


def test_the_office_speaks_of_those_it_chose_for_no_reason() -> None:
    few = pd.DataFrame({"score": [3.0, 2, 1], "probability": 0.5, "truth": [1.0, 0, 0]}, index=["a", "b", "c"])
    held = pd.DataFrame({
        "case_id": ["a", "b", "x"], "target": "t", "selected_by": ["random", "rule", "random"],
        "propensity": [0.1, np.nan, 0.1], "result": ["confirmed", "refuted", "refuted"],
    })  # fmt: skip
    ((audits, asked),) = audits_held(few, [held], "t")
    assert (audits.label.tolist(), audits.weight.tolist()) == ([1.0], [pytest.approx(10)])
    assert asked.tolist() == [True, False, True]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_whole_study() -> None:
    world = World(cases=1500, seed=5, review_rate=0.4, selection={"rule": 0.4, "random": 0.5, "tip": 0.1})
    told = page(world, 40, audits=(200,))
    assert told.count("\n| ") > 10 and "the office's own" in told
