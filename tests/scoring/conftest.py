"""One small bundle for what can be counted by hand, and one with all signals on a small prefecture."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from tests.support.bundle import program_of, write_small
from training.recipe import Recipe
from training.run import train
from training.simulation import Prefecture, World, simulate
from zbrisk.bundle.bundle import write_bundle
from zbrisk.compiler.compiled import Program
from zbrisk.docket import Docket, open_docket
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.scoring.scorer import Scorer, load_scorer

WORLD = World(cases=200, seed=3, review_rate=0.5, sham_review_rate=0.5, concealed_rate=0.15, sham_rate=0.1)
QUICK = Recipe(trials=0, refits=0, bootstrap_draws=100, reference_cases=100, least_confirmed=5)


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return program_of(tmp_path_factory.mktemp("signals"))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, program: Program) -> Scorer:
    return load_scorer(write_small(tmp_path_factory.mktemp("small") / "bundle", program))


@pytest.fixture(scope="session")
def prefecture() -> Prefecture:
    return simulate(WORLD)


@pytest.fixture(scope="session")
def docket(prefecture: Prefecture) -> Docket:
    return open_docket(prefecture.tables)


@pytest.fixture(scope="session")
def scorer(docket: Docket, tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    """All signals that come with zbrisk, trained in a hurry."""
    folder, builder = tmp_path_factory.mktemp("trained") / "bundle", SignalBuilder().fit(docket)
    trained = train(docket, builder, until=dt.date(2025, 1, 1), recipe=QUICK)
    write_bundle(
        folder,
        contract=docket.contract,
        program=builder.program_,
        targets=trained.targets,
        until=trained.until,
        run={"hashes": dict(trained.hashes)},
    )
    return load_scorer(folder)


@pytest.fixture(scope="session")
def clues(scorer: Scorer, docket: Docket) -> pd.DataFrame:
    return scorer.rank(docket, as_of="2025-12-01", finished=True)
