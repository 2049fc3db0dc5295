"""The oracle's features and the compiler's, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from tests.oracle.days import day_number, to_date
from tests.oracle.naive import SIGNALS as FOLDER
from tests.oracle.naive import Feature, Moment, Oracle, group_name
from tests.oracle.twins import SIGNALS, VIEWS
from tests.oracle.world import World
from zbrisk.compiler.compiled import Program
from zbrisk.compiler.program import compile_catalogue
from zbrisk.contract import load_contract
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.engines.duckdb import DuckDB
from zbrisk.engines.engine import Engine
from zbrisk.engines.sqlite import SQLite
from zbrisk.execution.run import Run
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.signals.catalogue import read_catalogue

WITHIN_ROW, END_OF_ROW = "\x1f", "\x1e"  # how the compiler writes the rows behind a row


@dataclass(frozen=True)
class Difference:
    """One feature of one moment that is not the same on both sides; nan is null."""

    moment: Moment
    feature: Feature
    expected: float
    got: float

    def __str__(self) -> str:
        signal, measure, window = self.feature
        case, day = self.moment.case_id, self.moment.as_of
        return f"{signal}: {measure} over {window} of {case} on {day}: {self.expected} expected, {self.got} found"


def compiled(folder: Path | None = FOLDER) -> Program:
    """The program of a folder's signals."""
    contract = load_contract()
    return compile_catalogue(read_catalogue(folder, contract), contract)


def opened(world: World) -> Docket:
    """A docket of the world's tables."""
    return open_docket(dict(world.frames()), contract=world.contract)


def matrix(program: Program, docket: Docket, moments: Sequence[Moment], engine: str) -> pd.DataFrame:
    """The compiler's features, one row a moment."""
    asked = pd.DataFrame({"case_id": [m.case_id for m in moments], "as_of": [m.as_of for m in moments]})
    return SignalBuilder(program=program, engine=engine).fit(docket).transform(asked)


def columns(program: Program, oracle: Oracle) -> dict[str, Feature]:
    """The compiler's name of every feature of the oracle: both follow the order of the card."""
    found: dict[str, Feature] = {}
    for name, card in oracle.cards.items():
        theirs = [feature for feature, _, _ in program.signal(name).card.features()]
        ours = [(group_name(name, codes), measure.text, text) for codes, measure, text in card.features]
        found |= dict(zip(theirs, ours, strict=True))
    return found


def differences(world: World, program: Program, got: pd.DataFrame) -> Iterator[Difference]:
    """Every cell in which the oracle and a matrix differ, exactly."""
    oracle = Oracle(world.contract, world.tables, SIGNALS, VIEWS)
    names = columns(program, oracle)
    cells = {name: got[name].to_list() for name in names}
    for position, moment in enumerate(world.moments):
        values = oracle.features(moment)
        for name, feature in names.items():
            value = values[feature]
            want, have = np.nan if value is None else value, cells[name][position]
            if want != have and not (np.isnan(want) and np.isnan(have)):
                yield Difference(moment, feature, want, have)


def same(one: pd.DataFrame, other: pd.DataFrame) -> Iterable[str]:
    """The names of the columns in which two matrices differ in any bit."""
    a, b = one.to_numpy(), other.to_numpy()
    unlike = (a != b) & ~(np.isnan(a) & np.isnan(b))
    return [name for name, any_unlike in zip(one.columns, unlike.any(axis=0), strict=True) if any_unlike]


@dataclass(frozen=True)
class Evidence:
    """One evidence row of a signal: its values, the rows of tables behind it, and how many rows there are in all."""

    values: tuple[object, ...]
    keys: frozenset[tuple[str, str]]
    total: int


def evidence(
    program: Program, docket: Docket, moments: Sequence[Moment], engine: str = "duckdb"
) -> dict[tuple[str, str, date], list[Evidence]]:
    """The evidence rows of every signal, by signal, case (or party) and day, in the order that they are shown."""
    place: Engine = DuckDB(docket) if engine == "duckdb" else SQLite(docket.store(), docket.contract, docket.present)
    run = Run(program, place, docket.contract, evidence=True)
    run.start([m.case_id for m in moments], np.array([day_number(m.as_of) for m in moments]))
    found: dict[tuple[str, str, date], list[Evidence]] = defaultdict(list)
    for signal in program.signals:
        start = "this_case" if not signal.grain.through else signal.grain.relation
        key = docket.contract.cohort.key if not signal.grain.through else signal.grain.column
        asked = place.fetch_rows(f"select _m, {key}, _as_of from {start}")[1]
        whose = {moment: (str(who), to_date(day)) for moment, who, day in asked}
        names, rows = place.fetch_rows(signal.evidence_sql[engine])
        # rows of a signal by codes are counted from 1 within each combination of codes
        codes, counted = [names.index(by.column) for by in signal.card.by], names.index("_place")
        for row in sorted(rows, key=lambda row: (row[0], [repr(row[code]) for code in codes], row[counted])):
            keys = frozenset(_key(text) for text in row[names.index("_ev")].split(END_OF_ROW) if text)
            who, day = whose[row[0]]
            values = row[1 : names.index("_ev")]
            found[signal.name, who, day].append(Evidence(values, keys, row[names.index("_total")]))
    place.close()
    return dict(found)


def _key(text: str) -> tuple[str, str]:
    table, key = text.split(WITHIN_ROW)
    return table, key
