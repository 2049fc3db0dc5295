"""Where a table has no data for a moment, so that nothing found is unknown and not zero.

A table without coverage rows covers everything. Otherwise, of the rows known at the moment, those apply whose court,
case and party are the moment's or left open; a window has data if it lies within the span of one of them. A window
without a lower end needs its last day alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlglot import exp

from zbrisk.contract import Contract
from zbrisk.docket.validity import known_before
from zbrisk.engines.engine import Engine
from zbrisk.signals.window import NULL_DAY

__all__ = ["Spans", "coverage_spans", "covered"]

Days = npt.NDArray[np.int64]
CoverageSpan = tuple[int, str | None, int, int]  # moment, party, first day, end
TABLE = "coverage"
COMPLETE = "complete_flag"
UNTIL_EVER = 2**31


@dataclass(frozen=True, kw_only=True)
class Spans:
    """What is covered of one table: for each entry a moment, the party it speaks of (or None), and a half-open span."""

    moments: Days
    parties: npt.NDArray[np.object_]
    start: Days
    end: Days


def coverage_spans(
    engine: Engine,
    contract: Contract,
    through: tuple[str, str] | None = None,
    *,
    code: str | None = None,
    complete: bool = False,
) -> dict[str, Spans]:
    """The spans of every table that has coverage rows known at some moment, for the moments in `this_case`.

    Args:
        engine: Where `this_case` has been made.
        contract: The contract in force.
        through: A case view and its column of ids, if what is measured are those parties and not the case.
        code: Leave out coverage that lists codes (actions, channels ...), and not this one.
        complete: Only coverage that says that whatever was done is entered.
    """
    if TABLE not in engine.present or TABLE not in contract.tables:
        return {}
    if complete and COMPLETE not in contract.tables[TABLE].columns:
        return {}
    found = _unrestricted(engine)
    if complete:
        found = {name: [] for name in found}
    court = "court_code" if "court_code" in contract.tables[contract.cohort.table].columns else None
    for sql in _queries(contract, engine.dialect, court, through, code, complete):
        for name, moment, party, start, end in engine.fetch_rows(sql)[1]:
            low = NULL_DAY if start is None else start
            found[name].append((moment, party if through else None, low, UNTIL_EVER if end is None else end))
    return {name: _spans(rows) for name, rows in found.items()}


def _unrestricted(engine: Engine) -> dict[str, list[CoverageSpan]]:
    """For each table of which some coverage is known at some moment, the moments at which none is known yet."""
    days = "(select distinct _as_of from this_case) as d"
    _, known = engine.fetch_rows(
        f"select distinct c.table_name, d._as_of from {TABLE} as c join {days} on {known_before('d._as_of', 'c.')}"
    )
    _, moments = engine.fetch_rows("select _moment, _as_of from this_case")
    restricted = {(str(name), day) for name, day in known}
    return {
        name: [(moment, None, NULL_DAY, UNTIL_EVER) for moment, day in moments if (name, day) not in restricted]
        for name in {name for name, _ in restricted}
    }


def _queries(
    contract: Contract,
    dialect: str,
    court: str | None,
    through: tuple[str, str] | None,
    code: str | None,
    complete: bool,
) -> list[str]:
    """Rows that name no party, then those that name one of the case's; each is joined by what it names."""
    key = contract.cohort.key
    select = "select c.table_name, m._moment, c.party_id, c.from_date, c.until_date from coverage as c"
    applies = f"{known_before('m._as_of', 'c.')} and " + (
        f"(c.court_code is null or c.court_code = m.{court})" if court else "c.court_code is null"
    )
    if code is not None:
        entries = (exp.Literal.string(f"{before}{code},").sql(dialect) for before in (",", ", "))  # a cell's own text
        listed = " or ".join(f"instr(',' || c.codes || ',', {entry}) > 0" for entry in entries)
        applies += f" and (c.codes is null or {listed})"
    if complete:
        applies += f" and c.{COMPLETE} = 1"
    # three queries and no OR over them: SQLite uses an index only where each is joined by one equality
    queries = [
        f"{select} join this_case as m on {applies} where c.case_id is null and c.party_id is null",
        f"{select} join this_case as m on c.case_id = m.{key} and {applies} where c.party_id is null",
    ]
    any_case = f"where c.case_id is null or c.case_id = m.{key}"
    if through is not None:
        view, column = through
        who = f"join {view} as p on p.{column} = c.party_id join this_case as m on m._moment = p._moment and {applies}"
        queries.append(f"{select} {who} {any_case}")
    elif "case_parties" in contract.tables:
        who = f"join case_parties as p on p.party_id = c.party_id join this_case as m on m.{key} = p.case_id"
        known = f"{applies} and {known_before('m._as_of', 'p.')}"
        queries.append(f"{select} {who} and {known} {any_case}")
    return queries


def _spans(rows: list[tuple[int, str | None, int, int]]) -> Spans:
    moments, parties, start, end = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Spans(
        moments=np.array(moments, dtype=np.int64),
        parties=np.array(parties, dtype=object),
        start=np.array(start, dtype=np.int64),
        end=np.array(end, dtype=np.int64),
    )


def covered(
    spans: Spans, first: Days, end: Days, moments: Days, parties: npt.NDArray[np.object_] | None = None
) -> npt.NDArray[np.bool_]:
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
        anyone = np.array([party is None for party in named], dtype=bool)
        applies = anyone | (named == parties[entry])
        entry, span = entry[applies], span[applies]
    inside = (spans.start[span, None] <= first[entry]) & (end[entry] <= spans.end[span, None])
    result = np.zeros(first.shape, dtype=bool)
    np.logical_or.at(result, entry, inside)
    return result


def _meetings(entries: Days, spans: Days) -> tuple[Days, Days]:
    """All pairs of an entry and a span of the same moment, as positions."""
    order = np.argsort(spans, kind="stable")
    begin = np.searchsorted(spans[order], entries, side="left")
    many = np.searchsorted(spans[order], entries, side="right") - begin
    entry = np.repeat(np.arange(len(entries)), many)
    within = np.arange(len(entry)) - np.repeat(np.cumsum(many) - many, many)
    return entry, order[np.repeat(begin, many) + within]
