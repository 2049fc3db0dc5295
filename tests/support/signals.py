"""A signal made from a header alone, for what needs no engine."""

from __future__ import annotations

from typing import Any

from zbrisk.compiler.compiled import CompiledSignal, Grain, Program
from zbrisk.contract import load_contract
from zbrisk.signals.header import parse_header

CONTRACT = load_contract()
TEXT = {"zh": "文字", "en": "text"}
KINDS = {"price": "money", "rate": "ratio", "place": "str", "flag": "bool", "number": "int", "day": "date"}


def signal(name: str = "seen", **header: Any) -> CompiledSignal:
    """A signal with this header; label, targets, typology and reason stand by default."""
    whole = {"label": {"zh": "标签", "en": "label"}, "targets": ["concealed_assets"], "typology": "context"}
    whole |= {"measures": ["count"], "reason": TEXT, "at": "day"} | header
    days = [day.name for day in CONTRACT.cohort.reference_days]
    assert CONTRACT.outcomes is not None
    return CompiledSignal(
        name=name,
        header=parse_header(name, whole, targets=CONTRACT.outcomes.targets, days=days),
        raw_header=whole,
        family="made_up",
        grain=Grain(name="case"),
        kinds=KINDS,
        components=(),
        partial=(),
        sql={},
        evidence_sql={"sqlite": name},
        tables=("petitions",),
        own_tables=("petitions",),
        views=(),
        join_paths=(),
        rows_read_sql={},
    )


def program(*signals: CompiledSignal) -> Program:
    """A program of these signals."""
    nothing: Any = None
    return Program(days=("filed",), windows=(), this_case=nothing, views=(), signals=signals, digest="")
