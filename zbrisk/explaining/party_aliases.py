"""Who plays a part in a case, under role names that stay the same on a whole page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zbrisk.contract import ColumnType, Contract
from zbrisk.explaining.explanation import Explanation
from zbrisk.explaining.masking import MASKS, mask_case_number, mask_identifiers, mask_name, mask_text
from zbrisk.explaining.reason import Cell, EvidenceRow

__all__ = ["PartyAlias", "PartyAliases"]

ROLES = {
    "debtor": "被执行人",
    "applicant": "申请执行人",
    "guarantor": "担保人",
    "defendant": "被告",
    "plaintiff": "原告",
    "objector": "案外人",
    "third": "第三人",
}
RELATED, RELATED_FIRM, AGENT = "关联人", "关联企业", "代理人"
ACCOUNT_NUMBER = re.compile(r"[\d\s*-]+")
#: What columns are called that hold personal data, should a contract not say so.
LIKELY = (
    dict.fromkeys(("name", "full_name", "person_name", "owner_name", "holder_name", "contact", "contact_name"), "name")
    | dict.fromkeys(("phone", "mobile", "telephone", "contact_phone"), "phone")
    | dict.fromkeys(("id_no", "id_card", "id_number", "passport_no"), "id_no")
    | dict.fromkeys(("account_no", "card_no", "bank_card"), "account")
    | {"address": "address", "plate": "plate", "plate_no": "plate"}
)
STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True, kw_only=True)
class PartyAlias:
    """One party as shown: `alias` such as 被执行人甲, `name` masked, `roles` as codes, `tie` to the case in words."""

    party_id: str
    alias: str
    name: str
    roles: tuple[str, ...] = ()
    tie: str = ""

    @property
    def shown_id(self) -> str:
        """The id to look the party up by; an identity number in its place is masked."""
        return mask_identifiers(self.party_id)


@dataclass(frozen=True, kw_only=True)
class PartyAliases:
    """The parties of a case and of its evidence, and the masking of everything that is shown about them.

    Third parties are masked like the case's own. An id that nobody introduced is 关联人.
    """

    contract: Contract
    members: Mapping[str, PartyAlias]
    names: Mapping[str, str] = field(repr=False)  # real name -> what stands for it; never shown

    @classmethod
    def of(cls, explanation: Explanation, contract: Contract) -> PartyAliases:
        """The parties of the case first, by role, then the others in the order of the evidence."""
        reasons = [reason for risk in explanation.risks for reason in risk.reasons]
        rows = [row for reason in reasons for row in (*reason.evidence, *reason.beside)]
        return cls.gathered(explanation.parties, rows, contract, explanation.other_names)

    @classmethod
    def gathered(
        cls,
        parties: Sequence[Mapping[str, Cell]],
        rows: Iterable[EvidenceRow],
        contract: Contract,
        other_names: Iterable[str] = (),
    ) -> PartyAliases:
        """A cast from rows with party_id, role, name, party_kind and tie, and from the ids that evidence rows name.

        Names of others are masked where a text has them.
        """
        introduced: dict[str, list[Mapping[str, Cell]]] = {}
        for party in sorted(parties, key=_billing):
            introduced.setdefault(str(party["party_id"]), []).append(party)
        agents = set()
        for row in rows:
            for column, value in {**row.key, **row.values}.items():
                mask = contract.personal.get(f"{row.table}.{column}")
                if mask in ("party", "agent") and value is not None:
                    introduced.setdefault(str(value), [])
                    agents |= {str(value)} if mask == "agent" else set()
        members = {
            party_id: _member(party_id, records, _stem(position), party_id in agents)
            for position, (party_id, records) in enumerate(introduced.items())
        }
        names = {name: mask_name(name) for name in other_names} | {
            str(r["name"]): members[i].alias for i, records in introduced.items() for r in records if r.get("name")
        }
        return cls(contract=contract, members=members, names={n: a for n, a in names.items() if len(n) > 1})

    def alias(self, party_id: object) -> str:
        """The role name of a party."""
        member = self.members.get(str(party_id))
        return member.alias if member else RELATED

    def text(self, text: str) -> str:
        """A free text or sentence without names and numbers."""
        masked = mask_text(text, self.names)
        for role in (*ROLES.values(), RELATED, AGENT):
            masked = masked.replace(role + role, role)  # 被执行人王建国 would read 被执行人被执行人甲
        return masked

    def cell(self, table: str, column: str, value: Cell) -> Cell:
        """A value of a table as people may see it: masked as the contract says, free text always."""
        if value is None:
            return None
        mask = self.contract.personal.get(f"{table}.{column}") or LIKELY.get(column)
        if mask in ("party", "agent"):
            return self.alias(value)
        if mask == "account" and not ACCOUNT_NUMBER.fullmatch(str(value)):
            mask = "hash"  # what is left of an account that came enciphered is no account's last digits
        if mask:
            return MASKS[mask](str(value))
        if not isinstance(value, str):
            return value
        home = self.contract.tables.get(table)
        kind = home.columns[column].type if home and column in home.columns else ColumnType.STR
        if column == "case_no":
            return mask_case_number(value, self.names)
        if kind is ColumnType.ID:
            return mask_identifiers(value)
        return value if kind is ColumnType.CODE else self.text(value)


def _billing(party: Mapping[str, Cell]) -> int:
    order = list(ROLES)
    return order.index(str(party.get("role"))) if party.get("role") in ROLES else len(order)


def _stem(position: int) -> str:
    return STEMS[position] if position < len(STEMS) else str(position + 1)


def _member(party_id: str, records: Sequence[Mapping[str, Cell]], stem: str, agent: bool) -> PartyAlias:
    first = records[0] if records else {}
    roles = tuple(dict.fromkeys(str(r["role"]) for r in records if r.get("role")))
    related = AGENT if agent else RELATED if first.get("party_kind", "person") == "person" else RELATED_FIRM
    return PartyAlias(
        party_id=party_id,
        alias=(ROLES.get(roles[0], "当事人") if roles else related) + stem,
        name=mask_name(str(first.get("name") or "")),
        roles=roles,
        tie=str(first.get("tie") or ""),
    )
