"""The spans of days that measures are taken over: `90d`, `since closed`, `6m after served`.

A window is half-open, `[from, to)`, in whole days, and never reaches as_of: its end is capped there. Months are
calendar months.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zbrisk.validation import shown

__all__ = ["ALL", "Bound", "Window"]

UNBOUNDED = -(2**31)  # no lower end
NULL_DAY = -(2**31) + 1  # stands for an unknown day in integer arrays

SPAN = r"(?P<n>\d+)(?P<unit>[dmy])"
TRAILING = re.compile(SPAN)
HUNG = re.compile(SPAN + r"\s+(?P<side>before|after)\s+(?P<day>\w+)")
OPEN = re.compile(r"(?P<side>since|before)\s+(?P<day>\w+)")
BETWEEN = re.compile(r"(?P<start>\w+)\s+to\s+(?P<end>\w+)")
DAYS = {
    "as_of": ("评分日", "as_of"),
    "filed": ("执行立案", "filing"),
    "closed": ("终本", "closing"),
    "suit_filed": ("起诉", "suit"),
    "served": ("送达", "service"),
}
UNITS = {"d": ("天", "days"), "m": ("个月", "months"), "y": ("年", "years")}


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A reference day, moved by a number of days or calendar months."""

    day: str
    shift: int = 0
    unit: str = "d"

    def resolve(self, days: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Day numbers of this bound for an array of day numbers of its reference day (`NULL_DAY` stays)."""
        if self.shift == 0:
            return days
        moved = days + self.shift if self.unit == "d" else _plus_months(days, self.shift)
        return np.where(days == NULL_DAY, NULL_DAY, moved)


@dataclass(frozen=True, kw_only=True)
class Window:
    """A span of days; `start` None is without a lower end."""

    text: str
    start: Bound | None
    end: Bound

    @classmethod
    def parse(cls, text: str) -> Window:
        """A window from its text.

        Raises:
            ValueError: The text is no window; the message lists the forms.
        """
        text = " ".join(text.split())
        if text == "all":
            return cls(text=text, start=None, end=Bound(day="as_of"))
        if match := TRAILING.fullmatch(text):
            return cls(text=text, start=_shifted("as_of", match, -1), end=Bound(day="as_of"))
        if match := HUNG.fullmatch(text):
            day = Bound(day=match["day"])
            before = match["side"] == "before"
            return cls(
                text=text,
                start=_shifted(match["day"], match, -1) if before else day,
                end=day if before else _shifted(match["day"], match, 1),
            )
        if match := OPEN.fullmatch(text):
            day = Bound(day=match["day"])
            since = match["side"] == "since"
            return cls(text=text, start=day if since else None, end=Bound(day="as_of") if since else day)
        if match := BETWEEN.fullmatch(text):
            return cls(text=text, start=Bound(day=match["start"]), end=Bound(day=match["end"]))
        raise ValueError(
            f"The window {shown(text)} is not known. Use `all`, `90d`, `12m`, `2y`, `since closed`, `before filed`, "
            "`365d before suit_filed`, `6m after served` or `suit_filed to filed`."
        )

    @property
    def name(self) -> str:
        """The window's part of a feature name."""
        return self.text.replace(" ", "_")

    @property
    def days(self) -> tuple[str, ...]:
        """The reference days that it hangs on, as_of left out."""
        bounds = (self.start, self.end) if self.start else (self.end,)
        return tuple(dict.fromkeys(bound.day for bound in bounds if bound.day != "as_of"))

    @property
    def trailing(self) -> bool:
        """Whether it ends at as_of."""
        return self.end == Bound(day="as_of")

    def phrase(self, language: str) -> str:
        """The window as a sentence says it: `起诉前 12 个月内`, `in the 12 months before the suit`."""
        zh = language == "zh"
        if self.text == "all":
            return "全部时期" if zh else "at any time"
        if match := TRAILING.fullmatch(self.text):
            return f"近 {_span(match, language)}内" if zh else f"in the last {_span(match, language)}"
        if match := HUNG.fullmatch(self.text):
            if zh:
                side = "前" if match["side"] == "before" else "后"
                return f"{_day(match['day'], language)}{side} {_span(match, language)}内"
            return f"in the {_span(match, language)} {match['side']} {_day(match['day'], language)}"
        if match := OPEN.fullmatch(self.text):
            if zh:
                return f"{_day(match['day'], language)}{'以来' if match['side'] == 'since' else '以前'}"
            return f"{match['side']} {_day(match['day'], language)}"
        match = BETWEEN.fullmatch(self.text)
        assert match is not None
        start, end = _day(match["start"], language), _day(match["end"], language)
        return f"{start}至{end}期间" if zh else f"from {start} to {end}"

    def label(self, language: str) -> str:
        """The window in words."""
        zh = language == "zh"

        def day(name: str) -> str:
            return DAYS.get(name, (name, name))[0 if zh else 1]

        def span(match: re.Match[str]) -> str:
            unit = UNITS[match["unit"]][0 if zh else 1]
            return f"{match['n']}{unit}" if zh else f"{match['n']} {unit}"

        if self.text == "all":
            return "全部期间" if zh else "ever"
        if match := TRAILING.fullmatch(self.text):
            return f"近{span(match)}" if zh else f"last {span(match)}"
        if match := HUNG.fullmatch(self.text):
            if zh:
                return f"{day(match['day'])}{'前' if match['side'] == 'before' else '后'}{span(match)}"
            return f"{span(match)} {match['side']} {day(match['day'])}"
        if match := OPEN.fullmatch(self.text):
            if zh:
                return f"{day(match['day'])}{'以来' if match['side'] == 'since' else '之前'}"
            return f"{match['side']} {day(match['day'])}"
        match = BETWEEN.fullmatch(self.text)
        assert match is not None
        return f"{day(match['start'])}至{day(match['end'])}" if zh else f"{day(match['start'])} to {day(match['end'])}"


LONGEST = {"d": 36_525, "m": 1_200, "y": 100}
ALL = Window.parse("all")


def _day(name: str, language: str) -> str:
    if name not in DAYS:
        return name
    return DAYS[name][0] if language == "zh" else f"the {DAYS[name][1]}"


def _span(match: re.Match[str], language: str) -> str:
    unit = UNITS[match["unit"]][0 if language == "zh" else 1]
    return f"{match['n']} {unit}"


def _shifted(day: str, match: re.Match[str], sign: int) -> Bound:
    longest = LONGEST[match["unit"]]
    if len(match["n"]) > 5 or int(match["n"]) > longest:
        raise ValueError(f"A window of {match['n'][:20]}{match['unit']} is longer than {longest}{match['unit']}.")
    n = int(match["n"]) * sign
    if match["unit"] == "d":
        return Bound(day=day, shift=n)
    return Bound(day=day, shift=n * (12 if match["unit"] == "y" else 1), unit="m")


def _plus_months(days: npt.NDArray[np.int64], months: int) -> npt.NDArray[np.int64]:
    """Calendar months: the same day of the month, or its last day where the month is shorter."""
    if days.size == 1:
        return np.array([_plus_months_one(int(days[0]), months)], dtype=np.int64)
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    within = (dates - month).astype(np.int64)
    target = month + np.timedelta64(months, "M")
    following = (target + np.timedelta64(1, "M")).astype("datetime64[D]")
    first = target.astype("datetime64[D]")
    last = (following - first).astype(np.int64) - 1
    moved: npt.NDArray[np.int64] = first.astype(np.int64) + np.minimum(within, last)
    return moved


def _plus_months_one(day: int, months: int) -> int:
    if day == NULL_DAY:
        return NULL_DAY
    date = dt.date(1970, 1, 1) + dt.timedelta(days=day)
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - dt.timedelta(days=1)).day
    return (dt.date(year, month + 1, min(date.day, last)) - dt.date(1970, 1, 1)).days
