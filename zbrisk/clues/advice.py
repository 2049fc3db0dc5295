"""What a list says of each signal beside its sentence: what to fetch, and what would end the matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zbrisk.compiler.compiled import Program
from zbrisk.docket.docket import Docket
from zbrisk.explaining.evidence import RowName
from zbrisk.pages.things import ASSETS, RECEIVABLES, Thing

__all__ = ["NO_ADVICE", "Advice", "advice_of", "things_behind"]


@dataclass(frozen=True, kw_only=True)
class Advice:
    """In Chinese, by clauses: what a signal's author asks to fetch, and its lawful explanations."""

    verify: str = ""
    lawful: str = ""


NO_ADVICE = Advice()


def advice_of(program: Program) -> dict[str, Advice]:
    """The advice of each signal that has any."""
    headers = [signal.header for signal in program.groups]
    return {
        header.name: Advice(verify=header.verify["zh"], lawful=header.innocent["zh"] if header.innocent else "")
        for header in headers
        if header.verify
    }


def things_behind(docket: Docket, names: Iterable[RowName], as_of: dt.date) -> dict[RowName, Thing]:
    """What rows are about, of those that are about an asset or a payment."""
    keys: dict[str, dict[str, None]] = {}
    for table, key in names:
        keys.setdefault(table, {})[key] = None
    tables = docket.contract.tables
    about = {name for name in keys if name == RECEIVABLES or (name in tables and "asset_id" in tables[name].columns)}
    found = {name: docket.rows(name, keys[name], as_of) for name in sorted(about) if len(tables[name].key) == 1}
    ids = sorted({str(row["asset_id"]) for rows in found.values() for row in rows if row.get("asset_id")})
    assets = docket.rows(ASSETS, ids, as_of) if ids and ASSETS in tables else []
    classes = {str(row["asset_id"]): row.get("asset_class") for row in assets}
    return {
        (name, str(row[tables[name].key[0]])): thing
        for name, rows in found.items()
        for row in rows
        if (thing := _thing(name, row, classes)) is not None
    }


def _thing(table: str, row: Mapping[str, Any], classes: Mapping[str, Any]) -> Thing | None:
    kind, code = "asset_class", classes.get(str(row.get("asset_id")))
    if table == RECEIVABLES:
        kind, code = "receivable", row.get("kind")
    return Thing(kind=kind, code=str(code)) if code else None
