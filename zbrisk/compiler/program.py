"""A catalogue compiled: everything that an engine runs, as text in each dialect, and everything that is known about
it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from zbrisk.compiler.dialects import DIALECTS, written
from zbrisk.compiler.measuring import Component, components_of, measuring_query
from zbrisk.compiler.parsing import parse_query
from zbrisk.compiler.plain import PlainCompiler, is_plain
from zbrisk.compiler.query import CompiledQuery, QueryCompiler
from zbrisk.compiler.relation import CASE, Relation, Road, table_relations, this_party
from zbrisk.compiler.scope import column, number
from zbrisk.compiler.types import DATE, Type
from zbrisk.contract import Contract
from zbrisk.errors import SignalError
from zbrisk.signals.card import Card
from zbrisk.signals.catalogue import Catalogue, Signal
from zbrisk.signals.signal_file import SignalFile
from zbrisk.signals.window import ALL, Window

__all__ = ["CompiledSignal", "CompiledView", "Grain", "Program", "compile_catalogue"]

Sql = Mapping[str, str]
SHOWN_ROWS = 50  # evidence rows that are fetched for a signal and case; their number is always told
NUMBERS = ("int", "money", "ratio", "bool")


@dataclass(frozen=True, kw_only=True)
class Grain:
    """Whose moments a signal is measured at: `case`, or the ids in `column` of the view `through`."""

    name: str
    column: str = ""
    through: str = ""

    @property
    def key(self) -> str:
        """A name for the grain's tables."""
        return f"{self.name}_{self.through}" if self.through else self.name

    @property
    def moments(self) -> str:
        """The table of its moments and windows."""
        return f"moments_{self.key}" if self.through else "moments"

    @property
    def relation(self) -> str:
        """What its signals start from, in the engine."""
        return f"this_{self.key}"


@dataclass(frozen=True, kw_only=True)
class CompiledView:
    """A view. `sql` makes its rows; `evidence_sql` the same rows with the keys behind them.

    `tied` are the columns by whose equality its rows are reached: ids and links, worth an index.
    """

    name: str
    kind: str
    columns: Mapping[str, str]
    tied: tuple[str, ...]
    sql: Sql
    evidence_sql: Sql
    tables: tuple[str, ...]
    views: tuple[str, ...]
    roads: tuple[Road, ...]
    touched: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, eq=False)
class CompiledSignal:
    """A signal: its card, the SQL of its measures and of its evidence, and what must be there to run it.

    `tables` are all tables behind it, `own_tables` those that its own file names; `views` all views it needs, in order.
    `kinds` gives the type of each column of its rows. `touched` finds all rows of tables that it looks at.
    """

    card: Card
    header: Mapping[str, object]
    family: str
    grain: Grain
    kinds: Mapping[str, str]
    components: tuple[Component, ...]
    sql: Sql
    evidence_sql: Sql
    tables: tuple[str, ...]
    own_tables: tuple[str, ...]
    views: tuple[str, ...]
    roads: tuple[Road, ...]
    touched: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        """The signal's name."""
        return self.card.name


@dataclass(frozen=True, kw_only=True, eq=False)  # one program is itself: it is the key of what is derived from it
class Program:
    """What is run for a cohort, in order: this_case, views, signals."""

    days: tuple[str, ...]
    windows: tuple[Window, ...]
    this_case: CompiledView
    views: tuple[CompiledView, ...]
    signals: tuple[CompiledSignal, ...]
    digest: str

    @property
    def grains(self) -> tuple[Grain, ...]:
        """Every grain besides the case."""
        return tuple(dict.fromkeys(s.grain for s in self.signals if s.grain.through))

    @property
    def features(self) -> tuple[str, ...]:
        """All feature names, in the order of the matrix's columns."""
        return tuple(name for signal in self.signals for name, _, _ in signal.card.features())

    @property
    def parts(self) -> tuple[CompiledView | CompiledSignal, ...]:
        """Everything that is run, in order."""
        return (self.this_case, *self.views, *self.signals)

    def signal(self, name: str) -> CompiledSignal:
        """A signal by name."""
        return next(s for s in self.signals if s.name == name)


@dataclass(kw_only=True)
class _Build:
    """The relations known so far, and what stands behind each."""

    contract: Contract
    relations: dict[str, Relation]
    views: dict[str, CompiledView] = field(default_factory=dict)


def compile_catalogue(catalogue: Catalogue, contract: Contract) -> Program:
    """Compile every signal, and the views that they need.

    Raises:
        SignalError: A file cannot be compiled safely; file, line and cure are named.
    """
    relations = table_relations(contract)
    case_view = _this_case(contract, relations)
    build = _Build(contract=contract, relations=relations)
    build.views["this_case"] = case_view
    relations["this_case"] = Relation(
        name="this_case", kind="case", columns=_this_case_types(contract, relations), tables=frozenset(case_view.tables)
    )
    for file in _ordered(catalogue.views):
        if file.name in relations:
            raise SignalError(f"The view {file.name} has the name of a table.", "Rename it.", file=file.path)
        _add_view(file, build)
    windows = tuple(dict.fromkeys((ALL, *(w for s in catalogue.signals for w in s.card.windows))))
    signals = tuple(_signal(each, build, windows) for each in catalogue.signals)
    needed = {name for signal in signals for name in signal.views}
    return Program(
        days=tuple(moment.name for moment in contract.cohort.moments),
        windows=windows,
        this_case=case_view,
        views=tuple(view for name, view in build.views.items() if name in needed and name != "this_case"),
        signals=signals,
        digest=catalogue.digest,
    )


# -- the case itself
# ----------------------------------------------------------------------------------------------------


def _this_case_sql(contract: Contract) -> str:
    """`this_case`, written in the signal language itself, so that it is cut and masked like everything else."""
    cohort = contract.cohort
    table = contract.tables[cohort.table]
    days, joins = ["today() as as_of"], []
    for moment in cohort.moments:
        alias = "c" if moment.via is None else f"at_{moment.name}"
        if moment.via is not None:
            assert moment.table is not None
            key = contract.tables[moment.table].key[0]
            joins.append(f"left join {moment.table} as {alias} on {alias}.{key} = c.{moment.via}")
        day = f"{alias}.{moment.column}"
        days.append(f"case when {day} < today() then {day} end as {moment.name}")
    restricted = {place.partition(".")[2] for place in contract.restricted if place.partition(".")[0] == cohort.table}
    columns = [f"c.{name}" for name in table.columns if name not in restricted]
    start = f"from this_moment as q join {cohort.table} as c on c.{cohort.key} = q.{cohort.key}"
    return f"select {', '.join([*columns, *days])} {start} {' '.join(joins)}"


def _this_case_query(contract: Contract, relations: Mapping[str, Relation], *, evidence: bool = False) -> CompiledQuery:
    moment = Relation(name="this_moment", kind="case", columns={contract.cohort.key: Type("id", ties=True)})
    file = SignalFile(name="this_case", path="this_case", header={}, sql=_this_case_sql(contract))
    return QueryCompiler(file, {**relations, "this_moment": moment}, evidence=evidence).compile()


def _this_case_types(contract: Contract, relations: Mapping[str, Relation]) -> Mapping[str, Type]:
    columns = dict(_this_case_query(contract, relations).columns)
    return columns | {moment.name: DATE for moment in contract.cohort.moments}


def _this_case(contract: Contract, relations: Mapping[str, Relation]) -> CompiledView:
    query = _this_case_query(contract, relations)
    with_empty_evidence = query.tree.copy()
    with_empty_evidence.append("expressions", exp.alias_(exp.Literal.string(""), "_ev"))
    return CompiledView(
        name="this_case",
        kind="case",
        columns={name: kind.kind for name, kind in query.columns.items()},
        tied=tuple(name for name, kind in query.columns.items() if kind.ties),
        sql=_all_dialects(query.tree),
        evidence_sql=_all_dialects(with_empty_evidence),
        tables=(),  # the cohort's table is always there
        views=(),
        roads=query.roads,
        touched=_touched(_this_case_query(contract, relations, evidence=True)),
    )


# -- views
# --------------------------------------------------------------------------------------------------------------


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


def _add_view(file: SignalFile, build: _Build) -> None:
    unknown = set(file.header) - {"label", "about", "evidence"}
    if unknown or "label" not in file.header:
        problem = (
            f"The view's header has the unknown key {sorted(unknown)[0]!r}." if unknown else "The view lacks `label`."
        )
        raise SignalError(
            problem,
            "A view's header holds `label` and, if you like, `about` and `evidence: false`.",
            file=file.path,
            line=1,
        )
    plain = is_plain(QueryCompiler(file, build.relations))
    kind = PlainCompiler if plain else QueryCompiler
    query, with_evidence = (kind(file, build.relations, evidence=e).compile() for e in (False, True))
    tables, views = _behind(query.relations, build)
    facts = {name: f"_d_{name}" for name in _fact_columns(query)} if plain else {}
    build.views[file.name] = CompiledView(
        name=file.name,
        kind="plain" if plain else "case",
        columns={name: kind.kind for name, kind in query.columns.items()},
        tied=tuple(name for name, kind in query.columns.items() if kind.ties),
        sql=_all_dialects(query.tree),
        evidence_sql=_all_dialects(with_evidence.tree),
        tables=tables,
        views=views,
        roads=query.roads,
        touched=_touched(with_evidence),
    )
    build.relations[file.name] = Relation(
        name=file.name,
        kind="plain" if plain else "case",
        columns=query.columns,
        facts=facts,
        grain="" if plain else CASE,
        tables=frozenset(tables),
        silent=file.header.get("evidence") is False,
    )


def _fact_columns(query: CompiledQuery) -> list[str]:
    first = query.tree
    while isinstance(first, exp.Union):
        first = first.this
    return [e.alias.removeprefix("_d_") for e in first.expressions if e.alias_or_name.startswith("_d_")]


def _behind(relations: Sequence[str], build: _Build) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All tables, and all views in order, that stand behind some relations."""
    tables: dict[str, None] = {}
    views: dict[str, None] = {}
    for name in relations:
        view = build.views.get(name)
        if view is None:
            tables |= dict.fromkeys(build.relations[name].tables if name in build.relations else ())
            continue
        tables |= dict.fromkeys(view.tables)
        views |= dict.fromkeys((*view.views, name))
    return tuple(tables), tuple(name for name in build.views if name in views)


# -- signals
# ------------------------------------------------------------------------------------------------------------


def _signal(signal: Signal, build: _Build, windows: Sequence[Window]) -> CompiledSignal:
    card, file = signal.card, signal.file
    grain, relations = _grain(signal, build)
    compiler_grain = grain.key if grain.through else CASE
    query = QueryCompiler(file, relations, grain=compiler_grain).compile()
    with_evidence = QueryCompiler(file, relations, grain=compiler_grain, evidence=True).compile()
    _check_columns(signal, query, build)
    components = tuple(
        sorted({c for m in card.measures for w in m.windows for c in components_of(m, windows.index(w))}, key=str)
    )
    tree = measuring_query(card, query.tree, query.columns, components, windows, grain.moments)
    tables, views = _behind((*query.relations, *((grain.through,) if grain.through else ())), build)
    own = tuple(name for name in query.relations if name in build.contract.tables)
    plain = tuple(
        t for r in query.relations if r in build.views and build.views[r].kind == "plain" for t in build.views[r].tables
    )
    return CompiledSignal(
        card=card,
        header=dict(file.header),
        family=signal.family,
        grain=grain,
        kinds={name: kind.kind for name, kind in query.columns.items()},
        components=components,
        sql=_all_dialects(tree),
        evidence_sql=_all_dialects(_shown(card, with_evidence, grain)),
        tables=tables,
        own_tables=own + plain,
        views=views,
        roads=query.roads,
        touched=_touched(with_evidence),
    )


def _grain(signal: Signal, build: _Build) -> tuple[Grain, dict[str, Relation]]:
    card, path = signal.card, signal.file.path
    if card.through is None:
        return Grain(name=CASE), build.relations
    through = build.relations.get(card.through)
    column_name = f"{card.of}_id"
    if through is None or through.kind != "case" or column_name not in through.columns or card.through == "this_case":
        raise SignalError(
            f"`through: {card.through}` is no view of the case with a column {column_name}.",
            "Name such a view.",
            file=path,
            line=1,
        )
    grain = Grain(name=card.of, column=column_name, through=card.through)
    relation = this_party(card.of, column_name)
    # the relation's name in the engine tells apart the same grain through different views
    own = Relation(name=grain.relation, kind="case", columns=relation.columns, grain=grain.key)
    return grain, {**build.relations, f"this_{card.of}": own}


def _check_columns(signal: Signal, query: CompiledQuery, build: _Build) -> None:
    """What the header names must be a column of the rows, of a type that can be measured so."""
    card, columns = signal.card, query.columns

    def refuse(problem: str, cure: str) -> SignalError:
        return SignalError(problem, cure, file=signal.file.path, line=1)

    if card.at is not None and (card.at not in columns or columns[card.at].kind not in ("date", "ts")):
        raise refuse(f"`at: {card.at}` is no date or time among the rows' columns.", f"They are {', '.join(columns)}.")
    case = build.relations["this_case"].columns
    for measure in card.measures:
        for each in (measure, *((measure.per_measure,) if measure.per_measure else ())):
            if each.column is None:
                continue
            if each.column not in columns:
                raise refuse(
                    f"{each.kind}({each.column}) names no column of the rows.", f"They are {', '.join(columns)}."
                )
            kind = columns[each.column]
            if each.kind == "share" and kind.kind != "bool":
                raise refuse(
                    f"share({each.column}) needs a flag, and it is {kind}.", "Select a condition as that column."
                )
            if each.kind != "distinct" and kind.kind not in NUMBERS:
                raise refuse(
                    f"{each.kind}({each.column}) needs a number, and it is {kind}.",
                    "Select a number, such as a difference of days.",
                )
            if each.kind in ("sum", "mean") and not kind.whole and kind.kind != "ratio":
                raise refuse(
                    f"{each.kind}({each.column}) would add up fractions of 分.",
                    "Sum the money itself and divide in the measure.",
                )
        if measure.per_column is not None and (
            measure.per_column not in case or case[measure.per_column].kind not in NUMBERS
        ):
            raise refuse(
                f"{measure.name} is divided by {measure.per_column}, which is no number of the case.",
                "Divide by a number of this_case.",
            )


def _shown(card: Card, rows: CompiledQuery, grain: Grain) -> exp.Query:
    """The newest rows of each moment, with the keys behind them and how many rows there are in all."""
    order = [exp.Ordered(this=column("r", card.at), desc=True, nulls_first=False)] if card.at else []
    rest = [*(name for name in rows.columns if name != card.at), "_ev"]  # rows that look alike have an order too
    order += [exp.Ordered(this=column("r", name), nulls_first=False) for name in rest]
    partition = [column("r", "_m")]
    place = exp.Window(this=exp.RowNumber(), partition_by=partition, order=exp.Order(expressions=order), over="OVER")
    total = exp.Window(this=exp.Count(this=exp.Star()), partition_by=[column("r", "_m")], over="OVER")
    numbered = exp.Select(
        expressions=[
            exp.Column(this=exp.Star(), table=exp.to_identifier("r")),
            exp.alias_(place, "_place"),
            exp.alias_(total, "_total"),
        ]
    )
    numbered.set(
        "from_", exp.From(this=exp.Subquery(this=rows.tree, alias=exp.TableAlias(this=exp.to_identifier("r"))))
    )
    if card.at:
        at: exp.Expr = column("r", card.at)
        if rows.columns[card.at].kind == "ts":
            at = exp.Paren(this=exp.IntDiv(this=at, expression=number(86_400)))
        numbered.set("where", exp.Where(this=exp.LT(this=at, expression=column("r", "_as_of"))))
    names = ["_m", *rows.columns, "_ev", "_place", "_total"]
    select = exp.Select(expressions=[column("s", name) for name in names])
    select.set("from_", exp.From(this=exp.Subquery(this=numbered, alias=exp.TableAlias(this=exp.to_identifier("s")))))
    select.set("where", exp.Where(this=exp.LTE(this=column("s", "_place"), expression=number(SHOWN_ROWS))))
    return select


def _touched(query: CompiledQuery) -> dict[str, tuple[str, ...]]:
    return {"sqlite": tuple(written(tree, "sqlite") for tree in query.touched)}


def _all_dialects(tree: exp.Query) -> dict[str, str]:
    return {dialect: written(tree, dialect) for dialect in DIALECTS}
