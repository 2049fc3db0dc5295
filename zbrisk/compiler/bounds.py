"""How large a query may be, as it is written and as an engine unfolds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from sqlglot import exp

from zbrisk.errors import SignalError
from zbrisk.signals.signal_file import SignalFile

__all__ = ["LONGEST", "too_large", "within_bounds"]

LONGEST = 200_000  # letters of a query
MOST_NODES = 20_000  # of its tree, as written
MOST_UNFOLDED = 200_000  # with every CTE where it is used: an engine may plan it so
DEEPEST = 400  # of nested parts: engines and the compiler walk a tree by recursion


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
        level = [child for node in level for child in _children(node)]
    if _unfolded(tree) > MOST_UNFOLDED:
        return f"unfolds to more than {MOST_UNFOLDED:,} parts where its CTEs are used"
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
