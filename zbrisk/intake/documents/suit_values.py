"""What a judgment says of the loan and the defence, as columns of `suits`, and which of it waits for a person.

A value that a person saw goes into the table. The others of its kind follow once those that were seen show, with 95 %
confidence, that fewer than one in a hundred is wrong: 299 that are all right, 473 of which one is not. The office's own
papers say it, for no other office's are written alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zbrisk.intake.documents.grammar import Document
from zbrisk.intake.documents.places import Found

__all__ = ["SuitValue", "suit_values", "trusted"]

ALLOWED, CHANCE = 0.01, 0.05  # wrong ones among those that nobody sees, and how likely it is that they are more
WHOLE_DAY = re.compile(r"\d{4}-\d\d-\d\d")
FLAGS = (("default_flag", "absent"), ("cash_delivery_flag", "cash"))
#: The first of these that a judgment says, whether he defended himself; who stays away or only agrees does not.
DEFENCE = (("disputed", "true"), ("answered", "false"), ("absent", "false"))


#: Values that are as likely to be right as one another.
Kind = tuple[str, str, bool]


@dataclass(frozen=True, kw_only=True)
class SuitValue:
    """A value of a column of `suits`, and the words that say it."""

    field: str
    value: str
    said: Found

    @property
    def kind(self) -> Kind:
        """The column, the field that was read, and whether only a party says it."""
        return self.field, self.said.field, self.said.claimed


def suit_values(document: Document) -> Iterator[SuitValue]:
    """What a judgment or mediation says. The columns are of one loan: of several days none is taken, nor a month."""
    said: dict[str, list[Found]] = {}
    for each in document.others:
        said.setdefault(each.field, []).append(each)
    for field in ("loan_date", "due_date"):
        days = said.get(field, [])
        if len(days) == 1 and WHOLE_DAY.fullmatch(days[0].value):
            yield SuitValue(field=field, value=days[0].value, said=days[0])
    for rate in said.get("monthly_rate", [])[:1]:
        yield SuitValue(field="monthly_rate", value=rate.value, said=rate)
    for field, name in FLAGS:
        for flag in said.get(name, [])[:1]:
            yield SuitValue(field=field, value="true", said=flag)
    for name, value in DEFENCE:
        if name in said:
            yield SuitValue(field="defended_flag", value=value, said=said[name][0])
            return


def trusted(judged: Iterable[tuple[SuitValue, str | None]]) -> set[Kind]:
    """The kinds of value that go into the table without a person, by what persons said of others of the kind."""
    right: Counter[Kind] = Counter()
    wrong: Counter[Kind] = Counter()
    for value, said in judged:
        (right if value.value == said else wrong)[value.kind] += 1
    if not right:
        return set()
    from scipy.special import betaincinv  # takes a while to import, and few deliveries hold answers

    return {kind for kind, count in right.items() if betaincinv(count, wrong[kind] + 1, CHANCE) >= 1 - ALLOWED}
