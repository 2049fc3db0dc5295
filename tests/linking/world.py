"""Case E of the signals' tests, and what `linked` finds from it."""

from __future__ import annotations

from typing import Any

from tests.support.story import AS_OF, CONTRACT, Rows, company, row, told, whole
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.linking import Linker, Links
from zbrisk.linking.tie import read_ties

TIES = read_ties(CONTRACT)
JUDGE = row("cases", case_id="E", judge_id="J1")
LAWYER = row("case_agents", case_id="S", party_id="A", agent_id="G", agent_kind="lawyer", firm="浙江甲律师事务所")


def docket(*parts: Rows) -> Docket:
    """The common beginning and these rows; every table that ties read is there, and empty if nothing is told of it."""
    read = {table for question in TIES.questions for table in question.tables}
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in read}
    for table, columns in whole(told(*parts)):
        tables.setdefault(table, []).append(columns)
    return open_docket(tables, contract=CONTRACT)


def linked(*parts: Rows, as_of: str = AS_OF, **choices: Any) -> Links:
    """What is tied to case E."""
    return Linker(docket(*parts), TIES).linked("E", as_of, **choices)


def ties(links: Links) -> dict[str, set[str]]:
    """The files of the ties by other case, without the case's own dispute."""
    found = {link.case_id: {tie.tie for tie in link.ties} for link in links.cases}
    return {case: names for case, names in found.items() if "same_dispute" not in names}


def firms(many: int, **columns: Any) -> Rows:
    """So many companies X0, X1 ..., with these columns in the register."""
    return told(*(company(f"X{i}", **columns) for i in range(many)))
