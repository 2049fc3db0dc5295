"""How a punished firm stands: points from activity, performance and suits, each with its reason; no model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zbrisk.docket.days import day_number
from zbrisk.docket.docket import Docket
from zbrisk.docket.validity import known_before

__all__ = ["Standing", "standings"]

Row = Mapping[str, Any]
STARTING = 50
YEAR = 365
ALIVE, IDLE, PAID, INSURED, SUED, GONE = 15, -15, 20, 10, -15, -30
MANY_SUITS = 3


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Points from 0 (poor) to 100 (sound), and the reasons that made them; None where there is nothing to go by."""

    points: int | None
    reasons: tuple[str, ...]


def standings(docket: Docket, parties: Iterable[str], as_of: dt.date) -> dict[str, Standing]:
    """The standing of each company among the parties, by what was known before a day.

    A firm starts at 50. It gains for invoices or tax in the last year (15), for insured staff (10) and for having
    performed an enforcement case (20); it loses for no activity (15), for three or more enforcement cases filed in
    the last year (15), and for being revoked or struck off (30).
    """
    wanted = sorted(set(parties))
    day = day_number(as_of)
    activity = _rows(docket, "company_activity", _ACTIVITY, wanted, day)
    status = _rows(docket, "companies", _STATUS, wanted, day)
    cases = _rows(docket, "cases", _CASES, wanted, day)
    firms = [party for party in wanted if party in status or party in activity]
    return {party: _of_one(activity.get(party), status.get(party), cases.get(party)) for party in firms}


_WANTED = "party_id in (select unnest($parties))"
_ACTIVITY = f"""
    select party_id, sum(coalesce(invoiced_out, 0) + coalesce(tax_paid, 0)) as turnover,
      max(coalesce(insured_count, 0)) as insured
    from company_activity as a
    where {_WANTED} and {known_before("$day", "a.")} and month >= $day - {YEAR}
    group by party_id"""
_STATUS = f"""
    select party_id, arg_max(status, valid_from) as status from companies as f
    where {_WANTED} and {known_before("$day", "f.")} group by party_id"""
_CASES = f"""
    select r.party_id, count(*) filter (where c.filed_date >= $day - {YEAR}) as sued,
      count(*) filter (where c.close_mode = 'performed' and c.closed_date < $day) as performed
    from case_parties as r join cases as c on c.case_id = r.case_id
    where r.{_WANTED} and r.role in ('debtor', 'guarantor') and {known_before("$day", "r.")}
      and {known_before("$day", "c.")} and c.case_kind in ('enforcement', 'restoration')
    group by r.party_id"""


def _rows(docket: Docket, table: str, query: str, parties: list[str], day: int) -> dict[str, Row]:
    if table not in docket.present or not parties:
        return {}
    result = docket.connection.execute(query, {"day": day, "parties": parties})
    names = [column[0] for column in result.description or ()]
    return {str(row[0]): dict(zip(names, row, strict=True)) for row in result.fetchall()}


def _of_one(activity: Row | None, status: Row | None, cases: Row | None) -> Standing:
    found = [*_from_activity(activity), *_from_cases(cases)]
    if status and status["status"] in ("revoked", "deregistered"):
        found.append((GONE, "已吊销或注销"))
    if not found:
        return Standing(points=None, reasons=("无经营、履行、涉诉数据",))
    points = min(100, max(0, STARTING + sum(weight for weight, _ in found)))
    return Standing(points=points, reasons=tuple(f"{reason}（{weight:+d}）" for weight, reason in found))


def _from_activity(activity: Row | None) -> list[tuple[int, str]]:
    if activity is None:
        return []
    turnover, insured = int(activity["turnover"]), int(activity["insured"])
    alive = (ALIVE, f"近一年开票与纳税合计 {turnover / 100:,.0f} 元")
    staff = [(INSURED, f"参保 {insured} 人")] if insured else []
    return [alive if turnover > 0 else (IDLE, "近一年无开票、纳税"), *staff]


def _from_cases(cases: Row | None) -> list[tuple[int, str]]:
    if cases is None:
        return []
    paid, sued = int(cases["performed"]), int(cases["sued"])
    return [
        *([(PAID, f"履行完毕的执行案件 {paid} 件")] if paid else []),
        *([(SUED, f"近一年新增被执行案件 {sued} 件")] if sued >= MANY_SUITS else []),
    ]
