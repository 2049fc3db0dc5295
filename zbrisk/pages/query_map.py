"""应查未查 at a glance: each debtor and class of asset, when it was asked for, the answer, and what registers show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zbrisk.contract import Contract
from zbrisk.explaining.surroundings import Holding, Query, Surroundings
from zbrisk.pages.cells import NOTHING, Cells, yuan

__all__ = ["QueryCell", "QueryMap", "QueryRow", "query_map"]

TABLE, COLUMN = "property_queries", "asset_class"
UNNAMED = "other"  # a class of which nobody can say that it was not asked for
NEVER, FOUND, NONE, FAILED = "never", "found", "none", "failed"
MARKS = {FOUND: "有", NONE: "无", FAILED: "败", "pending": "待", NEVER: "未"}
LEFT, WIDTH, TOP, HEIGHT = 78, 46, 22, 24  # px
MOST_DEBTORS, MOST_ROWS = 4, 6


@dataclass(frozen=True, kw_only=True)
class QueryCell:
    """One field of the picture: `state` of the last answer, `known` where a register shows such an asset."""

    x: int
    y: int
    state: str
    mark: str
    known: bool
    title: str


@dataclass(frozen=True, kw_only=True)
class QueryRow:
    """A line of the table: what is worth a look among the fields."""

    who: str
    what: str
    asked: str
    result: str
    known: str


@dataclass(frozen=True, kw_only=True)
class QueryMap:
    """The picture, with its headings, and the lines worth a look.

    `never` says of whom what was never asked for, `none` names the classes of which nobody has anything.
    """

    classes: tuple[tuple[int, str], ...]
    debtors: tuple[tuple[int, str], ...]
    cells: tuple[QueryCell, ...]
    width: int
    height: int
    rows: tuple[QueryRow, ...]
    never: tuple[str, ...]
    none: tuple[str, ...]


def query_map(around: Surroundings, debtors: Sequence[str], contract: Contract, cells: Cells) -> QueryMap | None:
    """The map of a case's queries; None where no table has queries."""
    if around.queries is None or TABLE not in contract.tables or not debtors:
        return None
    classes = [code for code in contract.tables[TABLE].columns[COLUMN].codes if code != UNNAMED]
    last: dict[tuple[str, str], Query] = {}
    for query in around.queries:
        last[query.party_id, query.asset_class] = query
    held: dict[tuple[str, str], list[Holding]] = {}
    for each in around.holdings or ():
        if each.until is None:
            held.setdefault((each.holder_id, each.asset_class), []).append(each)
    fields, rows = [], []
    states: dict[str, list[str]] = {}
    unasked: dict[str, list[str]] = {}
    shown = list(debtors)[:MOST_DEBTORS]
    for line, debtor in enumerate(shown):
        for column, code in enumerate(classes):
            asked, known = last.get((debtor, code)), held.get((debtor, code), [])
            state = (asked.result or "pending") if asked else NEVER
            states.setdefault(code, []).append(state)
            if asked is None:
                unasked.setdefault(debtor, []).append(code)
            row = _row(cells.cast.alias(debtor), _label(code, cells), asked, known, cells)
            fields.append(
                QueryCell(
                    x=LEFT + WIDTH * column,
                    y=TOP + HEIGHT * line,
                    state=state,
                    mark=MARKS.get(state, "？"),
                    known=bool(known),
                    title=f"{row.who} {row.what}：{row.asked} {row.result}；登记：{row.known}",
                )
            )
            if state in (FOUND, FAILED) or known:
                rows.append((known and state in (NEVER, FAILED), bool(known), row))
    rows.sort(key=lambda each: (not each[0], not each[1]))
    return QueryMap(
        classes=tuple((LEFT + WIDTH * n + WIDTH // 2, _label(code, cells)) for n, code in enumerate(classes)),
        debtors=tuple((TOP + HEIGHT * n, cells.cast.alias(debtor)) for n, debtor in enumerate(shown)),
        cells=tuple(fields),
        width=LEFT + WIDTH * len(classes),
        height=TOP + HEIGHT * len(shown) + 2,
        rows=tuple(row for _, _, row in rows[:MOST_ROWS]),
        never=tuple(_never_asked(unasked, shown, classes, cells)),
        none=tuple(_label(code, cells) for code, each in states.items() if set(each) == {NONE}),
    )


def _never_asked(
    unasked: Mapping[str, Sequence[str]], debtors: Sequence[str], classes: Sequence[str], cells: Cells
) -> Iterator[str]:
    """Whom nobody ever asked about comes first: there a whole step was left out."""
    wholly = [debtor for debtor in debtors if unasked.get(debtor) == list(classes)]
    if wholly:
        yield f"{'、'.join(map(cells.cast.alias, wholly))}从未被查询"
    for debtor in debtors:
        if debtor in unasked and debtor not in wholly:
            yield f"{cells.cast.alias(debtor)}从未被查询{'、'.join(_label(code, cells) for code in unasked[debtor])}"


def _label(code: str, cells: Cells) -> str:
    return cells.labels.code(TABLE, COLUMN, code)


def _row(who: str, what: str, asked: Query | None, known: Sequence[Holding], cells: Cells) -> QueryRow:
    worth = sum(each.value or 0.0 for each in known)
    return QueryRow(
        who=who,
        what=what,
        asked=f"{asked.day} {cells.labels.code(TABLE, 'channel', asked.channel or '')}".strip() if asked else "从未",
        result=_result(asked, cells),
        known=(f"{len(known)} 项" + (f"，{yuan(worth)}" if worth else "")) if known else NOTHING,
    )


def _result(asked: Query | None, cells: Cells) -> str:
    if asked is None:
        return NOTHING
    said = cells.labels.code(TABLE, "result", asked.result or "") or "未反馈"
    return said + (f" {yuan(asked.amount)}" if asked.amount else "")
