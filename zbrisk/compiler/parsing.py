"""SQL text to a syntax tree that holds allowed forms only."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.errors import ParseError, TokenError

from zbrisk.compiler.bounds import LONGEST, parsed, too_large, within_bounds
from zbrisk.errors import SignalError
from zbrisk.signals.signal_file import SignalFile

__all__ = ["fail", "parse_query"]

# The list of what may stand in a signal. A form that is not here is refused, whatever it is.
ALLOWED: tuple[type[exp.Expr], ...] = (
    exp.Select, exp.Union, exp.With, exp.CTE, exp.TableAlias, exp.Subquery, exp.From, exp.Join, exp.Table, exp.Where,
    exp.Group, exp.Having, exp.Distinct, exp.Alias, exp.Column, exp.Identifier, exp.Star, exp.Literal, exp.Boolean,
    exp.Null, exp.Paren, exp.Neg, exp.Not, exp.And, exp.Or, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is,
    exp.In, exp.Between, exp.Exists, exp.Like, exp.Escape, exp.DPipe, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod,
    exp.Case, exp.If, exp.Coalesce, exp.Nullif, exp.Abs, exp.Greatest, exp.Least, exp.Length, exp.Substring,
    exp.StrPosition, exp.Count, exp.Sum, exp.Min, exp.Max, exp.Filter, exp.Window, exp.Order, exp.Ordered,
    exp.RowNumber, exp.Rank, exp.Lag, exp.Lead, exp.CurrentDate, exp.Day,
)  # fmt: skip

SELECT_PARTS = frozenset({"expressions", "from_", "joins", "where", "group", "having", "distinct", "with_"})
UNION_PARTS = frozenset({"this", "expression", "distinct", "with_"})
CURES = {
    "limit": "Take the row you want with row_number() in a CTE and a WHERE.",
    "order": "Rows need no order; evidence is sorted by its day.",
    "qualify": "Put the window function in a CTE and filter it there.",
    "laterals": "Write a CTE that starts at a relation of the case.",
    "windows": "Write the window out after OVER.",
}
SETS: dict[type[exp.Expr], str] = {
    exp.Except: "Write `where not exists (select 1 from ... where ...)`, tied to the row outside by its ids.",
    exp.Intersect: "Write `where exists (select 1 from ... where ...)`, tied to the row outside by its ids.",
}


def fail(file: SignalFile, node: exp.Expr | None, problem: str, cure: str = "") -> SignalError:
    """The error for a node, with the file's own line."""
    return SignalError(problem, cure, file=file.path, line=_line(node, file))


def parse_query(file: SignalFile) -> exp.Query:
    """The one SELECT (or UNION) of a file.

    Raises:
        SignalError: It does not parse, is not exactly one query, or has a form that is not allowed.
    """
    if len(file.sql) > LONGEST:
        raise fail(file, None, f"The SQL has more than {LONGEST:,} letters.", "Write it as several views.")
    try:
        with within_bounds(file):
            statements = parsed(file.sql, "duckdb")
            why = next((why for each in statements if each is not None and (why := too_large(each))), "")
    except (ParseError, TokenError) as error:
        details = error.errors[0] if isinstance(error, ParseError) and error.errors else {}
        line = file.offset + int(details.get("line") or 1)
        what = str(details.get("description") or error).rstrip(".")
        near = details.get("highlight")
        raise SignalError(
            f"The SQL does not parse{f' near {near!r}' if near else ''}: {what}.", "Mend it.", file=file.path, line=line
        ) from error
    found = [statement for statement in statements if statement is not None]
    if len(found) != 1:
        raise fail(
            file,
            found[1] if len(found) > 1 else None,
            f"The file holds {len(found)} statements.",
            "Write exactly one SELECT.",
        )
    if why:
        raise fail(file, None, f"The SQL {why}.", "Write it flat, or in several views.")
    for node in found[0].find_all(exp.Except, exp.Intersect):
        raise fail(file, node, f"{type(node).__name__.upper()} is not allowed here.", SETS[type(node)])
    if not isinstance(found[0], (exp.Select, exp.Union)):
        kind = type(found[0]).__name__.upper()
        raise fail(file, found[0], f"A signal only reads; this is {kind}.", "Write one SELECT.")
    _check_forms(file, found[0])
    return found[0]


def _check_forms(file: SignalFile, root: exp.Query) -> None:
    for node in root.walk():
        if isinstance(node, exp.CurrentDate) and not _is_today(file, node):
            raise fail(file, node, "The clock has no say: a signal is measured on many days.", "Write today().")
        if type(node) not in ALLOWED:
            raise fail(file, node, f"{_spelled(node)} is not allowed here.", _cure(node))
        parts = SELECT_PARTS if isinstance(node, exp.Select) else UNION_PARTS if isinstance(node, exp.Union) else None
        if parts is None:
            continue
        for part, value in node.args.items():
            if value and part not in parts:
                name = part.rstrip("_").upper()
                raise fail(file, node, f"{name} is not allowed here.", CURES.get(part, "Leave it out."))
        with_ = node.args.get("with_")
        if with_ and node is not root:
            raise fail(file, with_, "WITH stands only at the head of the file.", "Move the CTE to the head.")
        if with_ and with_.args.get("recursive"):
            raise fail(file, with_, "Recursion is not allowed.", "Write out the steps, or use a derived table.")


def _is_today(file: SignalFile, node: exp.CurrentDate) -> bool:
    """Whether it was written so; the parser takes current_date for the same."""
    start, end = node.meta.get("start"), node.meta.get("end")
    return start is not None and end is not None and file.sql[start : end + 1].lower() == "today"


def _spelled(node: exp.Expr) -> str:
    if isinstance(node, exp.Anonymous):
        return f"The function {node.name}()"
    if isinstance(node, exp.Func):
        return f"The function {node.sql_name().lower()}()"
    try:
        return f"`{node.sql(dialect='duckdb')[:60]}`"
    except Exception:  # a node that cannot be written alone
        return type(node).__name__


def _cure(node: exp.Expr) -> str:
    if isinstance(node, exp.Cast):
        return "Write no casts and no date literals: days are counted from the case's own days, or from today()."
    if isinstance(node, exp.Order | exp.Limit | exp.Fetch | exp.Offset):
        return CURES["limit"]
    return "See features/README.md for what a signal may use."


def _line(node: exp.Expr | None, file: SignalFile) -> int:
    if node is None:
        return file.offset + 1
    current: exp.Expr | None = node
    while current is not None:
        for inner in current.walk():
            line = inner.meta.get("line")
            if line:
                return file.offset + int(line)
        current = current.parent
    return file.offset + 1
