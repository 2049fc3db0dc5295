"""Case E of the signals' tests, and what `linked` finds from it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.support.story import AS_OF, CONTRACT, Rows, company, row, tables_of, told, whole
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.linking import Linker, Links
from zbrisk.linking.tie import Ties, read_ties

JUDGE = row("cases", case_id="E", judge_id="J1")
LAWYER = row("case_agents", case_id="S", party_id="A", agent_id="G", agent_kind="lawyer", firm="浙江甲律师事务所")


@cache
def all_ties() -> Ties:
    """Zbrisk's own ties, compiled once."""
    return read_ties(CONTRACT)


def tables_read() -> set[str]:
    """The tables that any tie reads."""
    return {table for question in all_ties().questions for table in question.tables}


def docket(*parts: Rows) -> Docket:
    """The common beginning and these rows; every table that ties read is there, and empty if nothing is told of it."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in tables_read()}
    for table, columns in whole(told(*parts)):
        tables.setdefault(table, []).append(columns)
    return open_docket(tables, contract=CONTRACT)


def linked(*parts: Rows, as_of: str = AS_OF, **choices: Any) -> Links:
    """What is tied to case E."""
    return Linker(docket(*parts), all_ties()).linked("E", as_of, **choices)


def linker_of(scenes: Mapping[str, Rows]) -> Linker:
    """Many scenes in one docket, for to open one takes time: each has ids of its own, and its case is `<scene>/E`."""
    tables = tables_of({name: ("", rows) for name, rows in scenes.items()}, tables_read())
    return Linker(open_docket(tables, contract=CONTRACT), all_ties())


def ties(links: Links) -> dict[str, set[str]]:
    """The files of the ties by other case, without the case's own dispute."""
    found = {link.case_id.rpartition("/")[2]: {tie.tie for tie in link.ties} for link in links.cases}
    return {case: names for case, names in found.items() if "same_dispute" not in names}


def firms(many: int, **columns: Any) -> Rows:
    """So many companies X0, X1 ..., with these columns in the register."""
    return told(*(company(f"X{i}", **columns) for i in range(many)))
