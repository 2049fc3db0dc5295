"""What shown rows are about: a class of asset, a kind of payment. It says which paper is fetched, and from whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zbrisk.explaining.reason import EvidenceRow
from zbrisk.pages.cells import Cells, is_missing, yuan

__all__ = ["ASSETS", "RECEIVABLES", "Thing", "things_of"]

RECEIVABLES, ASSETS = "receivables", "assets"


@dataclass(frozen=True, kw_only=True)
class Thing:
    """`kind` is asset_class or receivable, `code` the contract's; `name` is how people read it, masked."""

    kind: str
    code: str
    name: str = ""


def things_of(rows: Sequence[EvidenceRow], cells: Cells) -> tuple[Thing, ...]:
    """The things of rows, in their order, each once."""
    return tuple(dict.fromkeys(thing for row in rows if (thing := _thing(row, cells)) is not None))


def _thing(row: EvidenceRow, cells: Cells) -> Thing | None:
    kind, column, amount = ("receivable", "kind", "amount") if row.table == RECEIVABLES else (
        "asset_class", "asset_class", "value"
    )  # fmt: skip
    code, worth = row.values.get(column), row.values.get(amount)
    if not isinstance(code, str) or is_missing(code):
        return None
    said = cells.labels.code(RECEIVABLES if kind == "receivable" else ASSETS, column, code)
    known = isinstance(worth, int | float) and not is_missing(worth)
    return Thing(kind=kind, code=code, name=f"{said} {yuan(float(worth))}" if known else said)  # type: ignore[arg-type]
