"""How large a query may be, as it is written and as an engine unfolds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import sqlglot
from sqlglot import TokenType, exp

from zbrisk.errors import SignalError
from zbrisk.signals.signal_file import SignalFile

__all__ = ["LONGEST", "parsed", "too_large", "within_bounds"]

LONGEST = 200_000  # letters of a query
MOST_NODES = 20_000  # of its tree, as written
MOST_UNFOLDED = 200_000  # with every CTE where it is used: an engine may plan it so
MOST_DIGITS = 30
GREATEST = 2.0**63
DEEPEST = 400  # of nested parts: engines and the compiler walk a tree by recursion
OPEN = (TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE)
CLOSE = (TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE)


def parsed(sql: str, dialect: str) -> list[exp.Expr | None]:
    """The statements of a text.

    Brackets are counted before the parser sees them: where sqlglot's compiled twin is installed, thousands of them end
    the process, and no error can be caught.

    Raises:
        SqlglotError: It does not parse.
        RecursionError: It is nested too deeply.
    """
    if sum(map(sql.count, "([{")) > DEEPEST:
        depth = 0
        for token in sqlglot.tokenize(sql, read=dialect):
            depth += (token.token_type in OPEN) - (token.token_type in CLOSE)
            if depth > DEEPEST:
                raise RecursionError
    return sqlglot.parse(sql, read=dialect)


def too_large(tree: exp.Expr) -> str:
    """What is too large about a tree, as the end of a sentence that begins with "it"; empty if nothing is."""
    nodes = depth = 0
    level = [tree]
    while level:
        nodes, depth = nodes + len(level), depth + 1
        if nodes > MOST_NODES:
            return f"has more than {MOST_NODES:,} parts"
        if depth > DEEPEST:
            return f"is nested more than {DEEPEST} deep"
        if any(isinstance(node, exp.Literal) and not node.is_string and _huge(node.name) for node in level):
            return "holds a number that is too large"
        level = [child for node in level for child in _children(node)]
    if _unfolded(tree) > MOST_UNFOLDED or _Weights().heaviest(tree) > MOST_UNFOLDED:
        return f"unfolds to more than {MOST_UNFOLDED:,} parts where its CTEs and columns are used"
    return ""


@contextmanager
def within_bounds(file: SignalFile) -> Iterator[None]:
    """Turn what is nested too deeply for Python into one sentence.

    Raises:
        SignalError: Inside the block the recursion did not end in time.
    """
    try:
        yield
    except RecursionError as error:
        raise SignalError(
            "The SQL is nested too deeply.", "Write it flat, or in several CTEs.", file=file.path, line=file.offset + 1
        ) from error


def _huge(digits: str) -> bool:
    try:
        return len(digits) > MOST_DIGITS or abs(float(digits)) >= GREATEST
    except ValueError:
        return True


def _children(node: exp.Expr) -> Iterator[exp.Expr]:
    """What stands right below a node; a chain of AND, of OR or of unions is one level."""
    for child in node.iter_expressions():
        if isinstance(child, exp.Connector | exp.Union) and type(child) is type(node):
            yield from _chained(child)
        else:
            yield child


def _chained(node: exp.Expr) -> Iterator[exp.Expr]:
    """The links of a chain, whichever way it leans, without recursion."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        same = [child for child in each.iter_expressions() if type(child) is type(node)]
        waiting += same
        yield from (child for child in each.iter_expressions() if type(child) is not type(node))


def _unfolded(tree: exp.Expr) -> int:
    """The size of the tree with each CTE put in wherever it is read."""
    own: dict[str, int] = {}
    uses: dict[str, Counter[str]] = {}
    for cte in tree.find_all(exp.CTE):
        name = cte.alias
        own[name] = own.get(name, 0) + sum(1 for _ in cte.walk())
        uses.setdefault(name, Counter()).update(t.name for t in cte.find_all(exp.Table) if t.name != name)
    size = dict(own)
    for _ in own:  # a CTE reads those before it, so that after as many rounds nothing grows any more
        size = {name: own[name] + sum(size.get(used, 0) * many for used, many in uses[name].items()) for name in own}
        if sum(size.values()) > MOST_UNFOLDED:
            break
    return sum(1 for _ in tree.walk()) + sum(size.get(table.name, 0) for table in tree.find_all(exp.Table))


class _Weights:
    """How large the expression behind each column becomes when all that it is made of is put in its place.

    An engine that merges subqueries into one does so: `x || x` of a column that is `y || y` is four times `y`.
    """

    def __init__(self) -> None:
        self._heaviest = 0

    def heaviest(self, tree: exp.Expr) -> int:
        """The weight of the heaviest expression in a query."""
        if isinstance(tree, exp.Query):
            self._of(tree, {})
        return self._heaviest

    def _of(self, query: exp.Expr, outside: dict[str, dict[str, int]]) -> dict[str, int]:
        """The weights of a query's columns, in their order."""
        ctes = dict(outside)
        for cte in query.args["with_"].expressions if query.args.get("with_") else ():
            ctes[cte.alias] = self._of(cte.this, ctes)
        if isinstance(query, exp.Union):
            left, right = self._of(query.this, ctes), self._of(query.expression, ctes)
            others = [*right.values(), *([1] * len(left))]
            return {name: max(weight, other) for (name, weight), other in zip(left.items(), others, strict=False)}
        if isinstance(query, exp.Subquery):
            return self._of(query.this, ctes)
        if not isinstance(query, exp.Select):
            return {}
        joins = query.args.get("joins") or ()
        sources = {
            each.this.alias_or_name: self._of(each.this, ctes)
            if isinstance(each.this, exp.Subquery)
            else ctes.get(each.this.name, {})
            for each in (query.args.get("from_"), *joins)
            if each is not None
        }
        found: dict[str, int] = {}
        for number, each in enumerate(query.expressions):
            if each.find(exp.Star) is not None and not isinstance(each.unalias(), exp.Func):
                found |= {name: weight for columns in sources.values() for name, weight in columns.items()}
            else:
                found[each.alias_or_name or f"_{number}"] = self._weight(each, sources)
        for part in (query.args.get("where"), query.args.get("having"), *joins):
            if part is not None:
                self._weight(part, sources)
        return found

    def _weight(self, node: exp.Expr, sources: dict[str, dict[str, int]]) -> int:
        weight = 1
        for each in node.walk():
            if isinstance(each, exp.Column):
                among = [sources[each.table]] if each.table in sources else list(sources.values())
                weight += max((columns.get(each.name, 1) for columns in among), default=1)
            else:
                weight += 1
        weight = min(weight, MOST_UNFOLDED + 1)
        self._heaviest = max(self._heaviest, weight)
        return weight
