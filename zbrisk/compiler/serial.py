"""A compiled program as JSON and back: what a bundle carries, so that scoring compiles nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict

from zbrisk.compiler.compiled import CompiledSignal, CompiledView, Grain, Program
from zbrisk.compiler.measure_query import Component
from zbrisk.compiler.relation import JoinPath
from zbrisk.contract import Contract
from zbrisk.signals.header import parse_header
from zbrisk.signals.window import Window
from zbrisk.validation import Many, StrictModel, validated

__all__ = ["program_from_json", "program_to_json"]

Texts = Mapping[str, str]


class RelationForm(StrictModel):
    """What is stored of any `CompiledRelation`: fields of the same names."""

    model_config = ConfigDict(from_attributes=True, strict=False)  # what is nested is a dataclass, made of its mapping

    name: str
    kinds: Texts
    sql: Texts
    evidence_sql: Texts
    tables: Many[str]
    views: Many[str]
    join_paths: Many[JoinPath]
    rows_read_sql: Mapping[str, Many[str]]


class ViewForm(RelationForm):
    """`CompiledView`."""

    kind: str
    join_columns: Many[str]


class SignalForm(RelationForm):
    """`CompiledSignal`; its header as it was written."""

    raw_header: Mapping[str, Any]
    family: str
    grain: Grain
    components: Many[Component]
    own_tables: Many[str]
    partial: Many[str]


class ProgramForm(StrictModel):
    """program.json."""

    digest: str
    days: Many[str]
    windows: Many[str]
    this_case: ViewForm
    views: Many[ViewForm]
    signals: Many[SignalForm]


def program_to_json(program: Program) -> dict[str, Any]:
    """Plain JSON values."""
    form = ProgramForm(
        digest=program.digest,
        days=program.days,
        windows=tuple(window.text for window in program.windows),
        this_case=ViewForm.model_validate(program.this_case),
        views=tuple(map(ViewForm.model_validate, program.views)),
        signals=tuple(map(SignalForm.model_validate, program.signals)),
    )
    return form.model_dump(mode="json")


def program_from_json(document: Any, contract: Contract) -> Program:
    """Read what `program_to_json` wrote.

    Raises:
        ValueError: It is not such a document.
    """
    form = validated(ProgramForm, document, what="program.json")
    return Program(
        digest=form.digest,
        days=form.days,
        windows=tuple(map(Window.parse, form.windows)),
        this_case=_view(form.this_case),
        views=tuple(map(_view, form.views)),
        signals=tuple(_signal(signal, contract) for signal in form.signals),
        foreign=True,
    )


def _view(form: ViewForm) -> CompiledView:
    return CompiledView(**dict(form))


def _signal(form: SignalForm, contract: Contract) -> CompiledSignal:
    targets = contract.outcomes.targets if contract.outcomes else ()
    days = [day.name for day in contract.cohort.reference_days]
    header = parse_header(form.name, form.raw_header, targets=targets, days=days)
    return CompiledSignal(header=header, **dict(form))
