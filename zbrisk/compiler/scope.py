"""One SELECT's sources while it is being compiled."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlglot import exp

from zbrisk.compiler.relation import Relation

__all__ = ["Scope", "Source", "column", "number"]


def column(alias: str, name: str) -> exp.Column:
    """A plain column reference."""
    return exp.column(name, table=alias)


def number(value: int) -> exp.Expr:
    """An integer literal."""
    return exp.Literal.number(value) if value >= 0 else exp.Neg(this=exp.Literal.number(-value))


@dataclass(frozen=True, kw_only=True)
class Source:
    """A relation under its alias."""

    alias: str
    relation: Relation

    @property
    def evidence(self) -> exp.Expr:
        """Text that names the rows behind this source: `table US key RS`, repeated."""
        if self.relation.kind == "table":
            named = exp.DPipe(
                this=exp.Literal.string(self.relation.name + "\x1f"), expression=column(self.alias, "_key")
            )
            return exp.DPipe(this=named, expression=exp.Literal.string("\x1e"))
        return exp.Literal.string("") if self.relation.no_evidence else column(self.alias, "_evidence")


@dataclass(kw_only=True)
class Scope:
    """The sources of one SELECT, in the order that they were written.

    `anchor` is the alias whose `_moment` and `_as_of` all cuts of this SELECT hang on; a subquery has its enclosing
    SELECT's.
    """

    outer: Scope | None = None
    anchor: str = ""
    sources: dict[str, Source] = field(default_factory=dict)
    inner_evidence: list[exp.Expr] = field(default_factory=list)  # texts from subqueries that hold rows of their own
    negated: int = 0  # how many NOTs stand around the expression that is being compiled
    reached: list[exp.Expr] = field(default_factory=list)  # FROM and JOINs by which the sources are reached

    def source(self, alias: str) -> Source | None:
        """A source by alias, here or outside."""
        return self.sources.get(alias) or (self.outer.source(alias) if self.outer else None)

    def having(self, name: str) -> list[Source]:
        """The sources that have a column of this name, here or else outside."""
        found = [s for s in self.sources.values() if name in s.relation.columns]
        return found or (self.outer.having(name) if self.outer else [])

    @property
    def moment(self) -> exp.Column:
        """The moment's number."""
        return column(self.anchor, "_moment")

    @property
    def as_of(self) -> exp.Column:
        """The moment's day."""
        return column(self.anchor, "_as_of")

    def cut(self, alias: str) -> exp.Expr:
        """What holds for rows that are known, in the version of the day."""
        known = exp.LT(this=column(alias, "_known_from"), expression=self.as_of)
        current = exp.GTE(this=column(alias, "_known_until"), expression=self.as_of)
        return exp.And(this=known, expression=current)
