"""A catalogue compiled: everything that an engine runs for a cohort."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from zbrisk.compiler.compile_relation import compile_rows
from zbrisk.compiler.compiled import CompiledSignal, Grain, Program
from zbrisk.compiler.evidence_query import evidence_query
from zbrisk.compiler.measure_query import components_of, measure_query, rows_found
from zbrisk.compiler.namespace import Namespace
from zbrisk.compiler.query import CompiledQuery
from zbrisk.compiler.relation import CASE, Relation, this_party
from zbrisk.compiler.views import open_namespace
from zbrisk.contract import Contract
from zbrisk.errors import SignalError
from zbrisk.signals.catalogue import Catalogue, Signal
from zbrisk.signals.groups import ByColumn
from zbrisk.signals.measure import Measure
from zbrisk.signals.window import ALL, Window

__all__ = ["compile_catalogue"]

NUMBERS = ("int", "money", "ratio", "bool")
WHOLE = ("int", "money")
WRITTEN = ("code", "str")


@lru_cache(maxsize=4)
def compile_catalogue(catalogue: Catalogue, contract: Contract) -> Program:
    """Compile every signal, and the views that they need; once, for it takes seconds.

    Raises:
        SignalError: A file cannot be compiled safely; file, line and cure are named.
    """
    namespace = open_namespace(contract, catalogue.views)
    windows = tuple(dict.fromkeys((ALL, *(w for s in catalogue.signals for w in s.header.windows))))
    signals = tuple(_signal(each, namespace, windows) for each in catalogue.signals)
    prepared = namespace.preparation(signals, windows)
    return Program(
        days=prepared.days,
        windows=prepared.windows,
        this_case=prepared.this_case,
        views=prepared.views,
        signals=signals,
        digest=catalogue.digest,
    )


def _signal(signal: Signal, namespace: Namespace, windows: Sequence[Window]) -> CompiledSignal:
    header, file = signal.header, signal.file
    grain, relations = _grain(signal, namespace)
    key = grain.key if grain.through else CASE
    rows = compile_rows(file, namespace, relations=relations, grain=key, through=grain.through)
    query = rows.query
    _Columns(signal, query, namespace).check()
    partial = _partial(signal, query, grain, namespace)
    measured = {c for m in header.measures for w in m.windows for c in components_of(m, windows.index(w))}
    if partial:  # rows that were found count although a table is missing, so that how many were is asked
        measured |= {rows_found(windows.index(w)) for w in header.windows}
    components = tuple(sorted(measured, key=str))
    return rows.relation(
        CompiledSignal,
        tree=measure_query(header, query.tree, query.columns, components, windows, grain.moments),
        evidence_tree=evidence_query(header, rows.with_evidence, windows, grain.moments),
        header=header,
        raw_header=dict(file.header),
        family=signal.family,
        grain=grain,
        components=components,
        own_tables=_own_tables(query, namespace),
        partial=tuple(table for table in rows.tables if table in partial),
    )


def _partial(signal: Signal, query: CompiledQuery, grain: Grain, namespace: Namespace) -> frozenset[str]:
    """What may be said in a debtor's favour is shown whole or not at all."""
    if signal.header.direction == "lowers" or signal.header.favourable:
        return frozenset()
    read = (*query.relations, *((grain.through,) if grain.through else ()))
    return namespace.partial(read, query.must_be_complete)


def _own_tables(query: CompiledQuery, namespace: Namespace) -> tuple[str, ...]:
    """The tables that a file names itself; a plain view is its tables under other column names."""
    named = [name for name in query.relations if name in namespace.contract.tables]
    views = [namespace.views[name] for name in query.relations if name in namespace.views]
    return (*named, *(table for view in views if view.kind == "plain" for table in view.tables))


def _grain(signal: Signal, namespace: Namespace) -> tuple[Grain, dict[str, Relation]]:
    header = signal.header
    if header.through is None:
        return Grain(name=CASE), namespace.relations
    through = namespace.relations.get(header.through)
    column_name = f"{header.of}_id"
    if through is None or through.kind != "case" or column_name not in through.columns or header.through == "this_case":
        raise SignalError(
            f"`through: {header.through}` is no view of the case with a column {column_name}.",
            "Name such a view.",
            file=signal.file.path,
            line=signal.file.line_of("through"),
        )
    grain = Grain(name=header.of, column=column_name, through=header.through)
    relation = this_party(header.of, column_name)
    # the relation's name in the engine tells apart the same grain through different views
    own = Relation(name=grain.relation, kind="case", columns=relation.columns, grain=grain.key)
    return grain, {**namespace.relations, f"this_{header.of}": own}


class _Columns:
    """What the header names must be a column of the rows, of a type that can be measured so."""

    def __init__(self, signal: Signal, query: CompiledQuery, namespace: Namespace) -> None:
        self.file, self.header, self.columns = signal.file, signal.header, query.columns
        self.case = namespace.relations["this_case"].columns

    def check(self) -> None:
        """Look at every key that names columns.

        Raises:
            SignalError: One is none, or of a type that does not do.
        """
        self._check_named()
        for by in self.header.by:
            self._check_codes(by)
        for measure in self.header.measures:
            for each in (measure, *((measure.per_measure,) if measure.per_measure else ())):
                if each.column is not None:
                    self._check_measured(each, each.column)
            self._check_divisor(measure)

    def _kind(self, name: str) -> str:
        return self.columns[name].kind if name in self.columns else ""

    def _refused(self, problem: str, cure: str = "", key: str = "measures") -> SignalError:
        cure = cure or f"They are {', '.join(self.columns)}."
        return SignalError(problem, cure, file=self.file.path, line=self.file.line_of(key))

    def _check_named(self) -> None:
        at, evidence = self.header.at, self.header.evidence
        if at is not None and self._kind(at) not in ("date", "ts"):
            raise self._refused(f"`at: {at}` is no date or time among the rows' columns.", key="at")
        if evidence is not None and self._kind(evidence) not in WHOLE:
            problem = f"`evidence: {evidence}` is no number or amount among the rows' columns."
            raise self._refused(problem, "Name a column that is not 0 in the rows that are shown.", "evidence")

    def _check_codes(self, by: ByColumn) -> None:
        if self._kind(by.column) not in WRITTEN:
            problem = f"`by` names {by.column}, which is no code or text among the rows' columns."
            raise self._refused(problem, key="by")
        known = self.columns[by.column].codes
        for code in by.codes:
            if known and code.code not in known:
                problem = f"{by.column} is never {code.code}."
                raise self._refused(problem, f"Its codes are {', '.join(known)}.", "by")

    def _check_measured(self, measure: Measure, column: str) -> None:
        named = f"{measure.kind}({column})"
        if column not in self.columns:
            raise self._refused(f"{named} names no column of the rows.")
        kind = self.columns[column]
        if measure.kind == "share" and kind.kind != "bool":
            raise self._refused(f"{named} needs a flag, and it is {kind}.", "Select a condition as that column.")
        if measure.kind != "distinct" and kind.kind not in NUMBERS:
            cure = "Select a number, such as a difference of days."
            raise self._refused(f"{named} needs a number, and it is {kind}.", cure)
        if measure.kind == "nearest" and (kind.kind != "int" or self.header.of != CASE):
            problem = f"{measure.name} needs a whole number of the case, and it is {kind} of the {self.header.of}."
            raise self._refused(problem, "Select a difference of days, in a signal of the case.")
        if measure.kind in ("sum", "mean") and not kind.whole and kind.kind != "ratio":
            cure = "Sum the money itself and divide in the measure."
            raise self._refused(f"{named} would add up fractions of 分.", cure)

    def _check_divisor(self, measure: Measure) -> None:
        divisor = measure.per_column
        if divisor is not None and (divisor not in self.case or self.case[divisor].kind not in NUMBERS):
            problem = f"{measure.name} is divided by {divisor}, which is no number of the case."
            raise self._refused(problem, "Divide by a number of this_case.")
