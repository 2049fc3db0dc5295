"""The form of `tables.yaml`, and of a file that a team lays over it.

A contract comes from whoever wrote the bundle or the tables file, and its names go into SQL: nothing in it is taken
that is not of this form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar, get_args

from pydantic import AfterValidator, Field

from zbrisk.identifiers import FORM, NAME, is_identifier, is_name
from zbrisk.validation import Invalid, Many, StrictModel, Text, shown

__all__ = ["MASKS", "CohortForm", "ContractForm", "DefaultForm", "OutcomesForm", "TableForm", "TeamForm"]

Restriction = Literal["never", "checkpoint", "linking", "priority"]
Mask = Literal[
    "name", "id_no", "uscc", "phone", "plate", "account", "address", "serial", "hash", "decade", "party", "agent",
    "hidden",
]  # fmt: skip
MASKS: tuple[Mask, ...] = get_args(Mask)
MOST = 2_000  # members of a list or mapping
RELATIONS = ("this_", "moments_")  # how zbrisk's own relations begin
PATTERN = {"pattern": f"^{NAME.pattern}$"}
V = TypeVar("V")


def _identifier(value: str) -> str:
    if not is_identifier(value):
        plain = is_name(value)
        why = "which SQL or zbrisk itself uses" if plain else "which is no name"
        raise Invalid(f"is {shown(value)}, {why}.", "Choose another word." if plain else f"Use {FORM}.")
    return value


def _table(value: str) -> str:
    if _identifier(value).startswith(RELATIONS):
        raise Invalid(f"is {shown(value)}, as zbrisk's own relations are called.", "Choose another word.")
    return value


def _target(value: str) -> str:
    if not is_name(value):
        raise Invalid(f"is {shown(value)}, which is no target's name.", f"Use {FORM}.")
    return value


def _condition(value: str) -> str:
    if not value.strip():
        raise Invalid("is empty.", "Leave it out, or write a condition.")
    return value


Identifier = Annotated[str, AfterValidator(_identifier), Field(json_schema_extra=PATTERN)]
TableName = Annotated[str, AfterValidator(_table), Field(json_schema_extra=PATTERN)]
Target = Annotated[str, AfterValidator(_target), Field(json_schema_extra=PATTERN)]  # a file's and a feature's name too
Names = Annotated[Many[Identifier], Field(max_length=MOST)]
Sentence = Annotated[str, Field(max_length=10_000)]
ColumnText = Annotated[str, Field(max_length=200_000, examples=["id", "date", "code(a|b)"])]
Place = Annotated[str, Field(max_length=200, examples=["parties.name"])]  # table.column


class LabelForm(StrictModel):
    """What pages call a column, and each of its codes."""

    label: Sentence | None = None
    codes: Annotated[Mapping[str, Sentence], Field(max_length=MOST)] = Field(default_factory=dict)


class ParentForm(StrictModel):
    """The table whose first known day bounds that of this table's rows, and the column that both share."""

    column: Identifier
    table: Identifier


class DefaultForm(StrictModel):
    """From which day a row counts that has no known_at: a column of its own, plus months."""

    column: Identifier
    plus_months: int = Field(default=0, ge=0, le=1200)
    otherwise: Literal["always"] | None = None


class TableForm(StrictModel):
    """One table."""

    label: Sentence | None = None
    about: Sentence = ""
    key: Annotated[Names, Field(min_length=1)]
    columns: Annotated[Mapping[Identifier, ColumnText], Field(max_length=MOST)]
    parent: ParentForm | None = None
    known_at_default: Identifier | DefaultForm | None = None
    required: Names = ()
    later_facts: Mapping[Identifier, Names] = Field(default_factory=dict)


class GroupsForm(StrictModel):
    """What ties cases together."""

    table: Identifier
    column: Identifier


class CohortForm(StrictModel):
    """What is scored."""

    table: Identifier
    key: Identifier
    where: Annotated[Sentence, AfterValidator(_condition)] | None = None
    moments: Mapping[Identifier, Sentence] = Field(default_factory=dict)
    label: Text | None = None
    groups: GroupsForm | None = None


class OutcomesForm(StrictModel):
    """Which columns of which table hold the labels."""

    table: Identifier
    target: Identifier
    result: Identifier
    opened: Identifier
    decided: Identifier


Tables = Annotated[Mapping[TableName, TableForm], Field(max_length=MOST)]


class _Shared(StrictModel):
    references: Mapping[str, Names | Identifier | None] = Field(default_factory=dict)
    restricted: Mapping[Place, Restriction] = Field(default_factory=dict)
    personal: Mapping[Identifier, Mapping[Identifier, Mask]] = Field(default_factory=dict)
    links: Many[Place] = ()
    labels: Annotated[Mapping[Place, Sentence | LabelForm], Field(max_length=MOST)] = Field(default_factory=dict)


class ContractForm(_Shared):
    """A whole contract."""

    version: int = Field(default=1, ge=1, le=1_000_000)
    label: Sentence = ""
    tables: Tables
    cohort: CohortForm
    outcomes: OutcomesForm | None = None
    required_tables: Names = ()


class TeamForm(_Shared):
    """A team's own tables, and what else it adds to zbrisk's contract."""

    tables: Tables = Field(default_factory=dict)
    targets: Many[Target] = ()
