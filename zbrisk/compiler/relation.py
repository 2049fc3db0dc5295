"""What a signal can read: tables, views, and the case itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zbrisk.compiler.types import DATE, INT, Type, column_type
from zbrisk.contract import ColumnType, Contract

__all__ = ["CALENDAR", "CALENDAR_MONTHS", "CASE", "PURPOSES", "JoinPath", "Relation", "table_relations", "this_party"]

CASE = "case"


@dataclass(frozen=True, kw_only=True)
class JoinPath:
    """An equality of ids that reaches a table: rows of `table` whose `column` equals `source_column` of `source`."""

    table: str
    column: str
    source: str
    source_column: str


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A relation as the compiler sees it.

    `kind` is `table` (contract), `plain` (a view over tables, not yet cut), `case` (rows carry their moment), or
    `calendar` (the same on every day, joined by a day).
    `facts` maps a column to the column that holds the day from which it is known; `grain` says whose moments a case
    relation carries; `tables` are the contract's tables behind it, `partial` those of them without which it has fewer
    rows, and no other ones.
    """

    name: str
    kind: str
    columns: Mapping[str, Type]
    facts: Mapping[str, str] = field(default_factory=dict)
    fact_times: frozenset[str] = frozenset()  # those of `facts`' values that are timestamps
    grain: str = CASE
    tables: frozenset[str] = frozenset()
    partial: frozenset[str] = frozenset()
    restricted: Mapping[str, str] = field(default_factory=dict)
    no_evidence: bool = False  # its rows are no evidence: that somebody is the debtor proves nothing


CALENDAR_MONTHS = (1, 2, 3, 6, 12, 24, 36, 60)
CALENDAR = Relation(
    name="calendar",
    kind="calendar",
    columns={
        "day": DATE,
        "year": INT,
        "workday": INT,  # working days counted from the first one; null where the holidays of the year are not known
        "next_workday": DATE,  # the day itself if work is done on it
        **{f"plus_{months}m": DATE for months in CALENDAR_MONTHS},
    },
    no_evidence=True,
)
PURPOSES: Mapping[str, tuple[str, ...]] = {  # which restrictions do not hold for whom
    "signal": (),
    "checkpoint": ("checkpoint",),
    "linking": ("linking",),
    "campaign": ("priority",),
}


def table_relations(contract: Contract, purpose: str = "signal") -> dict[str, Relation]:
    """Every table of the contract as a relation, with the columns that are restricted for the purpose."""
    relations = {}
    for table in contract.tables.values():
        dates = {fact: date for date, facts in table.later_facts.items() for fact in facts}
        relations[table.name] = Relation(
            name=table.name,
            kind="table",
            columns={
                c.name: column_type(c, link=f"{table.name}.{c.name}" in contract.links) for c in table.columns.values()
            },
            facts=dates,
            fact_times=frozenset(d for d in dates.values() if table.columns[d].type is ColumnType.TS),
            tables=frozenset({table.name}),
            restricted={
                place.partition(".")[2]: why
                for place, why in contract.restricted.items()
                if place.partition(".")[0] == table.name and why not in PURPOSES[purpose]
            },
        )
    return relations


def this_party(grain: str, column: str) -> Relation:
    """The scored party (or asset, licence ...): its id alone."""
    return Relation(name=f"this_{grain}", kind="case", columns={column: Type("id", joinable=True)}, grain=grain)
