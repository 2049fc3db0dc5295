"""What linking a case found: other cases with their ties, hubs that were left out, petitions."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from zbrisk.contract.labels import Bilingual
from zbrisk.explaining.evidence import RowName
from zbrisk.explaining.reason import Cell

__all__ = ["FoundTie", "Hub", "Link", "Links", "PetitionLink"]

PUBLIC = ("case_id", "case_no", "case_kind", "court_code", "filed_date", "closed_date", "close_mode")


@dataclass(frozen=True, kw_only=True)
class FoundTie:
    """How another case is tied to this one.

    Attributes:
        tie: The tie's file, such as `same_phone`.
        kind: One of `zbrisk.linking.tie.TIES`.
        through: What ties them, as the tables have it; not masked.
        shared_by: How many other cases are tied through it.
        strength: The tie's weight, less the more cases share it.
        evidence: Table and key of the rows that prove it.
    """

    tie: str
    kind: str
    label: Bilingual
    sentence: Bilingual  # masked
    through: str
    shared_by: int
    strength: float
    evidence: tuple[RowName, ...]


@dataclass(frozen=True, kw_only=True)
class Link:
    """Another case, as it was known on the day, and all its ties, the strongest first."""

    case: Mapping[str, Cell]
    ties: tuple[FoundTie, ...]

    @property
    def case_id(self) -> str:
        """The other case."""
        return str(self.case["case_id"])

    @property
    def strength(self) -> float:
        """The sum of its ties' strengths."""
        return sum(tie.strength for tie in self.ties)


@dataclass(frozen=True, kw_only=True)
class Hub:
    """What too many cases share to be a tie: a bank, a law firm, an office tower."""

    tie: str
    label: Bilingual
    through: str  # masked
    cases: int
    limit: int


@dataclass(frozen=True, kw_only=True)
class PetitionLink:
    """A petition or hotline entry, and why it belongs to the case; `case_id` is the case that it names, if any."""

    petition_id: str
    received: dt.date | None
    channel: str
    category: str
    case_id: str | None
    why: tuple[Bilingual, ...]
    text: str  # masked


@dataclass(frozen=True, kw_only=True)
class Links:
    """All that is tied to one case on one day, the strongest first; `no_data` are ties whose tables are missing."""

    case_id: str
    as_of: dt.date
    cases: tuple[Link, ...]
    hubs: tuple[Hub, ...]
    petitions: tuple[PetitionLink, ...]
    no_data: tuple[str, ...]

    def frame(self) -> pd.DataFrame:
        """One row for each other case and tie; `through` is not masked, `evidence` is JSON."""
        return pd.DataFrame(
            [
                {
                    "case_id": self.case_id,
                    "as_of": self.as_of,
                    **{f"other_{name.removeprefix('case_')}": link.case.get(name) for name in PUBLIC[:1]},
                    **{name: link.case.get(name) for name in PUBLIC[1:]},
                    "tie": found.kind,
                    "through": found.through,
                    "shared_by": found.shared_by,
                    "strength": found.strength,
                    "sentence_zh": found.sentence.zh,
                    "sentence_en": found.sentence.en,
                    "evidence": json.dumps(_rows(found.evidence), ensure_ascii=False),
                }
                for link in self.cases
                for found in link.ties
            ]
        )

    def to_json(self) -> str:
        """Everything, for a case system; ids are not masked."""
        document = {
            "case_id": self.case_id,
            "as_of": self.as_of,
            "cases": [
                {
                    **{name: link.case.get(name) for name in PUBLIC},
                    "strength": round(link.strength, 6),
                    "ties": [
                        {**asdict(found), "strength": round(found.strength, 6), "evidence": _rows(found.evidence)}
                        for found in link.ties
                    ],
                }
                for link in self.cases
            ],
            "hubs": [asdict(hub) for hub in self.hubs],
            "petitions": [asdict(petition) for petition in self.petitions],
            "no_data": self.no_data,
        }
        return json.dumps(document, ensure_ascii=False, indent=1, default=str)


def _rows(names: tuple[RowName, ...]) -> list[dict[str, Any]]:
    return [{"table": table, "key": key} for table, key in names]
