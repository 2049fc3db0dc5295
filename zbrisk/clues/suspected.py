"""Whom the sham clues of a ranked list ask to verify: a code for programs, words with masked names for people.

Nobody is named below the level 较高.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pandas as pd

from zbrisk.bundle.levels import HIGH, LEVELS
from zbrisk.clues.case_parties import roles_in
from zbrisk.clues.names import masked_names
from zbrisk.compiler.compiled import Program
from zbrisk.contract.labels import load_labels
from zbrisk.docket.docket import Docket
from zbrisk.explaining.suspects import SHAM, Suspicion, suspicion_of
from zbrisk.pages.phrasing import suspect_words

__all__ = ["suspicions_of", "typologies_of", "with_suspect_names", "with_suspect_side"]

SIDE = "suspect_side"
Typologies = Mapping[str, Sequence[str]]


def typologies_of(program: Program) -> dict[str, tuple[str, ...]]:
    """The typologies that each signal speaks of."""
    return {signal.name: signal.header.typology for signal in program.groups}


def with_suspect_side(clues: pd.DataFrame, typologies: Typologies) -> pd.DataFrame:
    """The clues with `suspect_side`, a code of review_outcomes; as they are where none is of a sham suit."""
    if not (clues["target"] == SHAM).any():
        return clues
    sides = [found.side if found else None for found in suspicions_of(clues, typologies)]
    sides = [side if high else None for side, high in zip(sides, _high(clues), strict=True)]
    return clues.assign(**{SIDE: pd.Series(sides, index=clues.index, dtype=object)})


def with_suspect_names(clues: pd.DataFrame, typologies: Typologies, docket: Docket) -> pd.DataFrame:
    """The clues with whom they ask to verify, in words, names masked; as they are where none is of a sham suit."""
    sham = clues[(clues["target"] == SHAM) & _high(clues)]
    if not (clues["target"] == SHAM).any():
        return clues
    names = {
        (case, as_of): people
        for as_of, part in sham.groupby("as_of")
        for case, people in _names(part["case_id"].tolist(), docket, str(as_of)[:10]).items()
    }
    words = [
        suspect_words(found, names.get((case, as_of), {})) if target == SHAM and high else ""
        for found, case, as_of, target, high in zip(
            suspicions_of(clues, typologies),
            clues["case_id"],
            clues["as_of"],
            clues["target"],
            _high(clues),
            strict=True,
        )
    ]
    return clues.assign(**{SIDE: words})


def _high(clues: pd.DataFrame) -> pd.Series[bool]:
    """Whose level allows to say whom a clue concerns."""
    return clues["level"].isin(LEVELS[HIGH:])


def suspicions_of(clues: pd.DataFrame, typologies: Typologies) -> list[Suspicion | None]:
    """Whom each clue suspects; None where it is of no sham suit, or suspects nobody."""
    return [
        suspicion_of(json.loads(reasons or "[]"), typologies) if target == SHAM else None
        for target, reasons in zip(clues["target"], clues["reasons"], strict=True)
    ]


def _names(cases: Sequence[str], docket: Docket, as_of: str) -> dict[str, dict[str, list[str]]]:
    """By case and role: the parties as people may read them."""
    of_case = roles_in(docket, cases, as_of)
    ids = {party for roles in of_case.values() for parties in roles.values() for party in parties}
    names = masked_names(docket, ids, as_of)
    return {
        case: {
            role: [load_labels().code("case_parties", "role", role) + names.get(party, "") for party in parties]
            for role, parties in roles.items()
        }
        for case, roles in of_case.items()
    }
