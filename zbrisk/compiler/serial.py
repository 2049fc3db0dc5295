"""A compiled program as JSON and back: what a bundle carries, so that scoring compiles nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zbrisk.compiler.compiled import CompiledSignal, CompiledView, Grain, Program
from zbrisk.compiler.measure_query import Component
from zbrisk.compiler.relation import JoinPath
from zbrisk.contract import Contract
from zbrisk.signals.header import parse_header
from zbrisk.signals.window import Window

__all__ = ["program_from_json", "program_to_json"]


def program_to_json(program: Program) -> dict[str, Any]:
    """Plain JSON values."""
    return {
        "digest": program.digest,
        "days": list(program.days),
        "windows": [window.text for window in program.windows],
        "this_case": _view_to_json(program.this_case),
        "views": [_view_to_json(view) for view in program.views],
        "signals": [_signal_to_json(signal) for signal in program.signals],
    }


def program_from_json(document: Mapping[str, Any], contract: Contract) -> Program:
    """Read what `program_to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: It is not such a document.
    """
    return Program(
        digest=document["digest"],
        days=tuple(document["days"]),
        windows=tuple(Window.parse(text) for text in document["windows"]),
        this_case=_view_from_json(document["this_case"]),
        views=tuple(_view_from_json(view) for view in document["views"]),
        signals=tuple(_signal_from_json(signal, contract) for signal in document["signals"]),
        foreign=True,
    )


def _view_to_json(view: CompiledView) -> dict[str, Any]:
    return {
        "name": view.name,
        "kind": view.kind,
        "columns": dict(view.kinds),
        "join_columns": list(view.join_columns),
        "sql": dict(view.sql),
        "evidence_sql": dict(view.evidence_sql),
        "tables": list(view.tables),
        "views": list(view.views),
        "join_paths": [_join_path_to_json(path) for path in view.join_paths],
        "rows_read_sql": {dialect: list(queries) for dialect, queries in view.rows_read_sql.items()},
    }


def _view_from_json(document: Mapping[str, Any]) -> CompiledView:
    return CompiledView(
        name=document["name"],
        kind=document["kind"],
        kinds=document["columns"],
        join_columns=tuple(document["join_columns"]),
        sql=document["sql"],
        evidence_sql=document["evidence_sql"],
        tables=tuple(document["tables"]),
        views=tuple(document["views"]),
        join_paths=tuple(JoinPath(**path) for path in document["join_paths"]),
        rows_read_sql={dialect: tuple(queries) for dialect, queries in document["rows_read_sql"].items()},
    )


def _signal_to_json(signal: CompiledSignal) -> dict[str, Any]:
    return {
        "name": signal.name,
        "header": dict(signal.raw_header),
        "family": signal.family,
        "grain": {"name": signal.grain.name, "column": signal.grain.column, "through": signal.grain.through},
        "kinds": dict(signal.kinds),
        "components": [[c.kind, c.column, c.window] for c in signal.components],
        "sql": dict(signal.sql),
        "evidence_sql": dict(signal.evidence_sql),
        "tables": list(signal.tables),
        "own_tables": list(signal.own_tables),
        "partial": list(signal.partial),
        "views": list(signal.views),
        "join_paths": [_join_path_to_json(path) for path in signal.join_paths],
        "rows_read_sql": {dialect: list(queries) for dialect, queries in signal.rows_read_sql.items()},
    }


def _signal_from_json(document: Mapping[str, Any], contract: Contract) -> CompiledSignal:
    targets = contract.outcomes.targets if contract.outcomes else ()
    days = [day.name for day in contract.cohort.reference_days]
    return CompiledSignal(
        name=document["name"],
        header=parse_header(document["name"], document["header"], targets=targets, days=days),
        raw_header=document["header"],
        family=document["family"],
        grain=Grain(**document["grain"]),
        kinds=document["kinds"],
        components=tuple(Component(kind, column, window) for kind, column, window in document["components"]),
        sql=document["sql"],
        evidence_sql=document["evidence_sql"],
        tables=tuple(document["tables"]),
        own_tables=tuple(document["own_tables"]),
        partial=tuple(document.get("partial", ())),
        views=tuple(document["views"]),
        join_paths=tuple(JoinPath(**path) for path in document["join_paths"]),
        rows_read_sql={dialect: tuple(queries) for dialect, queries in document["rows_read_sql"].items()},
    )


def _join_path_to_json(path: JoinPath) -> dict[str, str]:
    return {"table": path.table, "column": path.column, "source": path.source, "source_column": path.source_column}
