"""What a SELECT reads, and by which join paths: FROM and JOIN, the cut of every table, the moment of every relation."""

from __future__ import annotations

import difflib
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from sqlglot import exp

from zbrisk.compiler.names import resolve
from zbrisk.compiler.parsing import fail
from zbrisk.compiler.relation import CASE, JoinPath, Relation
from zbrisk.compiler.scope import Scope, Source, column
from zbrisk.compiler.typed import ExpressionCompiler
from zbrisk.compiler.types import Type
from zbrisk.signals.signal_file import SignalFile

__all__ = ["Sources", "joined_by"]

NO_PATH_CURE = (
    "Join it ON an equality of ids with something that stands before it, or start from a view such as debtors."
)


class Sources(ABC):
    """The relations that one file names.

    `read` are those that it read, `join_paths` the equalities of ids by which it reached tables.
    `must_be_complete` are tables whose rows were looked at such that a row which is not there would change the others:
    they cannot be partial here.
    """

    def __init__(
        self, file: SignalFile, relations: Mapping[str, Relation], *, grain: str = CASE, evidence: bool = False
    ) -> None:
        self.file = file
        self.relations = dict(relations)
        self.grain = grain
        self.evidence = evidence
        self.own: dict[str, Relation] = {}  # CTEs
        self.read: dict[str, None] = {}
        self.join_paths: dict[JoinPath, None] = {}
        self.must_be_complete: set[str] = set()

    @abstractmethod
    def _query(self, node: exp.Expr, names: Sequence[str] = ()) -> tuple[exp.Query, dict[str, Type]]:
        """A query, compiled, and its columns."""

    @abstractmethod
    def expressions(self, scope: Scope) -> ExpressionCompiler:
        """The compiler of a SELECT's expressions."""

    def _source(self, node: exp.Expr, scope: Scope) -> tuple[Source, exp.Expr]:
        """A relation named in FROM or JOIN, and the node that stands for it."""
        alias = node.alias_or_name
        if isinstance(node, exp.Subquery):
            if not node.alias:
                raise self._fail(node, "A subquery in FROM needs an alias.", "Write `(...) as name`.")
            tree, columns = self._query(node.this)
            relation = self._made(alias, columns)
            written: exp.Expr = exp.Subquery(this=tree, alias=exp.TableAlias(this=exp.to_identifier(alias)))
        else:
            relation = self._relation(node)
            written = exp.alias_(exp.to_table(relation.name), alias, table=True)
        if scope.source(alias) is not None:
            raise self._fail(
                node, f"The alias {alias} stands twice.", "Give each relation of a SELECT an alias of its own."
            )
        if alias.startswith("_"):
            raise self._fail(node, f"The alias {alias} begins with an underscore.", "Give it another name.")
        return Source(alias=alias, relation=relation), written

    def _made(self, name: str, columns: Mapping[str, Type]) -> Relation:
        """A relation that the file makes itself: a CTE or a subquery in FROM."""
        partial = frozenset[str]().union(*(self.relations[read].partial for read in self.read))
        return Relation(name=name, kind="case", columns=columns, grain=self.grain, partial=partial)

    def _require_complete(self, *sources: Source) -> None:
        """Take note that a missing row of these would change what is said of others."""
        self.must_be_complete.update(*(source.relation.partial for source in sources))

    def _relation(self, node: exp.Expr) -> Relation:
        if not isinstance(node, exp.Table) or node.args.get("db") or not isinstance(node.this, exp.Identifier):
            raise self._fail(
                node,
                f"`{node.sql(dialect='duckdb')[:60]}` is no declared table or view.",
                "Name one of the contract's.",
            )
        name = node.name
        if name in self.own:
            return self.own[name]
        if name not in self.relations:
            raise self._fail(
                node, f"{name} is no table, view or CTE that stands before this.", _close_to(name, self.relations)
            )
        self.read[name] = None
        return self.relations[name]

    def _start(self, node: exp.Select, scope: Scope) -> exp.Expr:
        from_ = node.args.get("from_")
        if from_ is None:
            raise self._fail(node, "A SELECT needs FROM.", "Start at this_case or a view such as debtors.")
        source, written = self._source(from_.this, scope)
        start = "this_case or a view such as debtors" if self.grain == CASE else f"this_{self.grain.partition('_')[0]}"
        if source.relation.kind != "case":
            raise self._fail(
                from_, f"FROM starts at {source.relation.name}, which is no relation of the case.", f"Start at {start}."
            )
        self._check_grain(from_, source.relation)
        scope.anchor = source.alias
        scope.sources[source.alias] = source
        scope.reached.append(exp.From(this=written.copy()))
        return written

    def _check_grain(self, node: exp.Expr, relation: Relation) -> None:
        if relation.grain != self.grain:
            mine, theirs = self.grain.partition("_")[0], relation.grain.partition("_")[0]
            raise self._fail(
                node,
                f"{relation.name} belongs to the {theirs}, and this signal is of the {mine}.",
                f"Start at this_{mine}.",
            )

    def _join(self, join: exp.Join, scope: Scope) -> exp.Join:
        side, on = (join.side or "").upper(), join.args.get("on")
        plain = (
            side in ("", "LEFT") and (join.kind or "").upper() in ("", "INNER", "OUTER") and not join.args.get("method")
        )
        if not plain or on is None or join.args.get("using"):
            raise self._fail(
                join, f"`{join.sql(dialect='duckdb')[:50]}` is not allowed.", "Write JOIN or LEFT JOIN with ON."
            )
        source, written = self._source(join.this, scope)
        scope.sources[source.alias] = source
        if side == "LEFT":
            self._require_complete(source)
        if source.relation.kind == "calendar":
            self._check_day(on, source)
        needs_path = source.relation.kind not in ("case", "calendar")
        conditions = self._conditions(on, source, scope, needs_path=needs_path)
        if source.relation.kind == "case":
            self._check_grain(join, source.relation)
            conditions.insert(0, exp.EQ(this=column(source.alias, "_m"), expression=scope.moment))
        elif source.relation.kind != "calendar":
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
        raise self._fail(on, f"The calendar {source.alias} is not joined by a day.", cure)

    def _conditions(self, node: exp.Expr, source: Source, scope: Scope, *, needs_path: bool) -> list[exp.Expr]:
        """The parts of an ON (or a subquery's WHERE), equalities of ids among them in a form that can be indexed."""
        compiler = self.expressions(scope)
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
            raise self._fail(node, f"There is no join path to {source.relation.name}.", NO_PATH_CURE)
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
        ties = [s.relation.columns[c.name].ties for s, c in sides]
        if mine.alias != source.alias or other.alias == source.alias or not all(ties):
            return None
        compiler.condition(part)  # for its type check
        if source.relation.kind != "case":
            path = JoinPath(
                table=source.relation.name, column=here.name, source=other.relation.name, source_column=there.name
            )
            self.join_paths[path] = None
        bare = exp.EQ(this=column(mine.alias, here.name), expression=column(other.alias, there.name))
        masks = [_known(compiler, side, resolved) for resolved, side in sides]
        return [bare, *(mask for mask in masks if mask is not None)]

    def _fail(self, node: exp.Expr, problem: str, cure: str = "") -> Exception:
        return fail(self.file, node, problem, cure)


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


def _close_to(name: str, known: Mapping[str, Relation]) -> str:
    close = difflib.get_close_matches(name, known, n=3)
    return (
        f"Did you mean {', '.join(close)}?"
        if close
        else "See `zbrisk signals list` for the views, and the contract for the tables."
    )
