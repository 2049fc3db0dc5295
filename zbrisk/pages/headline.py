"""The head of a page and of a line in a list: who, where and how much."""

from __future__ import annotations

from dataclasses import dataclass

from zbrisk.contract import Contract
from zbrisk.contract.labels import labels_of
from zbrisk.explaining.explanation import Explanation
from zbrisk.explaining.masking import mask_case_number, mask_identifiers, mask_name
from zbrisk.explaining.party_aliases import PartyAliases
from zbrisk.pages.cells import Cells, yuan
from zbrisk.pages.unpaid import unpaid

__all__ = ["DEBTORS", "Headline", "case_title", "court_name", "headline"]

DEBTORS = ("debtor", "guarantor")


@dataclass(frozen=True, kw_only=True)
class Headline:
    """Who, where and how much, in words that mask."""

    title: str
    parties: str
    court: str
    cause: str
    amounts: str
    groups: str  # special groups among the applicants


def case_title(explanation: Explanation) -> str:
    """The case number, or the id of a case that has none, with nothing personal in either."""
    known = [str(party["name"]) for party in explanation.parties if party.get("name")]
    names = {name: mask_name(name) for name in (*known, *explanation.other_names)}
    number = explanation.case.get("case_no")
    return mask_case_number(str(number), names) if number else mask_identifiers(explanation.case_id)


def court_name(code: str, contract: Contract) -> str:
    """What the contract calls a court; its code where it says nothing."""
    name = labels_of(contract).code(contract.cohort.table, "court_code", code)
    return name if name != code else f"法院代字 {code}" if code else ""


def headline(explanation: Explanation, contract: Contract) -> Headline:
    """The head of a page and of a line in a list."""
    cast, case = PartyAliases.of(explanation, contract), explanation.case
    labels, cohort = Cells(cast=cast).labels, contract.cohort.table
    sides = [
        "、".join(m.alias + (f"（{m.name}）" if m.name else "") for m in cast.members.values() if {*m.roles} & {*roles})
        for roles in (("applicant",), DEBTORS)
    ]
    hardship = {
        labels.code("parties", "hardship", str(party["hardship"]))
        for party in explanation.parties
        if party.get("role") == "applicant" and party.get("hardship")
    }
    claim, left = case.get("claim_amount"), unpaid(case, explanation.status)
    amounts = []
    if isinstance(claim, int | float) and left is not None:
        amounts = [f"执行标的 {yuan(float(claim))}", f"未执行 {yuan(left)}"]
    return Headline(
        title=case_title(explanation),
        parties=" 对 ".join(side for side in sides if side),
        court=court_name(str(case.get("court_code") or ""), contract),
        cause=str(cast.cell(cohort, "cause", case.get("cause")) or ""),
        amounts="，".join(amounts),
        groups="、".join(sorted(hardship)),
    )
