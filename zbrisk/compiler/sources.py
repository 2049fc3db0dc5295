"""What a SELECT reads, and by which join paths: FROM and JOIN, the cut of every table, the moment of every relation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlglot import exp

from zbrisk.compiler.compilation import Compilation
from zbrisk.compiler.names import resolve
from zbrisk.compiler.relation import CASE, JoinPath
from zbrisk.compiler.scope import Scope, Source, column
from zbrisk.compiler.typed import ExpressionCompiler
from zbrisk.compiler.types import Type

__all__ = ["FromClause", "Selects", "joined_by"]

NO_PATH_CURE = (
    "Join it ON an equality of ids with something that stands before it, or start from a view such as debtors."
)


class Selects(Protocol):
    """Who compiles whole queries, and the expressions of one SELECT."""

    def query(self, node: exp.Expr, names: Sequence[str] = ()) -> tuple[exp.Query, dict[str, Type]]:
        """A query, compiled, and its columns."""

    def expressions(self, scope: Scope) -> ExpressionCompiler:
        """The compiler of a SELECT's expressions."""


class FromClause:
    """Compiles FROM and JOIN.

    Args:
        of: The file.
        selects: For subqueries in FROM, and the conditions of a join.
    """

    def __init__(self, of: Compilation, selects: Selects) -> None:
        self.of = of
        self.selects = selects

    def source(self, node: exp.Expr, scope: Scope) -> tuple[Source, exp.Expr]:
        """A relation named in FROM or JOIN, and the node that stands for it."""
        alias = node.alias_or_name
        if isinstance(node, exp.Subquery):
            if not node.alias:
                raise self.of.fail(node, "A subquery in FROM needs an alias.", "Write `(...) as name`.")
            tree, columns = self.selects.query(node.this)
            relation = self.of.made(alias, columns)
            written: exp.Expr = exp.Subquery(this=tree, alias=exp.TableAlias(this=exp.to_identifier(alias)))
        else:
            relation = self.of.relation(node)
            written = exp.alias_(exp.to_table(relation.name), alias, table=True)
        if scope.source(alias) is not None:
            raise self.of.fail(
                node, f"The alias {alias} stands twice.", "Give each relation of a SELECT an alias of its own."
            )
        if alias.startswith("_"):
            raise self.of.fail(node, f"The alias {alias} begins with an underscore.", "Give it another name.")
        return Source(alias=alias, relation=relation), written

    def start(self, node: exp.Select, scope: Scope) -> exp.Expr:
        """FROM of a SELECT that carries moments: it has to start at a relation that does."""
        from_ = node.args.get("from_")
        if from_ is None:
            raise self.of.fail(node, "A SELECT needs FROM.", "Start at this_case or a view such as debtors.")
        source, written = self.source(from_.this, scope)
        start = (
            "this_case or a view such as debtors"
            if self.of.grain == CASE
            else f"this_{self.of.grain.partition('_')[0]}"
        )
        if source.relation.kind != "case":
            raise self.of.fail(
                from_, f"FROM starts at {source.relation.name}, which is no relation of the case.", f"Start at {start}."
            )
        self.of.check_grain(from_, source.relation)
        scope.anchor = source.alias
        scope.sources[source.alias] = source
        scope.reached.append(exp.From(this=written.copy()))
        return written

    def join(self, join: exp.Join, scope: Scope) -> exp.Join:
        """A JOIN, with the cut of its table or the moment of its relation among its conditions."""
        side, on = (join.side or "").upper(), join.args.get("on")
        plain = (
            side in ("", "LEFT") and (join.kind or "").upper() in ("", "INNER", "OUTER") and not join.args.get("method")
        )
        if not plain or on is None or join.args.get("using"):
            raise self.of.fail(
                join, f"`{join.sql(dialect='duckdb')[:50]}` is not allowed.", "Write JOIN or LEFT JOIN with ON."
            )
        source, written = self.source(join.this, scope)
        scope.sources[source.alias] = source
        # that nothing was found shows after a LEFT JOIN, so that a table in part would change what other rows say
        if side == "LEFT":
            self.of.require_complete(source)
        if source.relation.kind == "calendar":
            self._check_day(on, source)
        needs_path = source.relation.kind not in ("case", "calendar")
        conditions = self.conditions(on, source, scope, needs_path=needs_path)
        if source.relation.kind == "case":
            self.of.check_grain(join, source.relation)
            # rows of two moments never meet, even where they are of one case or of one day
            conditions.insert(0, exp.EQ(this=column(source.alias, "_moment"), expression=scope.moment))
        elif source.relation.kind != "calendar":
            # in ON and not in WHERE: after a LEFT JOIN a row that is not yet known is no row, and must not take
            # away the row that it would be joined to
            conditions.append(scope.cut(source.alias))
        scope.reached.append(joined_by(written, side, conditions))
        return exp.Join(this=written, side=side or None, on=exp.and_(*conditions, copy=False))

    def _check_day(self, on: exp.Expr, source: Source) -> None:
        """A calendar is joined by one day."""
        for part in _parts(on):
            if not isinstance(part, exp.EQ):
                continue
            for day, other in ((part.this, part.expression), (part.expression, part.this)):
                named = isinstance(day, exp.Column) and (day.table, day.name) == (source.alias, "day")
                if named and source.alias not in {each.table for each in other.find_all(exp.Column)}:
                    return
        cure = f"Join it ON {source.alias}.day = some day, such as this_case.filed + 10."
        raise self.of.fail(on, f"The calendar {source.alias} is not joined by a day.", cure)

    def conditions(self, node: exp.Expr, source: Source, scope: Scope, *, needs_path: bool) -> list[exp.Expr]:
        """The parts of an ON (or a subquery's WHERE), equalities of ids among them in a form that can be indexed."""
        compiler = self.selects.expressions(scope)
        compiled: list[exp.Expr] = []
        found = False
        for part in _parts(node):
            path = self._join_path(part, source, scope, compiler)
            found = found or path is not None
            if path is not None:
                compiled += path
            elif not (isinstance(part, exp.Boolean) and part.this):
                condition = compiler.condition(part)
                compiled.append(exp.Paren(this=condition) if isinstance(condition, exp.Or) else condition)
        if needs_path and not found:
            raise self.of.fail(node, f"There is no join path to {source.relation.name}.", NO_PATH_CURE)
        return compiled

    def _join_path(
        self, part: exp.Expr, source: Source, scope: Scope, compiler: ExpressionCompiler
    ) -> list[exp.Expr] | None:
        """An equality of ids between `source` and something before it, or None."""
        if not (
            isinstance(part, exp.EQ) and isinstance(part.this, exp.Column) and isinstance(part.expression, exp.Column)
        ):
            return None
        sides = [(resolve(compiler, side), side) for side in (part.this, part.expression)]
        if sides[0][0].alias != source.alias:
            sides.reverse()
        (mine, here), (other, there) = sides
        joinable = [s.relation.columns[c.name].joinable for s, c in sides]
        if mine.alias != source.alias or other.alias == source.alias or not all(joinable):
            return None
        # the columns stay bare, for behind the CASE of a later fact no engine finds an index; what the CASE would ask
        # is added as a condition of its own
        compiler.condition(part)  # for its type check
        if source.relation.kind != "case":
            path = JoinPath(
                table=source.relation.name, column=here.name, source=other.relation.name, source_column=there.name
            )
            self.of.join_paths[path] = None
        bare = exp.EQ(this=column(mine.alias, here.name), expression=column(other.alias, there.name))
        masks = [_known(compiler, side, resolved) for resolved, side in sides]
        return [bare, *(mask for mask in masks if mask is not None)]


def joined_by(written: exp.Expr, side: str, conditions: Sequence[exp.Expr]) -> exp.Join:
    """A join by those conditions that need no subquery."""
    bare = [c.copy() for c in conditions if c.find(exp.Select) is None]
    return exp.Join(this=written.copy(), side=side or None, on=exp.and_(*bare, copy=False))


def _parts(node: exp.Expr) -> list[exp.Expr]:
    """The conjuncts of a condition."""
    if isinstance(node, exp.And):
        return [*_parts(node.this), *_parts(node.expression)]
    return [node]


def _known(compiler: ExpressionCompiler, side: exp.Column, source: Source) -> exp.Expr | None:
    """The condition under which a later fact used in an equality is known."""
    if side.name not in source.relation.facts:
        return None
    masked, _ = compiler.value(side)
    known: exp.Expr = masked.args["ifs"][0].this.copy()
    return known
