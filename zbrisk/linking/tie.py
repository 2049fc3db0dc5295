"""The ties by which cases are linked: one SQL file each, in the language of the signals.

A file's rows are other cases (`other_id`) and what ties them (`through`: a party, a firm, an address ...). The header
says what a tie is worth, and how many cases may share one `through`: a bank's thousand cases are no tie.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field

from zbrisk.compiler.compile_relation import compile_relation
from zbrisk.compiler.compiled import CompiledRelation
from zbrisk.compiler.namespace import Namespace
from zbrisk.compiler.views import open_namespace
from zbrisk.contract import Contract
from zbrisk.contract.labels import Bilingual
from zbrisk.errors import SignalError
from zbrisk.signals.catalogue import LINKING, features_folder, read_views
from zbrisk.signals.signal_file import SignalFile, read_signal_file
from zbrisk.validation import StrictModel, Text

__all__ = ["TIES", "PetitionTie", "Tie", "Ties", "read_ties"]

Kind = Literal[
    "dispute", "debtor", "applicant", "circle", "agent", "firm", "address", "phone",
    "asset", "buyer", "text", "petition", "judge",
]  # fmt: skip
TIES: tuple[Kind, ...] = get_args(Kind)
PETITIONS = "petitions"
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class PetitionTieHeader(StrictModel):
    """The header of a file that ties petitions to cases."""

    label: Text
    sentence: Text


class TieHeader(PetitionTieHeader):
    """The header of a file that ties cases to each other; see `Tie`."""

    tie: Kind
    weight: float = Field(gt=0)
    limit: int = Field(ge=1)
    shows: str = Field(pattern=r"^[^.]+\.[^.]+$", examples=["case_agents.agent_id"])


@dataclass(frozen=True, kw_only=True, eq=False)
class Tie:
    """One way in which cases belong together.

    Attributes:
        kind: One of TIES.
        weight: What it is worth between two cases that share it with no third one.
        limit: With more other cases than these, `through` is a hub and ties nothing.
        shows: The column of the contract that `through` is masked like.
    """

    question: CompiledRelation
    label: Bilingual
    sentence: Bilingual
    kind: Kind
    weight: float
    limit: int
    shows: str


@dataclass(frozen=True, kw_only=True, eq=False)
class PetitionTie:
    """One way in which a petition or hotline entry belongs to a case; its rows have `petition_id`."""

    question: CompiledRelation
    label: Bilingual
    sentence: Bilingual


@dataclass(frozen=True, kw_only=True, eq=False)
class Ties:
    """All ties, compiled."""

    namespace: Namespace
    cases: tuple[Tie, ...]
    petitions: tuple[PetitionTie, ...]

    @property
    def questions(self) -> list[CompiledRelation]:
        """What is asked, cases before petitions."""
        return [*(tie.question for tie in self.cases), *(tie.question for tie in self.petitions)]


def read_ties(contract: Contract, folder: str | Path | None = None) -> Ties:
    """Read and compile the ties of a folder of features.

    Args:
        contract: The contract in force.
        folder: Holds `linking/` and `views/`; None for zbrisk's own.

    Raises:
        SignalError: A file's header is wrong, or its SQL cannot be compiled safely.
    """
    root = features_folder() if folder is None else Path(folder)
    namespace = open_namespace(contract, read_views(root), purpose=LINKING)
    cases = [read_signal_file(path) for path in sorted((root / LINKING).glob("*.sql"))]
    entries = [read_signal_file(path) for path in sorted((root / LINKING / PETITIONS).glob("*.sql"))]
    return _compiled(tuple(cases), tuple(entries), namespace)


@lru_cache(maxsize=2)
def _compiled(cases: tuple[SignalFile, ...], entries: tuple[SignalFile, ...], namespace: Namespace) -> Ties:
    return Ties(
        namespace=namespace,
        cases=tuple(_tie(file, namespace) for file in cases),
        petitions=tuple(_petition_tie(file, namespace) for file in entries),
    )


def _tie(file: SignalFile, namespace: Namespace) -> Tie:
    header = file.header_as(TieHeader)
    question = compile_relation(file, namespace)
    _check_columns(file, question, ("other_id", "through"))
    table, _, column = header.shows.partition(".")
    if table not in namespace.contract.tables or column not in namespace.contract.tables[table].columns:
        problem = f"`shows: {header.shows}` names no column."
        raise _wrong(file, problem, "Write the column that `through` is from.", "shows")
    return Tie(
        question=question,
        label=_bilingual(file, "label", header.label, ()),
        sentence=_bilingual(file, "sentence", header.sentence, tuple(question.kinds)),
        kind=header.tie,
        weight=header.weight,
        limit=header.limit,
        shows=header.shows,
    )


def _petition_tie(file: SignalFile, namespace: Namespace) -> PetitionTie:
    header = file.header_as(PetitionTieHeader)
    question = compile_relation(file, namespace)
    _check_columns(file, question, ("petition_id",))
    return PetitionTie(
        question=question,
        label=_bilingual(file, "label", header.label, ()),
        sentence=_bilingual(file, "sentence", header.sentence, tuple(question.kinds)),
    )


def _check_columns(file: SignalFile, question: CompiledRelation, names: Sequence[str]) -> None:
    for name in names:
        if name not in question.kinds:
            raise _wrong(file, f"The rows have no column {name}.", f"Select `... as {name}`.")


def _bilingual(file: SignalFile, key: str, text: Text, columns: Sequence[str]) -> Bilingual:
    for placeholder in (found for sentence in text.values() for found in PLACEHOLDER.findall(sentence)):
        if placeholder not in columns:
            raise _wrong(file, f"`{key}` speaks of {{{placeholder}}}, which is no column.", "Select it.", key)
    return Bilingual(**text)


def _wrong(file: SignalFile, problem: str, cure: str, *place: str) -> SignalError:
    return SignalError(problem, cure, file=file.path, line=file.line_of(*place))
