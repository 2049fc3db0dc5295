"""A query that is left out because its tables are empty would have found nothing."""

from __future__ import annotations

import numpy as np
import pytest
import sqlglot

from tests.oracle.agreement import compiled, matrix, opened, same
from tests.oracle.days import day_number
from tests.oracle.world import make_world
from zbrisk.compiler.row_sources import gives_nothing, row_sources
from zbrisk.engines.sqlite import SQLite
from zbrisk.execution import run as running
from zbrisk.execution.run import Run

SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))]


@pytest.mark.parametrize(
    ("sql", "sources"),
    [
        ("select 1 as x from a join b on a.x = b.x", ["a", "b"]),
        ("select 1 as x from a left join b on a.x = b.x", ["a"]),
        (
            "select 1 as x from a cross join b on a.x = b.x where exists (select 1 from c where c.x = a.x)",
            ["a", "b", "c"],
        ),
        ("select 1 as x from a where not exists (select 1 from c where c.x = a.x)", ["a"]),
        ("select 1 as x from a where a.y = 1 or exists (select 1 from c where c.x = a.x)", ["a"]),
        ("select a.x from a union all select b.x from b", ["a+b"]),
        ("select a.x from a join b on a.x = b.x union all select c.x from c", ["a+c", "b+c"]),
        ("select r.x from (select a.x from a union all select b.x from b) as r join c on c.x = r.x", ["a+b", "c"]),
        ("with w as (select a.x from a), v as (select w.x from w join b on b.x = w.x) select v.x from v", ["a", "b"]),
        ("select count(*) as n from a", []),
        ("select a.x, count(*) as n from a group by a.x", ["a"]),
        ("select a.x, row_number() over (partition by a.y order by a.z) as n from a", ["a"]),
        ("select a.x, (select count(*) from b where b.x = a.x) as n from a", ["a"]),
        ("select 1 as x", []),
    ],
)
def test_what_the_rows_of_a_query_come_from(sql: str, sources: list[str]) -> None:
    found = row_sources(sqlglot.parse_one(sql, read="sqlite"))
    assert sorted("+".join(sorted(together)) for together in found) == sources


def test_a_union_of_many_is_not_multiplied_out() -> None:
    part = "select a{0}.x from a{0} join b{0} on a{0}.x = b{0}.x"
    found = row_sources(sqlglot.parse_one(" union all ".join(part.format(n) for n in range(12)), read="sqlite"))
    assert 0 < len(found) <= 60


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_left_out_would_have_found_nothing(seed: int) -> None:
    program, world = compiled(), make_world(seed)
    docket = opened(world)
    left_out = 0
    for moment in world.moments[::3]:
        engine = SQLite(docket.store(), docket.contract, docket.present)
        run = Run(program, engine, docket.contract)
        run.start([moment.case_id], np.array([day_number(moment.as_of)], dtype=np.int64))
        for part in (*run.program.views, *run.program.signals):
            if gives_nothing(part.row_sources, engine.empty):
                left_out += 1
                assert engine.fetch_rows(part.sql["sqlite"])[1] == [], part.name
    assert left_out


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS[:2])
def test_signals_worked_out_together_give_what_each_gives_alone(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    program, world = compiled(), make_world(seed)
    docket = opened(world)
    monkeypatch.setattr(running, "FEW", len(world.moments))
    together = matrix(program, docket, world.moments, "sqlite")
    monkeypatch.setattr(running, "FEW", 0)
    assert not same(together, matrix(program, docket, world.moments, "sqlite"))
