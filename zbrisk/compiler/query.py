"""From SQL written for today to SQL that is right for every moment of a cohort at once.

Every relation of the case carries its moment (`_m`, `_as_of`). The compiler equates the moment wherever such
relations meet, cuts every table at the moment that it is joined to, and carries the moment through grouping, windows
and unions. With `evidence=True` each row also carries, in `_ev`, the tables and keys of all rows that it was made
from.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from zbrisk.compiler.aggregates import is_aggregate
from zbrisk.compiler.expressions import Expressions
from zbrisk.compiler.parsing import fail, parse_query
from zbrisk.compiler.relation import CASE, Relation, Road
from zbrisk.compiler.scope import Scope, Source, column, number
from zbrisk.compiler.types import PREDICATE, TEXT, Type
from zbrisk.signals.signal_file import SignalFile

__all__ = ["CompiledQuery", "QueryCompiler"]

HIDDEN = ("_m", "_as_of")
NO_ROAD_CURE = (
    "Join it ON an equality of ids with something that stands before it, or start from a view such as debtors."
)


@dataclass(frozen=True, kw_only=True)
class CompiledQuery:
    """A compiled SELECT: its tree, the columns that its author sees, and what it read."""

    tree: exp.Query
    columns: Mapping[str, Type]
    grain: str
    relations: tuple[str, ...]
    roads: tuple[Road, ...]
    touched: tuple[exp.Query, ...]  # select the names of all rows that were looked at, whether or not they made a row


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
        self.file = file
        self.relations = dict(relations)
        self.grain = grain
        self.evidence = evidence
        self.own: dict[str, Relation] = {}  # CTEs
        self.read: dict[str, None] = {}
        self.roads: dict[Road, None] = {}
        self.ctes: list[exp.CTE] = []
        self.inner_scopes: list[Scope] = []
        self.touched: list[exp.Query] = []

    def compile(self) -> CompiledQuery:
        """The whole file.

        Raises:
            SignalError: Something cannot be made safe; it names the file, the line and the cure.
        """
        root = parse_query(self.file)
        for cte in root.args["with_"].expressions if root.args.get("with_") else ():
            self.ctes.append(self._cte(cte))
        tree, columns = self._query(root)
        if self.ctes:
            tree.set("with_", exp.With(expressions=self.ctes))
        return CompiledQuery(
            tree=tree,
            columns=columns,
            grain=self.grain,
            relations=tuple(self.read),
            roads=tuple(self.roads),
            touched=tuple(self.touched),
        )

    # -- queries ----------------------------------------------------------------------------------------------------

    def _cte(self, cte: exp.CTE) -> exp.CTE:
        name = cte.alias
        if name in self.relations or name in self.own:
            raise self._fail(cte, f"The CTE {name} has the name of a table or view.", "Give it another name.")
        if cte.args["alias"].columns:
            raise self._fail(cte, "A CTE takes its column names from its SELECT.", "Write them with AS.")
        tree, columns = self._query(cte.this)
        self.own[name] = Relation(name=name, kind="case", columns=columns, grain=self.grain)
        return exp.CTE(this=tree, alias=exp.TableAlias(this=exp.to_identifier(name)))

    def _query(self, node: exp.Expr, names: Sequence[str] = ()) -> tuple[exp.Query, dict[str, Type]]:
        """A query; `names` are the column names of a UNION's first part, which the others take over."""
        if isinstance(node, exp.Subquery):
            return self._query(node.this, names)
        if isinstance(node, exp.Union):
            return self._union(node, names)
        if isinstance(node, exp.Select):
            return self._select(node, names)
        raise self._fail(node, "A SELECT is needed here.", "See features/README.md.")

    def _union(self, node: exp.Union, names: Sequence[str]) -> tuple[exp.Query, dict[str, Type]]:
        left, columns = self._query(node.this, names)
        right, others = self._query(node.expression, tuple(columns))
        if len(columns) != len(others):
            raise self._fail(
                node.expression, "The parts of a UNION differ in their number of columns.", "Make them equal."
            )
        merged = {
            name: self._widened(node.expression, one, two)
            for (name, one), two in zip(columns.items(), others.values(), strict=True)
        }
        distinct = bool(node.args.get("distinct"))
        union = exp.Union(this=left, expression=right, distinct=distinct and not self.evidence)
        if distinct and self.evidence:
            return self._merge_evidence(union, merged), merged
        return union, merged

    def _widened(self, node: exp.Expr, one: Type, two: Type) -> Type:
        """The type of a UNION's column."""
        kinds = {one.kind, two.kind} - {"null"}
        if one == two or two.kind == "null":
            return one
        if one.kind == "null":
            return two
        if kinds <= {"code", "str"}:
            return TEXT
        if len(kinds) > 1:
            raise self._fail(node, f"The parts of a UNION differ: {one} and {two}.", "Make the types equal.")
        return Type(one.kind, ties=one.ties and two.ties, whole=one.whole and two.whole)

    def _merge_evidence(self, tree: exp.Query, columns: Mapping[str, Type]) -> exp.Select:
        """DISTINCT that keeps the evidence of the rows that fall together."""
        names = [*HIDDEN, *columns]
        select = exp.Select(
            expressions=[*(column("_d", n) for n in names), _alias(_gathered(column("_d", "_ev")), "_ev")]
        )
        select.set("from_", exp.From(this=exp.Subquery(this=tree, alias=exp.TableAlias(this=exp.to_identifier("_d")))))
        select.set("group", exp.Group(expressions=[column("_d", n) for n in names]))
        return select

    def _select(self, node: exp.Select, names: Sequence[str]) -> tuple[exp.Query, dict[str, Type]]:
        scope = Scope()
        new = exp.Select()
        new.set("from_", exp.From(this=self._start(node, scope)))
        new.set("joins", [self._join(join, scope) for join in node.args.get("joins") or ()])
        compiler = Expressions(self, scope)
        if where := node.args.get("where"):
            new.set("where", exp.Where(this=compiler.condition(where.this)))
        items = self._projections(node, scope, names)
        group, having = node.args.get("group"), node.args.get("having")
        aggregated = group is not None or having is not None or any(is_aggregate(e) for _, e in items)
        if aggregated and group is None:
            cure = "Write GROUP BY, or take the number as a scalar subquery."
            raise self._fail(node, "An aggregate without GROUP BY gives a row even where there is nothing.", cure)
        typed = [(name, *compiler.value(each)) for name, each in items]
        columns = {name: kind for name, _, kind in typed}
        hidden: list[exp.Expr] = [scope.moment, scope.as_of]
        if group is not None:
            keys = self._group_keys(group, compiler, dict(items))
            new.set("group", exp.Group(expressions=[*hidden, *(k for k in keys)]))
            self._check_grouped(items, typed, keys)
        if having is not None:
            new.set("having", exp.Having(this=compiler.condition(having.this)))
        evidence = [_alias(self._evidence(scope, aggregated), "_ev")] if self.evidence else []
        named = [_alias(value, name) for name, value, _ in typed]
        new.set("expressions", [*(each.copy() for each in hidden), *named, *evidence])
        self._touch(scope)
        if node.args.get("distinct"):
            if node.args["distinct"].args.get("on"):
                raise self._fail(node, "DISTINCT ON is not allowed.", "Use row_number() in a CTE.")
            if self.evidence:
                return self._merge_evidence(new, columns), columns
            new.set("distinct", exp.Distinct())
        return new, columns

    # -- sources ----------------------------------------------------------------------------------------------------

    def _source(self, node: exp.Expr, scope: Scope) -> tuple[Source, exp.Expr]:
        """A relation named in FROM or JOIN, and the node that stands for it."""
        alias = node.alias_or_name
        if isinstance(node, exp.Subquery):
            if not node.alias:
                raise self._fail(node, "A subquery in FROM needs an alias.", "Write `(...) as name`.")
            tree, columns = self._query(node.this)
            relation = Relation(name=alias, kind="case", columns=columns, grain=self.grain)
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
        if source.relation.kind == "calendar":
            self._check_day(on, source)
        needs_road = source.relation.kind not in ("case", "calendar")
        conditions = self._conditions(on, source, scope, needs_road=needs_road)
        if source.relation.kind == "case":
            self._check_grain(join, source.relation)
            conditions.insert(0, exp.EQ(this=column(source.alias, "_m"), expression=scope.moment))
        elif source.relation.kind != "calendar":
            conditions.append(scope.cut(source.alias))
        scope.reached.append(_reaching(written, side, conditions))
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

    def _conditions(self, node: exp.Expr, source: Source, scope: Scope, *, needs_road: bool) -> list[exp.Expr]:
        """The parts of an ON (or a subquery's WHERE), equalities of ids among them in a form that can be indexed."""
        compiler = Expressions(self, scope)
        compiled: list[exp.Expr] = []
        found = False
        for part in _parts(node):
            road = self._road(part, source, scope, compiler)
            found = found or road is not None
            if road is not None:
                compiled += road
            elif not (isinstance(part, exp.Boolean) and part.this):
                condition = compiler.condition(part)
                compiled.append(exp.Paren(this=condition) if isinstance(condition, exp.Or) else condition)
        if needs_road and not found:
            raise self._fail(node, f"There is no road to {source.relation.name}.", NO_ROAD_CURE)
        return compiled

    def _road(self, part: exp.Expr, source: Source, scope: Scope, compiler: Expressions) -> list[exp.Expr] | None:
        """An equality of ids between `source` and something before it, or None."""
        if not (
            isinstance(part, exp.EQ) and isinstance(part.this, exp.Column) and isinstance(part.expression, exp.Column)
        ):
            return None
        sides = [(compiler.resolve(side), side) for side in (part.this, part.expression)]
        if sides[0][0].alias != source.alias:
            sides.reverse()
        (mine, here), (other, there) = sides
        ties = [s.relation.columns[c.name].ties for s, c in sides]
        if mine.alias != source.alias or other.alias == source.alias or not all(ties):
            return None
        compiler.condition(part)  # for its type check
        if source.relation.kind != "case":
            reached = Road(
                table=source.relation.name, column=here.name, source=other.relation.name, source_column=there.name
            )
            self.roads[reached] = None
        bare = exp.EQ(this=column(mine.alias, here.name), expression=column(other.alias, there.name))
        masks = [_known(compiler, side, resolved) for resolved, side in sides]
        return [bare, *(mask for mask in masks if mask is not None)]

    # -- projections ------------------------------------------------------------------------------------------------

    def _projections(self, node: exp.Select, scope: Scope, names: Sequence[str] = ()) -> list[tuple[str, exp.Expr]]:
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
                raise self._fail(each, f"`{each.sql(dialect='duckdb')[:50]}` has no name.", "Write `... as name`.")
            if name in items or name.startswith("_"):
                problem = f"The column {name} stands twice, or begins with an underscore."
                raise self._fail(each, problem, "Give it another name with AS.")
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

    def _group_keys(self, group: exp.Group, compiler: Expressions, items: Mapping[str, exp.Expr]) -> list[exp.Expr]:
        if any(value for part, value in group.args.items() if part != "expressions") or not group.expressions:
            raise self._fail(group, "Only GROUP BY with columns is allowed.", "Write the columns out.")
        keys = []
        for each in group.expressions:
            if isinstance(each, exp.Literal):
                raise self._fail(each, "GROUP BY with a number is not allowed.", "Write the column.")
            unqualified = isinstance(each, exp.Column) and not each.table and not compiler.scope.having(each.name)
            keys.append(compiler.value(items[each.name] if unqualified and each.name in items else each)[0])
        return keys

    def _check_grouped(
        self, items: list[tuple[str, exp.Expr]], typed: list[tuple[str, exp.Expr, Type]], keys: list[exp.Expr]
    ) -> None:
        for (name, written), (_, value, _) in zip(items, typed, strict=True):
            if value in keys or not _has_bare_column(value, keys):
                continue
            raise self._fail(
                written,
                f"{name} is neither grouped nor aggregated.",
                "Add it to GROUP BY, or take min() or max() of it.",
            )

    def _evidence(self, scope: Scope, aggregated: bool) -> exp.Expr:
        parts: list[exp.Expr] = [_or_empty(source.evidence) for source in scope.sources.values()]
        if not aggregated:
            parts += scope.inner_evidence
        text = parts[0]
        for part in parts[1:]:
            text = exp.DPipe(this=text, expression=part)
        return _gathered(text) if aggregated else text

    # -- subqueries in expressions ----------------------------------------------------------------------------------

    def exists_subquery(self, outer: Scope) -> Callable[[exp.Exists], tuple[exp.Expr, Type]]:
        """The handler of EXISTS under a scope."""

        def compile_(node: exp.Exists) -> tuple[exp.Expr, Type]:
            select = self._inner_select(node.this)
            inner, scope = self._inner(select, outer)
            inner.set("expressions", [number(1)])
            self._keep_inner_evidence(inner, scope, outer)
            return exp.Exists(this=inner), PREDICATE

        return compile_

    def in_subquery(self, outer: Scope) -> Callable[[exp.In], tuple[exp.Expr, Type]]:
        """The handler of IN (select ...): an EXISTS with one equality more."""

        def compile_(node: exp.In) -> tuple[exp.Expr, Type]:
            select = self._inner_select(node.args["query"])
            if len(select.expressions) != 1 or is_aggregate(select.expressions[0]):
                raise self._fail(node, "IN (select ...) takes one plain column.", "Write EXISTS.")
            chosen = select.expressions[0].unalias()
            equal = exp.EQ(this=node.this.copy(), expression=chosen.copy())
            where = select.args.get("where")
            joined = select.copy()
            joined.set("where", exp.Where(this=exp.And(this=equal, expression=where.this.copy()) if where else equal))
            inner, scope = self._inner(joined, outer)
            inner.set("expressions", [number(1)])
            self._keep_inner_evidence(inner, scope, outer)
            return exp.Exists(this=inner), PREDICATE

        return compile_

    def scalar_subquery(self, outer: Scope) -> Callable[[exp.Subquery], tuple[exp.Expr, Type]]:
        """The handler of (select count(*) ...) as a value."""

        def compile_(node: exp.Subquery) -> tuple[exp.Expr, Type]:
            select = self._inner_select(node)
            if len(select.expressions) != 1 or not is_aggregate(select.expressions[0]):
                raise self._fail(
                    node, "A subquery as a value is one count, sum, min or max.", "Join the table instead."
                )
            inner, scope = self._inner(select, outer)
            value, kind = Expressions(self, scope).value(select.expressions[0].unalias())
            inner.set("expressions", [_alias(value, "_value")])
            self._keep_inner_evidence(inner, scope, outer)
            return exp.Subquery(this=inner), kind

        return compile_

    def _inner_select(self, node: exp.Expr) -> exp.Select:
        select = node.unnest() if isinstance(node, (exp.Subquery, exp.Paren)) else node
        if not isinstance(select, exp.Select):
            raise self._fail(node, "A subquery here is one plain SELECT.", "Put the UNION in a CTE or a view.")
        for part in ("group", "having", "distinct"):
            if select.args.get(part):
                raise self._fail(select, f"{part.upper()} is not allowed in a subquery here.", "Put it in a CTE.")
        return select

    def _inner(self, select: exp.Select, outer: Scope) -> tuple[exp.Select, Scope]:
        scope = Scope(outer=outer, anchor=outer.anchor)
        from_ = select.args.get("from_")
        if from_ is None:
            raise self._fail(select, "A SELECT needs FROM.", "Name a table or view.")
        source, written = self._source(from_.this, scope)
        scope.sources[source.alias] = source
        if source.relation.kind == "calendar":
            raise self._fail(from_, "A subquery cannot start at the calendar.", "Join it to a table by a day.")
        is_case = source.relation.kind == "case"
        if is_case:
            self._check_grain(from_, source.relation)
        new = exp.Select()
        new.set("from_", exp.From(this=written))
        where = select.args.get("where")
        if where is None and not is_case:
            raise self._fail(
                select,
                f"There is no road to {source.relation.name}.",
                "Tie it to the row outside by an equality of ids.",
            )
        new.set("joins", [self._join(join, scope) for join in select.args.get("joins") or ()])
        moment = exp.EQ(this=column(source.alias, "_m"), expression=column(outer.anchor, "_m"))
        conditions = [moment if is_case else scope.cut(source.alias)]
        if where is not None:
            conditions = [*self._conditions(where.this, source, scope, needs_road=not is_case), *conditions]
        scope.reached.insert(0, _reaching(written, "", conditions))
        self.inner_scopes.append(scope)
        new.set("where", exp.Where(this=exp.and_(*conditions, copy=False)))
        return new, scope

    def _touch(self, scope: Scope) -> None:
        """Queries for the names of all rows that this SELECT and the subqueries in it looked at.

        They join as the SELECT does but filter nothing, for a row that NOT EXISTS found, or that WHERE dropped, is
        needed too.
        """
        for each in (scope, *self.inner_scopes):
            names = [s.evidence for s in each.sources.values() if s.relation.kind in ("table", "plain")]
            if not names or not self.evidence:
                continue
            start, *joins = [node.copy() for node in _chain(each)]
            select = exp.Select(expressions=[_alias(name, f"_row{i}") for i, name in enumerate(names)])
            select.set("distinct", exp.Distinct())
            select.set("from_", start)
            select.set("joins", joins)
            if self.ctes:
                select.set("with_", exp.With(expressions=[cte.copy() for cte in self.ctes]))
            self.touched.append(select)
        self.inner_scopes.clear()

    def _keep_inner_evidence(self, inner: exp.Select, scope: Scope, outer: Scope) -> None:
        """Rows that made an EXISTS true, or went into a number, are evidence of the row outside."""
        if not self.evidence or outer.outer is not None or outer.negated:
            return
        gathered = inner.copy()
        gathered.set("expressions", [_alias(_gathered(self._evidence(scope, False)), "_value")])
        outer.inner_evidence.append(_or_empty(exp.Subquery(this=gathered)))

    def _fail(self, node: exp.Expr, problem: str, cure: str = "") -> Exception:
        return fail(self.file, node, problem, cure)


def _reaching(written: exp.Expr, side: str, conditions: Sequence[exp.Expr]) -> exp.Join:
    """A join by those conditions that need no subquery."""
    bare = [c.copy() for c in conditions if c.find(exp.Select) is None]
    return exp.Join(this=written.copy(), side=side or None, on=exp.and_(*bare, copy=False))


def _chain(scope: Scope) -> list[exp.Expr]:
    """FROM and JOINs of a scope, those of the scopes around it first."""
    return [*(_chain(scope.outer) if scope.outer else ()), *scope.reached]


def _parts(node: exp.Expr) -> list[exp.Expr]:
    """The conjuncts of a condition."""
    if isinstance(node, exp.And):
        return [*_parts(node.this), *_parts(node.expression)]
    return [node]


def _known(compiler: Expressions, side: exp.Column, source: Source) -> exp.Expr | None:
    """The condition under which a later fact used in an equality is known."""
    if side.name not in source.relation.facts:
        return None
    masked, _ = compiler.value(side)
    known: exp.Expr = masked.args["ifs"][0].this.copy()
    return known


def _alias(node: exp.Expr, name: str) -> exp.Expr:
    return exp.alias_(node, name, copy=False)


def _gathered(text: exp.Expr) -> exp.Expr:
    return exp.GroupConcat(this=text, separator=exp.Literal.string(""))


def _or_empty(text: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=text, expressions=[exp.Literal.string("")])


def _has_bare_column(node: exp.Expr, keys: list[exp.Expr]) -> bool:
    """Whether a column stands outside of every aggregate and every grouped expression."""
    if node in keys or isinstance(node, (exp.Count, exp.Sum, exp.Min, exp.Max, exp.Subquery, exp.Exists)):
        return False
    if isinstance(node, exp.Column):
        return node.name not in HIDDEN
    return any(_has_bare_column(child, keys) for child in node.iter_expressions())


def _close_to(name: str, known: Mapping[str, Relation]) -> str:
    close = difflib.get_close_matches(name, known, n=3)
    return (
        f"Did you mean {', '.join(close)}?"
        if close
        else "See `zbrisk signals list` for the views, and the contract for the tables."
    )
