"""Whether cases are in the tables at all, without opening the tables: a slip of the hand is answered at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from zbrisk.contract import Contract
from zbrisk.docket.finding import Source, find
from zbrisk.docket.loading import new_connection, typed_keys
from zbrisk.docket.opened import is_opened
from zbrisk.docket.sources import supply
from zbrisk.errors import DataError
from zbrisk.scratch import discard

__all__ = ["require_cases"]


def require_cases(source: Source, contract: Contract, cases: Collection[str], as_of: object) -> None:
    """Refuse the first case that the cohort's table does not hold; whether it was known on the day is left open.

    Args:
        source: As for `open_docket`.
        contract: What the tables are.
        cases: The cases that are asked for.
        as_of: The day, for the refusal.

    Raises:
        DataError: A case is not there, or the table cannot be read.
    """
    if is_opened(source):  # whoever opens them knows as soon
        return
    table, found = contract.tables[contract.cohort.table], find(source, contract)
    if not cases or table.key != (contract.cohort.key,):
        return
    found = replace(found, files={name: files for name, files in found.files.items() if name == table.name})
    if not (found.files or found.database):  # the opening says what is lacking
        return
    connection, folder = new_connection(found, "1GB")
    try:
        supplies = supply(connection, found, contract)
        if table.name not in supplies:
            return
        keys = typed_keys(table, supplies[table.name])
        query = f"select {contract.cohort.key} from {keys} where {contract.cohort.key} in (select unnest(?))"
        there = {key for (key,) in connection.execute(query, [list(cases)]).fetchall()}
    finally:
        connection.close()
        discard(folder)
    for case in cases:
        if case not in there:
            raise DataError.unknown_case(case, as_of)
