"""Which reasons are shown: at most a given number, each about rows that no weightier one has shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zbrisk.explaining.reason import Reason

__all__ = ["SHOWN_ROWS", "WORTH_SAYING", "above_threshold", "other_facts", "select_reasons"]

SHOWN_ROWS = 8  # beside one reason
WORTH_SAYING = 0.05  # in log-odds: below, the odds move by less than five per cent


def above_threshold(reasons: Iterable[Reason]) -> list[Reason]:
    """The reasons worth saying, in the order given.

    A signal without data, or without anything to say, is no reason, nor is one with too few rows. Where even the
    strongest moves the score by less than 1, a twentieth of it is enough; one with too few rows may be the strongest,
    for what is worth saying must not depend on rows, which are looked up for that alone.
    """
    known = [reason for reason in reasons if not reason.no_data and not reason.says_nothing and reason.contribution]
    strongest = max((abs(reason.contribution) for reason in known), default=0.0)
    enough = WORTH_SAYING * min(1.0, strongest)
    return [reason for reason in known if abs(reason.contribution) >= enough and not reason.too_few]


def select_reasons(reasons: Iterable[Reason], most: int) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """What raises the risk and what speaks for the debtor, at most `most` of each, weightiest first.

    The header's direction says on which side a fact may stand, the contribution only how weighty it is: a trace that a
    model counts the other way, because it has accounted for the same rows already, exonerates nobody. That something
    was not found is shown only in the debtor's favour, where the header says so. How large or
    old a case is is no reason.
    A reason whose rows are all shown beside a weightier one is shown with that one, so that there is room for as many
    different things as possible.

    Args:
        reasons: By falling weight, `rows` filled in.
        most: The most reasons of each kind.
    """
    worth = above_threshold(reasons)
    raising = _gathered(_checkable(reason for reason in worth if reason.speaks_against), worth, most)
    return raising, tuple([reason for reason in worth if reason.speaks_for][:most])


def other_facts(reasons: Iterable[Reason], most: int) -> tuple[Reason, ...]:
    """Facts with rows whose contribution goes the other way than such a fact speaks, less those shown with others."""
    worth = above_threshold(reasons)
    with_others = {reason.signal for lead in select_reasons(worth, most)[0] for reason in lead.related}
    other = [
        reason
        for reason in worth
        if reason.has_rows and not (reason.speaks_against or reason.speaks_for or reason.is_plain_fact)
    ]
    return tuple([reason for reason in other if reason.signal not in with_others][:most])


def _checkable(reasons: Iterable[Reason]) -> list[Reason]:
    listed = list(reasons)
    return [reason for reason in listed if not reason.is_context] or listed


def _gathered(raising: Sequence[Reason], worth: Iterable[Reason], most: int) -> tuple[Reason, ...]:
    leads: list[Reason] = []
    for reason in raising:
        if len(leads) < most and _home(reason, leads) is None:
            leads.append(reason)
    related: dict[str, list[Reason]] = {lead.signal: [] for lead in leads}
    for reason in worth:
        against = reason.speaks_against or (reason.has_rows and reason.direction == "raises")
        if against and not reason.is_context and reason.signal not in related and (home := _home(reason, leads)):
            related[home.signal].append(reason)
    gathered = [lead.having(related=tuple(related[lead.signal])) for lead in leads]
    return tuple(sorted(gathered, key=lambda reason: -reason.total_contribution))


def _home(reason: Reason, leads: Sequence[Reason]) -> Reason | None:
    """The first reason that shows all the rows which this one would show."""
    rows = set(reason.rows[:SHOWN_ROWS])
    return next((lead for lead in leads if rows and rows <= set(lead.rows[:SHOWN_ROWS])), None)
