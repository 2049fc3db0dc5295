"""Whom the sham clues of a ranked list ask to verify: a code for programs, words with masked names for people.

Nobody is named below the level 较高.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pandas as pd

from zbrisk.bundle.levels import HIGH, LEVELS
from zbrisk.clues.names import masked_names
from zbrisk.compiler.compile_relation import compile_relation
from zbrisk.compiler.compiled import Program
from zbrisk.compiler.views import open_namespace
from zbrisk.contract.labels import load_labels
from zbrisk.docket.docket import Docket
from zbrisk.execution.case_query import run_queries
from zbrisk.explaining.suspects import SHAM, Suspicion, suspicion_of
from zbrisk.pages.phrasing import suspect_words
from zbrisk.signals.signal_file import SignalFile

__all__ = ["typologies_of", "with_suspect_names", "with_suspect_side"]

SIDE = "suspect_side"
PARTIES = """select distinct this_case.{key}, own.party_id, own.role
from this_case join case_parties as own on own.case_id = this_case.{key}"""
Typologies = Mapping[str, Sequence[str]]


def typologies_of(program: Program) -> dict[str, tuple[str, ...]]:
    """The typologies that each signal speaks of."""
    return {signal.name: signal.header.typology for signal in program.groups}


def with_suspect_side(clues: pd.DataFrame, typologies: Typologies) -> pd.DataFrame:
    """The clues with `suspect_side`, a code of review_outcomes; as they are where none is of a sham suit."""
    if not (clues["target"] == SHAM).any():
        return clues
    sides = [found.side if found else None for found in _suspicions(clues, typologies)]
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
            _suspicions(clues, typologies), clues["case_id"], clues["as_of"], clues["target"], _high(clues), strict=True
        )
    ]
    return clues.assign(**{SIDE: words})


def _high(clues: pd.DataFrame) -> pd.Series[bool]:
    """Whose level allows to say whom a clue concerns."""
    return clues["level"].isin(LEVELS[HIGH:])


def _suspicions(clues: pd.DataFrame, typologies: Typologies) -> list[Suspicion | None]:
    return [
        suspicion_of(json.loads(reasons or "[]"), typologies) if target == SHAM else None
        for target, reasons in zip(clues["target"], clues["reasons"], strict=True)
    ]


def _names(cases: Sequence[str], docket: Docket, as_of: str) -> dict[str, dict[str, list[str]]]:
    """By case and role: the parties as people may read them."""
    key, namespace = docket.contract.cohort.key, open_namespace(docket.contract, ())
    file = SignalFile(name="suspected", path="suspected", header={}, sql=PARTIES.format(key=key))
    (rows,) = run_queries(docket, namespace, [compile_relation(file, namespace)], cases, as_of)
    names = masked_names(docket, {str(row["party_id"]) for row in rows}, as_of)
    found: dict[str, dict[str, list[str]]] = {}
    for row in sorted(rows, key=lambda row: str(row["party_id"])):
        role = str(row["role"])
        label = load_labels().code("case_parties", "role", role)
        name = names.get(str(row["party_id"]), "")
        found.setdefault(str(row[key]), {}).setdefault(role, []).append(label + name)
    return found
