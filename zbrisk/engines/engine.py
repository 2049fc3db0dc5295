"""What running a program asks of an engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy.typing as npt

from zbrisk.compiler.compiled import CompiledView
from zbrisk.compiler.lookups import Lookups
from zbrisk.typing import Floats

__all__ = ["Columns", "Engine", "PlainViewsOnce"]

Columns = Mapping[str, npt.NDArray[Any]]


class Engine(Protocol):
    """A place with the docket's tables, where relations are made and read.

    All relations made are private to the engine object; the docket itself is never written to.
    """

    @property
    def dialect(self) -> str:
        """The name of its SQL."""

    @property
    def present(self) -> frozenset[str]:
        """The tables that were supplied; the others exist, but are empty."""

    @property
    def known_since(self) -> Mapping[str, int]:
        """Of each supplied table the first day on which something of it was known; see `zbrisk.docket.presence`."""

    @property
    def empty(self) -> frozenset[str]:
        """Tables and relations that are known to hold no row; an engine may know of none."""

    def expect(self, lookups: Lookups) -> None:
        """Take note of by which columns together what is run will look rows up."""

    def load(self, name: str, columns: Columns) -> None:
        """Make a relation from columns: int64 arrays (`NULL_DAY` is null), or text arrays."""

    def make(self, name: str, sql: str) -> None:
        """Make a relation from a SELECT."""

    def make_view(self, view: CompiledView, *, evidence: bool) -> None:
        """Make a view's relation; a plain view is made once, for it depends on no moment."""

    def fetch(self, sql: str) -> tuple[Sequence[str], Floats]:
        """The result of a SELECT of numbers: column names, and rows x columns, null as NaN."""

    def fetch_rows(self, sql: str) -> tuple[Sequence[str], Sequence[tuple[Any, ...]]]:
        """The result of any SELECT: column names and rows."""

    def close(self) -> None:
        """Drop everything that was made."""


class PlainViewsOnce(ABC):
    """What engines share that keep the relations of plain views as they were made."""

    dialect: str

    def __init__(self) -> None:
        self._plain: set[tuple[str, bool]] = set()  # name, and whether with evidence

    @abstractmethod
    def make(self, name: str, sql: str) -> None:
        """See `Engine.make`."""

    def make_view(self, view: CompiledView, *, evidence: bool) -> None:
        """See `Engine.make_view`."""
        if view.kind == "plain":
            if (view.name, evidence) in self._plain:
                return
            self._plain = {made for made in self._plain if made[0] != view.name} | {(view.name, evidence)}
        self.make(view.name, (view.evidence_sql if evidence else view.sql)[self.dialect])
