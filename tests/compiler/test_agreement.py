"""The compiler's features are the oracle's, exactly, on random worlds: DuckDB for all moments, SQLite for one."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tests.oracle.agreement import Evidence, compiled, differences, evidence, matrix, opened, same
from tests.oracle.days import day_number, to_date
from tests.oracle.known import KnownTables, Row
from tests.oracle.naive import Moment
from tests.oracle.world import World, make_world
from zbrisk.compiler.compiled import Program
from zbrisk.docket.docket import Docket
from zbrisk.docket.records import RecordReader
from zbrisk.errors import DataError
from zbrisk.scoring.gathering import gather

QUICK = [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 15))]
MANY = range(1000, 1200)


@pytest.fixture(scope="module")
def program() -> Program:
    return compiled()


@cache
def world_and_docket(seed: int) -> tuple[World, Docket]:
    world = make_world(seed)
    return world, opened(world)


def repr_of(row: Evidence) -> str:
    """A text that rows with the same content share, in whatever order their keys were gathered."""
    return repr((row.values, sorted(row.keys), row.total))


def check_world(program: Program, world: World, docket: Docket) -> None:
    batch = matrix(program, docket, world.moments, "duckdb")
    assert not [str(difference) for difference in differences(world, program, batch)]
    assert not same(batch, matrix(program, docket, world.moments, "sqlite"))


def visible(known: KnownTables, table: str, as_of: int) -> list[Row]:
    """The rows of a table that count on a day, as they are stored: nothing masked."""
    newest = {}
    for version in sorted(known.versions(table), key=lambda version: version.said):
        if version.known < as_of:
            newest[version.key] = version.values
    return list(newest.values())


@pytest.mark.slow
@pytest.mark.parametrize("seed", QUICK)
def test_the_docket_lets_the_same_rows_count(seed: int) -> None:
    world, docket = world_and_docket(seed)
    known = KnownTables(world.contract, world.tables)
    for day in sorted({day_number(moment.as_of) for moment in world.moments}):
        for table in world.tables:
            names = list(world.contract.tables[table].columns)
            query = f"select {', '.join(names)} from {table} where _known_from < {day} and _known_until >= {day}"
            stored = docket.connection.execute(query).fetchall()
            expected = [tuple(row[name] for name in names) for row in visible(known, table, day)]
            assert sorted(stored, key=repr) == sorted(expected, key=repr)


@pytest.mark.parametrize("seed", QUICK[:5])
def test_the_cohort_is_what_was_known_to_be_terminated(seed: int) -> None:
    world, docket = world_and_docket(seed)
    known = KnownTables(world.contract, world.tables)
    for moment in world.moments:
        cases = known.at("cases", day_number(moment.as_of))
        terminated = sorted(row["case_id"] for row in cases if row["close_mode"] == "terminated_round")
        assert docket.cohort(moment.as_of)["case_id"].to_list() == terminated


@pytest.mark.parametrize("seed", QUICK)
def test_features_are_the_oracle_s_on_both_engines(program: Program, seed: int) -> None:
    check_world(program, *world_and_docket(seed))


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_features_are_the_oracle_s_on_many_worlds(program: Program, seed: int) -> None:
    world = make_world(seed)
    check_world(program, world, opened(world))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("engine", "seed", "step"),
    [
        ("duckdb", 0, 12),
        ("sqlite", 1, 3),
        pytest.param("sqlite", 2, 3, marks=pytest.mark.slow),
        pytest.param("sqlite", 3, 3, marks=pytest.mark.slow),
    ],
)
def test_one_case_alone_has_the_features_that_it_has_in_the_batch(
    program: Program, engine: str, seed: int, step: int
) -> None:
    world, docket = world_and_docket(seed)
    batch = matrix(program, docket, world.moments, "duckdb")
    for position in range(0, len(world.moments), step):
        alone = matrix(program, docket, [world.moments[position]], engine)
        assert not same(batch.iloc[[position]].reset_index(drop=True), alone)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, pytest.param(4, marks=pytest.mark.slow)])
def test_features_do_not_depend_on_who_else_is_asked_for(program: Program, seed: int) -> None:
    world, docket = world_and_docket(seed)
    batch = matrix(program, docket, world.moments, "duckdb")
    rng = np.random.default_rng(seed)
    for _ in range(2):
        chosen = rng.permutation(len(world.moments))[: len(world.moments) // 2]
        some = matrix(program, docket, [world.moments[n] for n in chosen], "duckdb")
        assert not same(batch.iloc[chosen].reset_index(drop=True), some)


def test_a_moment_asked_for_twice_is_answered_twice(program: Program) -> None:
    world, docket = world_and_docket(0)
    moment = world.moments[0]
    twice = matrix(program, docket, [moment, moment], "duckdb")
    assert not same(twice.iloc[[0]].reset_index(drop=True), twice.iloc[[1]].reset_index(drop=True))


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_a_case_that_is_filed_but_not_yet_known_is_refused(program: Program, engine: str) -> None:
    world, docket = world_and_docket(0)
    cases = KnownTables(world.contract, world.tables).versions("cases")
    day = world.moments[0].as_of
    unseen = {v.key[0] for v in cases} - {v.key[0] for v in cases if v.known < day_number(day)}
    assert unseen
    with pytest.raises(DataError, match="is not known on"):
        matrix(program, docket, [*world.moments, Moment(min(unseen), day)], engine)


@pytest.mark.parametrize("seed", QUICK[:3])
def test_a_case_s_records_are_known_since_the_days_of_the_docket(program: Program, seed: int) -> None:
    world, docket = world_and_docket(seed)
    reader = RecordReader(docket.contract)
    store = reader.new_store()
    for moment in world.moments[::4]:
        day = day_number(moment.as_of)
        records = gather(program, docket, moment.case_id, day)
        reader.fill(store, records)
        for table in records:
            query = f"select _key, _known_from from {table} where _known_from < {day} and _known_until >= {day}"
            alone, all_rows = (set(place.execute(query)) for place in (store, docket.store()))
            assert alone <= all_rows, (table, moment)


@pytest.mark.slow
@pytest.mark.parametrize("seed", QUICK[:4])
def test_evidence_is_what_was_known_and_as_many_rows_as_counted(program: Program, seed: int) -> None:
    world, docket = world_and_docket(seed)
    known = KnownTables(world.contract, world.tables)
    found = evidence(program, docket, world.moments)
    batch = matrix(program, docket, world.moments, "duckdb")
    counts = {f"{s.name}__count__all" for s in program.signals if not s.grain.through} & set(batch.columns)
    for position, moment in enumerate(world.moments):
        for column in counts:
            rows = found.get((column.split("__")[0], moment.case_id, moment.as_of), [])
            count = batch[column].iloc[position]
            assert np.isnan(count) or count == len(rows) == (rows[0].total if rows else 0) or len(rows) == 50
    for (_, _, day), rows in found.items():
        for table, key in {key for row in rows for key in row.keys}:
            keys = world.contract.tables[table].key
            seen = visible(known, table, day_number(day))
            assert any(_key_text(world, table, [row[name] for name in keys]) == key for row in seen), (table, key)


def _key_text(world: World, table: str, values: list[object]) -> str:
    kinds = [world.contract.tables[table].columns[name].type for name in world.contract.tables[table].key]
    return "|".join(
        str(to_date(value)) if kind == "date" and isinstance(value, int) else str(value)
        for kind, value in zip(kinds, values, strict=True)
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", QUICK[:4])
def test_both_engines_show_the_same_evidence(program: Program, seed: int) -> None:
    world, docket = world_and_docket(seed)
    one, other = (evidence(program, docket, world.moments, engine) for engine in ("duckdb", "sqlite"))
    assert one.keys() == other.keys()
    for whose, rows in one.items():
        assert sorted(map(repr_of, rows)) == sorted(map(repr_of, other[whose])), whose
