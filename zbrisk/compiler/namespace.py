"""The relations that a file may name, compiled: the tables, the case itself, and the views."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sqlglot import exp

from zbrisk.compiler.compiled import CompiledView
from zbrisk.compiler.dialects import in_all_dialects, to_sql
from zbrisk.compiler.lookups import lookups_in
from zbrisk.compiler.parsing import parse_query
from zbrisk.compiler.plain_view import PlainCompiler, is_plain
from zbrisk.compiler.query import CompiledQuery, QueryCompiler
from zbrisk.compiler.relation import CALENDAR, CASE, Relation, table_relations
from zbrisk.compiler.types import DATE, Type
from zbrisk.contract import Contract
from zbrisk.errors import SignalError
from zbrisk.identifiers import FORM, is_identifier
from zbrisk.signals.signal_file import SignalFile

__all__ = ["Namespace", "open_namespace", "rows_read_sql"]

HEADER = ("label", "about", "evidence", "partial")


@dataclass(kw_only=True, eq=False)
class Namespace:
    """Every relation by name, and of `this_case` and each view what it compiles to; shared, so never changed once open.

    `purpose` is what the files are for: a restricted column may be used for some purposes and not for others.
    """

    contract: Contract
    purpose: str
    relations: dict[str, Relation]
    views: dict[str, CompiledView] = field(default_factory=dict)

    @property
    def this_case(self) -> CompiledView:
        """The case itself."""
        return self.views["this_case"]

    def behind(self, relations: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """All tables, and all views in the order in which they are made, that stand behind some relations."""
        tables: dict[str, None] = {}
        views: dict[str, None] = {}
        for name in relations:
            view = self.views.get(name)
            if view is None:
                tables |= dict.fromkeys(self.relations[name].tables if name in self.relations else ())
                continue
            tables |= dict.fromkeys(view.tables)
            views |= dict.fromkeys((*view.views, name))
        return tuple(tables), tuple(name for name in self.views if name in views)

    def partial(self, relations: Sequence[str], must_be_complete: frozenset[str] = frozenset()) -> frozenset[str]:
        """The tables without which a query over some relations has fewer rows, and no other ones.

        Args:
            relations: What it reads.
            must_be_complete: The tables of which it looks at rows such that a missing one would change others.
        """
        read = [self.relations[name] for name in relations if name in self.relations]
        needed = must_be_complete.union(*(each.tables - each.partial for each in read))
        return frozenset[str]().union(*(each.partial for each in read)) - needed

    def needed(self, views: Iterable[str]) -> tuple[CompiledView, ...]:
        """Those views, in the order in which they are made; `this_case` is always made first and left out here."""
        wanted = set(views) - {"this_case"}
        return tuple(view for name, view in self.views.items() if name in wanted)


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
    namespace.views["this_case"] = _this_case(namespace)
    types = dict(_this_case_query(namespace).columns) | {day.name: DATE for day in contract.cohort.reference_days}
    namespace.relations["this_case"] = Relation(name="this_case", kind="case", columns=types)
    if purpose == "checkpoint":
        namespace.relations["calendar"] = CALENDAR
    for file in _ordered(views):
        if file.name in namespace.relations:
            raise SignalError(f"The view {file.name} has the name of a table.", "Rename it.", file=file.path)
        _add_view(file, namespace)
    return namespace


def rows_read_sql(query: CompiledQuery) -> dict[str, tuple[str, ...]]:
    """The queries that find all rows of tables that a relation looks at; run on the store of single cases."""
    return {"sqlite": tuple(to_sql(tree, "sqlite") for tree in query.rows_read)}


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
        days.append(f"case when {day} < today() then {day} end as {moment.name}")
    restricted = namespace.relations[cohort.table].restricted
    columns = [f"c.{name}" for name in table.columns if name not in restricted]
    start = f"from this_moment as q join {cohort.table} as c on c.{cohort.key} = q.{cohort.key}"
    return f"select {', '.join([*columns, *days])} {start} {' '.join(joins)}"


def _this_case_query(namespace: Namespace, *, evidence: bool = False) -> CompiledQuery:
    key = namespace.contract.cohort.key
    moment = Relation(name="this_moment", kind="case", columns={key: Type("id", ties=True)})
    file = SignalFile(name="this_case", path="this_case", header={}, sql=_this_case_sql(namespace))
    return QueryCompiler(file, {**namespace.relations, "this_moment": moment}, evidence=evidence).compile()


def _this_case(namespace: Namespace) -> CompiledView:
    query = _this_case_query(namespace)
    with_empty_evidence = query.tree.copy()
    with_empty_evidence.append("expressions", exp.alias_(exp.Literal.string(""), "_ev"))
    return CompiledView(
        name="this_case",
        kind="case",
        columns={name: kind.kind for name, kind in query.columns.items()},
        join_columns=tuple(name for name, kind in query.columns.items() if kind.ties),
        sql=in_all_dialects(query.tree),
        evidence_sql=in_all_dialects(with_empty_evidence),
        tables=(),  # the cohort's table is always there
        views=(),
        join_paths=query.join_paths,
        rows_read_sql=rows_read_sql(_this_case_query(namespace, evidence=True)),
        lookups=lookups_in([query.tree]),
    )


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
    kind = PlainCompiler if plain else QueryCompiler
    query, with_evidence = (kind(file, namespace.relations, evidence=e).compile() for e in (False, True))
    for name in query.columns:
        if not is_identifier(name):
            raise SignalError(f"{name[:60]!r} is no name for a view's column.", f"Use {FORM}.", file=file.path)
    tables, views = namespace.behind(query.relations)
    facts = {name: f"_d_{name}" for name in _fact_columns(query)} if plain else {}
    partial = _partial(file, query, plain, namespace)
    namespace.views[file.name] = CompiledView(
        name=file.name,
        kind="plain" if plain else "case",
        columns={name: kind.kind for name, kind in query.columns.items()},
        join_columns=tuple(name for name, kind in query.columns.items() if kind.ties),
        sql=in_all_dialects(query.tree),
        evidence_sql=in_all_dialects(with_evidence.tree),
        tables=tables,
        views=views,
        join_paths=query.join_paths,
        rows_read_sql=rows_read_sql(with_evidence),
        lookups=lookups_in((query.tree, with_evidence.tree)),
    )
    namespace.relations[file.name] = Relation(
        name=file.name,
        kind="plain" if plain else "case",
        columns=query.columns,
        facts=facts,
        grain="" if plain else CASE,
        tables=frozenset(tables),
        partial=partial,
        no_evidence=file.header.get("evidence") is False,
    )


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
