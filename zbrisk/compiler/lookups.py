"""By which columns together queries look rows up: worth an index where one id has thousands of rows.

An index on one id finds a case's rows. Where a case has 20,000 of them and each is compared with the others (no
earlier one of its kind, no answer of another party), every comparison would read all 20,000. An index on all the
columns that are compared finds the few that matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlglot import exp

__all__ = ["Lookups", "conjuncts", "lookups_in", "merged"]

Lookups = Mapping[str, frozenset[tuple[str, ...]]]  # relation to the groups of columns
MOST_COLUMNS = 6


def lookups_in(tree: exp.Expr) -> Lookups:
    """The lookups of a compiled query."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for select in tree.find_all(exp.Select):
        for relation, columns in _of_select(select):
            found.setdefault(relation, set()).add(columns)
    return {relation: frozenset(groups) for relation, groups in found.items()}


def merged(several: Iterable[Lookups]) -> Lookups:
    """The lookups of several queries as one."""
    found: dict[str, frozenset[tuple[str, ...]]] = {}
    for each in several:
        for relation, groups in each.items():
            found[relation] = found.get(relation, frozenset()) | groups
    return found


def _of_select(select: exp.Select) -> Iterator[tuple[str, tuple[str, ...]]]:
    from_, where = select.args.get("from_"), select.args.get("where")
    joins = select.args.get("joins") or ()
    sources = [source.this for source in (from_, *joins) if source is not None]
    conditions = [join.args["on"] for join in joins if join.args.get("on")] + ([where.this] if where else [])
    parts = [part for condition in conditions for part in conjuncts(condition)]
    names = [source.alias_or_name for source in sources]
    for place, source in enumerate(sources):
        if not isinstance(source, exp.Table):
            continue
        alias = source.alias_or_name
        tied = {name for part in parts for name in _tied(part, alias, names[place:])}
        given = {name for part in parts for name in _given(part, alias)} - tied
        columns = (*sorted(tied), *sorted(given))
        if tied and 1 < len(columns) <= MOST_COLUMNS:
            yield source.name, columns


def conjuncts(condition: exp.Expr) -> Iterator[exp.Expr]:
    """The parts of a condition that must all hold."""
    condition = condition.unnest()
    if isinstance(condition, exp.And):
        yield from (each for side in condition.flatten() for each in conjuncts(side))
    else:
        yield condition


def _tied(part: exp.Expr, alias: str, later: list[str]) -> Iterator[str]:
    """The column of `alias` that equals a column of something reached before it."""
    if isinstance(part, exp.EQ) and isinstance(part.this, exp.Column) and isinstance(part.expression, exp.Column):
        for mine, other in ((part.this, part.expression), (part.expression, part.this)):
            if mine.table == alias and other.table not in later:
                yield mine.name


def _given(part: exp.Expr, alias: str) -> Iterator[str]:
    """The column of `alias` that equals a literal, or one of some."""
    if isinstance(part, exp.EQ | exp.In) and isinstance(part.this, exp.Column) and part.this.table == alias:
        others = [part.expression] if isinstance(part, exp.EQ) else part.expressions
        if others and all(isinstance(other, exp.Literal) for other in others):
            yield part.this.name
