"""Answers as JSON, as `json.dumps` would write them, but quicker: what an answer has hundreds of is written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from json.encoder import encode_basestring as quoted
from math import isfinite
from types import NoneType
from typing import Any

from zbrisk.contract.labels import Bilingual
from zbrisk.explaining.reason import Feature, Reason

__all__ = ["json_text"]

Writer = Callable[[Any], str]


def json_text(value: Any) -> str:
    """A value as compact JSON: dataclasses by their fields, days and times as texts."""
    return (WRITERS.get(type(value)) or _learnt(type(value)))(value)


def _reason(reason: Reason) -> str:
    return (
        f'{{"signal":{quoted(reason.signal)},"typology":{_names(reason.typology)},"label":{reason.label.json},'
        f'"contribution":{_number(reason.contribution)},"sentence":{reason.sentence.json},'
        f'"percentile":{_number(reason.percentile)},"features":[{",".join(map(_feature, reason.features))}],'
        f'"evidence":{_listed(reason.evidence)},"evidence_total":{reason.evidence_total},'
        f'"is_absence":{_flag(reason.is_absence)},"no_data":{_flag(reason.no_data)},'
        f'"lawful_explanation":{_label(reason.lawful_explanation)},"next_steps":{_label(reason.next_steps)},'
        f'"law":{json_text(reason.law)},"direction":{quoted(reason.direction)},'
        f'"rows":[{",".join(map(_names, reason.rows))}],"related":{_listed(reason.related)},'
        f'"beside":{_listed(reason.beside)},"window":{json_text(reason.window)},'
        f'"says_nothing":{_flag(reason.says_nothing)},"favourable":{_names(reason.favourable)}}}'
    )


def _feature(feature: Feature) -> str:
    return (
        f'{{"name":{quoted(feature.name)},"label":{feature.label.json},"value":{_number(feature.value)},'
        f'"contribution":{_number(feature.contribution)},"percentile":{_number(feature.percentile)}}}'
    )


def _label(label: Bilingual | None) -> str:
    return label.json if label else "null"


def _number(value: float | None) -> str:
    if value is None:
        return "null"
    return float.__repr__(value) if isfinite(value) else json.dumps(value)


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _names(names: tuple[str, ...]) -> str:
    return f"[{','.join(map(quoted, names))}]"


def _listed(values: Iterable[Any]) -> str:
    return f"[{','.join(map(json_text, values))}]"


def _mapping(values: Mapping[str, Any]) -> str:
    return f"{{{','.join([f'{quoted(name)}:{json_text(each)}' for name, each in values.items()])}}}"


def _by_field(names: tuple[str, ...]) -> Writer:
    return lambda value: _mapping({name: getattr(value, name) for name in names})


def _learnt(kind: type) -> Writer:
    """How values of a type are written that was not met before."""
    if is_dataclass(kind):
        writer = _by_field(tuple(each.name for each in fields(kind)))
    elif issubclass(kind, Mapping):
        writer = _mapping
    else:
        known = (str, int, float, tuple, list, frozenset)
        writer = WRITERS[next((each for each in known if issubclass(kind, each)), object)]
    return WRITERS.setdefault(kind, writer)


WRITERS: dict[type, Writer] = {
    str: quoted,
    int: int.__repr__,
    float: _number,
    bool: _flag,
    NoneType: lambda value: "null",
    tuple: _listed,
    list: _listed,
    frozenset: lambda value: _listed(sorted(value)),
    dict: _mapping,
    Bilingual: _label,
    Feature: _feature,
    Reason: _reason,
    object: lambda value: quoted(str(value)),
}
