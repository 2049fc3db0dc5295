"""The cohort of a day: the contract's `where`, compiled like a signal, so that it sees no later day and no file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlglot import exp

from zbrisk.compiler.aggregates import AGGREGATES
from zbrisk.compiler.bounds import within_bounds
from zbrisk.compiler.dialects import to_sql
from zbrisk.compiler.parsing import parse_query
from zbrisk.compiler.query import QueryCompiler
from zbrisk.compiler.relation import table_relations
from zbrisk.compiler.scope import Scope, Source, column, number
from zbrisk.contract import Contract
from zbrisk.errors import ContractError, SignalError
from zbrisk.identifiers import sql_name
from zbrisk.signals.signal_file import SignalFile

__all__ = ["CohortQuery", "cohort_query"]

DAY = "_day"  # stands for the day while the condition is compiled
PLACE = "the contract's cohort.where"
PARTS = {"expressions", "from_", "where"}


@dataclass(frozen=True, kw_only=True)
class CohortQuery:
    """The keys of the cohort's cases; `tables` are those that have to be there to tell."""

    tree: exp.Select
    tables: tuple[str, ...]

    def sql(self, dialect: str, day: int, beside: Sequence[str] = ()) -> str:
        """The query for a day, by its number; `beside` the key it gives further columns of the cases' own rows."""
        tree = self.tree.copy()
        (key,) = tree.expressions
        tree.set("expressions", [key, *(column(key.table, name) for name in beside)])
        for asked in _days(tree):
            asked.replace(number(day))
        return to_sql(tree, dialect)

    def spans_sql(self, least: int, most: int) -> str | None:
        """DuckDB's query for the days of each case, from `_day` to before `_end`; None where a condition is too free.

        A condition that only compares the day with days of the row changes on those days or after them, so that it is
        asked on these and not on every day.

        Args:
            least: A day before all others.
            most: A day after all others.
        """
        days = _days(self.tree)
        others = [_compared_with(day) for day in days]
        if len(list(self.tree.find_all(exp.Select))) > 1 or not all(others):
            return None
        (asked,), table = self.tree.expressions, self.tree.args["from_"].this.name
        key = sql_name(asked.name)
        changes = [f"cast({sql_name(each.name)} as bigint)" for each in dict.fromkeys(filter(None, others))]
        listed = ", ".join([str(least), *changes, *(f"{change} + 1" for change in changes)])
        where = self.tree.args["where"].this.copy()
        for day in _days(where):
            day.replace(column(table, DAY))
        return f"""
            select {key}, {DAY}, _end from (
                select *, coalesce(lead({DAY}) over (partition by _row order by {DAY}), {most}) as _end from (
                    select *, unnest(list_distinct([{listed}])) as {DAY}
                    from (select *, row_number() over () as _row from {sql_name(table)})
                )
            ) as {sql_name(table)} where {DAY} is not null and {to_sql(where, "duckdb")} order by {key}, {DAY}
        """


def _days(tree: exp.Expr) -> list[exp.Column]:
    """Where a condition speaks of the day."""
    return [each for each in tree.find_all(exp.Column) if each.table == DAY]


def _compared_with(day: exp.Column) -> exp.Column | None:
    """The column that the day is compared with; None where something else is done with it."""
    comparison = day.parent
    if not isinstance(comparison, (exp.LT, exp.LTE, exp.GT, exp.GTE, exp.EQ, exp.NEQ)):
        return None
    other = comparison.expression if comparison.this is day else comparison.this
    return other if isinstance(other, exp.Column) and other.table != DAY else None


@lru_cache(maxsize=16)
def cohort_query(contract: Contract) -> CohortQuery:
    """Compile the cohort of a contract.

    Raises:
        ContractError: `where` is no condition that can be compiled safely.
    """
    cohort = contract.cohort
    try:
        compiler = _Compiler(contract)
        with within_bounds(compiler.of.file):
            tree = compiler.cohort()
    except SignalError as error:
        raise ContractError(str(error).partition("\n")[0], error.cure) from error
    return CohortQuery(tree=tree, tables=tuple(dict.fromkeys((cohort.table, *compiler.of.read))))


class _Compiler(QueryCompiler):
    """Compiles one condition over the rows of the cohort's table, all on one day."""

    def __init__(self, contract: Contract) -> None:
        self.cohort_of = contract.cohort
        where = "" if self.cohort_of.where is None else f" where {self.cohort_of.where}"
        sql = f"select {self.cohort_of.key} from {self.cohort_of.table}{where}"
        file = SignalFile(name="cohort", path=PLACE, header={}, sql=sql)
        super().__init__(file, table_relations(contract))

    def cohort(self) -> exp.Select:
        """The compiled query."""
        select = parse_query(self.of.file)
        if not isinstance(select, exp.Select) or any(value for part, value in select.args.items() if part not in PARTS):
            raise self.of.fail(select, "It is more than a condition.", "Write what may stand after WHERE, and no more.")
        name = self.cohort_of.table
        scope = Scope(anchor=DAY)
        scope.sources[name] = Source(alias=name, relation=self.of.relations[name])
        conditions = [scope.cut(name)]
        where = select.args.get("where")
        if where is not None:
            self._check_rows(where.this)
            condition = self.expressions(scope).condition(where.this)
            conditions.append(exp.Paren(this=condition) if isinstance(condition, exp.Or) else condition)
        tree = exp.Select(expressions=[column(name, self.cohort_of.key)])
        tree.set("from_", exp.From(this=exp.to_table(name)))
        tree.set("where", exp.Where(this=exp.and_(*conditions, copy=False)))
        tree.set("order", exp.Order(expressions=[exp.Ordered(this=column(name, self.cohort_of.key))]))
        return tree

    def _check_rows(self, node: exp.Expr) -> None:
        """A condition speaks of one row; numbers of many stand in a subquery."""
        if isinstance(node, (*AGGREGATES, exp.Window)):
            raise self.of.fail(node, "A condition speaks of one case at a time.", "Write (select count(*) from ...).")
        if not isinstance(node, exp.Query | exp.Subquery | exp.Exists):
            for child in node.iter_expressions():
                self._check_rows(child)
