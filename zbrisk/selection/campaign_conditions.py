"""The conditions of a campaign, each as an expression of the signal language over `this_case`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlglot import exp

from zbrisk.docket.days import day_number, to_date

__all__ = ["CONDITIONS", "Condition", "condition"]

AGE = re.compile(r"(?P<number>[1-9]\d*) ?(?P<unit>d|m|y)")
MONTHS = {"m": 1, "y": 12}
Sql = Callable[[Any, int], str]


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition: its SQL, and the contract's column of the codes that it names, if any."""

    sql: Sql
    column: str = ""


def condition(name: str, value: Any, as_of: int) -> str:
    """A condition's SQL on the day `as_of`."""
    return CONDITIONS[name].sql(value, as_of)


def _cause(value: Sequence[str] | Mapping[str, Sequence[str]], _: int) -> str:
    ways: Mapping[str, Sequence[str]] = value if isinstance(value, Mapping) else {"any": value}
    parts = [f"this_case.cause in {_listed(ways['any'])}"] if "any" in ways else []
    parts += [_begins("this_case.cause", text) for text in ways.get("prefix", ())]
    parts += [f"instr(this_case.cause, {_text(text)}) > 0" for text in ways.get("contains", ())]
    return " or ".join(parts)


def _court(codes: Sequence[str], _: int) -> str:
    return " or ".join(_begins("this_case.court_code", code) for code in codes)


def _amount(limits: Mapping[str, float], _: int) -> str:
    written = {side: f"{int(limit) if float(limit).is_integer() else limit}" for side, limit in limits.items()}
    return _between("this_case.claim_amount", written)


def _day_of(column: str) -> Sql:
    def sql(limits: Mapping[str, Any], as_of: int) -> str:
        days = {side: _day(limits[side], as_of) for side in ("from", "to") if side in limits}
        parts = [_between(column, days)] if days else []
        if "over" in limits:
            parts.append(f"{column} <= {_day(_ago(limits['over'], as_of), as_of)}")
        return " and ".join(parts)

    return sql


def _restored(wanted: bool, _: int) -> str:
    found = _exists("cases as restored", "restored.parent_case_id = this_case.case_id")
    return found if wanted else f"not {found}"


def _assets_at_termination(wanted: bool | Sequence[str], _: int) -> str:
    """Held by a debtor when the case was ended, or found by one of its queries before."""
    classes = wanted if isinstance(wanted, Sequence) else ()
    held = _exists(
        "owned_assets as held",
        "held.case_id = this_case.case_id",
        "held.own_from < this_case.closed",
        "coalesce(held.own_until, this_case.closed) >= this_case.closed",
        _one_of("held.asset_class", classes),
    )
    answer = _exists(
        "property_queries as answer",
        "answer.case_id = this_case.case_id",
        "answer.result = 'found'",
        "answer.query_date <= this_case.closed",
        _one_of("answer.asset_class", classes),
    )
    return f"({held} or {answer})" if wanted else f"not {held} and not {answer}"


def _seized(classes: Sequence[str], _: int) -> str:
    """By this case, or by any court from one of its debtors."""
    own = _exists(
        "asset_events as own_seizure join assets as own_thing on own_thing.asset_id = own_seizure.asset_id",
        "own_seizure.case_id = this_case.case_id",
        "own_seizure.event = 'seize'",
        _one_of("own_thing.asset_class", classes),
    )
    any_court = _exists(
        "debtors as holder join asset_events as seizure on seizure.holder_id = holder.party_id"
        " join assets as thing on thing.asset_id = seizure.asset_id",
        "holder.case_id = this_case.case_id",
        "seizure.event = 'seize'",
        _one_of("thing.asset_class", classes),
    )
    return f"{own} or {any_court}"


def _auctioned(wanted: bool, _: int) -> str:
    found = _exists("auctions as lot", "lot.case_id = this_case.case_id")
    return found if wanted else f"not {found}"


def _punished(kinds: Sequence[str], _: int) -> str:
    return _exists("credit_measures as measure", "measure.case_id = this_case.case_id", _one_of("measure.kind", kinds))


def _income(kinds: Sequence[str], _: int) -> str:
    return _exists(
        "debtors as earner join income_records as record on record.party_id = earner.party_id",
        "earner.case_id = this_case.case_id",
        _one_of("record.kind", kinds),
    )


def _debtor_kind(kinds: Sequence[str], _: int) -> str:
    return _exists("debtors as debtor", "debtor.case_id = this_case.case_id", _one_of("debtor.party_kind", kinds))


def _hardship(kinds: Sequence[str], _: int) -> str:
    return _exists(
        "applicants as applicant join parties as person on person.party_id = applicant.party_id",
        "applicant.case_id = this_case.case_id",
        _one_of("person.hardship", kinds),
    )


CONDITIONS: Mapping[str, Condition] = {
    "cause": Condition(sql=_cause),
    "court": Condition(sql=_court),  # a court and those below it, whose codes begin with its code
    "amount": Condition(sql=_amount),
    "filed": Condition(sql=_day_of("this_case.filed")),
    "terminated": Condition(sql=_day_of("this_case.closed")),
    "restored": Condition(sql=_restored),
    "assets_at_termination": Condition(sql=_assets_at_termination, column="assets.asset_class"),
    "seized": Condition(sql=_seized, column="assets.asset_class"),
    "auctioned": Condition(sql=_auctioned),
    "punished": Condition(sql=_punished, column="credit_measures.kind"),
    "income": Condition(sql=_income, column="income_records.kind"),
    "debtor_kind": Condition(sql=_debtor_kind, column="parties.party_kind"),
    "applicant_hardship": Condition(sql=_hardship, column="parties.hardship"),
}


def _exists(from_: str, *conditions: str) -> str:
    return f"exists (select 1 from {from_} where {' and '.join(part for part in conditions if part)})"


def _one_of(column: str, codes: Sequence[str]) -> str:
    return f"{column} in {_listed(codes)}" if codes else ""


def _begins(column: str, text: str) -> str:
    return f"substr({column}, 1, {len(text)}) = {_text(text)}"


def _between(column: str, limits: Mapping[str, str]) -> str:
    """Both ends belong to it."""
    signs = {"from": ">=", "to": "<="}
    return " and ".join(f"{column} {signs[side]} {limit}" for side, limit in limits.items())


def _day(day: dt.date, as_of: int) -> str:
    """A day, counted from as_of: the signal language has no other dates."""
    apart = day_number(day) - as_of
    return f"today() + {apart}" if apart >= 0 else f"today() - {-apart}"


def _ago(age: str, as_of: int) -> dt.date:
    found = AGE.fullmatch(age)
    assert found is not None  # held when the file was read
    number, unit = int(found["number"]), found["unit"]
    if unit == "d":
        return to_date(as_of - number)
    return (pd.Timestamp(to_date(as_of)) - pd.DateOffset(months=number * MONTHS[unit])).date()


def _listed(values: Sequence[str]) -> str:
    return f"({', '.join(_text(value) for value in values)})"


def _text(value: str) -> str:
    return exp.Literal.string(value).sql(dialect="duckdb")
