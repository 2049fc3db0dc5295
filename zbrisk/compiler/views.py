"""The namespace of a folder: `this_case` and every view compiled, each after those that it reads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlglot import exp

from zbrisk.compiler.compile_relation import compile_rows
from zbrisk.compiler.compiled import CompiledView
from zbrisk.compiler.namespace import Namespace
from zbrisk.compiler.parsing import parse_query
from zbrisk.compiler.plain_view import PlainCompiler, is_plain
from zbrisk.compiler.query import CompiledQuery, QueryCompiler
from zbrisk.compiler.relation import CALENDAR, CASE, Relation, table_relations
from zbrisk.compiler.types import DATE, Type
from zbrisk.contract import Contract
from zbrisk.errors import SignalError
from zbrisk.identifiers import FORM, is_identifier
from zbrisk.signals.signal_file import SignalFile

__all__ = ["open_namespace"]

HEADER = ("label", "about", "evidence", "partial")


def open_namespace(contract: Contract, views: Sequence[SignalFile], purpose: str = "signal") -> Namespace:
    """Compile `this_case` and all views, once.

    Args:
        contract: The contract in force.
        views: The view files.
        purpose: `signal`, `checkpoint`, `linking` or `campaign`.

    Raises:
        SignalError: A view cannot be compiled safely.
    """
    return _opened(contract, tuple(views), purpose)


@lru_cache(maxsize=8)
def _opened(contract: Contract, views: tuple[SignalFile, ...], purpose: str) -> Namespace:
    namespace = Namespace(contract=contract, purpose=purpose, relations=table_relations(contract, purpose))
    _add_this_case(namespace)
    if purpose == "checkpoint":
        namespace.relations["calendar"] = CALENDAR
    for file in _ordered(views):
        if file.name in namespace.relations:
            raise SignalError(f"The view {file.name} has the name of a table.", "Rename it.", file=file.path)
        _add_view(file, namespace)
    return namespace


def _this_case_sql(namespace: Namespace) -> str:
    """`this_case`, written in the signal language itself, so that it is cut and masked like everything else."""
    contract, cohort = namespace.contract, namespace.contract.cohort
    table = contract.tables[cohort.table]
    days, joins = ["today() as as_of"], []
    for moment in cohort.reference_days:
        alias = "c" if moment.via is None else f"at_{moment.name}"
        if moment.via is not None:
            assert moment.table is not None
            key = contract.tables[moment.table].key[0]
            joins.append(f"left join {moment.table} as {alias} on {alias}.{key} = c.{moment.via}")
        day = f"{alias}.{moment.column}"
        # a reference day is masked like any later fact: before its closing is known a case has no `closed`
        days.append(f"case when {day} < today() then {day} end as {moment.name}")
    restricted = namespace.relations[cohort.table].restricted
    columns = [f"c.{name}" for name in table.columns if name not in restricted]
    start = f"from this_moment as q join {cohort.table} as c on c.{cohort.key} = q.{cohort.key}"
    return f"select {', '.join([*columns, *days])} {start} {' '.join(joins)}"


def _add_this_case(namespace: Namespace) -> None:
    """The moments that are asked for, each with its case as it was known before the day."""
    key = namespace.contract.cohort.key
    moment = Relation(name="this_moment", kind="case", columns={key: Type("id", joinable=True)})
    file = SignalFile(name="this_case", path="this_case", header={}, sql=_this_case_sql(namespace))
    rows = compile_rows(file, namespace, relations={**namespace.relations, "this_moment": moment})
    # that the case is the case proves nothing: its rows carry an empty text where those of other relations name rows
    with_empty_evidence = rows.query.tree.copy()
    with_empty_evidence.append("expressions", exp.alias_(exp.Literal.string(""), "_evidence"))
    namespace.views["this_case"] = rows.relation(
        CompiledView,
        evidence_tree=with_empty_evidence,
        kind="case",
        join_columns=_join_columns(rows.query),
        tables=(),  # the cohort's table is always there
        views=(),
    )
    types = dict(rows.query.columns) | {day.name: DATE for day in namespace.contract.cohort.reference_days}
    namespace.relations["this_case"] = Relation(name="this_case", kind="case", columns=types)


def _ordered(files: Sequence[SignalFile]) -> list[SignalFile]:
    """Views after the views that they use."""
    by_name = {file.name: file for file in files}
    uses = {file.name: [t.name for t in parse_query(file).find_all(exp.Table) if t.name in by_name] for file in files}
    ordered: dict[str, SignalFile] = {}

    def place(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise SignalError(
                f"The views {' -> '.join((*above, name))} go in a circle.", "Cut it.", file=by_name[name].path
            )
        if name not in ordered:
            for used in uses[name]:
                place(used, (*above, name))
            ordered[name] = by_name[name]

    for file in files:
        place(file.name, ())
    return list(ordered.values())


def _add_view(file: SignalFile, namespace: Namespace) -> None:
    unknown = set(file.header) - set(HEADER)
    if unknown or "label" not in file.header:
        problem = (
            f"The view's header has the unknown key {sorted(unknown)[0]!r}." if unknown else "The view lacks `label`."
        )
        raise SignalError(
            problem,
            "A view's header holds `label` and, if you like, `about`, `evidence: false` and `partial: true`.",
            file=file.path,
            line=file.line_of(next(iter(sorted(unknown)), "label")),
        )
    if not is_identifier(file.name):
        raise SignalError("The view's file has no name for a relation.", f"Use {FORM}.", file=file.path)
    plain = is_plain(QueryCompiler(file, namespace.relations))
    rows = compile_rows(file, namespace, compiler=PlainCompiler if plain else QueryCompiler)
    query, kind = rows.query, "plain" if plain else "case"
    for name in query.columns:
        if not is_identifier(name):
            raise SignalError(f"{name[:60]!r} is no name for a view's column.", f"Use {FORM}.", file=file.path)
    view = rows.relation(CompiledView, kind=kind, join_columns=_join_columns(query))
    namespace.views[file.name] = view
    namespace.relations[file.name] = Relation(
        name=file.name,
        kind=kind,
        columns=query.columns,
        facts={name: f"_d_{name}" for name in _fact_columns(query)} if plain else {},
        grain="" if plain else CASE,
        tables=frozenset(view.tables),
        partial=_partial(file, query, plain, namespace),
        no_evidence=file.header.get("evidence") is False,
    )


def _join_columns(query: CompiledQuery) -> tuple[str, ...]:
    return tuple(name for name, kind in query.columns.items() if kind.joinable)


def _partial(file: SignalFile, query: CompiledQuery, plain: bool, namespace: Namespace) -> frozenset[str]:
    """The tables without which a view has fewer rows; its author may vouch for more than the compiler can see."""
    if file.header.get("partial") is not True:
        return namespace.partial(query.relations, query.must_be_complete)
    return frozenset(namespace.behind(query.relations)[0]) if plain else namespace.partial(query.relations)


def _fact_columns(query: CompiledQuery) -> list[str]:
    first = query.tree
    while isinstance(first, exp.Union):
        first = first.this
    return [e.alias.removeprefix("_d_") for e in first.expressions if e.alias_or_name.startswith("_d_")]
