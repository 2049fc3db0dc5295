"""Which ids the cases of a shard lead to: its joins followed on DuckDB, as far as its rows are there.

What a shard looks at is found in turns. In each, a worker makes what it can of the rows that were brought, and says by
which ids the next ones are reached; Spark brings those to all shards at once. Every id that is known is asked for at
once, though other rows of the same relation are still to come: an id too many does no harm. A relation is done once all
that its joins reach has come. It is made then and kept, so that later turns need neither its rows nor its statement.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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

__all__ = [
    "CASE_PARTIES", "DONE", "MADE", "PARTIES", "Asked", "Following", "Step", "followed", "needed", "taken",
]  # fmt: skip

DONE, MADE = "0done", "0made"  # which no column is called: steps of which nothing is left to ask, relations kept
NOTHING = pa.table({"_value": pa.array([], pa.string())})
THIS_CASE, CASE_PARTIES, PARTIES = "this_case", "case_parties", "parties"


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """Rows of tables that are reached by the values of a query.

    Attributes:
        sql: The query, which gives `_value`.
        needs: The relations that it reads, which are made before.
        columns: Of which tables, by which column.
        tables: The contract's that it reads, itself or by a plain view.
    """

    sql: str
    needs: frozenset[str]
    columns: tuple[Pair, ...]
    tables: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Step:
    """One relation: what it needs, what it reaches, and how it is made.

    Attributes:
        name: Of the relation.
        needs: The relations that are made before.
        lookups: One may read what another brings, and gives more once that has come.
        make: The statement; empty for those that nothing else reads.
        plain: Whether it is a view of rows that come, and of no case.
        tables: The contract's that the statement and the lookups read.
    """

    name: str
    needs: frozenset[str] = frozenset()
    lookups: tuple[Lookup, ...] = ()
    make: str = ""
    plain: bool = False
    tables: frozenset[str] = frozenset()

    @property
    def near(self) -> bool:
        """Whether it stands beside the case itself: what it leads to may be asked before all of it has come."""
        return bool(self.make) and not self.plain and self.needs <= {THIS_CASE}


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
        self._views = [view for view in (VIEW, *asked.views) if view is not VIEW or self._reads_calendar()]
        self._plain = {view.name: view for view in self._views if view.kind == "plain"}

    def __iter__(self) -> Iterator[Step]:
        yield from map(self._of_view, self._views)
        for grain in self._asked.grains:
            once = f"select distinct _as_of, {grain.column} from {grain.through} where {grain.column} is not null"
            make = f"create temp table {grain.relation} as select row_number() over () - 1 as _moment, * from ({once})"
            yield self._step(grain.relation, {grain.through}, make=make)
        for part in self._asked.others:
            own = {part.grain.relation} if isinstance(part, CompiledSignal) and part.grain.through else set()
            yield self._step(part.name, {THIS_CASE, *part.views, *own}, self._reached(part))
        yield from self._of_coverage()

    def _reads_calendar(self) -> bool:
        return any(VIEW.name in part.views for part in (*self._asked.views, *self._asked.others))

    def _of_view(self, view: CompiledView) -> Step:
        name, sql = sql_name(view.name), view.sql["duckdb"]
        if view.kind == "plain":
            return Step(name=view.name, make=f"create temp view {name} as {sql}", plain=True)
        others = {THIS_CASE, *view.views} - {view.name}
        return self._step(view.name, others, self._reached(view), make=f"create temp table {name} as {sql}")

    def _of_coverage(self) -> Iterator[Step]:
        """All parties of the cases, and what coverage says of cases and of those who have moments of their own."""
        cases = f"select {self._contract.cohort.key} as _value from {THIS_CASE}"
        yield self._whole(THIS_CASE, cases, (CASE_PARTIES, "case_id"), (COVERAGE, "case_id"))
        for grain in self._asked.grains:
            if grain.name == "party":
                ids = f"select {grain.column} as _value from {grain.relation}"
                yield self._whole(grain.relation, ids, (COVERAGE, "party_id"))

    def _whole(self, relation: str, sql: str, *columns: Pair) -> Step:
        return self._step(f"0{relation}", {relation}, [(sql, [each for each in columns if each[0] in self._present])])

    def _step(
        self, name: str, others: set[str], reached: Sequence[tuple[str, Sequence[Pair]]] = (), *, make: str = ""
    ) -> Step:
        """A step: of `others` it needs those that its statements name, and so the tables, themselves or by a view."""
        lookups = tuple(
            Lookup(
                sql=sql,
                needs=frozenset(_words(sql) & others),
                columns=tuple(columns),
                tables=self._behind_names(_words(sql)),
            )
            for sql, columns in reached
        )
        made = _words(make)
        needs = frozenset(made & others).union(*(lookup.needs for lookup in lookups))
        tables = self._behind_names(made).union(*(lookup.tables for lookup in lookups))
        return Step(name=name, needs=needs, lookups=lookups, make=make, tables=tables)

    def _behind_names(self, words: set[str]) -> frozenset[str]:
        """The tables that are named, themselves or by a plain view."""
        views = (self._plain[name].tables for name in words & self._plain.keys())
        return frozenset(words & self._contract.tables.keys()).union(*views)

    def _reached(self, part: CompiledRelation) -> list[tuple[str, list[Pair]]]:
        """The queries for ids, and what is reached by what each gives."""
        found = []
        for reach in part.reaches["duckdb"]:
            if reach.table in self._plain or reach.table in self._contract.tables:
                if not reach.sql:
                    raise DataError(
                        f"{part.name} reads all rows of {reach.table}, which no worker can hold.",
                        "Join it by an id of the case.",
                    )
                found.append((reach.sql, list(self._behind(reach.table, reach.column))))
        return found

    def _behind(self, relation: str, column: str) -> Iterator[Pair]:
        for table, below in tables_behind(self._plain, relation, column, "duckdb"):
            if not below:
                raise DataError(
                    f"The view {relation} reads all rows of {table}, which no worker can hold.",
                    f"Give {column} as a column of the table, as it stands.",
                )
            if table in self._present:
                yield table, below


def _words(sql: str) -> set[str]:
    return set(re.findall(r"\w+", sql))


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


def taken(steps: Sequence[Step], done: Collection[str], kept: Collection[str]) -> list[Step]:
    """The steps that are left, and those that must be made again for them because they were not kept."""
    found: list[Step] = []
    read: set[str] = set()
    for step in reversed(steps):
        if step.plain or step.name not in done or step.name in read - set(kept):
            found.insert(0, step)
            read |= step.needs
    return found


def needed(steps: Iterable[Step]) -> set[str]:
    """The relations that some steps read."""
    return set().union(*(step.needs for step in steps))


def followed(
    cells: DataFrame,
    parts: int,
    steps: Sequence[Step],
    changed: Collection[str] | None,
    contract: Contract,
    memory_limit: str,
) -> DataFrame:
    """The ids that each shard leads to and has not asked for, what is done and what is kept, as PACKED.

    Args:
        cells: What the shards have: moments, rows, relations that were kept, and ids that were asked for.
        parts: How many shards there are.
        steps: See `Asked.steps`.
        changed: See `Following`.
        contract: What the tables are.
        memory_limit: What DuckDB may use in each worker.
    """
    step = partial(_follow, steps=steps, changed=changed, contract=contract, memory_limit=memory_limit)
    return by_shard(cells, parts).mapInArrow(step, PACKED)


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
