"""The little world of a case: whole tables out of the few columns that a test writes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from zbrisk.contract import ColumnType, Contract, Table
from zbrisk.errors import SignalError
from zbrisk.testing.background import Background
from zbrisk.testing.cases import Case
from zbrisk.testing.reference_days import ReferenceDays
from zbrisk.testing.rows import Row, merged

__all__ = ["COVERAGE", "Tables", "apart", "plain", "tables_of", "unprefixed"]

Tables = Mapping[str, list[Row]]

COVERAGE = "coverage"
ELSEWHERE = {"coverage_id": "elsewhere", "court_code": "elsewhere"}


def tables_of(case: Case, background: Background, contract: Contract, read: Collection[str]) -> dict[str, list[Row]]:
    """The tables that a case is run on: the background, its own rows, and an empty table where a signal reads one.

    Args:
        case: The case.
        background: What it begins with.
        contract: What the tables are.
        read: The tables that the signal reads.

    Raises:
        SignalError: A row lacks what its table requires, or a table that must be there cannot be left out.
    """
    tables: dict[str, list[Row]] = {name: [] for name in (*contract.required_tables, *read)}
    rows = merged(contract, background.defaults, (background.rows, *case.layers))
    days = ReferenceDays(case, background.case, rows, contract)
    for row in rows:
        whole = _whole(row, case, background, contract)
        tables.setdefault(row.table, []).append(replace(whole, values=days.written_out(row, whole.values)))
    for name in case.without:
        if name in contract.required_tables:
            tables.setdefault(COVERAGE, []).append(_elsewhere(name, case, contract))
        else:
            tables.pop(name, None)
    orphans = [n for n in tables if (parent := contract.tables[n].parent) and parent.table not in tables]
    return {name: rows for name, rows in tables.items() if name not in orphans}


def _whole(row: Row, case: Case, background: Background, contract: Contract) -> Row:
    """The row with its defaults, and with the required texts and ids that nobody cares for."""
    table = contract.tables[row.table]
    values = {**background.defaults.get(table.name, {}), **row.values}
    for column in table.required:
        if column in values:
            continue
        if column == contract.cohort.key and table.name != contract.cohort.table:
            values[column] = background.case
        elif table.columns[column].type is ColumnType.STR:
            values[column] = _key_text(table, values)
        else:
            raise SignalError(
                f"{case.kind}, {case.name!r}: this row of {table.name} lacks {column}.",
                f"Write it; the table requires {', '.join(table.required)}.",
                file=background.path if row.line is None else case.file,
                line=row.line,
            )
    return replace(row, values=values)


def _key_text(table: Table, values: Mapping[str, Any]) -> str:
    return " ".join(str(values.get(column, "")) for column in table.key)


def _elsewhere(name: str, case: Case, contract: Contract) -> Row:
    """Coverage of another court alone: a table that must be there, and says nothing of the case."""
    coverage = contract.tables.get(COVERAGE)
    if coverage is None or not {"table_name", *ELSEWHERE} <= set(coverage.columns):
        raise SignalError(
            f"{case.kind}, {case.name!r}: {name} must be there, and no coverage can say that it lacks the case.",
            "Leave another table out.",
            file=case.file,
            line=case.line,
        )
    return Row(table=COVERAGE, values={**ELSEWHERE, "table_name": name})


def plain(tables: Tables) -> dict[str, list[Mapping[str, Any]]]:
    """The tables as records."""
    return {name: [row.values for row in rows] for name, rows in tables.items()}


def apart(tables: Tables, contract: Contract, scene: str) -> dict[str, list[Mapping[str, Any]]]:
    """The tables as records whose ids, addresses and the like are those of one scene alone, so that many can stand in
    one docket.
    """

    def own(table: Table, column: str, value: Any) -> Any:
        typed = table.columns.get(column)
        ties = f"{table.name}.{column}" in contract.links or (typed is not None and typed.type is ColumnType.ID)
        return f"{scene}/{value}" if ties and value is not None else value

    return {
        name: [{c: own(contract.tables[name], c, v) for c, v in row.values.items()} for row in rows]
        for name, rows in tables.items()
    }


def unprefixed(row: Mapping[str, Any], scene: str) -> dict[str, Any]:
    """A row that was found, with the ids that its test wrote; see `apart`."""
    return {n: v.removeprefix(f"{scene}/") if isinstance(v, str) else v for n, v in row.items()}
