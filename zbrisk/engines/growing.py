"""One case's part of a docket in a SQLite store of its own, brought there as it is reached."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp

from zbrisk.compiler.compiled import CompiledRelation, CompiledView, Preparation
from zbrisk.docket.docket import Docket
from zbrisk.docket.store import HIDDEN, create_table, indexes, new_store
from zbrisk.engines.sqlite import SQLite
from zbrisk.identifiers import sql_name

__all__ = ["GrowingSQLite", "branches", "tables_behind"]

AT_ONCE = 500  # values a query


class GrowingSQLite(SQLite):
    """SQLite over as many of a docket's rows as one case looks at.

    Before a relation is made, its joins are followed from what is there: the ids on one side are looked up in the
    docket, and all rows that have one of them come along. What a query then finds is what it would find among all rows.

    Args:
        docket: Where the rows come from.
        preparation: What will be made.

    Attributes:
        cases: How many were brought, one after the other.
    """

    def __init__(self, docket: Docket, preparation: Preparation) -> None:
        self._known_since = docket.known_since
        self._rows = docket.connection.cursor()
        self._views = {view.name: view for view in preparation.views if view.kind == "plain"}
        self.cases = 0
        self._asked: dict[str, dict[str, set[Any]]] = {}  # table to column to values
        self._entire: set[str] = set()
        self._brought: dict[str, int] = {}
        self._built: dict[str, int] = {}  # plain views, and how many rows their tables had then
        store = new_store()
        for table in docket.contract.tables.values():
            store.execute(create_table(table))
            for index in indexes(table, docket.contract.links):
                store.execute(index)
        super().__init__(store, docket.contract, docket.present)

    @classmethod
    def of(cls, docket: Docket, preparation: Preparation) -> GrowingSQLite:
        """The engine of a docket for what is prepared; it is kept, so that statements stay prepared."""
        engines = _OF.setdefault(docket, weakref.WeakKeyDictionary())
        if preparation not in engines:
            engines[preparation] = cls(docket, preparation)
        return engines[preparation]

    def _look_at_tables(self) -> None:
        super()._look_at_tables()
        self.known_since = self._known_since

    def start_over(self) -> None:
        """Forget the rows of the last case."""
        self.cases += 1
        for table in self._brought:
            self.connection.execute(f"delete from {table}")
        self._asked.clear()
        self._entire.clear()
        self._brought.clear()
        self._built.clear()
        self.renew(self.present)

    def make_view(self, view: CompiledView, *, evidence: bool) -> None:
        """See `Engine.make_view`; what the view looks at is brought first."""
        if view.kind != "plain":
            self.bring(view)
            super().make_view(view, evidence=evidence)

    def bring(self, part: CompiledRelation) -> None:
        """Bring what a relation looks at, but for the views that it reads, which have been made."""
        for reach in part.reaches[self.dialect]:
            if reach.table in self._views or reach.table in self._contract.tables:
                self._build(part.views)
                values = [value for (value,) in self.fetch_rows(reach.sql)[1]] if reach.sql else None
                self.bring_rows(reach.table, reach.column, values)
        self._build(part.views)

    def bring_rows(self, table: str, column: str, values: Iterable[Any] | None) -> None:
        """Bring the rows of a table, or those behind a plain view, whose column has one of the values; None: all."""
        if table in self._views:
            for source, below in branches(self._views[table].evidence_sql[self.dialect], column, self.dialect):
                self.bring_rows(source, below, values if below else None)
            return
        if table not in self.present or table in self._entire:
            return
        if values is None:
            self._bring(table, "", None)
            self._entire.add(table)
            return
        asked = self._asked.setdefault(table, {}).setdefault(column, set())
        fresh = [value for value in values if value is not None and value not in asked]
        for start in range(0, len(fresh), AT_ONCE):
            self._bring(table, column, fresh[start : start + AT_ONCE])
        asked.update(fresh)

    def _bring(self, table: str, column: str, values: list[Any] | None) -> None:
        """Bring those rows that were not brought before, whatever column they were reached by."""
        columns = [*self._contract.tables[table].columns, *HIDDEN]
        query = f"select {', '.join(map(sql_name, columns))} from {table}"
        if values is not None:
            query += f" where {sql_name(column)} in ({', '.join('?' * len(values))})"
        asked = [(columns.index(other), old) for other, old in self._asked.get(table, {}).items()]
        rows = self._rows.execute(query, values or []).fetchall()
        fresh = [row for row in rows if not any(row[place] in old for place, old in asked)]
        self._brought[table] = self._brought.get(table, 0) + len(fresh)
        self.connection.executemany(f"insert into {table} values ({', '.join('?' * len(columns))})", fresh)
        if fresh:
            self._bare -= {table}

    def _build(self, views: Iterable[str]) -> None:
        """Make those of these views that are plain, where their tables have other rows than when they were made."""
        for view in (self._views[name] for name in views if name in self._views):
            rows = sum(self._brought.get(table, 0) for table in view.tables)
            if self._built.get(view.name) != rows:
                self._built[view.name] = rows
                self._plain.pop(view.name, None)
                super().make_view(view, evidence=True)


_OF: weakref.WeakKeyDictionary[Docket, weakref.WeakKeyDictionary[Preparation, GrowingSQLite]] = (
    weakref.WeakKeyDictionary()
)


def tables_behind(
    views: Mapping[str, CompiledView], relation: str, column: str, dialect: str
) -> Iterator[tuple[str, str]]:
    """The tables behind a plain view, with the column that is meant in each, "" where it is none; a table itself."""
    if relation not in views:
        yield relation, column
        return
    for source, below in branches(views[relation].sql[dialect], column, dialect):
        yield from tables_behind(views, source, below, dialect)


@lru_cache(maxsize=1024)
def branches(view: str, column: str, dialect: str) -> tuple[tuple[str, str], ...]:
    """From what a plain view takes its rows, and which column there is this one; "" where it is none as it stands."""
    found = []
    for select in sqlglot.parse_one(view, read=dialect).find_all(exp.Select):
        value = next(each.unalias() for each in select.expressions if each.alias_or_name == column)
        if not isinstance(value, exp.Null):
            found.append((select.args["from_"].this.name, value.name if isinstance(value, exp.Column) else ""))
    return tuple(found)
