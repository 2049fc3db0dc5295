"""Compiled SQL from a bundle, read again before it runs: it may read the program's own relations, and nothing else.

A bundle is a file that travels. Its hashes tell that it arrived whole; this tells that whoever wrote it could not
make an engine do more than read. (The engines are locked besides.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from zbrisk.compiler.compiled import Program
from zbrisk.compiler.parsing import ALLOWED
from zbrisk.contract import Contract
from zbrisk.errors import BundleError

__all__ = ["check_program"]

# What the compiler itself adds to what an author may write.
COMPILED = (*ALLOWED, exp.Cast, exp.DataType, exp.IntDiv, exp.Floor, exp.GroupConcat, exp.Concat, exp.Anonymous)
NAME = re.compile(r"[A-Za-z_]\w*")
NAMED_FUNCTIONS = frozenset({"group_concat", "listagg", "string_agg"})


def check_program(program: Program, contract: Contract, dialect: str) -> None:
    """Hold every query of a program to the list of allowed forms.

    Raises:
        BundleError: A query does more than read the program's relations.
    """
    known = {*contract.tables, "this_case", "this_moment", "moments", *(view.name for view in program.views)}
    known |= {name for grain in program.grains for name in (grain.moments, grain.relation)}
    for name in _names(program):
        if not NAME.fullmatch(name):
            raise _refused(repr(name), "it is no name")
    for owner, sql in _queries(program, dialect):
        _check(owner, sql, known, dialect)


def _names(program: Program) -> Iterator[str]:
    """Names that are written into queries where the program runs."""
    yield from program.days
    for view in (program.this_case, *program.views):
        yield from (view.name, *view.columns, *view.tied)
    for grain in program.grains:
        yield from (grain.name, grain.column, grain.through)


def _queries(program: Program, dialect: str) -> Iterator[tuple[str, str]]:
    for each in program.parts:
        if dialect not in each.sql or dialect not in each.evidence_sql:
            raise _refused(each.name, f"it has no SQL for {dialect}")
        for sql in (each.sql[dialect], each.evidence_sql[dialect], *each.touched.get(dialect, ())):
            yield each.name, sql


def _check(owner: str, sql: str, known: Iterable[str], dialect: str) -> None:
    try:
        statements = sqlglot.parse(sql, read=dialect)
    except SqlglotError as error:
        raise _refused(owner, "its SQL does not parse") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise _refused(owner, "its SQL is not one SELECT")
    tree = statements[0]
    if any(with_.args.get("recursive") for with_ in tree.find_all(exp.With)):
        raise _refused(owner, "its SQL holds a recursion, which may never end")
    # a name like that of a file would open the file wherever the CTE is out of scope
    own = {cte.alias for cte in tree.find_all(exp.CTE) if NAME.fullmatch(cte.alias)}
    for node in tree.walk():
        if not isinstance(node, COMPILED):
            raise _refused(owner, f"its SQL holds {type(node).__name__}")
        if isinstance(node, exp.Anonymous) and node.name.lower() not in NAMED_FUNCTIONS:
            raise _refused(owner, f"its SQL calls {node.name}()")
        if isinstance(node, exp.Table) and (
            node.args.get("db") or not isinstance(node.this, exp.Identifier) or node.name not in {*known, *own}
        ):
            raise _refused(owner, f"its SQL reads {node.sql(dialect=dialect)[:60]}")


def _refused(owner: str, why: str) -> BundleError:
    return BundleError(
        f"The bundle's {owner} is refused: {why}.", "Take the bundle from where it was trained, or train anew."
    )
