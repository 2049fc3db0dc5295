"""Find the cases that are tied to one case, on the docket's store of single cases."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from zbrisk.compiler.compiled import CompiledRelation
from zbrisk.contract.labels import Bilingual, labels_of
from zbrisk.docket.days import AsOf, day_number, to_date
from zbrisk.docket.docket import Docket
from zbrisk.docket.presence import present_on
from zbrisk.docket.rows import rows_as_of
from zbrisk.engines.sqlite import SQLite
from zbrisk.execution.case_query import prepare_queries
from zbrisk.explaining.evidence import names_in
from zbrisk.explaining.masking import MASKS, mask_identifiers, mask_name, mask_text
from zbrisk.explaining.names_in_texts import names_in_texts
from zbrisk.linking.links import FoundTie, Hub, Link, Links, PetitionLink
from zbrisk.linking.tie import PLACEHOLDER, PetitionTie, Tie, Ties, read_ties

__all__ = ["Linker"]

Row = Mapping[str, Any]
MOST_ROWS = 20  # evidence rows that are kept of a tie


class Linker:
    """Links cases of one docket; the ties are compiled once.

    Args:
        docket: The tables.
        ties: The ties, if they are compiled already; zbrisk's own by default.

    Raises:
        SignalError: A tie cannot be compiled safely.
    """

    def __init__(self, docket: Docket, ties: Ties | None = None) -> None:
        self.docket = docket
        self.contract = docket.contract
        self.ties = ties or read_ties(docket.contract)
        self.store = docket.store()
        self.engine = SQLite.over(docket)

    def linked(self, case_id: str, as_of: AsOf, kinds: Sequence[str] = ()) -> Links:
        """Other cases tied to `case_id` by what was known before `as_of`, the strongest first.

        Args:
            case_id: The case.
            as_of: The day.
            kinds: Only ties of these kinds; all if empty.

        Raises:
            DataError: The case is not known on that day.
        """
        day = to_date(self.docket.day(as_of))
        ties = [tie for tie in self.ties.cases if not kinds or tie.kind in kinds]
        prepare_queries(self.ties.namespace, self.ties.questions, self.engine, [case_id], day, evidence=True)
        found = {tie: self._answer(tie.question) for tie in ties if self._has_data(tie.question, day)}
        words = _Words(self, day, found)
        hubs: list[Hub] = []
        by_case: dict[str, list[FoundTie]] = {}
        for tie, rows in found.items():
            for through, cases in _shared(rows, case_id).items():
                if len(cases) > tie.limit:
                    hubs.append(words.hub(tie, through, len(cases)))
                    continue
                for other, proof in cases.items():
                    by_case.setdefault(other, []).append(words.tie(tie, through, len(cases), proof))
        return Links(
            case_id=case_id,
            as_of=day,
            cases=self._links(by_case, day),
            hubs=tuple(sorted(hubs, key=lambda hub: (-hub.cases, hub.tie, hub.through))),
            petitions=self._petitions(day),
            no_data=tuple(tie.label.zh for tie in ties if tie not in found),
        )

    def _has_data(self, question: CompiledRelation, day: AsOf) -> bool:
        return present_on(self.engine.known_since, day_number(day)).issuperset(question.tables)

    def _answer(self, question: CompiledRelation) -> list[Row]:
        names, rows = self.engine.fetch_rows(question.evidence_sql[self.engine.dialect])
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _links(self, by_case: Mapping[str, list[FoundTie]], day: AsOf) -> tuple[Link, ...]:
        cases = rows_as_of(self.store, self.contract.tables[self.contract.cohort.table], by_case, day)
        hidden = {p.partition(".")[2] for p in self.contract.restricted if p.startswith(self.contract.cohort.table)}
        links = [
            Link(
                case={name: value for name, value in case.items() if name not in hidden},
                ties=tuple(sorted(_merged(by_case[str(case["case_id"])]), key=lambda t: (-t.strength, t.tie))),
            )
            for case in cases
        ]
        return tuple(sorted(links, key=lambda link: (-link.strength, link.case_id)))

    def _petitions(self, day: AsOf) -> tuple[PetitionLink, ...]:
        why: dict[str, list[Bilingual]] = {}
        for tie in self.ties.petitions:
            for row in self._answer(tie.question) if self._has_data(tie.question, day) else ():
                sentence = _filled(tie, row, {})
                if sentence not in why.setdefault(str(row["petition_id"]), []):
                    why[str(row["petition_id"])].append(sentence)
        if not why:
            return ()
        rows = rows_as_of(self.store, self.contract.tables["petitions"], why, day)
        texts = [str(row["text"]) for row in rows if row["text"]]
        named = names_in_texts(self.store, self.contract, texts, day_number(day))
        names = {name: mask_name(name) for name in named}
        listed = [
            PetitionLink(
                petition_id=str(row["petition_id"]),
                received=row["received_date"],
                channel=str(row["channel"] or ""),
                category=str(row["category"] or ""),
                case_id=row["case_id"],
                why=tuple(why[str(row["petition_id"])]),
                text=mask_text(str(row["text"] or ""), names),
            )
            for row in rows
        ]
        return tuple(sorted(listed, key=lambda p: (p.received is None, p.received, p.petition_id), reverse=True))


@dataclass(kw_only=True)
class _Proof:
    """The rows of one tie between two cases through one thing."""

    row: Row
    evidence: dict[tuple[str, str], None]


class _Words:
    """Says what ties two cases, with names and numbers masked."""

    def __init__(self, linker: Linker, day: AsOf, found: Mapping[Tie, Sequence[Row]]) -> None:
        self.contract, self.labels = linker.contract, labels_of(linker.contract)
        parties = {
            str(row["through"])
            for tie, rows in found.items()
            if self.contract.personal.get(tie.shows) == "party"
            for row in rows
        }
        known = rows_as_of(linker.store, self.contract.tables["parties"], parties, day)
        self.names = {str(row["party_id"]): str(row["name"]) for row in known if row.get("name")}

    def tie(self, tie: Tie, through: str, shared_by: int, proof: _Proof) -> FoundTie:
        return FoundTie(
            tie=tie.question.name,
            kind=tie.kind,
            label=tie.label,
            sentence=_filled(tie, proof.row, {**self.codes(tie, proof.row), "through": self.shown(tie, through)}),
            through=through,
            shared_by=shared_by,
            strength=tie.weight / (1 + math.log(shared_by)),
            evidence=tuple(sorted(proof.evidence))[:MOST_ROWS],
        )

    def hub(self, tie: Tie, through: str, cases: int) -> Hub:
        shown = self.shown(tie, through)
        return Hub(tie=tie.question.name, label=tie.label, through=shown, cases=cases, limit=tie.limit)

    def codes(self, tie: Tie, row: Row) -> dict[str, str]:
        """What the tie's row says in codes of the table that `through` is from, in words."""
        table = self.contract.tables[tie.shows.partition(".")[0]]
        coded = [name for name in row if name in table.columns and table.columns[name].codes]
        return {name: self.labels.code(table.name, name, str(row[name])) for name in coded}

    def shown(self, tie: Tie, through: str) -> str:
        mask = self.contract.personal.get(tie.shows, "")
        if mask == "party":
            return mask_name(self.names[through]) if through in self.names else mask_identifiers(through)
        if mask == "agent":  # whoever it is, the same number stands for the same one
            return MASKS["hash"](through)
        return MASKS[mask](through) if mask in MASKS else mask_text(through)


def _shared(rows: Sequence[Row], case_id: str) -> dict[str, dict[str, _Proof]]:
    """For each thing that ties, the other cases and what proves it; a case is not tied to itself."""
    shared: dict[str, dict[str, _Proof]] = {}
    for row in rows:
        if row["other_id"] is None or row["through"] is None or str(row["other_id"]) == case_id:
            continue
        cases = shared.setdefault(str(row["through"]), {})
        proof = cases.setdefault(str(row["other_id"]), _Proof(row=row, evidence={}))
        proof.evidence |= dict.fromkeys(names_in(row["_evidence"]))
    return shared


def _merged(ties: Sequence[FoundTie]) -> list[FoundTie]:
    """One tie a file: two shared addresses are listed once, by the rarer."""
    best: dict[str, FoundTie] = {}
    for tie in sorted(ties, key=lambda t: (-t.strength, t.through)):
        if tie.tie not in best:
            best[tie.tie] = tie
        else:
            evidence = dict.fromkeys((*best[tie.tie].evidence, *tie.evidence))
            best[tie.tie] = replace(best[tie.tie], evidence=tuple(evidence)[:MOST_ROWS])
    return list(best.values())


def _filled(tie: Tie | PetitionTie, row: Row, masked: Mapping[str, str]) -> Bilingual:
    def fill(text: str) -> str:
        return PLACEHOLDER.sub(lambda p: masked.get(p[1]) or str(row[p[1]] or ""), text)

    return Bilingual(zh=fill(tie.sentence.zh), en=fill(tie.sentence.en))
