"""What becomes known on a day or later changes nothing of that day: no feature, and no evidence row, of any signal."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import pytest

from tests.oracle.agreement import compiled, evidence, matrix, opened, same
from tests.oracle.naive import SIGNALS
from tests.oracle.world import World, make_world
from zbrisk.compiler.compiled import Program
from zbrisk.docket.docket import Docket

QUICK = [21]
MANY = range(2000, 2020)


@pytest.fixture(scope="module", params=[SIGNALS, None], ids=["test signals", "features"])
def program(request: pytest.FixtureRequest) -> Program:
    return compiled(request.param)


@lru_cache(maxsize=1)  # both programs look at the same worlds, one after the other
def before_and_after(seed: int, as_of: date) -> tuple[Docket, Docket, World]:
    """A world opened, and again with rows thrown in that were known on `as_of` or later; and that later world."""
    world = make_world(seed)
    later = world.with_future(as_of)
    added = sum(len(rows) for rows in later.tables.values()) - sum(len(rows) for rows in world.tables.values())
    assert added > len(world.tables)
    return opened(world), opened(later), later


def check_future(program: Program, seed: int, as_of: date, engine: str) -> None:
    """Throw in rows known on `as_of` or later, and look again at every moment up to then; evidence on one engine."""
    before, after, later = before_and_after(seed, as_of)
    old = matrix(program, before, later.moments, engine)
    assert not same(old, matrix(program, after, later.moments, "duckdb"))
    assert not same(old, matrix(program, after, later.moments, "sqlite"))
    assert evidence(program, before, later.moments, engine) == evidence(program, after, later.moments, engine)


@pytest.mark.parametrize("seed", QUICK)
def test_future_rows_change_nothing(program: Program, seed: int) -> None:
    check_future(program, seed, make_world(seed).moments[0].as_of, "sqlite")


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_future_rows_change_nothing_on_many_worlds(program: Program, seed: int) -> None:
    for as_of in sorted({moment.as_of for moment in make_world(seed).moments}):
        check_future(program, seed, as_of, "duckdb")
