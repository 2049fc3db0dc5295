"""Run cases on both engines.

SQLite takes each case alone, in milliseconds. For DuckDB, where opening tables takes a tenth of a second, cases stand
side by side in one docket; a case that finds anything else there than on SQLite is opened alone before that is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from zbrisk.compiler.compiled import CompiledSignal, Program
from zbrisk.contract import Contract
from zbrisk.docket.days import day_number
from zbrisk.docket.docket import open_docket
from zbrisk.docket.records import RecordReader
from zbrisk.engines.duckdb import DuckDB
from zbrisk.engines.engine import Engine
from zbrisk.engines.sqlite import SQLite
from zbrisk.errors import DataError, SignalError
from zbrisk.explaining.evidence import names_in
from zbrisk.matrix.run import Run
from zbrisk.testing.background import Background
from zbrisk.testing.cases import Case
from zbrisk.testing.world import COVERAGE, Tables, apart, plain, tables_of

__all__ = ["ENGINES", "Found", "Runner", "same"]

ENGINES = ("duckdb", "sqlite")
ROW = re.compile(r"Table (?P<table>\w+), row (?P<row>\d+): (?P<problem>.*)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a signal found in a case on one engine: its features (NaN for no data), and the keys of its evidence."""

    values: Mapping[str, float]
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict)


class Runner:
    """Runs the cases of signals.

    Args:
        program: The signals, compiled.
        contract: What the tables are.
        background: What every case begins with.
    """

    def __init__(self, program: Program, contract: Contract, background: Background) -> None:
        self.program = program
        self.contract = contract
        self.background = background
        self.signals = {signal.name: signal for signal in program.signals}
        self._reader = RecordReader(contract)

    def run(
        self, cases: Sequence[Case], progress: Callable[[int, int], None] | None = None
    ) -> dict[Case, Mapping[str, Found] | SignalError]:
        """What each case finds, by engine; an error where its rows cannot be read."""
        found: dict[Case, Mapping[str, Found] | SignalError] = {}
        worlds: dict[Case, dict[str, list[Any]]] = {}
        alone: dict[Case, Found] = {}
        for case in cases:
            try:
                worlds[case] = tables_of(case, self.background, self.contract, self.signals[case.signal].tables)
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
        names = {case.signal for case in worlds}
        program = self._only([signal for signal in self.program.signals if signal.name in names])
        try:
            docket = open_docket(tables, contract=self.contract)
        except DataError:
            return {}
        try:
            run = Run(program, engine := DuckDB(docket), self.contract)
            days = np.array([docket.day(case.as_of) for case in worlds], dtype=np.int64)
            run.start([f"{scene}/{self.background.case}" for scene in scenes.values()], days)
            features = {signal.name: run.features(signal) for signal in program.signals}
            engine.close()
        except DataError:
            return {}
        finally:
            docket.close()
        return {
            case: Found(values=_named(self.signals[case.signal], features[case.signal][place]))
            for place, case in enumerate(worlds)
        }

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
        signal = self.signals[case.signal]
        run = Run(self._alone_program[signal.name], engine, self.contract, evidence=bool(case.expect.rows))
        run.start([key], np.array([day_number(case.as_of)], dtype=np.int64))
        values = _named(signal, run.features(signal)[0])
        return Found(values=values, rows=_evidence(signal, engine, run) if case.expect.rows else {})

    @cached_property
    def _alone_program(self) -> dict[str, Program]:
        return {signal.name: self._only([signal]) for signal in self.program.signals}

    def _only(self, signals: Sequence[CompiledSignal]) -> Program:
        views = {view for signal in signals for view in signal.views}
        kept = tuple(view for view in self.program.views if view.name in views)
        return replace(self.program, signals=tuple(signals), views=kept)


def _side_by_side(cases: Sequence[Case], contract: Contract) -> list[list[Case]]:
    """Cases that can stand in one docket: without the same tables, and without coverage or evidence of their own."""
    groups: dict[object, list[Case]] = {}
    for case in cases:
        own = bool(case.expect.rows) or any(row.table == COVERAGE for layer in case.layers for row in layer)
        groups.setdefault(case if own else case.without, []).append(case)
    return list(groups.values())


def _named(signal: CompiledSignal, values: Any) -> dict[str, float]:
    names = (name for name, _, _ in signal.card.features())
    return dict(zip(names, map(float, values), strict=True))


def _evidence(signal: CompiledSignal, engine: Engine, run: Run) -> dict[str, frozenset[str]]:
    columns, rows = engine.fetch_rows(signal.evidence_sql[engine.dialect])
    found: dict[str, set[str]] = {}
    for row in rows:
        for table, key in names_in(row[list(columns).index("_ev")]):
            found.setdefault(table, set()).add(key)
    return {table: frozenset(keys) for table, keys in found.items()}


def same(one: float, other: float, tolerance: float = 1e-9) -> bool:
    """Whether two values are equal but for rounding; no data equals no data alone."""
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return math.isclose(one, other, rel_tol=tolerance, abs_tol=1e-12)


def _alike(one: Found, other: Found) -> bool:
    return all(same(value, other.values[name]) for name, value in one.values.items())


def _placed(error: DataError, case: Case, tables: Tables) -> SignalError:
    """The error with file and line of the row that is at fault, or else of the case."""
    match = ROW.fullmatch(error.problem)
    problem, line = error.problem, case.line
    if match and match["table"] in tables:
        row = tables[match["table"]][int(match["row"]) - 1]
        problem, line = f"{match['table']}: {match['problem']}", row.line or case.line
    return SignalError(f"{case.kind}, {case.name!r}: {problem}", error.cure, file=case.file, line=line)
