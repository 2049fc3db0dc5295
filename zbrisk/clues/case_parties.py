"""Who plays which part in cases, for lists: whom a clue asks to verify, and whose cases are one series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from zbrisk.compiler.compile_relation import compile_relation
from zbrisk.compiler.views import open_namespace
from zbrisk.contract import Contract
from zbrisk.docket.days import AsOf
from zbrisk.docket.docket import Docket
from zbrisk.execution.case_query import run_queries
from zbrisk.explaining.suspects import Suspicion
from zbrisk.signals.signal_file import SignalFile

__all__ = ["CITIZEN_AGENT", "DEBTOR", "Roles", "held_together_by", "roles_in"]

DEBTOR, APPLICANT, PLAINTIFF = "debtor", "applicant", "plaintiff"
CITIZEN_AGENT = "citizen_agent"
Roles = Mapping[str, Sequence[str]]
"""Role to parties."""

_OWN = """select distinct this_case.{key}, own.party_id, own.role
from this_case join case_parties as own on own.case_id = this_case.{key}"""
_PLAINTIFFS = """select distinct this_case.{key}, claimant.party_id, claimant.role
from this_case join case_parties as claimant
  on claimant.case_id = this_case.basis_case_id and claimant.role = 'plaintiff'"""
_AGENTS = """select distinct this_case.{key}, agent.agent_id as party_id, '{role}' as role
from this_case join case_agents as agent on agent.case_id = this_case.basis_case_id and agent.agent_kind = 'citizen'"""


def roles_in(docket: Docket, case_ids: Sequence[str], as_of: AsOf) -> dict[str, dict[str, list[str]]]:
    """By case and role, its parties in order, the plaintiffs of the suit that is enforced and citizen agents there.

    Raises:
        DataError: A case is not known on the day.
    """
    contract = docket.contract
    namespace, key = open_namespace(contract, ()), contract.cohort.key
    files = [
        SignalFile(name="parties", path="parties", header={}, sql=sql.format(key=key, role=CITIZEN_AGENT))
        for sql in _questions(contract)
    ]
    queries = [compile_relation(file, namespace) for file in files]
    found: dict[str, dict[str, list[str]]] = {case: {} for case in case_ids}
    for rows in run_queries(docket, namespace, queries, case_ids, as_of):
        for row in sorted(rows, key=lambda row: str(row["party_id"])):
            listed = found[str(row[key])].setdefault(str(row["role"]), [])
            listed += [str(row["party_id"])] if str(row["party_id"]) not in listed else []
    return found


def held_together_by(roles: Roles, suspicions: Iterable[Suspicion]) -> set[str]:
    """The parties by which a case belongs to a series: its debtors, and whom its sham clue asks to verify."""
    names = {DEBTOR}
    for each in suspicions:
        names |= {CITIZEN_AGENT} if each.side == "agent" else set(each.roles)
    names |= {PLAINTIFF} if APPLICANT in names else set()
    return {party for role in names for party in roles.get(role, ())}


def _questions(contract: Contract) -> list[str]:
    asked = [_OWN]
    if "basis_case_id" in contract.tables[contract.cohort.table].columns:
        asked += [_PLAINTIFFS] + ([_AGENTS] if "case_agents" in contract.tables else [])
    return asked
