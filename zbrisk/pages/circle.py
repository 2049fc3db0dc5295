"""Who stands around a debtor and holds what, by which path and how surely: the picture's geometry and its table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from zbrisk.explaining.surroundings import Holding, Near, Surroundings
from zbrisk.pages.cells import Cells, yuan

__all__ = ["Circle", "CircleRow", "circle"]

MOST_ROWS = 8
MOST_THINGS = 2  # of one holder, in words
SURE = 0.9  # below, the line is dashed
STEP, TOP = 28, 4  # px


@dataclass(frozen=True, kw_only=True)
class CircleRow:
    """One person or firm: its place in the picture, the debtor it is near (`of`), the path, and what it holds."""

    y: int
    who: str
    of: int | None  # the y of the debtor; None for a debtor
    path: str
    sure: bool
    confidence: str
    holds: str


@dataclass(frozen=True, kw_only=True)
class Circle:
    """Rows from above, and how many people near have nothing that a row would tell."""

    rows: tuple[CircleRow, ...]
    height: int
    others: int


def circle(around: Surroundings, debtors: Sequence[str], named: Collection[str], cells: Cells) -> Circle | None:
    """The picture; None where neither a tie nor an asset is known.

    Args:
        around: What was found.
        debtors: The case's own.
        named: The parties that a row shown on the page names: of people near, only they and holders are drawn.
        cells: Writes names and codes.
    """
    held: dict[str, list[Holding]] = {}
    for each in around.holdings or ():
        held.setdefault(each.holder_id, []).append(each)
    drawn = [near for near in around.circle if near.party_id in held or near.party_id in named]
    drawn = sorted(drawn, key=lambda near: (near.party_id not in named, -_worth(held.get(near.party_id, ()))))
    drawn = drawn[:MOST_ROWS]
    if not drawn and not any(debtor in held for debtor in debtors):
        return None
    rows: list[CircleRow] = []
    for debtor in debtors[:MOST_ROWS]:
        rows.append(_row(len(rows), debtor, None, None, held.get(debtor, ()), cells))
        own = rows[-1].y
        for near in (each for each in drawn if each.debtor_id == debtor):
            rows.append(_row(len(rows), near.party_id, own, near, held.get(near.party_id, ()), cells))
    return Circle(rows=tuple(rows), height=TOP + STEP * len(rows), others=len(around.circle) - len(drawn))


def _row(place: int, party: str, of: int | None, near: Near | None, held: Sequence[Holding], cells: Cells) -> CircleRow:
    return CircleRow(
        y=TOP + STEP * place,
        who=cells.cast.alias(party),
        of=of,
        path=near.path.removeprefix("被执行人→") if near else "",
        sure=near is None or near.confidence >= SURE,
        confidence=f"{near.confidence:.2f}" if near else "",
        holds=_things(held, cells),
    )


def _things(held: Sequence[Holding], cells: Cells) -> str:
    """What is held now, the dearest first, then what was held."""
    ordered = sorted(held, key=lambda each: (each.until is not None, -(each.value or 0.0)))
    said = [_thing(each, cells) for each in ordered[:MOST_THINGS]]
    return "；".join(said) + (f" 等 {len(held)} 项" if len(held) > MOST_THINGS else "")


def _thing(each: Holding, cells: Cells) -> str:
    what = cells.labels.code("assets", "asset_class", each.asset_class)
    worth = f" {yuan(each.value)}" if each.value else ""
    return (
        what + worth + (f"（{each.since or '？'} 至 {each.until}）" if each.until else f"（{each.since or '？'} 起）")
    )


def _worth(held: Sequence[Holding]) -> float:
    return sum(each.value or 0.0 for each in held if each.until is None)
