"""One file of the signal language compiled: whatever a relation is for, it comes from here.

Signals, views, checkpoints, ties, a campaign's conditions, how a case stands, and what is asked once: each is a
relation of moments, and is cut, masked and followed to its evidence in the same way, because there is no second way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlglot import exp

from zbrisk.compiler.compiled import CompiledRelation
from zbrisk.compiler.dialects import in_all_dialects, to_sql
from zbrisk.compiler.lookups import lookups_in
from zbrisk.compiler.namespace import Namespace
from zbrisk.compiler.query import CompiledQuery, QueryCompiler
from zbrisk.compiler.reaches import FOLLOWED, reaches_in
from zbrisk.compiler.relation import CASE, Relation
from zbrisk.compiler.row_sources import row_sources
from zbrisk.signals.signal_file import SignalFile

__all__ = ["CompiledRows", "compile_relation", "compile_rows"]

Made = TypeVar("Made", bound=CompiledRelation)


@dataclass(frozen=True, kw_only=True)
class CompiledRows:
    """The rows of a file as trees, plain and with the keys behind them, and all tables and views that they need."""

    name: str
    query: CompiledQuery
    with_evidence: CompiledQuery
    tables: tuple[str, ...]
    views: tuple[str, ...]

    def relation(
        self,
        made: Callable[..., Made],
        /,
        *,
        tree: exp.Query | None = None,
        evidence_tree: exp.Query | None = None,
        **more: Any,
    ) -> Made:
        """The relation as text for every engine.

        Args:
            made: What it becomes, a `CompiledRelation`.
            tree: What is run in place of the rows themselves.
            evidence_tree: What is run in place of the rows with the keys behind them.
            more: Further fields of it, or others in place of these.
        """
        tree = self.query.tree if tree is None else tree
        evidence_tree = self.with_evidence.tree if evidence_tree is None else evidence_tree
        sql = in_all_dialects(tree)
        fields: dict[str, Any] = {
            "name": self.name,
            "kinds": {name: type_.kind for name, type_ in self.query.columns.items()},
            "sql": sql,
            "evidence_sql": sql if evidence_tree is tree else in_all_dialects(evidence_tree),
            "tables": self.tables,
            "views": self.views,
            "join_paths": self.query.join_paths,
            "rows_read_sql": {
                dialect: tuple(to_sql(each, dialect) for each in self.with_evidence.rows_read) for dialect in FOLLOWED
            },
            "lookups": lookups_in(tree),
            "reaches": reaches_in(self.with_evidence.rows_read, self.query.join_paths),
            "row_sources": row_sources(tree),
        }
        return made(**(fields | more))


def compile_rows(
    file: SignalFile,
    namespace: Namespace,
    *,
    compiler: type[QueryCompiler] = QueryCompiler,
    relations: Mapping[str, Relation] | None = None,
    grain: str = CASE,
    through: str = "",
    evidence_only: bool = False,
) -> CompiledRows:
    """Compile a file, for a relation that is made of its rows.

    Args:
        file: What is compiled.
        namespace: The relations that it may name.
        compiler: Who compiles it.
        relations: Instead of the namespace's: these.
        grain: Whose moments its rows belong to.
        through: The view that the grain goes through, which has to be made too.
        evidence_only: The rows are never wanted without the keys behind them.

    Raises:
        SignalError: It cannot be compiled safely; file, line and cure are named.
    """
    known = namespace.relations if relations is None else relations
    # twice, for evidence changes the query itself: DISTINCT has to group, so that rows that fall together keep all keys
    with_evidence = compiler(file, known, grain=grain, evidence=True).compile()
    query = with_evidence if evidence_only else compiler(file, known, grain=grain).compile()
    tables, views = namespace.behind((*query.relations, through) if through else query.relations)
    return CompiledRows(name=file.name, query=query, with_evidence=with_evidence, tables=tables, views=views)


def compile_relation(file: SignalFile, namespace: Namespace) -> CompiledRelation:
    """Compile a file whose rows are wanted as they are.

    Raises:
        SignalError: It cannot be compiled safely; file, line and cure are named.
    """
    return compile_rows(file, namespace).relation(CompiledRelation)
