"""What the contract refuses, as SQL over candidate rows: so that `zbrisk check` finds no error in what is written."""

from __future__ import annotations

from collections.abc import Sequence

from zbrisk.contract import ColumnType, KnownRule, Table

__all__ = ["reason_of_row", "too_early"]

OF_COLUMN = {"case_id": "case_not_delivered", "party_id": "party_unknown", "holder_id": "party_unknown"}


def reason_of_row(table: Table, columns: Sequence[str]) -> str:
    """SQL of the reason why a row cannot stand in a table; null if it can.

    Args:
        table: The contract's table.
        columns: What the candidates have.
    """
    cases = ["when _reason is not null then _reason"] if "_reason" in columns else []
    own = _own_day(table)
    if own in columns:
        cases.append(f"when cast({own} as date) > _known then 'after_known_day'")
    for column in table.required:
        reason = OF_COLUMN.get(column, "required_cell_empty")
        cases.append(f"when {column} is null then '{reason}'")
    return f"case {' '.join(cases)} end"


def too_early(table: Table, columns: Sequence[str]) -> dict[str, str]:
    """By column of an end, SQL of whether it lies before the row's own day."""
    own = table.known_at.column
    if own not in columns:
        return {}
    return {date: f"cast({date} as date) < cast({own} as date)" for date in table.later_facts if date in columns}


def _own_day(table: Table) -> str | None:
    """The column that says when what the row states happened."""
    rule = table.known_at
    if rule.rule is KnownRule.REQUIRED:
        days = (ColumnType.DATE, ColumnType.TS)
        return next((name for name in table.required if table.columns[name].type in days), None)
    return rule.column
