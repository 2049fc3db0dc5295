"""Where a table has no data for a moment, so that nothing found is unknown and not zero.

A table without coverage rows covers everything. Otherwise, of the rows known at the moment, those apply whose court,
case and party are the moment's or left open; a window has data if it lies within the span of one of them. A window
without a lower end needs its last day alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlglot import exp

from zbrisk.contract import Contract
from zbrisk.docket.validity import known_before
from zbrisk.engines.engine import Engine
from zbrisk.signals.window import NULL_DAY
from zbrisk.typing import Floats

__all__ = ["Spans", "coverage_spans", "covered"]

Days = npt.NDArray[np.int64]
Names = npt.NDArray[np.object_]
TABLE, PARTIES = "coverage", "case_parties"
COMPLETE = "complete_flag"
UNTIL_EVER = 2**31
ANYONE = np.array(None, dtype=object)


@dataclass(frozen=True, kw_only=True)
class Spans:
    """What is covered of one table: half-open spans, ordered by moment; `parties` is None where a span is for all."""

    moments: Days
    start: Days
    end: Days
    parties: Names


def coverage_spans(
    engine: Engine,
    contract: Contract,
    through: tuple[str, str] | None = None,
    *,
    code: tuple[str, str] | None = None,
    complete: bool = False,
) -> dict[str, Spans]:
    """The spans of every table that has coverage rows known at some moment, for the moments in `this_case`.

    Args:
        engine: Where `this_case` has been made.
        contract: The contract in force.
        through: A case view and its column of ids, if what is measured are those parties and not the case.
        code: A table, which alone is asked about, and a code (an action, a channel ...): coverage that lists codes, and
            not this one, is left out.
        complete: Only coverage that says that whatever was done is entered.
    """
    if TABLE not in engine.present or TABLE not in contract.tables:
        return {}
    if complete and COMPLETE not in contract.tables[TABLE].columns:
        return {}
    applies = f"{known_before('m._as_of', 'c.')} and {_wanted(engine.dialect, code, complete)}"
    restricted, unrestricted = _known_to_be_covered(engine, contract)
    found = [np.empty((0, 4)) if complete else unrestricted]
    found += [engine.fetch(sql)[1] for sql in _queries(contract, applies, parties=through is None)]
    named: list[str] = []
    if through is not None:
        rows = engine.fetch_rows(_of_parties(contract, applies, through))[1]
        found.append(np.array([numbers for *numbers, _ in rows], dtype=np.float64).reshape(-1, 4))
        named = [party for *_, party in rows]
    return _by_table(restricted, np.concatenate(found), named)


def _wanted(dialect: str, code: tuple[str, str] | None, complete: bool) -> str:
    """Which rows of coverage count, whatever the moment."""
    wanted = [f"c.{COMPLETE} = 1"] if complete else []
    if code is not None:
        table, text = code
        entries = (exp.Literal.string(f"{before}{text},").sql(dialect) for before in (",", ", "))  # a cell's own text
        listed = " or ".join(f"instr(',' || c.codes || ',', {entry}) > 0" for entry in entries)
        wanted += [f"c.table_name = '{table}'", f"(c.codes is null or {listed})"]
    return " and ".join(wanted) or "true"


def _numbered(contract: Contract) -> str:
    """The number of a row's table: engines give numbers as columns, and texts one by one."""
    numbers = " ".join(f"when '{name}' then {number}" for number, name in enumerate(contract.tables))
    return f"case c.table_name {numbers} end"


def _known_to_be_covered(engine: Engine, contract: Contract) -> tuple[dict[int, str], Floats]:
    """The tables of which some coverage is known at some moment; and, as spans, the moments at which none is yet."""
    names = tuple(contract.tables)
    _, known = engine.fetch(
        f"select distinct {_numbered(contract)}, d._as_of from {TABLE} as c "
        f"join (select distinct _as_of from this_case) as d on {known_before('d._as_of', 'c.')}"
    )
    known = known[~np.isnan(known[:, 0])]  # coverage may speak of tables that the contract lacks
    _, moments = engine.fetch("select _moment, _as_of from this_case")
    days, day = np.unique(moments[:, 1], return_inverse=True)
    covered_on = np.zeros((len(names), len(days)), dtype=bool)
    covered_on[known[:, 0].astype(np.int64), np.searchsorted(days, known[:, 1])] = True
    numbers = np.flatnonzero(covered_on.any(axis=1))
    place, entry = np.nonzero(~covered_on[numbers][:, day])
    spans = np.column_stack(
        [numbers[place], moments[entry, 0], np.full(len(place), np.nan), np.full(len(place), np.nan)]
    )
    return {int(number): names[number] for number in numbers}, spans


def _queries(contract: Contract, applies: str, *, parties: bool) -> list[str]:
    """Rows that name nothing, those of the case, of its court, of one of its parties; each joined by what it names.

    With an OR over them neither SQLite would use an index nor DuckDB a hash.
    """
    key = contract.cohort.key
    select = f"select {_numbered(contract)}, m._moment, c.from_date, c.until_date from {TABLE} as c"
    reaches, at_large = _reaches(contract), "c.case_id is null and c.party_id is null"
    queries = [
        f"{select} join this_case as m on {applies} where {at_large} and c.court_code is null",
        f"{select} join this_case as m on c.case_id = m.{key} and {applies} where c.party_id is null and {reaches}",
    ]
    if contract.court:
        court = f"c.court_code = m.{contract.court}"
        queries.append(f"{select} join this_case as m on {court} and {applies} where {at_large}")
    if parties and PARTIES in contract.tables:
        who = f"join {PARTIES} as p on p.party_id = c.party_id join this_case as m on m.{key} = p.case_id"
        known = f"{applies} and {known_before('m._as_of', 'p.')}"
        queries.append(f"{select} {who} and {known} where {reaches}")
    return queries


def _of_parties(contract: Contract, applies: str, through: tuple[str, str]) -> str:
    """Rows of one of the parties that are measured, and who it is."""
    view, column = through
    return (
        f"select {_numbered(contract)}, m._moment, c.from_date, c.until_date, c.party_id from {TABLE} as c "
        f"join {view} as p on p.{column} = c.party_id "
        f"join this_case as m on m._moment = p._moment and {applies} where {_reaches(contract)}"
    )


def _reaches(contract: Contract) -> str:
    """Whether a row leaves case and court open, or names those of the moment."""
    key = contract.cohort.key
    court = f"c.court_code = m.{contract.court}" if contract.court else "false"
    return f"(c.case_id is null or c.case_id = m.{key}) and (c.court_code is null or {court})"


def _by_table(names: Mapping[int, str], found: Floats, named: list[str]) -> dict[str, Spans]:
    """The spans of each table; the last ones name a party."""
    parties = np.full(len(found), None, dtype=object)
    parties[len(found) - len(named) :] = named
    order = np.lexsort((found[:, 1], found[:, 0]))
    tables, moments, start, end = found[order].T
    start, end = np.where(np.isnan(start), NULL_DAY, start), np.where(np.isnan(end), UNTIL_EVER, end)
    spans = {}
    for number, name in names.items():
        own = slice(*np.searchsorted(tables, (number, number + 1)))
        spans[name] = Spans(
            moments=moments[own].astype(np.int64),
            start=start[own].astype(np.int64),
            end=end[own].astype(np.int64),
            parties=parties[order[own]],
        )
    return spans


def covered(spans: Spans, first: Days, end: Days, moments: Days, parties: Names | None = None) -> npt.NDArray[np.bool_]:
    """entries x windows: whether the window lies in a span that applies to the entry.

    Args:
        spans: What is covered.
        first: entries x windows: the first day that must be covered.
        end: entries x windows: the day after the last.
        moments: The moment of each entry.
        parties: The party of each entry, where entries are parties; a span that names another party does not apply.
    """
    entry, span = _meetings(moments, spans.moments)
    if parties is not None:
        named = spans.parties[span]
        applies = (named == ANYONE) | (named == parties[entry])
        entry, span = entry[applies], span[applies]
    inside = (spans.start[span, None] <= first[entry]) & (end[entry] <= spans.end[span, None])
    result = np.zeros(first.shape, dtype=bool)
    owners, begin = np.unique(entry, return_index=True)
    if len(owners):
        result[owners] = np.logical_or.reduceat(inside, begin, axis=0)
    return result


def _meetings(entries: Days, spans: Days) -> tuple[Days, Days]:
    """All pairs of an entry and a span of the same moment, as positions, ordered by entry; spans are ordered."""
    begin = np.searchsorted(spans, entries, side="left")
    many = np.searchsorted(spans, entries, side="right") - begin
    entry = np.repeat(np.arange(len(entries)), many)
    within = np.arange(len(entry)) - np.repeat(np.cumsum(many) - many, many)
    return entry, np.repeat(begin, many) + within
