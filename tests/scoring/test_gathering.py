"""One case's rows, looked for in the docket, are those that a copy of all rows would give."""

from __future__ import annotations

import pytest

from tests.oracle.agreement import compiled, opened
from tests.oracle.days import day_number
from tests.oracle.world import make_world
from tests.support.bundle import AS_OF, three_cases
from zbrisk.engines.growing import GrowingSQLite
from zbrisk.scoring import gathering
from zbrisk.scoring.gathering import gather
from zbrisk.scoring.scorer import Scorer


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3))])
def test_the_rows_that_are_looked_for_are_those_of_a_copy(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    program, world = compiled(), make_world(seed)
    docket = opened(world)
    asked = [(moment.case_id, day_number(moment.as_of)) for moment in world.moments[::3]]
    monkeypatch.setattr(gathering, "WITHOUT_COPY", len(asked))
    looked_for = [gather(program, docket, *moment) for moment in asked]
    assert "_store" not in docket.__dict__  # nothing was copied
    monkeypatch.setattr(gathering, "WITHOUT_COPY", 0)
    for moment, rows in zip(asked, looked_for, strict=True):
        assert rows == gather(program, docket, *moment), moment


def test_who_asks_for_many_cases_gets_a_copy(small: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "WITHOUT_COPY", 2)
    world = three_cases()
    first = [small.explain(world, case_id=case, as_of=AS_OF).to_json() for case in ("A", "B")]
    assert "_store" not in world.__dict__
    again = [small.explain(world, case_id=case, as_of=AS_OF).to_json() for case in ("A", "B")]
    assert "_store" in world.__dict__
    assert first == again


def test_nothing_of_the_last_case_is_left(small: Scorer) -> None:
    world = three_cases()
    needs = small.needs()
    alone = three_cases().records("B", AS_OF, needs)
    world.records("A", AS_OF, needs)
    assert world.records("B", AS_OF, needs) == alone
    engine = GrowingSQLite.of(world, needs.program)
    assert engine.connection.execute("select case_id from cases").fetchall() == [("B",)]
