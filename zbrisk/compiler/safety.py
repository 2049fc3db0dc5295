"""Compiled SQL from a bundle, read again before it runs: it may read the program's own relations, and nothing else.

A bundle is a file that travels. Its hashes tell that it arrived whole; this tells that whoever wrote it could not
make an engine do more than read. What runs is not the bundle's text but what the checked trees render, so that it
does not matter whether an engine would have parsed the text otherwise. (The engines are locked besides.) A text that
renders as itself need not be checked again by the next process: see `checked_before`.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, cached_property
from typing import TypeVar

from sqlglot import exp
from sqlglot.errors import SqlglotError

from zbrisk.compiler.bounds import LONGEST, parsed, too_large
from zbrisk.compiler.checked_before import CheckedBefore
from zbrisk.compiler.compiled import CompiledSignal, CompiledView, Program
from zbrisk.compiler.lookups import Lookups, lookups_in
from zbrisk.compiler.measure_query import PARTS
from zbrisk.compiler.parsing import ALLOWED
from zbrisk.compiler.reaches import reaches_in
from zbrisk.compiler.relation import CASE
from zbrisk.compiler.row_sources import RowSources, row_sources
from zbrisk.contract import Contract
from zbrisk.errors import BundleError, ZbriskError
from zbrisk.identifiers import is_identifier, is_name

__all__ = ["check_program", "checked_tree", "runnable", "sendable"]

# What the compiler itself adds to what an author may write; no clock is left in what it has made.
COMPILED = frozenset(
    (*ALLOWED, exp.Cast, exp.TryCast, exp.DataType, exp.IntDiv, exp.Floor, exp.GroupConcat, exp.Concat, exp.Anonymous)
) - {exp.CurrentDate}
TYPES = frozenset({exp.DType.BIGINT, exp.DType.INT, exp.DType.DOUBLE})  # that it casts to
NAMED_FUNCTIONS = frozenset({"group_concat", "listagg", "string_agg"})
OWN = frozenset({"this_case", "this_moment", "moments"})
NAME = re.compile(r"[^\W\d]\w{0,199}")  # of an alias or column inside a query, where the tree quotes it if need be
MOST_PARTS = 5_000  # views and signals
Part = TypeVar("Part", CompiledView, CompiledSignal)
Made = TypeVar("Made")
_CHECKED: weakref.WeakKeyDictionary[Program, dict[tuple[str, str], Program]] = weakref.WeakKeyDictionary()


def runnable(program: Program, contract: Contract, dialect: str) -> Program:
    """The program as it may run on an engine: itself where it was compiled here, else as checked.

    What measures and what is looked up is checked at once, evidence and the rows that are read when they are first
    asked for: whoever scores one case needs neither, and nothing unchecked can be had.

    Raises:
        BundleError: See `check_program`.
    """
    return program if not program.foreign else _as_checked(program, contract, dialect)


def sendable(program: Program, contract: Contract) -> Program:
    """The program as it may run on DuckDB, in a form that goes to other processes: there it is not checked again.

    Raises:
        BundleError: See `check_program`.
    """
    checked = runnable(program, contract, "duckdb")
    return replace(
        checked,
        this_case=_sendable(checked.this_case),
        views=tuple(map(_sendable, checked.views)),
        signals=tuple(map(_sendable, checked.signals)),
    )


def check_program(program: Program, contract: Contract, dialect: str) -> Program:
    """Validate every query of a program against the list of allowed forms.

    Returns:
        The program with the SQL of this dialect alone, as the checked trees render it.

    Raises:
        BundleError: A query does more than read the program's relations, or something is named that is no name.
    """
    checked = _as_checked(program, contract, dialect)
    for part in checked.parts:
        _ = part.evidence_sql[dialect], part.rows_read_sql[dialect], part.reaches[dialect]
    return checked


def _as_checked(program: Program, contract: Contract, dialect: str) -> Program:
    checked = _CHECKED.setdefault(program, {})
    if (contract.digest, dialect) not in checked:
        with _holding_together():
            _check_whole(program, contract)
            checked[contract.digest, dialect] = _rendered(program, contract, dialect)
    return checked[contract.digest, dialect]


@contextmanager
def _holding_together() -> Iterator[None]:
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        if isinstance(error, ZbriskError):
            raise
        raise _refused("program", f"it does not hold together ({type(error).__name__})") from error


class _WhenAsked(Mapping[str, Made]):
    """What there is in one dialect, made when it is first asked for."""

    def __init__(self, dialect: str, make: Callable[[], Made]) -> None:
        self._dialect, self._make = dialect, make

    def __getitem__(self, dialect: str) -> Made:
        if dialect != self._dialect:
            raise KeyError(dialect)
        return self._made

    def __iter__(self) -> Iterator[str]:
        return iter((self._dialect,))

    def __len__(self) -> int:
        return 1

    @cached_property
    def _made(self) -> Made:
        with _holding_together():
            return self._make()


def _check_whole(program: Program, contract: Contract) -> None:
    """What one part says of another must be so."""
    if len(program.parts) > MOST_PARTS:
        raise _refused("program", f"it has more than {MOST_PARTS:,} parts")
    for name in _names(program):
        if not is_identifier(name):
            raise _refused(repr(str(name)[:60]), "it is no name")
    for grain in program.grains:
        if not is_name(grain.relation) or grain.through not in {view.name for view in program.views}:
            raise _refused(repr(grain.key[:60]), "it is no view of the program")
    clash = {view.name for view in program.views} & (set(contract.tables) | OWN)
    if clash or len({part.name for part in program.parts}) < len(program.parts):
        raise _refused(repr(min(clash, default="program")), "two of its relations or signals have one name")
    views, kinds = {view.name for view in program.views}, {kind for parts in PARTS.values() for kind in parts}
    for part in program.parts:
        if not set(part.tables) <= set(contract.tables) or not set(part.views) <= views | OWN:
            raise _refused(part.name, "it needs what is not there")
    for signal in program.signals:
        if not {*signal.own_tables, *signal.partial} <= set(contract.tables):
            raise _refused(signal.name, "it speaks of tables that are not there")
        if (signal.grain.name == CASE) != (not signal.grain.through):
            raise _refused(signal.name, "its grain is of no view")
        if not set(signal.header.windows) <= set(program.windows):
            raise _refused(signal.name, "it has a window that the program lacks")
        for component in signal.components:
            if component.kind not in kinds or component.window not in range(len(program.windows)):
                raise _refused(signal.name, "it is measured in a way that is unknown")


def _rendered(program: Program, contract: Contract, dialect: str) -> Program:
    known = {*contract.tables, *OWN, *(view.name for view in program.views)}
    known |= {name for grain in program.grains for name in (grain.moments, grain.relation)}
    queries = _Queries(known, dialect)
    rendered = replace(
        program,
        this_case=_checked(program.this_case, queries),
        views=tuple(_checked(view, queries) for view in program.views),
        signals=tuple(_checked(signal, queries) for signal in program.signals),
        foreign=False,
    )
    queries.before.write()  # a service may never end well
    return rendered


def _sendable(part: Part) -> Part:
    evidence, rows_read, reaches = dict(part.evidence_sql), dict(part.rows_read_sql), dict(part.reaches)
    return replace(part, evidence_sql=evidence, rows_read_sql=rows_read, reaches=reaches)


def _names(program: Program) -> Iterator[str]:
    """Names that are written into queries where the program runs."""
    yield from program.days
    yield from (name for name in program.this_case.kinds if name != "as_of")
    yield from program.this_case.join_columns
    for view in program.views:
        yield from (view.name, *view.kinds, *view.join_columns)
    for grain in program.grains:
        yield from (grain.name, grain.column)


class _Queries:
    """Queries in one dialect, each as it may run.

    Args:
        known: The relations that they may read.
        dialect: Their SQL.
    """

    def __init__(self, known: Collection[str], dialect: str) -> None:
        self.known, self.dialect = known, dialect
        self.before = CheckedBefore([dialect, *sorted(known)])

    def tree(self, owner: str, sql: str) -> exp.Query:
        """See `checked_tree`."""
        return checked_tree(owner, sql, self.known, self.dialect)

    def measures(self, owner: str, sql: str) -> tuple[str, Lookups, RowSources]:
        """The text, by which columns it looks rows up, and what its rows come from."""
        if found := self.before.found(sql):
            return sql, *found
        tree = self.tree(owner, sql)
        found = lookups_in(tree), row_sources(tree)
        if (text := _text(tree, self.dialect)) == sql:
            self.before.add(sql, found)
        return text, *found

    def text(self, owner: str, sql: str) -> str:
        """The text alone."""
        if self.before.passed(sql):
            return sql
        if (text := _text(self.tree(owner, sql), self.dialect)) == sql:
            self.before.add(sql)
        return text


def _checked(part: Part, queries: _Queries) -> Part:
    """A view or signal with the text of its checked queries, and by which columns they look rows up."""
    dialect = queries.dialect
    if dialect not in part.sql or dialect not in part.evidence_sql:
        raise _refused(part.name, f"it has no SQL for {dialect}")
    text, lookups, sources = queries.measures(part.name, part.sql[dialect])

    @cache
    def rows_read() -> list[exp.Query]:
        return [queries.tree(part.name, sql) for sql in part.rows_read_sql.get(dialect, ())]

    return replace(
        part,
        lookups=lookups,  # evidence joins what the measures join
        row_sources=sources,
        sql={dialect: text},
        evidence_sql=_WhenAsked(dialect, lambda: queries.text(part.name, part.evidence_sql[dialect])),
        rows_read_sql=_WhenAsked(dialect, lambda: tuple(each.sql(dialect) for each in rows_read())),
        reaches=_WhenAsked(dialect, lambda: reaches_in(rows_read(), part.join_paths, (dialect,))[dialect]),
    )


def _text(tree: exp.Query, dialect: str) -> str:
    """A tree that is done with, as text; rendering changes it, and copying it first would cost more."""
    return tree.sql(dialect, copy=False)


def checked_tree(owner: str, sql: str, known: Collection[str], dialect: str) -> exp.Query:
    """The tree of a query that only reads relations in `known`; its rendering is what may run.

    Raises:
        BundleError: It does more, or cannot be parsed; `owner` is named.
    """
    if not isinstance(sql, str) or len(sql) > LONGEST:
        raise _refused(owner, f"its SQL is no text of at most {LONGEST:,} letters")
    try:
        statements = parsed(sql, dialect)
    except SqlglotError as error:
        raise _refused(owner, "its SQL does not parse") from error
    except RecursionError as error:
        raise _refused(owner, "its SQL is nested too deeply") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise _refused(owner, "its SQL is not one SELECT")
    tree = statements[0]
    try:
        why = too_large(tree)
    except RecursionError:
        why = "is nested too deeply"
    if why:
        raise _refused(owner, f"its SQL {why}")
    if any(with_.args.get("recursive") for with_ in tree.find_all(exp.With)):
        raise _refused(owner, "its SQL holds a recursion, which may never end")
    for node in tree.walk():
        if type(node) not in COMPILED:
            raise _refused(owner, f"its SQL holds {type(node).__name__}")
        if isinstance(node, exp.Anonymous) and node.name.lower() not in NAMED_FUNCTIONS:
            raise _refused(owner, f"its SQL calls {node.name[:60]}()")
        if isinstance(node, exp.DataType) and (node.this not in TYPES or node.expressions):
            raise _refused(owner, f"its SQL makes a {node.sql(dialect=dialect)[:60]}")
        if isinstance(node, exp.In) and node.args.get("field"):  # SQLite reads a table there
            raise _refused(owner, f"its SQL reads {node.args['field'].sql(dialect=dialect)[:60]}")
        if isinstance(node, exp.Table) and (
            node.args.get("db")
            or not isinstance(node.this, exp.Identifier)
            or not (node.name in known or _is_made_inside(node))
        ):
            raise _refused(owner, f"its SQL reads {node.sql(dialect=dialect)[:60]}")
        node.comments = None
    for node in tree.find_all(exp.Identifier):
        if not NAME.fullmatch(node.name):
            raise _refused(owner, f"its SQL has the name {node.name[:60]!r}, which is none")
    return tree


def _is_made_inside(table: exp.Table) -> bool:
    """Whether the name is a CTE's, made before by the query around it or one further out; it is a table's elsewhere."""
    below: exp.Expr = table
    at = table.parent
    while at is not None:
        made = at.args.get("with_")
        if isinstance(at, exp.With):
            before = at.expressions[: at.expressions.index(below)]
        else:
            before = made.expressions if isinstance(made, exp.With) and made is not below else []
        if any(cte.alias == table.name for cte in before):
            return True
        below, at = at, at.parent
    return False


def _refused(owner: str, why: str) -> BundleError:
    return BundleError(
        f"The bundle's {owner} is refused: {why}.", "Take the bundle from where it was trained, or train anew."
    )
