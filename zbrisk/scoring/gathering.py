"""One case's records out of a docket: the rows that its score looks at, and no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import nullcontext
from typing import Any

import numpy as np

from zbrisk.compiler.compiled import CompiledRelation, Program
from zbrisk.contract import Contract
from zbrisk.docket.days import to_date
from zbrisk.docket.docket import Docket
from zbrisk.docket.presence import present_on
from zbrisk.docket.rows import first_versions, rows_as_of
from zbrisk.docket.validity import known_before
from zbrisk.engines.growing import GrowingSQLite
from zbrisk.engines.limits import Limits
from zbrisk.engines.sqlite import SQLite
from zbrisk.execution.run import Run
from zbrisk.explaining.case_facts import PARTY_ROLES
from zbrisk.explaining.evidence import names_in, reference_tables_of
from zbrisk.explaining.surroundings import surroundings_questions
from zbrisk.selection.status import status_questions

__all__ = ["asked_beside", "engine_with", "gather"]

PARTIES = "parties"
COVERAGE = "coverage"
WITHOUT_COPY = 30  # cases; to look for the rows of one costs about a thirtieth of copying and indexing them all
Rows = dict[str, list[dict[str, Any]]]


def gather(program: Program, docket: Docket, case_id: str, as_of: int) -> Rows:
    """Table to rows in public types, as they were known before the day; every table that was there by then is.

    Every query of the program, and of how a case stands, is run without its filters, so that rows which say "no" (NOT
    EXISTS, a left join that is looked at and dropped) come along.

    Raises:
        DataError: The case is not known on that day.
    """
    engine = engine_with(program, docket, case_id, as_of)
    contract, day = docket.contract, to_date(as_of)
    found = _touched((*program.parts, *asked_beside(contract)), engine)
    found[COVERAGE].update(_coverage_keys(docket, case_id, as_of, found[PARTIES]))
    there = present_on(docket.known_since, as_of)
    rows: Rows = {table: [] for table in contract.tables if table in there}
    for table in rows:
        keys = sorted(found[table])
        rows[table] = rows_as_of(engine.connection, contract.tables[table], keys, day)
        # what hangs on a row, and whether it is news, counts from the day of its first version
        rows[table] += first_versions(docket.connection.cursor(), contract.tables[table], keys, day)
    for table in (*sorted(reference_tables_of(contract) & set(rows)), *({PARTIES} & set(rows))):
        keys = sorted(_named(contract, table, rows) - found[table])
        rows[table] += rows_as_of(docket.connection.cursor(), contract.tables[table], keys, day)
    return rows


def asked_beside(contract: Contract) -> tuple[CompiledRelation, ...]:
    """What is asked of a case beside its signals: how it stands, and what stands around it."""
    return (*status_questions(contract).values(), *surroundings_questions(contract).values())


def engine_with(program: Program, docket: Docket, case_id: str, as_of: int, limits: Limits | None = None) -> SQLite:
    """An engine with all rows that one case's score, its reasons and how it stands depend on; its views are made.

    For the first cases these rows are looked for in the docket; whoever asks for more of them gets an indexed copy of
    all rows, which is then the cheaper way.

    Raises:
        DataError: The case is not known on that day.
    """
    growing = GrowingSQLite.of(docket, program)
    engine = growing if growing.cases < WITHOUT_COPY else SQLite.over(docket)
    if engine is growing:
        growing.start_over()
    with engine.one_case(limits) if limits else nullcontext():
        run = Run(program, engine, docket.contract, evidence=True)
        run.start([case_id], np.array([as_of], dtype=np.int64))
        if engine is growing:
            _bring_rest(run.program, growing, docket, case_id, as_of)
    return engine


def _bring_rest(program: Program, engine: GrowingSQLite, docket: Docket, case_id: str, as_of: int) -> None:
    """What signals look at beyond the views, how the case stands, its people, and coverage."""
    for part in (*program.signals, *asked_beside(docket.contract)):
        engine.bring(part)
    if PARTY_ROLES in docket.contract.tables:  # people are shown whatever the signals read
        engine.bring_rows(PARTY_ROLES, "case_id", [case_id])
    parties = _parties(program, engine, docket.contract)
    engine.bring_rows(COVERAGE, "_key", _coverage_keys(docket, case_id, as_of, parties))
    engine.renew(docket.present)


def _parties(program: Program, engine: SQLite, contract: Contract) -> set[str]:
    """All parties that coverage may speak of."""
    queries = [f"select {grain.column} from {grain.through}" for grain in program.grains if grain.name == "party"]
    queries += [f"select _key from {PARTIES}"] if PARTIES in contract.tables else []
    queries += [f"select party_id from {PARTY_ROLES}"] if PARTY_ROLES in contract.tables else []
    return {str(party) for query in queries for (party,) in engine.fetch_rows(query)[1]}


def _touched(parts: Iterable[CompiledRelation], engine: SQLite) -> defaultdict[str, set[str]]:
    """Table to the keys of the rows that were looked at."""
    queries = [query for part in parts for query in part.rows_read_sql[engine.dialect]]
    cells = {cell for query in queries for row in engine.fetch_rows(query)[1] for cell in row}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for cell in cells:
        for table, key in names_in(cell):
            found[table].add(key)
    return found


def _coverage_keys(docket: Docket, case_id: str, as_of: int, parties: Collection[str]) -> list[str]:
    """Coverage of nobody in particular, of this case and of its parties; and for each table one row of any kind.

    That one row says that the table covers somebody, so that whoever is not covered has no data.
    """
    if COVERAGE not in docket.present:
        return []
    cursor, known = docket.connection.cursor(), f"from coverage where {known_before(as_of)}"
    rows = cursor.execute(f"select _key, party_id {known} and (case_id is null or case_id = ?)", [case_id]).fetchall()
    anyone = cursor.execute(f"select min(_key) {known} group by table_name").fetchall()
    applying = [str(name) for name, party in rows if party is None or party in parties]
    return [*applying, *(str(name) for (name,) in anyone)]


def _named(contract: Contract, register: str, rows: Rows) -> set[str]:
    """Whomever, or whatever thing, a gathered row names, so that a page can tell who or what it is."""
    return {
        str(row[column])
        for table, each in rows.items()
        for column in contract.tables[table].columns
        if contract.refers(table, column) == register
        for row in each
        if row.get(column) is not None
    }
