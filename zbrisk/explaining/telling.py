"""Which reasons are told: at most so many, each about rows that no weightier one has shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zbrisk.explaining.explanation import Reason

__all__ = ["SHOWN_ROWS", "WORTH_SAYING", "noticeable", "told"]

SHOWN_ROWS = 8  # beside one reason
WORTH_SAYING = 0.05  # in log-odds: below, the odds move by less than five per cent


def noticeable(reasons: Iterable[Reason]) -> list[Reason]:
    """The reasons worth saying, in the order given.

    A signal without data is no reason. Where even the strongest moves the score by less than 1, a twentieth of it is
    enough.
    """
    known = [reason for reason in reasons if not reason.no_data and reason.contribution]
    strongest = max((abs(reason.contribution) for reason in known), default=0.0)
    return [reason for reason in known if abs(reason.contribution) >= WORTH_SAYING * min(1.0, strongest)]


def told(reasons: Iterable[Reason], most: int) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """What raises the risk and what lowers it, at most `most` of each, weightiest first.

    A plain fact of the case (its size, its age) is a reason only where there is nothing else to say: nobody can go and
    check it. For the same reason a risk that is raised because something was not found is told only where the card
    says that it may be and fewer than `most` rest on rows. A reason whose rows are all shown beside a weightier one is
    told with that one, so that as many different things are told as there is room for; so is a trace that a model
    counts the other way because it has reckoned with the same rows already.

    Args:
        reasons: By falling weight, `rows` filled in.
        most: At most so many of each kind.
    """
    worth = noticeable(reasons)
    raising = _gathered(_checkable(reason for reason in worth if _may_raise(reason)), worth, most)
    said = {reason.signal for lead in raising for reason in lead.all}
    lowering = _checkable(reason for reason in worth if reason.contribution < 0 and reason.signal not in said)
    return raising, tuple(lowering[:most])


def _may_raise(reason: Reason) -> bool:
    return reason.contribution > 0 and not (reason.speaks_of_absence and reason.direction == "raises")


def _checkable(reasons: Iterable[Reason]) -> list[Reason]:
    listed = list(reasons)
    return [reason for reason in listed if not reason.is_context] or listed


def _gathered(raising: Iterable[Reason], worth: Iterable[Reason], most: int) -> tuple[Reason, ...]:
    leads: list[Reason] = []
    for reason in sorted(raising, key=lambda reason: reason.speaks_of_absence):
        if len(leads) < most and _home(reason, leads) is None:
            leads.append(reason)
    also: dict[str, list[Reason]] = {lead.signal: [] for lead in leads}
    for reason in worth:
        speaks_against = reason.contribution > 0 or reason.direction == "raises"
        if speaks_against and not reason.is_context and reason.signal not in also and (home := _home(reason, leads)):
            also[home.signal].append(reason)
    gathered = [replace(lead, also=tuple(also[lead.signal])) for lead in leads]
    return tuple(sorted(gathered, key=lambda reason: -reason.together))


def _home(reason: Reason, leads: Sequence[Reason]) -> Reason | None:
    """The first reason that shows all the rows which this one would show."""
    rows = set(reason.rows[:SHOWN_ROWS])
    return next((lead for lead in leads if rows and rows <= set(lead.rows[:SHOWN_ROWS])), None)
