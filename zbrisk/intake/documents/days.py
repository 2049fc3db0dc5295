"""The days that a part of a judgment names, each with the words around it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from zbrisk.intake.documents.sections import Part, Sections

__all__ = ["Day", "days_in"]

DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})年|(?:同年|当年)|(?<=[、和及，。；]))(?P<month>1[0-2]|0?[1-9]|元)月份?(?:(?P<day>[0-3]?\d)[日号])?"
    r"|(?P<year2>(?:19|20)\d{2})[.\-/](?P<month2>1[0-2]|0?[1-9])[.\-/](?P<day2>[0-3]?\d)[日号]?"
    r"|(?<=、)(?P<day3>[0-3]?\d)[日号]"
)
NEAR, FAR = 60, 200  # letters of a sentence before and behind a day that say what it is
LISTED = re.compile("[、，和及与]?")


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day, or a month alone, with its sentence before it and what follows it up to the next day or its end."""

    start: int
    end: int
    value: str
    before: str
    tail: str
    part: Part

    @property
    def whole(self) -> bool:
        """Whether it names the day."""
        return len(self.value) == len("2024-01-01")


def days_in(sections: Sections, part: Part) -> list[Day]:
    """The days of a part; what a day leaves out is as in the one before, and those of a list share what follows."""
    days: list[Day] = []
    year = month = None
    for sentence in sections.sentences_of_fact(part):
        matches = list(DAY.finditer(sections.facts, *sentence.span()))
        ends = [*(match.start() for match in matches), sentence.end()][1:]
        for match, end in zip(matches, ends, strict=False):
            year = match["year"] or match["year2"] or year
            month = match["month"] or match["month2"] or month
            if value := _value(year, month, match["day"] or match["day2"] or match["day3"]):
                before = sections.facts[max(sentence.start(), match.start() - NEAR) : match.start()]
                tail = re.split("[；;]", sections.facts[match.end() : min(end, match.end() + FAR)])[0]
                days.append(Day(start=match.start(), end=match.end(), value=value, before=before, tail=tail, part=part))
    for place in range(len(days) - 2, -1, -1):
        if LISTED.fullmatch(days[place].tail):
            days[place] = replace(days[place], tail=days[place + 1].tail)
    return days


def _value(year: str | None, month: str | None, day: str | None) -> str | None:
    if year is None or month is None:
        return None
    number = 1 if month == "元" else int(month)
    if day is None:
        return f"{int(year)}-{number:02d}"
    try:
        return str(dt.date(int(year), number, int(day)))
    except ValueError:
        return None
