"""Plain views: tables reshaped without knowing any case.

Their rows are not cut yet: they hand on the knowledge days of the row they come from, and for each later fact the day
from which it is known, so that whoever joins them cuts and masks them like a table.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from zbrisk.compiler.names import resolve
from zbrisk.compiler.parsing import parse_query
from zbrisk.compiler.query import CompiledQuery, QueryCompiler
from zbrisk.compiler.scope import Scope, Source, column, number
from zbrisk.compiler.typed import SECONDS_A_DAY, ExpressionCompiler
from zbrisk.compiler.types import Type

__all__ = ["PlainCompiler", "is_plain"]

NEVER_HIDDEN = -1_000_000  # the fact day of a branch that has no such later fact


def is_plain(compiler: QueryCompiler) -> bool:
    """Whether a view starts at a table and not at a relation of the case."""
    root = parse_query(compiler.of.file)
    first = root.find(exp.From)
    if first is None or root.args.get("with_"):
        return False
    relation = compiler.of.relations.get(first.this.name)
    return relation is not None and relation.kind in ("table", "plain")


class PlainCompiler(QueryCompiler):
    """Compiles a plain view: a UNION ALL of selects, each from one table."""

    def _compiled(self, root: exp.Query) -> CompiledQuery:
        """A plain view; see `QueryCompiler.compile`."""
        branches = self._branches(root)
        facts = self._fact_positions(branches)
        names = [each.alias_or_name for each in branches[0].expressions]
        self.fact_names = [names[place] for place in sorted(facts) if place < len(names)]
        trees = [self._branch(branches[0], ())]
        tree: exp.Query = trees[0][0]
        columns = trees[0][1]
        trees += [self._branch(branch, tuple(columns)) for branch in branches[1:]]
        for other, kinds in trees[1:]:
            if len(kinds) != len(columns):
                raise self.of.fail(
                    root, "The parts of the UNION differ in their number of columns.", "Make them equal."
                )
            columns = {
                name: self.widened(root, one, two)
                for (name, one), two in zip(columns.items(), kinds.values(), strict=True)
            }
            tree = exp.Union(this=tree, expression=other, distinct=False)
        return CompiledQuery(
            tree=tree,
            columns=columns,
            grain="",
            relations=tuple(self.of.read),
            join_paths=(),
            must_be_complete=frozenset(),
            rows_read=(),
        )

    def _branches(self, node: exp.Expr) -> list[exp.Select]:
        if isinstance(node, exp.Union):
            if node.args.get("distinct"):
                raise self.of.fail(
                    node,
                    "A plain view is a UNION ALL.",
                    "Write UNION ALL, or start the view at a relation of the case.",
                )
            return [*self._branches(node.this), *self._branches(node.expression)]
        if isinstance(node, exp.Subquery):
            return self._branches(node.this)
        assert isinstance(node, exp.Select)
        for part in ("joins", "group", "having", "distinct", "with_"):
            if node.args.get(part):
                cure = "Start the view at a relation of the case, or leave the join to whoever uses it."
                raise self.of.fail(node, f"A plain view has no {part.rstrip('_').upper()}.", cure)
        return [node]

    def _fact_positions(self, branches: list[exp.Select]) -> set[int]:
        """Which columns of the view hold a later fact in at least one branch."""
        return {
            place
            for branch in branches
            for relation in [self.of.relation(branch.args["from_"].this)]
            for place, each in enumerate(branch.expressions)
            if isinstance(each.unalias(), exp.Column) and each.unalias().name in relation.facts
        }

    def _branch(self, node: exp.Select, names: Sequence[str]) -> tuple[exp.Select, dict[str, Type]]:
        scope = Scope()
        source, written = self.from_clause.source(node.args["from_"].this, scope)
        scope.sources[source.alias] = source
        scope.anchor = source.alias
        compiler = self.expressions(scope)
        # every branch hands on a day for every fact, for a UNION has one list of columns; where a branch's column is
        # no later fact, the day lies before all others and hides nothing
        hidden: dict[str, exp.Expr] = {name: exp.cast(number(NEVER_HIDDEN), "int") for name in self.fact_names}
        typed: list[tuple[str, exp.Expr, Type]] = []
        for name, each in self.projections(node, scope, names):
            if isinstance(each, exp.Column) and each.name in source.relation.facts:
                hidden[name] = self._fact_day(source, each.name)
                typed.append((name, column(source.alias, each.name), source.relation.columns[each.name]))
            else:
                self._refuse_facts(each, compiler)
                typed.append((name, *compiler.value(each)))
        new = exp.Select(
            expressions=[
                column(source.alias, "_known_from"),
                column(source.alias, "_known_until"),
                *(exp.alias_(day, f"_d_{name}") for name, day in hidden.items()),
                *(exp.alias_(value, name) for name, value, _ in typed),
                *([exp.alias_(source.evidence, "_evidence")] if self.of.evidence else []),
            ]
        )
        new.set("from_", exp.From(this=written))
        if where := node.args.get("where"):
            self._refuse_facts(where.this, compiler)
            new.set("where", exp.Where(this=compiler.condition(where.this)))
        return new, {name: kind for name, _, kind in typed}

    def _fact_day(self, source: Source, name: str) -> exp.Expr:
        """The day from which a later fact is known; a null day hides it for good, for null < as_of is not true."""
        date = source.relation.facts[name]
        day = column(source.alias, date)
        return exp.IntDiv(this=day, expression=number(SECONDS_A_DAY)) if date in source.relation.fact_times else day

    def _refuse_facts(self, node: exp.Expr, compiler: ExpressionCompiler) -> None:
        for each in node.walk():
            if isinstance(each, exp.Column) and each.name in resolve(compiler, each).relation.facts:
                raise self.of.fail(
                    each,
                    f"{each.name} becomes known later and can only be handed on in a plain view.",
                    "Filter where the view is used.",
                )
            if isinstance(
                each,
                (
                    exp.CurrentDate,
                    exp.Exists,
                    exp.Subquery,
                    exp.Select,
                    exp.Window,
                    exp.Count,
                    exp.Sum,
                    exp.Max,
                    exp.Min,
                ),
            ):
                raise self.of.fail(
                    each, "A plain view knows no day, subquery or aggregate.", "Use it where the view is joined."
                )
