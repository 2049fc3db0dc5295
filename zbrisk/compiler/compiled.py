"""What compiling gives: SQL as text in each dialect, and everything that is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from zbrisk.compiler.lookups import Lookups, merged
from zbrisk.compiler.measure_query import Component
from zbrisk.compiler.reaches import Reaches
from zbrisk.compiler.relation import JoinPath
from zbrisk.compiler.row_sources import NOTHING_KNOWN, RowSources
from zbrisk.signals.header import SignalHeader
from zbrisk.signals.window import Window

__all__ = ["CompiledRelation", "CompiledSignal", "CompiledView", "Grain", "Preparation", "Program", "Sql"]

Sql = Mapping[str, str]  # dialect to text


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


@dataclass(frozen=True, kw_only=True, eq=False)
class CompiledRelation:
    """A file of the signal language as it runs: rows that belong to moments, `_moment` in each.

    `sql` gives the rows (or what stands in for them, such as a signal's measures), `evidence_sql` the same rows with
    the keys of the rows behind them. `kinds` gives the types of the columns. `tables` are all tables behind it, `views`
    all views, in the order in which they are made. `join_paths` and `rows_read_sql` say which rows of tables it looks
    at. Not stored, but found in these: `lookups`, by which columns together it looks rows up; `row_sources`, what its
    rows come from; `reaches`, by which ids rows are reached.
    """

    name: str
    kinds: Mapping[str, str]
    sql: Sql
    evidence_sql: Sql
    tables: tuple[str, ...]
    views: tuple[str, ...]
    join_paths: tuple[JoinPath, ...]
    rows_read_sql: Mapping[str, tuple[str, ...]]
    lookups: Lookups = field(default_factory=dict, compare=False, repr=False)
    reaches: Reaches = field(default_factory=dict, compare=False, repr=False)
    row_sources: RowSources = field(default=NOTHING_KNOWN, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class CompiledView(CompiledRelation):
    """A view: `plain`, which is made once, or of the `case`, made for each cohort.

    `join_columns` are the columns by whose equality its rows are reached: ids and links, worth an index.
    """

    kind: str
    join_columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class CompiledSignal(CompiledRelation):
    """A signal: `sql` measures its rows, `evidence_sql` shows the newest of them.

    `own_tables` are those that its own file names. `partial` are tables without which rows found still count, but none
    found is no data.
    """

    header: SignalHeader
    raw_header: Mapping[str, object]
    family: str
    grain: Grain
    components: tuple[Component, ...]
    own_tables: tuple[str, ...]
    partial: tuple[str, ...]

    @cached_property
    def entire(self) -> tuple[str, ...]:
        """The tables without which nothing is known."""
        return tuple(table for table in self.tables if table not in self.partial)

    @cached_property
    def groups(self) -> tuple[CompiledSignal, ...]:
        """What is said of each combination of codes: the same rows, split by codes; itself where there are no codes."""
        if self.header.groups == (self.header,):
            return (self,)
        return tuple(replace(self, name=header.name, header=header) for header in self.header.groups)


@dataclass(frozen=True, kw_only=True, eq=False)
class Preparation:
    """What is made for a cohort before anything is asked of it: `this_case`, its days and windows, then the views."""

    days: tuple[str, ...]
    windows: tuple[Window, ...]
    this_case: CompiledView
    views: tuple[CompiledView, ...]

    @property
    def parts(self) -> tuple[CompiledRelation, ...]:
        """Everything that is run, in order."""
        return (self.this_case, *self.views)

    @cached_property
    def lookups(self) -> Lookups:
        """By which columns together everything that is run looks rows up."""
        return merged(part.lookups for part in self.parts)


@dataclass(frozen=True, kw_only=True, eq=False)  # one program is itself: it is the key of what is derived from it
class Program(Preparation):
    """What is run for a cohort, in order: this_case, views, signals.

    `foreign`: it was read from a bundle, and runs only once `zbrisk.compiler.safety.runnable` has checked it.
    """

    signals: tuple[CompiledSignal, ...]
    digest: str
    foreign: bool = False

    @cached_property
    def grains(self) -> tuple[Grain, ...]:
        """Every grain besides the case."""
        return tuple(dict.fromkeys(s.grain for s in self.signals if s.grain.through))

    @cached_property
    def features(self) -> tuple[str, ...]:
        """All feature names, in the order of the matrix's columns."""
        return tuple(name for signal in self.signals for name, _, _ in signal.header.features())

    @property
    def parts(self) -> tuple[CompiledRelation, ...]:
        """Everything that is run, in order."""
        return (*super().parts, *self.signals)

    def signal(self, name: str) -> CompiledSignal:
        """A signal, or one of its groups, by name."""
        return self._by_name[name]

    @cached_property
    def groups(self) -> tuple[CompiledSignal, ...]:
        """What may be a reason of its own: each signal, or of a signal by codes each combination."""
        return tuple(group for signal in self.signals for group in signal.groups)

    @cached_property
    def tables_of_signals(self) -> frozenset[str]:
        """The tables that signals read."""
        return frozenset(table for signal in self.signals for table in signal.tables)

    @cached_property
    def whole(self) -> dict[str, str]:
        """The signal that each of them belongs to, by their names."""
        return {group.name: signal.name for signal in self.signals for group in signal.groups}

    @cached_property
    def _by_name(self) -> dict[str, CompiledSignal]:
        return {each.name: each for each in (*self.groups, *self.signals)}
