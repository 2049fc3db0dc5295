"""A catalogue compiled: everything that an engine runs for a cohort."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from zbrisk.compiler.compiled import CompiledSignal, Grain, Program
from zbrisk.compiler.dialects import in_all_dialects
from zbrisk.compiler.evidence_query import evidence_query
from zbrisk.compiler.lookups import lookups_in
from zbrisk.compiler.measure_query import components_of, measure_query, rows_found
from zbrisk.compiler.namespace import Namespace, open_namespace, rows_read_sql
from zbrisk.compiler.query import CompiledQuery, QueryCompiler
from zbrisk.compiler.relation import CASE, Relation, this_party
from zbrisk.contract import Contract
from zbrisk.errors import SignalError
from zbrisk.signals.catalogue import Catalogue, Signal
from zbrisk.signals.window import ALL, Window

__all__ = ["compile_catalogue"]

NUMBERS = ("int", "money", "ratio", "bool")
WHOLE = ("int", "money")


@lru_cache(maxsize=4)
def compile_catalogue(catalogue: Catalogue, contract: Contract) -> Program:
    """Compile every signal, and the views that they need; once, for it takes seconds.

    Raises:
        SignalError: A file cannot be compiled safely; file, line and cure are named.
    """
    namespace = open_namespace(contract, catalogue.views)
    windows = tuple(dict.fromkeys((ALL, *(w for s in catalogue.signals for w in s.card.windows))))
    signals = tuple(_signal(each, namespace, windows) for each in catalogue.signals)
    return Program(
        days=tuple(day.name for day in contract.cohort.reference_days),
        windows=windows,
        this_case=namespace.this_case,
        views=namespace.needed(name for signal in signals for name in signal.views),
        signals=signals,
        digest=catalogue.digest,
    )


def _signal(signal: Signal, namespace: Namespace, windows: Sequence[Window]) -> CompiledSignal:
    card, file = signal.card, signal.file
    grain, relations = _grain(signal, namespace)
    compiler_grain = grain.key if grain.through else CASE
    query = QueryCompiler(file, relations, grain=compiler_grain).compile()
    with_evidence = QueryCompiler(file, relations, grain=compiler_grain, evidence=True).compile()
    _check_columns(signal, query, namespace)
    read = (*query.relations, *((grain.through,) if grain.through else ()))
    tables, views = namespace.behind(read)
    # what speaks for a debtor is told whole or not at all
    partial = namespace.partial(read, query.must_be_complete) if card.direction == "raises" else frozenset()
    measured = {c for m in card.measures for w in m.windows for c in components_of(m, windows.index(w))}
    if partial:
        measured |= {rows_found(windows.index(w)) for w in card.windows}
    components = tuple(sorted(measured, key=str))
    tree = measure_query(card, query.tree, query.columns, components, windows, grain.moments)
    showing = evidence_query(card, with_evidence, windows, grain.moments)
    own = tuple(name for name in query.relations if name in namespace.contract.tables)
    plain = tuple(
        t
        for r in query.relations
        if r in namespace.views and namespace.views[r].kind == "plain"
        for t in namespace.views[r].tables
    )
    return CompiledSignal(
        card=card,
        header=dict(file.header),
        family=signal.family,
        grain=grain,
        kinds={name: kind.kind for name, kind in query.columns.items()},
        components=components,
        sql=in_all_dialects(tree),
        evidence_sql=in_all_dialects(showing),
        tables=tables,
        own_tables=own + plain,
        partial=tuple(table for table in tables if table in partial),
        views=views,
        join_paths=query.join_paths,
        rows_read_sql=rows_read_sql(with_evidence),
        lookups=lookups_in((tree, showing)),
    )


def _grain(signal: Signal, namespace: Namespace) -> tuple[Grain, dict[str, Relation]]:
    card = signal.card
    if card.through is None:
        return Grain(name=CASE), namespace.relations
    through = namespace.relations.get(card.through)
    column_name = f"{card.of}_id"
    if through is None or through.kind != "case" or column_name not in through.columns or card.through == "this_case":
        raise SignalError(
            f"`through: {card.through}` is no view of the case with a column {column_name}.",
            "Name such a view.",
            file=signal.file.path,
            line=signal.file.line_of("through"),
        )
    grain = Grain(name=card.of, column=column_name, through=card.through)
    relation = this_party(card.of, column_name)
    # the relation's name in the engine tells apart the same grain through different views
    own = Relation(name=grain.relation, kind="case", columns=relation.columns, grain=grain.key)
    return grain, {**namespace.relations, f"this_{card.of}": own}


def _check_columns(signal: Signal, query: CompiledQuery, namespace: Namespace) -> None:
    """What the header names must be a column of the rows, of a type that can be measured so."""
    card, columns = signal.card, query.columns

    def refuse(problem: str, cure: str, key: str = "measures") -> SignalError:
        return SignalError(problem, cure, file=signal.file.path, line=signal.file.line_of(key))

    if card.at is not None and (card.at not in columns or columns[card.at].kind not in ("date", "ts")):
        problem = f"`at: {card.at}` is no date or time among the rows' columns."
        raise refuse(problem, f"They are {', '.join(columns)}.", "at")
    if card.evidence is not None and (card.evidence not in columns or columns[card.evidence].kind not in WHOLE):
        problem = f"`evidence: {card.evidence}` is no number or amount among the rows' columns."
        raise refuse(problem, "Name a column that is not 0 in the rows that are shown.", "evidence")
    case = namespace.relations["this_case"].columns
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
