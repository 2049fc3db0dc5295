"""How a case stands on a day: reviewed, issued for review, restored, performed; by what was known before that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from zbrisk.compiler.compile_relation import compile_relation
from zbrisk.compiler.compiled import CompiledRelation
from zbrisk.compiler.views import open_namespace
from zbrisk.contract import Contract
from zbrisk.docket.days import AsOf, day_number, to_date
from zbrisk.docket.docket import Docket
from zbrisk.docket.presence import present_on
from zbrisk.docket.rows import public_row
from zbrisk.engines.engine import Engine
from zbrisk.execution.case_query import run_queries
from zbrisk.signals.signal_file import SignalFile

__all__ = [
    "LISTS",
    "NOTHING_DONE",
    "RESTORATIONS",
    "REVIEWS",
    "Restoration",
    "Review",
    "Status",
    "status_of_one",
    "status_questions",
    "statuses",
]

PERFORMED = ("performed", "settled")  # how a restoration ends that leaves nothing to enforce
REVIEWS, LISTS, RESTORATIONS, ACTS, AMOUNTS = "reviews", "lists", "restorations", "acts", "amounts"
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Review:
    """One review of a case for a target; `decided` and `result` are None while it is open."""

    target: str
    opened: dt.date | None = None
    decided: dt.date | None = None
    result: str | None = None


@dataclass(frozen=True, kw_only=True)
class Restoration:
    """Enforcement taken up again; `closed` and `mode` are None while it is open, `paid` is in yuan."""

    case_no: str
    filed: dt.date | None = None
    closed: dt.date | None = None
    mode: str | None = None
    paid: float | None = None
    claim: float | None = None

    @property
    def performed(self) -> bool:
        """Whether it left nothing to enforce."""
        return self.mode in PERFORMED or _in_full(self.paid, self.claim)


@dataclass(frozen=True, kw_only=True)
class Status:
    """How one case stands.

    Attributes:
        reviews: By the day on which they were decided, open ones last.
        listed: When it was issued for review, by target, the latest day.
        restorations: By the day on which they were filed.
        performed: The day on which the debt was performed, as far as acts tell it.
        paid_in_full: Whether the amounts of the case itself leave nothing unpaid.
        snoozed: Until when clues are set aside, by target.
        told_by: The kinds of record that were there on the day: without reviews nothing is said of reviews.
    """

    reviews: tuple[Review, ...] = ()
    listed: Mapping[str, dt.date] = field(default_factory=dict)
    restorations: tuple[Restoration, ...] = ()
    performed: dt.date | None = None
    paid_in_full: bool = False
    snoozed: Mapping[str, dt.date] = field(default_factory=dict)
    told_by: frozenset[str] = frozenset()

    def decided(self, target: str) -> dt.date | None:
        """When the last review for a target was decided; None if none was."""
        days = [review.decided for review in self.reviews if review.target == target and review.decided is not None]
        return max(days, default=None)

    def in_review(self, target: str) -> bool:
        """Whether a review is open, or the case was issued for one that is not decided yet."""
        if any(review.target == target and review.decided is None for review in self.reviews):
            return True
        listed, decided = self.listed.get(target), self.decided(target)
        return listed is not None and (decided is None or decided < listed)

    @property
    def enforced(self) -> bool:
        """Whether enforcement was taken up again and goes on, or the debt was performed."""
        going_on = any(each.closed is None or each.performed for each in self.restorations)
        return going_on or self.performed is not None or self.paid_in_full

    def aside(self, snoozed: Mapping[str, dt.date]) -> Status:
        """The same with what somebody set aside."""
        return replace(self, snoozed=snoozed)


NOTHING_DONE = Status()


def statuses(docket: Docket, case_ids: Sequence[str], as_of: AsOf) -> dict[str, Status]:
    """The status of each case at the start of a day.

    Raises:
        DataError: A case is not known on the day.
    """
    asked = status_questions(docket.contract)
    namespace = open_namespace(docket.contract, ())
    answers = run_queries(docket, namespace, list(asked.values()), case_ids, as_of)
    rows_of = {name: _by_moment(question, rows) for (name, question), rows in zip(asked.items(), answers, strict=True)}
    present = _recorded_by(docket.contract, asked, present_on(docket.known_since, day_number(as_of)))
    day = day_number(as_of)
    found = {
        place: _status({name: rows.get(place, []) for name, rows in rows_of.items()}, day, present)
        for place in set[int]().union(*rows_of.values())
    }
    untouched = _status({}, day, present)  # most are
    return {case: found.get(place, untouched) for place, case in enumerate(case_ids)}


def status_of_one(engine: Engine, contract: Contract, as_of: int) -> Status:
    """The status of the one case that a run was started for on this engine."""
    asked = status_questions(contract)
    rows_of = {}
    for name, question in asked.items():
        columns, rows = engine.fetch_rows(question.sql[engine.dialect])
        rows_of[name] = [public_row(question.kinds, dict(zip(columns, row, strict=True))) for row in rows]
    return _status(rows_of, as_of, _recorded_by(contract, asked, present_on(engine.known_since, as_of)))


def _status(rows_of: Mapping[str, Sequence[Row]], as_of: int, present: frozenset[str]) -> Status:
    today = to_date(as_of)
    reviews = [_review(row, today) for row in rows_of.get(REVIEWS, ())]
    restorations = [_restoration(row, today) for row in rows_of.get(RESTORATIONS, ())]
    acts = rows_of.get(ACTS, ())
    taken_up = max((row["on_day"] for row in acts if row["action"] == "restored"), default=None)
    ended = [each.closed for each in restorations if each.closed is not None]
    if taken_up is not None and len(ended) == len(restorations) and all(day < taken_up for day in ended):
        restorations.append(Restoration(case_no="", filed=taken_up))  # an act whose case is not among the tables
    listed: dict[str, dt.date] = {}
    for row in rows_of.get(LISTS, ()):
        target = str(row["target"])
        listed[target] = max(listed.get(target, row["listed_date"]), row["listed_date"])
    return Status(
        reviews=tuple(sorted(reviews, key=lambda each: (each.decided or dt.date.max, each.target))),
        listed=listed,
        restorations=tuple(sorted(restorations, key=lambda each: (each.filed or dt.date.min, each.case_no))),
        performed=min((row["on_day"] for row in acts if row["action"] == "performed"), default=None),
        paid_in_full=any(_in_full(row["paid"], row["claim"]) for row in rows_of.get(AMOUNTS, ())),
        told_by=present,
    )


def _review(row: Row, today: dt.date) -> Review:
    """What is known of a review before its decision is that it is open."""
    decided = row["decided"] if row["decided"] is not None and row["decided"] < today else None
    result = str(row["result"]) if decided is not None and row["result"] is not None else None
    return Review(target=str(row["target"]), opened=row["opened"], decided=decided, result=result)


def _restoration(row: Row, today: dt.date) -> Restoration:
    ended = row["closed_date"] is not None and row["closed_date"] < today
    return Restoration(
        case_no=str(row["case_no"] or row["restoration_id"]),
        filed=row["filed_date"],
        closed=row["closed_date"] if ended else None,
        mode=row["close_mode"] if ended else None,
        paid=row["paid"],
        claim=row["claim"],
    )


def _in_full(paid: float | None, claim: float | None) -> bool:
    return paid is not None and claim is not None and 0 < claim <= paid


# -- what is asked -----------------------------------------------------------------------------------------------------

_REVIEWS = """select this_case.{key}, review.{target} as target, review.{opened} as opened,
  review.{decided} as decided, review.{result} as result
from this_case join {table} as review on review.{key} = this_case.{key}"""
_LISTS = """select this_case.{key}, listed.target, listed.listed_date
from this_case join review_lists as listed on listed.{key} = this_case.{key} and listed.chosen_flag"""
_RESTORATIONS = """select this_case.{key}, again.case_id as restoration_id, again.case_no, again.filed_date,
  again.closed_date, again.close_mode, again.realised_amount as paid, again.claim_amount as claim
from this_case join cases as again on again.parent_case_id = this_case.{key} and again.case_kind = 'restoration'"""
_ACTS = """select this_case.{key}, act.action, act.action_date as on_day
from this_case join enforcement_actions as act
  on act.case_id = this_case.{key} and act.action in ('restored', 'performed')
where act.action = 'performed' or act.action_date > this_case.closed
union all
select this_case.{key}, act.action, act.action_date
from this_case
join cases as again on again.parent_case_id = this_case.{key} and again.case_kind = 'restoration'
join enforcement_actions as act on act.case_id = again.case_id and act.action = 'performed'"""
_AMOUNTS = """select this_case.{key}, this_case.realised_amount as paid, this_case.claim_amount as claim
from this_case where this_case.realised_amount >= this_case.claim_amount"""

_CASES = {"parent_case_id", "case_kind", "case_no", "filed_date", "closed_date", "close_mode", "realised_amount"}
_NEEDED: Mapping[str, Mapping[str, set[str]]] = {
    LISTS: {"review_lists": {"target", "listed_date", "chosen_flag"}},
    RESTORATIONS: {"cases": _CASES | {"claim_amount"}},
    ACTS: {"cases": _CASES, "enforcement_actions": {"case_id", "action", "action_date"}},
    AMOUNTS: {"cases": {"realised_amount", "claim_amount"}},
}
_SQL = {LISTS: _LISTS, RESTORATIONS: _RESTORATIONS, ACTS: _ACTS, AMOUNTS: _AMOUNTS}


@lru_cache(maxsize=8)
def status_questions(contract: Contract) -> dict[str, CompiledRelation]:
    """What can be asked of tables under this contract: another purpose may have no lists and no restorations."""
    names = {"key": contract.cohort.key}
    sql = {name: text.format(**names) for name, text in _SQL.items() if _can_ask(contract, name)}
    outcomes = contract.outcomes
    if outcomes is not None:
        of = {"table": outcomes.table, "target": outcomes.target, "result": outcomes.result}
        sql[REVIEWS] = _REVIEWS.format(**names, **of, opened=outcomes.opened, decided=outcomes.decided)
    namespace = open_namespace(contract, ())
    files = {name: SignalFile(name=name, path="status", header={}, sql=text) for name, text in sql.items()}
    return {name: compile_relation(file, namespace) for name, file in files.items()}


def _can_ask(contract: Contract, name: str) -> bool:
    needed = _NEEDED[name]
    its_own = "cases" not in needed or (contract.cohort.table == "cases" and contract.cohort.key == "case_id")
    has = all(table in contract.tables and columns <= set(contract.tables[table].columns)
              for table, columns in needed.items())  # fmt: skip
    closes = name != ACTS or any(day.name == "closed" for day in contract.cohort.reference_days)
    return its_own and has and closes


def _recorded_by(contract: Contract, asked: Iterable[str], present: frozenset[str]) -> frozenset[str]:
    """The kinds of record whose tables were supplied; the cohort's own always are."""
    outcomes = contract.outcomes.table if contract.outcomes else ""
    tables = {REVIEWS: outcomes, LISTS: "review_lists", ACTS: "enforcement_actions"}
    return frozenset(name for name in asked if name not in tables or tables[name] in present)


def _by_moment(question: CompiledRelation, rows: Sequence[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(int(row["_moment"]), []).append(public_row(question.kinds, row))
    return found
