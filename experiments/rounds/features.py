"""A builder that computes once what no review changes, and again and again only what reviews do.

All arms of the study live in one world and differ in their reviews alone. Most signals read nothing of these; their
features on the days of the study are computed once. Those that read reviews are computed from each arm's tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Self

import pandas as pd

from zbrisk.compiler.compiled import Program
from zbrisk.compiler.program import compile_catalogue
from zbrisk.contract import Contract
from zbrisk.docket import Docket
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.signals.catalogue import read_catalogue

__all__ = ["REVIEW_TABLES", "ArmBuilder", "Lasting", "Programs"]

REVIEW_TABLES = frozenset({"review_outcomes", "review_lists"})


class Programs:
    """The signals of one target: all of them, those that read reviews, and those that do not."""

    def __init__(self, contract: Contract, target: str) -> None:
        self._catalogue = read_catalogue(None, contract).only(target=target)
        self._contract = contract
        self.whole: Program = compile_catalogue(self._catalogue, contract)

    @cached_property
    def lasting(self) -> Program:
        """The signals that no review changes."""
        return self._of([s.name for s in self.whole.signals if REVIEW_TABLES.isdisjoint(s.tables)])

    @cached_property
    def changing(self) -> Program:
        """The signals that reviews change."""
        return self._of([s.name for s in self.whole.signals if not REVIEW_TABLES.isdisjoint(s.tables)])

    def _of(self, names: Sequence[str]) -> Program:
        return compile_catalogue(self._catalogue.only(names=names), self._contract)


class Lasting:
    """The features that no review changes, of every case of the cohort on each of some days."""

    def __init__(self, docket: Docket, programs: Programs, moments: pd.DataFrame) -> None:
        self.programs = programs
        features = SignalBuilder(program=programs.lasting).fit(docket).transform(moments)
        self._frame = features.set_axis(_keys(moments))

    def at(self, moments: pd.DataFrame) -> pd.DataFrame:
        """Row by row; a KeyError means a moment that was not foreseen."""
        return self._frame.loc[_keys(moments)].set_axis(moments.index)


class ArmBuilder(SignalBuilder):
    """Features as one arm of the study sees them, once fitted to its tables.

    Args:
        lasting: What no review changes.
        program: The whole program, or None; the lasting features stay those of `lasting`.
        progress: Not used.
    """

    def __init__(self, lasting: Lasting, *, program: Program | None = None, progress: Any = None) -> None:
        super().__init__(program=program, progress=progress)
        self.lasting = lasting

    def __sklearn_clone__(self) -> ArmBuilder:
        return ArmBuilder(self.lasting)  # the features are shared, not copied

    def fit(self, docket: Docket, y: Any = None) -> Self:
        """Take an arm's tables."""
        self.docket_ = docket
        self.program_ = self.lasting.programs.whole
        self.changing_ = SignalBuilder(program=self.lasting.programs.changing).fit(docket)
        return self

    def transform(self, moments: pd.DataFrame) -> pd.DataFrame:
        """The features of each moment, in the order of the whole program."""
        parts = [self.lasting.at(moments), self.changing_.transform(moments)]
        return pd.concat(parts, axis=1)[list(self.program_.features)]


def _keys(moments: pd.DataFrame) -> pd.MultiIndex:
    days = pd.to_datetime(moments["as_of"]).astype("datetime64[s]")
    return pd.MultiIndex.from_arrays([moments["case_id"].astype(object), days])
