"""Which ids the cases of a shard lead to: its joins followed on DuckDB, as far as its rows are there.

What a shard looks at is found in turns. In each, a worker makes what it can of the rows that were brought, and says by
which ids the next ones are reached; Spark brings those to all shards at once. Every id that is known is asked for at
once, though other rows of the same relation are still to come: an id too many does no harm. A relation is done once all
that its joins reach has come. It is made then and kept, so that later turns need neither its rows nor its statement.
"""

from __future__ import annotations

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
from zbrisk.contract import Contract
from zbrisk.docket.connecting import connect
from zbrisk.engines.columns import to_arrow
from zbrisk.identifiers import sql_name
from zbrisk.nation.cells import ASKED, PACKED, Batches, Pair, by_shard, shard_cell, too_large, unpacked
from zbrisk.nation.opened import declared
from zbrisk.nation.session import worded
from zbrisk.nation.steps import Lookup, Step, needed, taken

__all__ = ["DONE", "MADE", "Following", "followed"]

DONE, MADE = "0done", "0made"  # which no column is called: steps of which nothing is left to ask, relations kept
NOTHING = pa.table({"_value": pa.array([], pa.string())})


class Following:
    """A shard's rows so far in a DuckDB of its own, which reaches nothing else.

    Args:
        tables: All of the contract's; empty those that no step reads that is left.
        kept: Relations that were made in earlier turns.
        before: The ids that were asked for, by table and column.
        memory_limit: What DuckDB may use.
        changed: The tables of which rows may have come since the last turn; all if None.
    """

    def __init__(
        self,
        tables: Mapping[str, pa.Table],
        kept: Mapping[str, pa.Table],
        before: Mapping[Pair, pa.Table],
        memory_limit: str,
        changed: Collection[str] | None = None,
    ) -> None:
        self._connection = connect("", memory_limit=memory_limit)
        for name, rows in {**tables, **kept}.items():
            self._connection.register(name, rows)
        self._before: dict[Pair, str] = {}
        for place, (pair, values) in enumerate(before.items()):
            self._before[pair] = f"_before_{place}"
            self._connection.register(self._before[pair], values)
        self._made = set(kept)
        self._kept, self._changed = kept.keys(), changed
        self._given: dict[str, str] = {}  # queries and the tables of what they gave
        self._new: dict[Pair, dict[str, bool]] = {}  # and whether that holds an id that was not asked for before

    def fresh(self, moments: pa.Table, steps: Sequence[Step], done: set[str]) -> Iterator[tuple[Pair, pa.Table]]:
        """Take the steps that can be taken, and give the ids that they reach anew; steps that are done join `done`."""
        self._connection.register("this_moment", moments)
        waiting: set[str] = set()
        for step in taken(steps, done, self._made):
            if self._leads_on(step, done) or step.needs & waiting:
                waiting.add(step.name)
            else:
                done.add(step.name)
            if step.make and step.needs <= self._made and (step.near or step.name not in waiting):
                self._make(step)
        for pair, queries in self._new.items():
            if given := [self._given[sql] for sql, new in queries.items() if new]:
                found = " union ".join(f"from {place}" for place in given)
                yield pair, self._connection.sql(f"({found}) except ({self._asked_for(pair)})").to_arrow_table()

    def to_keep(
        self, steps: Sequence[Step], fresh: Collection[str], done: Collection[str]
    ) -> Iterator[tuple[Pair, pa.Table]]:
        """Of the relations that are done since this turn, those that steps read which are left."""
        read = needed(taken(steps, done, done))
        for step in steps:
            if step.name in fresh and step.name in read and not step.plain:
                yield (step.name, MADE), self._connection.sql(f"from {sql_name(step.name)}").to_arrow_table()

    def _make(self, step: Step) -> None:
        if step.name == VIEW.name:
            self._connection.register("calendar_days", _calendar())
        self._connection.execute(step.make)
        self._made.add(step.name)

    def _leads_on(self, step: Step, done: Collection[str]) -> bool:
        """Whether a step reaches rows that are still to come; all of its ids that are known now are asked for."""
        if step.name in done:
            return False
        ready = (lookup for lookup in step.lookups if lookup.needs <= self._made and self._may_give_more(lookup))
        return any([self._is_new(lookup.sql, pair) for lookup in ready for pair in lookup.columns])

    def _may_give_more(self, lookup: Lookup) -> bool:
        """Whether a query may give what it did not give in the last turn."""
        return self._changed is None or not (lookup.needs <= self._kept and lookup.tables.isdisjoint(self._changed))

    def _is_new(self, sql: str, pair: Pair) -> bool:
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


def followed(
    cells: DataFrame,
    shards: Sequence[int],
    steps: Sequence[Step],
    changed: Collection[str] | None,
    contract: Contract,
    memory_limit: str,
) -> DataFrame:
    """The ids that each shard leads to and has not asked for, what is done and what is kept, as PACKED.

    Args:
        cells: What the shards have: moments, rows, relations that were kept, and ids that were asked for.
        shards: Their numbers.
        steps: See `Asked.steps`.
        changed: See `Following`.
        contract: What the tables are.
        memory_limit: What DuckDB may use in each worker.
    """
    step = partial(_follow, steps=steps, changed=changed, contract=contract, memory_limit=memory_limit)
    return by_shard(cells, shards).mapInArrow(step, PACKED)


def _follow(
    batches: Batches,
    *,
    steps: Sequence[Step],
    changed: Collection[str] | None,
    contract: Contract,
    memory_limit: str,
) -> Iterator[pa.RecordBatch]:
    with worded():
        for shard, rows, said in unpacked(batches):
            moments = _moments(rows.pop(ASKED), contract.cohort.key)
            turn = _Turn(
                tables=declared(rows, contract, contract.tables),
                kept={name: kept for (name, of), kept in said.items() if of == MADE},
                before={pair: ids for pair, ids in said.items() if pair[1] not in (DONE, MADE)},
                steps=steps,
                changed=changed,
                memory_limit=memory_limit,
            )
            known = {name for name, of in said if of == DONE}
            done = set(known)
            for (table, column), found in turn.found(moments, done):
                yield shard_cell(shard, table, column, found)
            for name in sorted(done - known):
                yield shard_cell(shard, name, DONE, NOTHING)


@dataclass(frozen=True, kw_only=True)
class _Turn:
    """A shard's turn; see `Following`."""

    tables: Mapping[str, pa.Table]
    kept: Mapping[str, pa.Table]
    before: Mapping[Pair, pa.Table]
    steps: Sequence[Step]
    memory_limit: str
    changed: Collection[str] | None = None

    def found(self, moments: pa.Table, done: set[str]) -> Iterator[tuple[Pair, pa.Table]]:
        """What the moments reach, and relations to keep; by halves where there is not enough memory for the whole."""
        mine = set(done)
        try:
            with closing(self._following()) as following:
                found = list(following.fresh(moments, self.steps, mine))
                found += following.to_keep(self.steps, mine - done, mine)
        except (duckdb.OutOfMemoryException, MemoryError) as error:
            if len(moments) == 1:
                raise too_large(moments.column(2)[0].as_py()) from error
            yield from self._in_halves(moments, done)
        else:
            done |= mine
            yield from found

    def _following(self) -> Following:
        return Following(self.tables, self.kept, self.before, self.memory_limit, self.changed)

    def _in_halves(self, moments: pa.Table, done: set[str]) -> Iterator[tuple[Pair, pa.Table]]:
        """The ids of both halves; relations are of halves only, and made again in the next turn."""
        half = len(moments) // 2
        sets = [set(done), set(done)]
        for part, own in zip((moments.slice(0, half), moments.slice(half)), sets, strict=True):
            yield from (each for each in self.found(part, own) if each[0][1] != MADE)
        done |= sets[0] & sets[1]


def _moments(asked: pa.Table, key: str) -> pa.Table:
    days = pc.cast(pc.cast(asked.column("as_of"), pa.int32()), pa.int64())
    return pa.table({"_moment": np.arange(len(asked)), "_as_of": days, key: asked.column("case_id")})
