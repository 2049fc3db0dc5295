"""What is followed on a shard, as steps: each relation with what it needs, what it reaches, and how it is made."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from zbrisk.checkpoints.calendar import VIEW
from zbrisk.compiler.compiled import CompiledRelation, CompiledSignal, CompiledView, Grain
from zbrisk.contract import Contract
from zbrisk.engines.growing import tables_behind
from zbrisk.errors import DataError
from zbrisk.identifiers import sql_name
from zbrisk.nation.cells import Pair
from zbrisk.nation.opened import COVERAGE

__all__ = ["CASE_PARTIES", "PARTIES", "Asked", "Step", "needed", "taken"]

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
