"""Which ids the cases of a shard lead to: its joins followed on DuckDB, as far as its rows are there.

What a shard looks at is found in turns. In each, a worker makes what it can of the rows that were brought, and says by
which ids the next ones are reached; Spark brings those to all shards at once. A relation is made once all that its
joins reach has come; what reads it waits until then.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache, partial

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import DataFrame

from zbrisk.checkpoints.calendar import VIEW, calendar_days
from zbrisk.compiler.compiled import CompiledRelation, CompiledSignal, CompiledView, Grain
from zbrisk.contract import Contract
from zbrisk.docket.connecting import connect
from zbrisk.engines.columns import to_arrow
from zbrisk.engines.growing import tables_behind
from zbrisk.errors import DataError
from zbrisk.identifiers import sql_name
from zbrisk.nation.cells import ASKED, PACKED, Batches, Pair, by_shard, shard_cell, too_large, unpacked
from zbrisk.nation.opened import COVERAGE, declared
from zbrisk.nation.session import worded

__all__ = ["CASE_PARTIES", "DONE", "PARTIES", "Asked", "Following", "followed"]

DONE = "0done"  # which no table is called: steps of which nothing is left to ask
NO_VALUES = pa.schema({"_value": pa.string()}).empty_table()
THIS_CASE, CASE_PARTIES, PARTIES = "this_case", "case_parties", "parties"


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """Rows of tables that are reached by the values of a query.

    Attributes:
        sql: The query, which gives `_value`.
        reads: The tables behind it.
        columns: Of which tables, by which column.
    """

    sql: str
    reads: frozenset[str]
    columns: tuple[Pair, ...]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One relation: what it needs, what it reaches, and how it is made.

    Attributes:
        name: Of the relation.
        needs: The relations that are made before.
        lookups: In their order: one may read what another brings.
        make: The statement; empty for those that nothing else reads.
        settles: Whether nothing more is reached once all has come; not so where all rows of a shard are read.
    """

    name: str
    needs: frozenset[str] = frozenset()
    lookups: tuple[Lookup, ...] = ()
    make: str = ""
    settles: bool = True


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is run on the shards, and so followed.

    Attributes:
        views: `this_case` first, each after those that it reads.
        others: Signals, checkpoints, and what is asked of how a case stands.
        grains: Whose moments signals are measured at, besides the case's.
    """

    views: Sequence[CompiledView]
    others: Sequence[CompiledRelation]
    grains: Sequence[Grain] = ()

    def steps(self, contract: Contract, present: frozenset[str]) -> tuple[Step, ...]:
        """All of it as steps, which a worker can take.

        Raises:
            DataError: Something reads all rows of a table.
        """
        return tuple(_Steps(self, contract, present))


class _Steps:
    """Steps from what was compiled; tables that are not there are looked up by nobody."""

    def __init__(self, asked: Asked, contract: Contract, present: frozenset[str]) -> None:
        self._asked, self._contract, self._present = asked, contract, present
        self._plain = {view.name: view for view in (VIEW, *asked.views) if view.kind == "plain"}

    def __iter__(self) -> Iterator[Step]:
        yield self._of_view(VIEW)
        for view in self._asked.views:
            yield self._of_view(view)
        for grain in self._asked.grains:
            once = f"select distinct _as_of, {grain.column} from {grain.through} where {grain.column} is not null"
            make = f"create temp table {grain.relation} as select row_number() over () - 1 as _moment, * from ({once})"
            yield Step(name=grain.relation, needs=frozenset({grain.through}), make=make)
        for part in self._asked.others:
            own = {part.grain.relation} if isinstance(part, CompiledSignal) and part.grain.through else set()
            needs = frozenset({THIS_CASE, *part.views, *own})
            yield Step(name=part.name, needs=needs, lookups=self._lookups(part))
        yield from self._of_everybody()

    def _of_view(self, view: CompiledView) -> Step:
        name, sql = sql_name(view.name), view.sql["duckdb"]
        if view.kind == "plain":
            return Step(name=view.name, make=f"create temp view {name} as {sql}")
        needs = frozenset({THIS_CASE, *view.views}) - {view.name}
        return Step(name=view.name, needs=needs, lookups=self._lookups(view), make=f"create temp table {name} as {sql}")

    def _of_everybody(self) -> Iterator[Step]:
        """All parties of the cases, and what coverage says of cases and parties."""
        cases = f"select {self._contract.cohort.key} as _value from {THIS_CASE}"
        yield self._whole(THIS_CASE, cases, (CASE_PARTIES, "case_id"), (COVERAGE, "case_id"))
        for table in (PARTIES, CASE_PARTIES):
            if table in self._present:
                yield self._whole(table, f"select party_id as _value from {table}", (COVERAGE, "party_id"))
        for grain in self._asked.grains:
            if grain.name == "party":
                ids = f"select {grain.column} as _value from {grain.relation}"
                yield self._whole(grain.relation, ids, (COVERAGE, "party_id"))

    def _whole(self, relation: str, sql: str, *columns: Pair) -> Step:
        made = frozenset({relation}) - self._contract.tables.keys()
        there = tuple(each for each in columns if each[0] in self._present)
        lookup = Lookup(sql=sql, reads=frozenset(), columns=there)
        return Step(name=f"0{relation}", needs=made, lookups=(lookup,), settles=False)

    def _lookups(self, part: CompiledRelation) -> tuple[Lookup, ...]:
        found = []
        for reach in part.reaches["duckdb"]:
            if reach.table in self._plain or reach.table in self._contract.tables:
                if not reach.sql:
                    raise DataError(
                        f"{part.name} reads all rows of {reach.table}, which no worker can hold.",
                        "Join it by an id of the case.",
                    )
                columns = tuple(self._behind(reach.table, reach.column))
                found.append(Lookup(sql=reach.sql, reads=self._read_by(reach.sql), columns=columns))
        return tuple(found)

    def _behind(self, relation: str, column: str) -> Iterator[Pair]:
        for table, below in tables_behind(self._plain, relation, column, "duckdb"):
            if not below:
                raise DataError(
                    f"The view {relation} reads all rows of {table}, which no worker can hold.",
                    f"Give {column} as a column of the table, as it stands.",
                )
            if table in self._present:
                yield table, below

    def _read_by(self, sql: str) -> frozenset[str]:
        """The tables that a query names, itself or by a plain view; one too many only makes it wait."""
        words = set(re.findall(r"\w+", sql))
        tables = words & self._contract.tables.keys()
        return frozenset(tables.union(*(self._plain[name].tables for name in words & self._plain.keys())))


class Following:
    """A shard's rows so far in a DuckDB of its own, which reaches nothing else.

    Args:
        tables: All of the contract's, empty ones too.
        before: The ids that were asked for, by table and column.
        memory_limit: What DuckDB may use.
    """

    def __init__(self, tables: Mapping[str, pa.Table], before: Mapping[Pair, pa.Table], memory_limit: str) -> None:
        self._connection = connect("", memory_limit=memory_limit)
        for name, rows in tables.items():
            self._connection.register(name, rows)
        self._connection.register("calendar_days", _calendar())
        self._before: dict[Pair, str] = {}
        for place, (pair, values) in enumerate(before.items()):
            self._before[pair] = f"_before_{place}"
            self._connection.register(self._before[pair], values)
        self._given: dict[str, str] = {}  # queries and the tables of what they gave
        self._new: dict[Pair, dict[str, bool]] = {}  # and whether that holds an id that was not asked for before

    def fresh(self, moments: pa.Table, steps: Sequence[Step], done: set[str]) -> Iterator[tuple[Pair, pa.Table]]:
        """Take the steps that can be taken, and give the ids that they reach anew; steps that are done join `done`."""
        self._connection.register("this_moment", moments)
        waiting: set[str] = set()
        read = _read_later(steps, done)
        for step in steps:
            if step.needs & waiting or (step.name not in done and self._coming(step)):
                waiting.add(step.name)
            else:
                if step.make and step.name in read:
                    self._connection.execute(step.make)
                if step.settles:
                    done.add(step.name)
        for pair, queries in self._new.items():
            if given := [self._given[sql] for sql, new in queries.items() if new]:
                found = " union ".join(f"from {place}" for place in given)
                yield pair, self._connection.sql(f"({found}) except ({self._asked_for(pair)})").to_arrow_table()

    def _coming(self, step: Step) -> set[str]:
        """The tables of which rows must come before a step can be taken."""
        coming: set[str] = set()
        for lookup in step.lookups:
            later = bool(lookup.reads & coming)
            coming |= {pair[0] for pair in lookup.columns if later or self._leads_on(lookup.sql, pair)}
        return coming

    def _leads_on(self, sql: str, pair: Pair) -> bool:
        """Whether a query gives an id that was not asked for in earlier turns; the rows of those that were are here."""
        asked = self._new.setdefault(pair, {})
        if sql not in asked:
            more = f"from {self._values(sql)} except ({self._asked_for(pair)}) limit 1"
            asked[sql] = bool(self._connection.execute(more).fetchall())
        return asked[sql]

    def _values(self, sql: str) -> str:
        """The table of what a query gives; it is asked once, however many columns and steps ask for it."""
        if sql not in self._given:
            self._given[sql] = f"_given_{len(self._given)}"
            found = f"select distinct cast(_value as varchar) as _value from ({sql}) where _value is not null"
            self._connection.execute(f"create temp table {self._given[sql]} as {found}")
        return self._given[sql]

    def _asked_for(self, pair: Pair) -> str:
        """The ids of a column that were asked for in earlier turns."""
        return f"from {self._before[pair]}" if pair in self._before else "select '' where false"

    def close(self) -> None:
        """Drop everything."""
        self._connection.close()


@cache
def _calendar() -> pa.Table:
    return to_arrow(calendar_days())


def _read_later(steps: Sequence[Step], done: Collection[str]) -> set[str]:
    """Relations that must be made for the steps that are not done, and plain views, which cost nothing."""
    read = {step.name for step in steps if not step.needs}
    for step in reversed(steps):
        if step.name not in done or step.name in read:
            read |= step.needs
    return read


def followed(cells: DataFrame, parts: int, steps: Sequence[Step], contract: Contract, memory_limit: str) -> DataFrame:
    """The ids that each shard leads to and has not asked for, and the steps that are done, as PACKED.

    Args:
        cells: What the shards have: moments, rows, and ids that were asked for.
        parts: How many shards there are.
        steps: See `Asked.steps`.
        contract: What the tables are.
        memory_limit: What DuckDB may use in each worker.
    """
    step = partial(_follow, steps=steps, contract=contract, memory_limit=memory_limit)
    return by_shard(cells, parts).mapInArrow(step, PACKED)


def _follow(
    batches: Batches, *, steps: Sequence[Step], contract: Contract, memory_limit: str
) -> Iterator[pa.RecordBatch]:
    with worded():
        for shard, rows, before in unpacked(batches):
            tables = declared({name: rows[name] for name in rows if name != ASKED}, contract, contract.tables)
            known = set(before.pop((DONE, DONE), NO_VALUES).column("_value").to_pylist())
            done = set(known)
            moments = _moments(rows[ASKED], contract.cohort.key)
            for (table, column), found in _in_halves(tables, before, memory_limit, moments, steps, done):
                yield shard_cell(shard, table, column, found)
            yield shard_cell(shard, DONE, DONE, pa.table({"_value": pa.array(sorted(done - known), pa.string())}))


def _in_halves(
    tables: Mapping[str, pa.Table],
    before: Mapping[Pair, pa.Table],
    memory_limit: str,
    moments: pa.Table,
    steps: Sequence[Step],
    done: set[str],
) -> Iterator[tuple[Pair, pa.Table]]:
    """What all moments reach; by halves where there is not enough memory for the whole."""
    mine = set(done)
    try:
        with closing(Following(tables, before, memory_limit)) as following:
            found = list(following.fresh(moments, steps, mine))
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        if len(moments) == 1:
            raise too_large(moments.column(2)[0].as_py()) from error
        half = len(moments) // 2
        sets = [set(done), set(done)]
        for part, own in zip((moments.slice(0, half), moments.slice(half)), sets, strict=True):
            yield from _in_halves(tables, before, memory_limit, part, steps, own)
        done |= sets[0] & sets[1]
        return
    done |= mine
    yield from found


def _moments(asked: pa.Table, key: str) -> pa.Table:
    days = pc.cast(pc.cast(asked.column("as_of"), pa.int32()), pa.int64())
    return pa.table({"_moment": np.arange(len(asked)), "_as_of": days, key: asked.column("case_id")})
