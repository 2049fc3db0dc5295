"""What the tables are: names, types, keys, and from which day a row counts.

Names of tables, columns and days are put into SQL as they stand: by construction each is a plain identifier, and what
refers to one (keys, parents, reference days, outcomes) was found among them when the contract was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from zbrisk.identifiers import sql_name

__all__ = [
    "COURT",
    "SECONDS_A_DAY",
    "Cohort",
    "Column",
    "ColumnType",
    "Contract",
    "Groups",
    "KnownAt",
    "KnownRule",
    "Outcomes",
    "Parent",
    "ReferenceDay",
    "Table",
]

COURT = "court_code"  # of the cohort's table, where cases lie at courts
SECONDS_A_DAY = 86_400  # by which a timestamp is divided to give its day


class ColumnType(StrEnum):
    """The types of `tables.yaml`; inside the engines dates are day numbers, timestamps seconds, money 分, flags 0/1."""

    ID = "id"
    STR = "str"
    CODE = "code"
    DATE = "date"
    TS = "ts"
    MONEY = "money"
    RATIO = "ratio"
    INT = "int"
    BOOL = "bool"


class KnownRule(StrEnum):
    """Where a row's knowledge date comes from when the export gives none."""

    COLUMN = "column"  # a date or timestamp of the row, plus months
    ALWAYS = "always"  # from the parent's first day, or always where there is no parent
    REQUIRED = "required"  # a row without known_at is an error


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: `codes` is the closed list of a code column, empty for all others."""

    name: str
    type: ColumnType
    codes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        sql_name(self.name)


@dataclass(frozen=True, kw_only=True)
class KnownAt:
    """`known_at_default`: the rule that stands in for a missing known_at.

    `always_otherwise`: a row whose column is null too counts always; without it (and without a parent) it is an error.
    """

    rule: KnownRule
    column: str | None = None
    plus_months: int = 0
    always_otherwise: bool = False


@dataclass(frozen=True, kw_only=True)
class Parent:
    """The table whose first known day bounds that of this table's rows; both share `column`."""

    column: str
    table: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of the contract.

    `later_facts` maps a date column to the columns that become known only after that date.
    """

    name: str
    label: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    known_at: KnownAt
    required: tuple[str, ...] = ()
    about: str = ""
    parent: Parent | None = None
    later_facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sql_name(self.name)

    def fact_date(self, column: str) -> str | None:
        """The date column that `column` waits for, or None if it is known with the row."""
        return next((date for date, facts in self.later_facts.items() if column in facts), None)


@dataclass(frozen=True, kw_only=True)
class ReferenceDay:
    """A reference day of a case: `column` of the cohort's table, or of `table` reached through the id in `via`."""

    name: str
    column: str
    via: str | None = None
    table: str | None = None

    def __post_init__(self) -> None:
        sql_name(self.name)


@dataclass(frozen=True, kw_only=True)
class Groups:
    """What ties cases together: those that have the same `column` in `table`."""

    table: str
    column: str


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """What is scored: the rows of `table` for which `where` holds, each at a day as_of.

    `label` says by language (zh, en) what they are called. `groups` ties those together of which a model must not learn
    one and be judged on another; without it, that is what a shared debtor does, where the contract knows of parties.
    """

    table: str
    key: str
    where: str | None
    reference_days: tuple[ReferenceDay, ...]
    label: Mapping[str, str] = field(default_factory=dict)
    groups: Groups | None = None


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """Which columns of which table hold the labels; `targets` are the codes of its target column."""

    table: str
    target: str
    result: str
    opened: str
    decided: str
    targets: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Contract:
    """All tables, the cohort, the outcomes, and what each restricted column may never be used for.

    `label` is what pages say all this is for.
    `references` maps a column's name to the table whose key it holds in whatever table, and `table.column` to what one
    table's column holds instead, None for no key; `refers` reads it. `restricted` maps `table.column` to never,
    checkpoint, linking or priority, `personal` to the way it is masked wherever people read it. `links` are the columns
    besides ids whose equality may tie rows together. `labels` says what pages call a column, by `table.column`, and
    `code_labels` what they call its codes. `digest` is the SHA-256 of the meaning, not of the comments.
    """

    version: int
    label: str
    tables: Mapping[str, Table]
    required_tables: tuple[str, ...]
    references: Mapping[str, str | None]
    cohort: Cohort
    outcomes: Outcomes | None
    restricted: Mapping[str, str]
    personal: Mapping[str, str]
    links: frozenset[str]
    digest: str
    document: Mapping[str, object] = field(repr=False)  # as read; what a bundle stores
    labels: Mapping[str, str] = field(default_factory=dict)
    code_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.digest)

    def refers(self, table: str, column: str) -> str | None:
        """The table whose key a column holds."""
        return self.references.get(f"{table}.{column}", self.references.get(column))

    @property
    def court(self) -> str | None:
        """The column of the cohort's table that says at which court a case lies; None where it has none."""
        return COURT if COURT in self.tables[self.cohort.table].columns else None

    @property
    def groups(self) -> Groups | None:
        """What ties cases together: what the cohort names, or the parties of cases where the contract knows of them."""
        if self.cohort.groups is not None:
            return self.cohort.groups
        parties = self.tables.get("case_parties")
        known = parties is not None and {self.cohort.key, "party_id", "role"} <= set(parties.columns)
        return Groups(table="case_parties", column="party_id") if known else None
