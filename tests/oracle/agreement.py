"""The oracle's features and the compiler's, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from tests.oracle.naive import SIGNALS as FOLDER
from tests.oracle.naive import Feature, Moment, Oracle
from tests.oracle.twins import SIGNALS, VIEWS
from tests.oracle.world import World
from zbrisk.compiler.program import Program, compile_catalogue
from zbrisk.contract import load_contract
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.matrix.builder import SignalBuilder
from zbrisk.signals.catalogue import read_catalogue


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


def expected(world: World, program: Program) -> pd.DataFrame:
    """The oracle's features of the world's moments, under the compiler's names."""
    oracle = Oracle(world.contract, world.tables, SIGNALS, VIEWS)
    rows = [[np.nan if v is None else v for v in oracle.features(moment).values()] for moment in world.moments]
    names = list(columns(program, oracle))
    by_name = pd.DataFrame(rows, columns=names, dtype="float64")
    return by_name[list(program.features)]


def columns(program: Program, oracle: Oracle) -> dict[str, Feature]:
    """The compiler's name of every feature of the oracle: both follow the order of the card."""
    found: dict[str, Feature] = {}
    for name, card in oracle.cards.items():
        theirs = [feature for feature, _, _ in program.signal(name).card.features()]
        ours = [(name, measure.text, text) for measure, text in card.features]
        found |= dict(zip(theirs, ours, strict=True))
    return found


def differences(world: World, program: Program, got: pd.DataFrame) -> Iterator[Difference]:
    """Every cell in which the oracle and a matrix differ, exactly."""
    oracle = Oracle(world.contract, world.tables, SIGNALS, VIEWS)
    names = columns(program, oracle)
    for position, moment in enumerate(world.moments):
        values = oracle.features(moment)
        for name, feature in names.items():
            value = values[feature]
            want, have = np.nan if value is None else value, got[name].iloc[position]
            if want != have and not (np.isnan(want) and np.isnan(have)):
                yield Difference(moment, feature, want, have)


def same(one: pd.DataFrame, other: pd.DataFrame) -> Iterable[str]:
    """The names of the columns in which two matrices differ in any bit."""
    a, b = one.to_numpy(), other.to_numpy()
    unlike = (a != b) & ~(np.isnan(a) & np.isnan(b))
    return [name for name, any_unlike in zip(one.columns, unlike.any(axis=0), strict=True) if any_unlike]
