"""Run cases on both engines.

SQLite takes each case alone, in milliseconds. For DuckDB, where opening tables takes a tenth of a second, cases stand
side by side in one docket; a case that finds anything else there than on SQLite is opened alone before that is said.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from zbrisk.compiler.compiled import CompiledSignal, CompiledView, Program
from zbrisk.contract import ColumnType, Contract
from zbrisk.docket.days import day_number
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.docket.records import RecordReader
from zbrisk.docket.rows import public_value
from zbrisk.engines.duckdb import DuckDB
from zbrisk.engines.engine import Engine
from zbrisk.engines.sqlite import SQLite
from zbrisk.errors import DataError, SignalError
from zbrisk.execution.run import Run
from zbrisk.explaining.evidence import names_in
from zbrisk.testing.background import Background
from zbrisk.testing.cases import Case
from zbrisk.testing.expectations import VIEW
from zbrisk.testing.rows import as_sent
from zbrisk.testing.world import COVERAGE, Tables, apart, plain, tables_of, unprefixed

__all__ = ["ENGINES", "Found", "Runner", "same"]

ENGINES = ("duckdb", "sqlite")
ROW = re.compile(r"Table (?P<table>\w+), row (?P<row>\d+): (?P<problem>.*)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a case gave on one engine: a signal's features (NaN for no data) and the keys of its evidence, or the rows
    of a view.
    """

    values: Mapping[str, float] = field(default_factory=dict)
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict)
    relation: tuple[Mapping[str, Any], ...] = ()


class Runner:
    """Runs the cases of signals and views.

    Args:
        program: The signals, compiled, and all views.
        contract: What the tables are.
        background: What every case begins with.
    """

    def __init__(self, program: Program, contract: Contract, background: Background) -> None:
        self.program = program
        self.contract = contract
        self.background = background
        self.signals = {signal.name: signal for signal in program.signals}
        self.views = {view.name: view for view in program.views}
        self._reader = RecordReader(contract)
        self._programs: dict[str, Program] = {}

    def run(
        self, cases: Sequence[Case], progress: Callable[[int, int], None] | None = None
    ) -> dict[Case, Mapping[str, Found] | SignalError]:
        """What each case finds, by engine; an error where its rows cannot be read."""
        found: dict[Case, Mapping[str, Found] | SignalError] = {}
        worlds: dict[Case, dict[str, list[Any]]] = {}
        alone: dict[Case, Found] = {}
        for case in cases:
            try:
                worlds[case] = tables_of(case, self.background, self.contract, self._of(case).tables)
                alone[case] = self._on_sqlite(case, worlds[case])
            except SignalError as error:
                found[case] = error
            if progress:
                progress((len(found) + len(alone)) // 2, len(cases))
        for done, (case, on_duckdb) in enumerate(self._on_duckdb(worlds, alone), 1):
            found[case] = (
                on_duckdb if isinstance(on_duckdb, SignalError) else {"duckdb": on_duckdb, "sqlite": alone[case]}
            )
            if progress:
                progress((len(cases) + done) // 2, len(cases))
        return found

    # -- SQLite -----------------------------------------------------------------------------------------------------

    @cached_property
    def _sqlite(self) -> SQLite:
        self._store = self._reader.new_store()
        return SQLite(self._store, self.contract, ())

    def _on_sqlite(self, case: Case, tables: Tables) -> Found:
        engine = self._sqlite
        try:
            self._reader.fill(self._store, plain(tables), day_number(case.as_of))
            engine.renew(tables)
            return self._found(engine, case, self.background.case)
        except DataError as error:
            raise _placed(error, case, tables) from error

    # -- DuckDB -----------------------------------------------------------------------------------------------------

    def _on_duckdb(
        self, worlds: Mapping[Case, Tables], expected: Mapping[Case, Found]
    ) -> Iterator[tuple[Case, Found | SignalError]]:
        for group in _side_by_side([case for case in worlds if case in expected], self.contract):
            together = self._together({case: worlds[case] for case in group}) if len(group) > 1 else {}
            for case in group:
                if case in together and _alike(together[case], expected[case]):
                    yield case, together[case]
                else:
                    yield case, self._alone(case, worlds[case])

    def _together(self, worlds: Mapping[Case, Tables]) -> dict[Case, Found]:
        """Many cases in one docket; nothing where their tables cannot be opened together."""
        tables: dict[str, list[Mapping[str, Any]]] = {}
        scenes = {case: str(number) for number, case in enumerate(worlds)}
        for case, scene in scenes.items():
            for name, rows in apart(worlds[case], self.contract, scene).items():
                tables.setdefault(name, []).extend(rows)
        try:
            docket = open_docket(tables, contract=self.contract)
        except DataError:
            return {}
        found: dict[Case, Found] = {}
        try:
            for without in dict.fromkeys(case.without for case in worlds):
                some = {case: scene for case, scene in scenes.items() if case.without == without}
                found |= self._without(docket, without, some)
        except DataError:
            return {}
        finally:
            docket.close()
        return found

    def _without(self, docket: Docket, missing: Sequence[str], scenes: Mapping[Case, str]) -> dict[Case, Found]:
        """Some cases of a docket, as if tables of it had not been supplied."""
        engine = DuckDB(docket)
        engine.present -= set(missing)
        engine.known_since = {name: day for name, day in engine.known_since.items() if name in engine.present}
        tested = {case.signal: self._of(case) for case in scenes}
        run = Run(self._only(*tested.values()), engine, self.contract)
        days = np.array([docket.day(case.as_of) for case in scenes], dtype=np.int64)
        run.start([f"{scene}/{self.background.case}" for scene in scenes.values()], days)
        features = {e.name: run.features(e) for e in tested.values() if isinstance(e, CompiledSignal)}
        relations = {e.name: _relation(e, engine) for e in tested.values() if isinstance(e, CompiledView)}
        engine.close()
        found = {}
        for place, (case, scene) in enumerate(scenes.items()):
            if case.kind == VIEW:
                found[case] = Found(
                    relation=tuple(unprefixed(row, scene) for row in relations[case.signal].get(place, ()))
                )
            else:
                found[case] = Found(values=_named(self.signals[case.signal], features[case.signal][place]))
        return found

    def _alone(self, case: Case, tables: Tables) -> Found | SignalError:
        try:
            docket = open_docket(plain(tables), contract=self.contract)
            try:
                docket.day(case.as_of)
                return self._found(DuckDB(docket), case, self.background.case)
            finally:
                docket.close()
        except DataError as error:
            return _placed(error, case, tables)

    # -- either -----------------------------------------------------------------------------------------------------

    def _found(self, engine: Engine, case: Case, key: str) -> Found:
        tested = self._of(case)
        run = Run(self._program_of(case.signal), engine, self.contract, evidence=bool(case.expect.rows))
        run.start([key], np.array([day_number(case.as_of)], dtype=np.int64))
        if isinstance(tested, CompiledView):
            return Found(relation=tuple(_relation(tested, engine).get(0, ())))
        values = _named(tested, run.features(tested)[0])
        return Found(values=values, rows=_evidence(tested, engine) if case.expect.rows else {})

    def _of(self, case: Case) -> CompiledSignal | CompiledView:
        return self.views[case.signal] if case.kind == VIEW else self.signals[case.signal]

    def _program_of(self, name: str) -> Program:
        """The same program for all cases of a signal or view, for its formulas are kept."""
        if name not in self._programs:
            self._programs[name] = self._only(self.signals[name] if name in self.signals else self.views[name])
        return self._programs[name]

    def _only(self, *tested: CompiledSignal | CompiledView) -> Program:
        views = {name for each in tested for name in each.views}
        views |= {each.name for each in tested if isinstance(each, CompiledView)}
        return replace(
            self.program,
            signals=tuple(each for each in tested if isinstance(each, CompiledSignal)),
            views=tuple(view for view in self.program.views if view.name in views),
        )


def _side_by_side(cases: Sequence[Case], contract: Contract) -> list[list[Case]]:
    """Cases that can stand in one docket: those that ask for no evidence, and cover nothing of their own.

    Coverage is how a table that must be there lacks a case, so cases without the same of these stand together.
    """
    groups: dict[object, list[Case]] = {}
    for case in cases:
        covers = any(row.table == COVERAGE for layer in case.layers for row in layer)
        uncovered = tuple(name for name in case.without if name in contract.required_tables)
        groups.setdefault(case if covers or case.expect.rows else uncovered, []).append(case)
    return list(groups.values())


def _named(signal: CompiledSignal, values: Any) -> dict[str, float]:
    names = (name for name, _, _ in signal.header.features())
    return dict(zip(names, map(float, values), strict=True))


def _evidence(signal: CompiledSignal, engine: Engine) -> dict[str, frozenset[str]]:
    columns, rows = engine.fetch_rows(signal.evidence_sql[engine.dialect])
    found: dict[str, set[str]] = {}
    for row in rows:
        for table, key in names_in(row[list(columns).index("_evidence")]):
            found.setdefault(table, set()).add(key)
    return {table: frozenset(keys) for table, keys in found.items()}


def _relation(view: CompiledView, engine: Engine) -> dict[int, list[Mapping[str, Any]]]:
    """The rows of a view by moment, as a person writes them."""
    types = {kind.value: kind for kind in ColumnType}
    kinds = [types.get(kind, ColumnType.STR) for kind in view.kinds.values()]
    found: dict[int, list[Mapping[str, Any]]] = {}
    for moment, *row in engine.fetch_rows(f"select _moment, {', '.join(view.kinds)} from {view.name}")[1]:
        values = (as_sent(public_value(kind, cell)) for kind, cell in zip(kinds, row, strict=True))
        found.setdefault(int(moment), []).append(dict(zip(view.kinds, values, strict=True)))
    return found


def same(one: float, other: float, tolerance: float = 1e-9) -> bool:
    """Whether two values are equal but for rounding; no data equals no data alone."""
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return math.isclose(one, other, rel_tol=tolerance, abs_tol=1e-12)


def _alike(one: Found, other: Found) -> bool:
    values = all(same(value, other.values[name]) for name, value in one.values.items())
    return values and Counter(map(str, one.relation)) == Counter(map(str, other.relation))


def _placed(error: DataError, case: Case, tables: Tables) -> SignalError:
    """The error with file and line of the row that is at fault, or else of the case."""
    match = ROW.fullmatch(error.problem)
    problem, line = error.problem, case.line
    if match and match["table"] in tables:
        row = tables[match["table"]][int(match["row"]) - 1]
        problem, line = f"{match['table']}: {match['problem']}", row.line or case.line
    return SignalError(f"{case.kind}, {case.name!r}: {problem}", error.cure, file=case.file, line=line)
