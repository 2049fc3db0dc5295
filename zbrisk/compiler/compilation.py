"""One file while it is being compiled: what it may name, and what has been read of it so far."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from sqlglot import exp

from zbrisk.compiler.parsing import fail
from zbrisk.compiler.relation import CASE, JoinPath, Relation
from zbrisk.compiler.scope import Scope, Source
from zbrisk.compiler.types import Type
from zbrisk.signals.signal_file import SignalFile

__all__ = ["Compilation"]


class Compilation:
    """What all who compile parts of one file share.

    Args:
        file: The signal or view.
        relations: What it may name, by name.
        grain: Whose moments its first relation carries: `case`, or the grain of a party signal.
        evidence: Whether rows carry the keys of the rows behind them.

    Attributes:
        own: Relations that the file makes itself, its CTEs.
        read: The relations that it read.
        join_paths: The equalities of ids by which it reached tables.
        must_be_complete: Tables whose rows were looked at such that a row which is not there would change the others:
            they cannot be partial here.
        ctes: The CTEs compiled so far.
        inner_scopes: Those of the subqueries of the SELECT that is being compiled.
        rows_read: Queries for the names of all rows that were looked at.
    """

    def __init__(
        self, file: SignalFile, relations: Mapping[str, Relation], *, grain: str = CASE, evidence: bool = False
    ) -> None:
        self.file = file
        self.relations = dict(relations)
        self.grain = grain
        self.evidence = evidence
        self.own: dict[str, Relation] = {}
        self.read: dict[str, None] = {}
        self.join_paths: dict[JoinPath, None] = {}
        self.must_be_complete: set[str] = set()
        self.ctes: list[exp.CTE] = []
        self.inner_scopes: list[Scope] = []
        self.rows_read: list[exp.Query] = []

    def made(self, name: str, columns: Mapping[str, Type]) -> Relation:
        """A relation that the file makes itself: a CTE or a subquery in FROM."""
        partial = frozenset[str]().union(*(self.relations[read].partial for read in self.read))
        return Relation(name=name, kind="case", columns=columns, grain=self.grain, partial=partial)

    def require_complete(self, *sources: Source) -> None:
        """Take note that a missing row of these would change what is said of others."""
        self.must_be_complete.update(*(source.relation.partial for source in sources))

    def relation(self, node: exp.Expr) -> Relation:
        """The relation that a node of FROM or JOIN names; it is taken note of."""
        if not isinstance(node, exp.Table) or node.args.get("db") or not isinstance(node.this, exp.Identifier):
            raise self.fail(
                node,
                f"`{node.sql(dialect='duckdb')[:60]}` is no declared table or view.",
                "Name one of the contract's.",
            )
        name = node.name
        if name in self.own:
            return self.own[name]
        if name not in self.relations:
            raise self.fail(
                node, f"{name} is no table, view or CTE that stands before this.", _close_to(name, self.relations)
            )
        self.read[name] = None
        return self.relations[name]

    def check_grain(self, node: exp.Expr, relation: Relation) -> None:
        """Refuse a relation whose moments are not those of this file."""
        if relation.grain != self.grain:
            mine, theirs = self.grain.partition("_")[0], relation.grain.partition("_")[0]
            raise self.fail(
                node,
                f"{relation.name} belongs to the {theirs}, and this signal is of the {mine}.",
                f"Start at this_{mine}.",
            )

    def fail(self, node: exp.Expr, problem: str, cure: str = "") -> Exception:
        """The error for a node, with the file's own line."""
        return fail(self.file, node, problem, cure)


def _close_to(name: str, known: Mapping[str, Relation]) -> str:
    close = difflib.get_close_matches(name, known, n=3)
    return (
        f"Did you mean {', '.join(close)}?"
        if close
        else "See `zbrisk signals list` for the views, and the contract for the tables."
    )
