"""The clocks that run in a case: since the closing, until the next query, a seizure's end, the right of revocation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import pandas as pd

from zbrisk.explaining.explanation import Explanation
from zbrisk.explaining.reason import EvidenceRow
from zbrisk.explaining.surroundings import Seizure
from zbrisk.pages.cells import Cells
from zbrisk.pages.evidence import day_of
from zbrisk.pages.headline import DEBTORS

__all__ = ["clocks", "requery_end"]

REQUERY_MONTHS, REQUERY_YEARS = 6, 5  # 关于严格规范终结本次执行程序的规定（试行）第9条
REVOCATION_YEARS = 5  # 民法典第541条
SOON = 90  # days
ACTS = ("transfer", "gift", "mortgage")  # of the holder; entering somebody beside an owner is one too
BESIDE = "co_own"
EVENTS = "asset_events"


def clocks(explanation: Explanation, evidence: Sequence[EvidenceRow], cells: Cells) -> list[str]:
    """Each clock in a few words, the most urgent kinds first.

    Args:
        explanation: The case on its day.
        evidence: The rows behind the reasons that are shown.
        cells: Writes codes.
    """
    closed, as_of = explanation.case.get("closed_date"), explanation.as_of
    said = [_seizure(each, as_of, cells) for each in explanation.surroundings.seizures[:2] if each.until is not None]
    said += _revocation(explanation, evidence, cells)
    if isinstance(closed, dt.date):
        said += [f"终本已 {(as_of - closed).days} 天", *_requery(explanation, closed)]
    return said


def requery_end(closed: dt.date) -> dt.date:
    """Until when a terminated case's property has to be queried again."""
    return _later(closed, years=REQUERY_YEARS)


def _seizure(each: Seizure, as_of: dt.date, cells: Cells) -> str:
    what = cells.labels.code("assets", "asset_class", each.asset_class or "") or "财产"
    assert each.until is not None
    if each.until < as_of:
        return f"{what}查封已于 {each.until} 到期"
    return f"{what}查封 {each.until} 到期（余 {(each.until - as_of).days} 天）"


def _revocation(explanation: Explanation, evidence: Iterable[EvidenceRow], cells: Cells) -> list[str]:
    """Only what the debtor did can be revoked: no purchase, and nothing that somebody else did."""
    acts: dict[tuple[object, ...], tuple[dt.date, str]] = {}
    for row in evidence:
        day = day_of(row, cells) if row.table == EVENTS else None
        if day is not None and _is_debtors_act(explanation, row, day):
            acts[tuple(row.key.values())] = (day, _act(row, cells))
    running = sorted(each for each in acts.values() if _later(each[0], years=REVOCATION_YEARS) >= explanation.as_of)
    if not running:
        return []
    day, act = running[0]
    end = _until(_later(day, years=REVOCATION_YEARS), explanation.as_of)
    expired = f"；更早的 {len(acts) - len(running)} 项已逾五年" if len(acts) > len(running) else ""
    return [
        f"撤销权：被执行人 {day} {act}，五年至 {end}{expired}；另自债权人知道或应当知道起一年，"
        "须问申请执行人；行为应晚于债权成立（民法典第541条）"
    ]


def _act(row: EvidenceRow, cells: Cells) -> str:
    """`车辆转让`"""
    what = cells.labels.code("assets", "asset_class", str(row.values.get("asset_class") or ""))
    return what + cells.labels.code(EVENTS, "event", str(row.values["event"]))


def _is_debtors_act(explanation: Explanation, row: EvidenceRow, day: dt.date) -> bool:
    event, holder = row.values.get("event"), row.values.get("holder_id")
    debtors = {str(party["party_id"]) for party in explanation.parties if party.get("role") in DEBTORS}
    if event in ACTS:
        return holder in debtors
    held_before = {
        (held.holder_id, held.asset_id)
        for held in explanation.surroundings.holdings or ()
        if held.since is not None and held.since < day
    }
    sides = {holder, row.values.get("counterparty_id")} & debtors
    return event == BESIDE and any((side, row.values.get("asset_id")) in held_before for side in sides)


def _requery(explanation: Explanation, closed: dt.date) -> list[str]:
    queries, as_of = explanation.surroundings.queries, explanation.as_of
    end = requery_end(closed)
    if queries is None:
        return []
    if end < as_of:
        return [f"终本后五年查询期已于 {end} 届满"]
    last = max((query.day for query in queries), default=closed)
    due = _later(max(last, closed), months=REQUERY_MONTHS)
    late = f"已逾期 {(as_of - due).days} 天" if due < as_of else f"余 {(due - as_of).days} 天"
    return [f"终本后查询：下次应在 {due} 前（{late}），五年期至 {_until(end, as_of)}"]


def _until(end: dt.date, as_of: dt.date) -> str:
    """A day to come, with what is left until then where that is little."""
    left = (end - as_of).days
    return f"{end}（评估日当天届满）" if left == 0 else f"{end}（余 {left} 天）" if left <= SOON else f"{end}"


def _later(day: dt.date, *, years: int = 0, months: int = 0) -> dt.date:
    """The same day of a later month, or its last one."""
    return (pd.Timestamp(day) + pd.DateOffset(years=years, months=months)).date()
