"""DuckDB over as many of a docket's rows as some cases look at: a shard, or the cases of a list."""

from __future__ import annotations

from zbrisk.compiler.compiled import CompiledRelation, CompiledView, Preparation
from zbrisk.docket.docket import Docket
from zbrisk.engines.duckdb import DuckDB
from zbrisk.engines.growing import tables_behind
from zbrisk.engines.limits import Limits
from zbrisk.identifiers import sql_name

__all__ = ["GrowingDuckDB"]

CASE_VIEW, CASE_PARTIES = "this_case", "case_parties"
VALUES, NEW = "_values", "_new_values"


class GrowingDuckDB(DuckDB):
    """An engine over a docket's rows, brought as they are reached, so that what is asked costs by the cases.

    Before a relation is made, its joins are followed from what is there: all rows come along that have one of the ids
    on the other side. What a query then finds is what it would find among all rows. A table that nothing reaches by an
    id is read where it is, whole. The rows brought stand in temporary tables, which hide those of the docket.

    Args:
        docket: Where the rows come from.
        preparation: What will be made.
        limits: How long each query may take.
    """

    def __init__(self, docket: Docket, preparation: Preparation, limits: Limits = Limits()) -> None:  # noqa: B008 (frozen)
        super().__init__(docket, limits)
        self._tables = docket.contract.tables.keys()
        self._key = docket.contract.cohort.key
        self._views = {view.name: view for view in preparation.views if view.kind == "plain"}
        self._asked: dict[str, dict[str, str]] = {}  # table to columns, and to where the values lie that were asked for
        self._followed: set[str] = set()
        self._entire: set[str] = set()
        ((database,),) = self.fetch_rows("select current_database()")[1]
        self._docket = f"{database}.main"

    def make_view(self, view: CompiledView, *, evidence: bool) -> None:
        """See `Engine.make_view`; what the view looks at is brought first."""
        if view.kind == "plain":
            self._make_plain(view, evidence=evidence)
        else:
            self.bring(view)
            super().make_view(view, evidence=evidence)
            if view.name == CASE_VIEW and CASE_PARTIES in self._tables and self._key in view.kinds:
                self._bring(CASE_PARTIES, "case_id", f"select {self._key} as _value from {CASE_VIEW}")  # of coverage

    def bring(self, part: CompiledRelation) -> None:
        """Bring what a relation looks at, but for the views that it reads, which have been made."""
        for reach in part.reaches.get(self.dialect, ()):
            if reach.table not in self._views and reach.table not in self._tables:
                continue
            if not reach.sql:
                for table in self._views[reach.table].tables if reach.table in self._views else (reach.table,):
                    self._bring_all(table)
            elif (query := f"{reach.table} {reach.column} {reach.sql}") not in self._followed:
                # followed once: rows that come later have none of the ids on the way
                self._followed.add(query)
                self._bring(reach.table, reach.column, reach.sql)

    def _make_plain(self, view: CompiledView, *, evidence: bool) -> None:
        """A plain view stays a view, for its tables grow."""
        for table in view.tables:
            self._hide(table)
        sql = (view.evidence_sql if evidence else view.sql)[self.dialect]
        self._run(f"create or replace temp view {sql_name(view.name)} as {sql}")

    def _bring(self, table: str, column: str, values: str) -> None:
        self.make(VALUES, f"select distinct _value from ({values}) where _value is not null")
        for source, below in tables_behind(self._views, table, column, self.dialect):
            if source in self.present and source not in self._entire:
                if below:
                    self._bring_rows(source, below)
                else:
                    self._bring_all(source)

    def _bring_rows(self, table: str, column: str) -> None:
        """Bring the rows whose column has one of VALUES and that were not brought before."""
        self._hide(table)
        asked = self._asked[table]
        before = asked.get(column, "select null where false")
        self.make(NEW, f"from {VALUES} where _value not in ({before})")
        ((some,),) = self.fetch_rows(f"select count(*) from {NEW}")[1]
        if some:
            brought = "".join(
                f" and ({other} is null or {other} not in ({old}))" for other, old in asked.items() if other != column
            )
            self._run(f"insert into {table} from {self._docket}.{table} where {column} in (from {NEW}){brought}")
            place = f"_asked_{table}_{column}"
            if column in asked:
                self._run(f"insert into {place} from {NEW}")
            else:
                self.make(place, f"from {NEW}")
                asked[column] = f"from {place}"

    def _bring_all(self, table: str) -> None:
        """Read the docket's own table from now on."""
        if table not in self.present:
            return
        self._hide(table)
        self._entire.add(table)
        self._run(f"drop table {table}")

    def _hide(self, table: str) -> None:
        """Put a table of the rows that were brought, none yet, before the docket's own, if it has one."""
        if table in self.present and table not in self._asked:
            self._asked[table] = {}
            self.make(table, f"from {self._docket}.{table} limit 0")

    def _run(self, statement: str) -> None:
        with self._bounded():
            self._cursor.execute(statement)
