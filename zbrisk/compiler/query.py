"""From SQL written for today to SQL that is right for every moment of a cohort at once.

Every relation of the case carries its moment (`_moment`, `_as_of`). The compiler equates the moment wherever such
relations meet, cuts every table at the moment that it is joined to, and carries the moment through grouping, windows
and unions. With `evidence=True` each row also carries, in `_evidence`, the tables and keys of all rows that it was made
from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from zbrisk.compiler.aggregates import is_aggregate
from zbrisk.compiler.bounds import within_bounds
from zbrisk.compiler.compilation import Compilation
from zbrisk.compiler.expressions import expression_compiler
from zbrisk.compiler.parsing import parse_query
from zbrisk.compiler.relation import CASE, JoinPath, Relation
from zbrisk.compiler.scope import Scope, column
from zbrisk.compiler.sources import FromClause
from zbrisk.compiler.subqueries import SubqueryCompiler, as_column, gathered
from zbrisk.compiler.typed import ExpressionCompiler
from zbrisk.compiler.types import TEXT, Type
from zbrisk.signals.signal_file import SignalFile

__all__ = ["CompiledQuery", "QueryCompiler"]

HIDDEN = ("_moment", "_as_of")


@dataclass(frozen=True, kw_only=True)
class CompiledQuery:
    """A compiled SELECT: its tree, the columns that its author sees, and what it read."""

    tree: exp.Query
    columns: Mapping[str, Type]
    grain: str
    relations: tuple[str, ...]
    join_paths: tuple[JoinPath, ...]
    must_be_complete: frozenset[str]  # tables that must all be there, though a view behind them can do without
    rows_read: tuple[exp.Query, ...]  # select the names of all rows that were looked at, whether or not they made a row


class QueryCompiler:
    """Compiles one file.

    Args:
        file: The signal or view.
        relations: What it may name, by name.
        grain: Whose moments its first relation carries: `case`, or the grain of a party signal.
        evidence: Whether rows carry the keys of the rows behind them.
    """

    def __init__(
        self, file: SignalFile, relations: Mapping[str, Relation], *, grain: str = CASE, evidence: bool = False
    ) -> None:
        self.of = Compilation(file, relations, grain=grain, evidence=evidence)
        self.from_clause = FromClause(self.of, self)
        self.subqueries = SubqueryCompiler(self.of, self.from_clause)

    def compile(self) -> CompiledQuery:
        """The whole file.

        Raises:
            SignalError: Something cannot be made safe; it names the file, the line and the cure.
        """
        with within_bounds(self.of.file):
            return self._compiled(parse_query(self.of.file))

    def _compiled(self, root: exp.Query) -> CompiledQuery:
        for cte in root.args["with_"].expressions if root.args.get("with_") else ():
            self.of.ctes.append(self._cte(cte))
        tree, columns = self.query(root)
        if self.of.ctes:
            tree.set("with_", exp.With(expressions=self.of.ctes))
        return CompiledQuery(
            tree=tree,
            columns=columns,
            grain=self.of.grain,
            relations=tuple(self.of.read),
            join_paths=tuple(self.of.join_paths),
            must_be_complete=frozenset(self.of.must_be_complete),
            rows_read=tuple(self.of.rows_read),
        )

    def _cte(self, cte: exp.CTE) -> exp.CTE:
        name = cte.alias
        if name in self.of.relations or name in self.of.own:
            raise self.of.fail(cte, f"The CTE {name} has the name of a table or view.", "Give it another name.")
        if cte.args["alias"].columns:
            raise self.of.fail(cte, "A CTE takes its column names from its SELECT.", "Write them with AS.")
        tree, columns = self.query(cte.this)
        self.of.own[name] = self.of.made(name, columns)
        return exp.CTE(this=tree, alias=exp.TableAlias(this=exp.to_identifier(name)))

    def query(self, node: exp.Expr, names: Sequence[str] = ()) -> tuple[exp.Query, dict[str, Type]]:
        """A query; `names` are the column names of a UNION's first part, which the others take over."""
        if isinstance(node, exp.Subquery):
            return self.query(node.this, names)
        if isinstance(node, exp.Union):
            return self._union(node, names)
        if isinstance(node, exp.Select):
            return self._select(node, names)
        raise self.of.fail(node, "A SELECT is needed here.", "See features/README.md.")

    def _union(self, node: exp.Union, names: Sequence[str]) -> tuple[exp.Query, dict[str, Type]]:
        left, columns = self.query(node.this, names)
        right, others = self.query(node.expression, tuple(columns))
        if len(columns) != len(others):
            raise self.of.fail(
                node.expression, "The parts of a UNION differ in their number of columns.", "Make them equal."
            )
        merged = {
            name: self.widened(node.expression, one, two)
            for (name, one), two in zip(columns.items(), others.values(), strict=True)
        }
        distinct = bool(node.args.get("distinct"))
        # with evidence equal rows differ by their keys, and UNION would keep both; they are merged below instead
        union = exp.Union(this=left, expression=right, distinct=distinct and not self.of.evidence)
        if distinct and self.of.evidence:
            return self._merge_evidence(union, merged), merged
        return union, merged

    def widened(self, node: exp.Expr, one: Type, two: Type) -> Type:
        """The type of a UNION's column."""
        kinds = {one.kind, two.kind} - {"null"}
        if one == two or two.kind == "null":
            return one
        if one.kind == "null":
            return two
        if kinds <= {"code", "str"}:
            return TEXT
        if len(kinds) > 1:
            raise self.of.fail(node, f"The parts of a UNION differ: {one} and {two}.", "Make the types equal.")
        return Type(one.kind, joinable=one.joinable and two.joinable, whole=one.whole and two.whole)

    def _merge_evidence(self, tree: exp.Query, columns: Mapping[str, Type]) -> exp.Select:
        """DISTINCT that keeps the evidence of the rows that fall together."""
        names = [*HIDDEN, *columns]
        select = exp.Select(
            expressions=[
                *(column("_distinct", n) for n in names),
                as_column(gathered(column("_distinct", "_evidence")), "_evidence"),
            ]
        )
        select.set(
            "from_", exp.From(this=exp.Subquery(this=tree, alias=exp.TableAlias(this=exp.to_identifier("_distinct"))))
        )
        select.set("group", exp.Group(expressions=[column("_distinct", n) for n in names]))
        return select

    def _select(self, node: exp.Select, names: Sequence[str]) -> tuple[exp.Query, dict[str, Type]]:
        scope = Scope()
        new = exp.Select()
        new.set("from_", exp.From(this=self.from_clause.start(node, scope)))
        new.set("joins", [self.from_clause.join(join, scope) for join in node.args.get("joins") or ()])
        compiler = self.expressions(scope)
        if where := node.args.get("where"):
            new.set("where", exp.Where(this=compiler.condition(where.this)))
        items = self.projections(node, scope, names)
        group, having = node.args.get("group"), node.args.get("having")
        aggregated = group is not None or having is not None or any(is_aggregate(e) for _, e in items)
        if aggregated and group is None:
            cure = "Write GROUP BY, or take the number as a scalar subquery."
            raise self.of.fail(node, "An aggregate without GROUP BY gives a row even where there is nothing.", cure)
        if aggregated or any(each.find(exp.Window) for _, each in items):
            self.of.require_complete(*scope.sources.values())
        typed = [(name, *compiler.value(each)) for name, each in items]
        columns = {name: kind for name, _, kind in typed}
        # both, although the moment has the day: whoever joins cuts by the day, and needs no join to find it
        hidden: list[exp.Expr] = [scope.moment, scope.as_of]
        if group is not None:
            keys = self._group_keys(group, compiler, dict(items))
            new.set("group", exp.Group(expressions=[*hidden, *(k for k in keys)]))
            self._check_grouped(items, typed, keys)
        if having is not None:
            new.set("having", exp.Having(this=compiler.condition(having.this)))
        evidence = [as_column(self.subqueries.row_names(scope, aggregated), "_evidence")] if self.of.evidence else []
        named = [as_column(value, name) for name, value, _ in typed]
        new.set("expressions", [*(each.copy() for each in hidden), *named, *evidence])
        self.subqueries.take_note(scope)
        if node.args.get("distinct"):
            if node.args["distinct"].args.get("on"):
                raise self.of.fail(node, "DISTINCT ON is not allowed.", "Use row_number() in a CTE.")
            if self.of.evidence:
                return self._merge_evidence(new, columns), columns
            new.set("distinct", exp.Distinct())
        return new, columns

    def projections(self, node: exp.Select, scope: Scope, names: Sequence[str] = ()) -> list[tuple[str, exp.Expr]]:
        """The columns of a SELECT with their names; in the later parts of a UNION names come by position."""
        written: list[exp.Expr] = []
        for each in node.expressions:
            star = isinstance(each, exp.Star) or (isinstance(each, exp.Column) and isinstance(each.this, exp.Star))
            written += self._star(each, scope) if star else [each]
        if names and len(written) == len(names):
            return [(name, each.unalias()) for name, each in zip(names, written, strict=True)]
        items: dict[str, exp.Expr] = {}
        for each in written:
            name = each.alias_or_name
            if not name or not isinstance(each, (exp.Alias, exp.Column)):
                raise self.of.fail(each, f"`{each.sql(dialect='duckdb')[:50]}` has no name.", "Write `... as name`.")
            if name in items or name.startswith("_"):
                problem = f"The column {name} stands twice, or begins with an underscore."
                raise self.of.fail(each, problem, "Give it another name with AS.")
            items[name] = each.unalias()
        return list(items.items())

    def _star(self, node: exp.Expr, scope: Scope) -> list[exp.Expr]:
        wanted = node.table if isinstance(node, exp.Column) else ""
        return [
            exp.column(name, table=source.alias)
            for source in scope.sources.values()
            if not wanted or source.alias == wanted
            for name in source.relation.columns
            if name not in source.relation.restricted
        ]

    def _group_keys(
        self, group: exp.Group, compiler: ExpressionCompiler, items: Mapping[str, exp.Expr]
    ) -> list[exp.Expr]:
        if any(value for part, value in group.args.items() if part != "expressions") or not group.expressions:
            raise self.of.fail(group, "Only GROUP BY with columns is allowed.", "Write the columns out.")
        keys = []
        for each in group.expressions:
            if isinstance(each, exp.Literal):
                raise self.of.fail(each, "GROUP BY with a number is not allowed.", "Write the column.")
            unqualified = isinstance(each, exp.Column) and not each.table and not compiler.scope.having(each.name)
            keys.append(compiler.value(items[each.name] if unqualified and each.name in items else each)[0])
        return keys

    def _check_grouped(
        self, items: list[tuple[str, exp.Expr]], typed: list[tuple[str, exp.Expr, Type]], keys: list[exp.Expr]
    ) -> None:
        for (name, written), (_, value, _) in zip(items, typed, strict=True):
            if value in keys or not _has_bare_column(value, keys):
                continue
            raise self.of.fail(
                written,
                f"{name} is neither grouped nor aggregated.",
                "Add it to GROUP BY, or take min() or max() of it.",
            )

    def expressions(self, scope: Scope) -> ExpressionCompiler:
        """The compiler of a SELECT's expressions."""
        return expression_compiler(scope, self.of.file, self.subqueries)


def _has_bare_column(node: exp.Expr, keys: list[exp.Expr]) -> bool:
    """Whether a column stands outside of every aggregate and every grouped expression."""
    if node in keys or isinstance(node, (exp.Count, exp.Sum, exp.Min, exp.Max, exp.Subquery, exp.Exists)):
        return False
    if isinstance(node, exp.Column):
        return node.name not in HIDDEN
    return any(_has_bare_column(child, keys) for child in node.iter_expressions())
