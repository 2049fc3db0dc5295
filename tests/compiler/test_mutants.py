"""The random worlds catch a broken compiler: each mutant differs from the oracle somewhere. (Slow: `-m slow`.)"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from tests.compiler.mutants import STATEMENTS, Change, later_facts_are_shown, mutated, without_delay, without_parents
from tests.oracle.agreement import compiled, differences, matrix, opened
from tests.oracle.world import World, make_world
from zbrisk.compiler.compiled import Program
from zbrisk.contract import Contract
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.execution.run import formulas_of, together

pytestmark = pytest.mark.slow
WORLDS = range(30)


@cache
def world_and_docket(seed: int) -> tuple[World, Docket]:
    world = make_world(seed)
    return world, opened(world)


@pytest.fixture(scope="module")
def program() -> Program:
    return compiled()


def is_caught(program: Program, docket_of: Callable[[World, Docket], Docket] = lambda _, docket: docket) -> bool:
    """Whether some world tells the program from the oracle."""
    for seed in WORLDS:
        world, docket = world_and_docket(seed)
        got = matrix(program, docket_of(world, docket), world.moments, "duckdb")
        if next(iter(differences(world, program, got)), None) is not None:
            return True
    return False


@pytest.mark.parametrize("change", STATEMENTS, ids=lambda change: change.__name__)
def test_a_wrong_statement_is_caught(program: Program, change: Change) -> None:
    assert is_caught(mutated(program, change))


def test_reference_days_still_to_come_are_caught(program: Program) -> None:
    assert is_caught(mutated(program, later_facts_are_shown, this_case=True))


@pytest.mark.parametrize("change", [without_parents, without_delay], ids=lambda change: change.__name__)
def test_wrong_knowledge_days_are_caught(program: Program, change: Callable[[Contract], Contract]) -> None:
    assert is_caught(program, lambda world, _: open_docket(dict(world.frames()), contract=change(world.contract)))


@pytest.mark.parametrize(
    ("place", "mistake"),
    [
        ("zbrisk.execution.run.coverage_spans", lambda *_: {}),
        ("zbrisk.execution.moments.Moments.known", property(lambda self: np.ones(self.start.shape, dtype=bool))),
        ("zbrisk.signals.window._plus_months", lambda days, months: days + 30 * months),
        ("zbrisk.signals.measure.Measure.smallest", property(lambda self: False)),
        ("zbrisk.execution.feature_values.FEN", 1000.0),
    ],
)
def test_a_wrong_matrix_is_caught(program: Program, monkeypatch: pytest.MonkeyPatch, place: str, mistake: Any) -> None:
    monkeypatch.setattr(place, mistake)
    forget()
    try:
        assert is_caught(program)
    finally:
        forget()


def forget() -> None:
    """Formulas are made once a program, and the next ones are made with other rules."""
    for made_once in (formulas_of, together):
        made_once.cache_clear()


def test_the_sound_compiler_is_not(program: Program) -> None:
    for seed in WORLDS[:3]:
        world, docket = world_and_docket(seed)
        assert not list(differences(world, program, matrix(program, docket, world.moments, "duckdb")))
