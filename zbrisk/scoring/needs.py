"""What one case's score depends on: besides its own rows those of its circle, its sibling suits, the plaintiff's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from zbrisk.compiler.compiled import Program
from zbrisk.compiler.relation import JoinPath
from zbrisk.contract import Contract
from zbrisk.docket.docket import Docket
from zbrisk.scoring.gathering import asked_beside, gather

__all__ = ["Need", "Needs", "needs_of"]


@dataclass(frozen=True, kw_only=True)
class Need:
    """Rows of `table` whose `column` is a value of `source_column` of `source`, for these signals.

    `source` is a table, a view, or a step (CTE) inside the view or signal that uses it.
    """

    table: str
    column: str
    source: str
    source_column: str
    used_by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Needs:
    """All join paths from a case outwards; follow them from `this_case` until nothing new is reached."""

    program: Program
    steps: tuple[Need, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that are read."""
        return tuple(dict.fromkeys(step.table for step in self.steps))

    def gather(self, docket: Docket, case_id: str, as_of: int) -> dict[str, list[dict[str, Any]]]:
        """One case's records out of a docket; see `Docket.records`."""
        return gather(self.program, docket, case_id, as_of)

    def to_frame(self) -> pd.DataFrame:
        """One row a join path."""
        rows = [(s.table, s.column, s.source, s.source_column, ", ".join(s.used_by)) for s in self.steps]
        return pd.DataFrame(rows, columns=["table", "column", "source", "source_column", "used_by"])


def needs_of(program: Program, contract: Contract) -> Needs:
    """The join paths of a program, each once, in the order in which they can be followed."""
    users: dict[JoinPath, dict[str, None]] = {}
    for part in (*program.parts, *asked_beside(contract)):
        for path in part.join_paths:
            users.setdefault(path, {})[part.name] = None
    plain = {view.name: view.tables for view in program.views if view.kind == "plain"}
    steps = []
    for path, names in users.items():
        # a plain view is its tables under other column names; its own columns say which rows are meant
        for table in plain.get(path.table, (path.table,)):
            steps.append(
                Need(
                    table=table,
                    column=path.column if table == path.table else f"{path.table}.{path.column}",
                    source=path.source,
                    source_column=path.source_column,
                    used_by=tuple(names),
                )
            )
    if "coverage" in contract.tables:
        steps.append(Need(table="coverage", column="table_name", source="", source_column="", used_by=("all",)))
    return Needs(program=program, steps=tuple(steps))
