"""What is measured of a signal's rows: the little language of `measures` in a signal's header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from zbrisk.signals.window import ALL, Window
from zbrisk.validation import shown

__all__ = ["Measure", "MeasureKind", "parse_measures"]

MeasureKind = str
PLAIN = ("count", "exists", "days_since_last", "days_since_first")
OF_COLUMN = ("distinct", "sum", "max", "min", "mean", "share", "first", "last", "nearest")
ONCE = ("days_since_last", "days_since_first", "first", "last")  # taken over `all` unless the header says otherwise
SMALLEST = ("days_since_last", "days_since_first", "min")  # the extreme among parties is the smallest
TIMED = ONCE
COUNTED = ("count", "exists", "distinct", "sum")  # 0 where there are no rows
LATEST = ("days_since_last", "last")  # over a window that ends at as_of they are those over `all`
CALL = re.compile(r"(?P<kind>\w+)\s*(?:\(\s*(?P<column>\w+)\s*\))?")

LABELS = {
    "count": ("次数", "count"),
    "exists": ("是否存在", "any"),
    "days_since_last": ("距最近一次天数", "days since the last"),
    "days_since_first": ("距最早一次天数", "days since the first"),
    "distinct": ("不同{0}数", "distinct {0}"),
    "sum": ("{0}合计", "sum of {0}"),
    "max": ("最大{0}", "largest {0}"),
    "min": ("最小{0}", "smallest {0}"),
    "mean": ("平均{0}", "mean {0}"),
    "share": ("{0}占比", "share of {0}"),
    "nearest": ("最接近零的{0}", "{0} nearest to zero"),
    "first": ("最早的{0}", "first {0}"),
    "last": ("最近的{0}", "last {0}"),
}
DAYS_FROM = "days_from_"  # a column of days after a day of the case, or before it
PICKED = {
    "max": ("最近", "with the latest day"),
    "min": ("最早", "with the earliest day"),
    "nearest": ("{0}最近", "with the day nearest to {0}"),
}


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure, with the windows that it is taken over.

    `per_measure` and `per_column` are what it is divided by, if anything: another measure over the same window, or a
    column of the case.
    """

    kind: MeasureKind
    column: str | None
    windows: tuple[Window, ...]
    per_measure: Measure | None = None
    per_column: str | None = None

    @property
    def name(self) -> str:
        """The measure's part of a feature name: `distinct_place`, `sum_price_per_claim_amount`."""
        own = f"{self.kind}_{self.column}" if self.column else self.kind
        below = self.per_measure.name if self.per_measure else self.per_column
        return f"{own}_per_{below}" if below else own

    @property
    def smallest(self) -> bool:
        """Whether the most telling of several parties' values is the smallest."""
        return self.kind in SMALLEST

    @property
    def picks(self) -> bool:
        """Whether single rows attain it by their day: the latest, the earliest, or the one nearest to a day."""
        return self.kind in PICKED and self.per_measure is None and (self.column or "").startswith(DAYS_FROM)

    def attaining(self, days: Sequence[int | None]) -> list[int]:
        """The places of the rows that attain a measure that picks, by what each has in its column; None is no data."""
        order = {place: self._order(value) for place, value in enumerate(days) if value is not None}
        first = min(order.values(), default=None)
        return [place for place, each in order.items() if each == first]

    def _order(self, days: int) -> tuple[int, bool]:
        if self.kind == "nearest":
            return abs(days), days < 0  # above 0 at a tie
        return (days if self.kind == "min" else -days), False

    def picked(self, language: str) -> str:
        """The rows that attain it, in words."""
        day = _called(self.column, language).removeprefix("days from ").removesuffix("天数")
        return PICKED[self.kind][0 if language == "zh" else 1].format(day)

    def label(self, language: str) -> str:
        """The measure in words."""
        text = LABELS[self.kind][0 if language == "zh" else 1].format(_called(self.column, language))
        below = self.per_measure.label(language) if self.per_measure else _called(self.per_column, language)
        return f"{text} / {below}" if below else text


@cache
def _names() -> dict[str, str]:
    file = resources.files("zbrisk.signals").joinpath("columns.yaml")
    names: dict[str, str] = yaml.safe_load(file.read_text("utf-8"))
    return names


def _called(column: str | None, language: str) -> str:
    if column is None:
        return ""
    return _names().get(column, column) if language == "zh" else column.replace("_", " ")


def parse_measures(entries: Any, windows: tuple[Window, ...]) -> tuple[Measure, ...]:
    """Measures from a header's list; an entry is a text, or a mapping from a text to windows of its own.

    Raises:
        ValueError: A measure or window that is not understood; the message says what is allowed.
    """
    if not isinstance(entries, list) or not entries:
        raise ValueError("`measures` is a list of at least one measure, such as [count, sum(amount)].")
    return tuple(_measure(entry, windows) for entry in entries)


def _measure(entry: Any, windows: tuple[Window, ...]) -> Measure:
    own: tuple[Window, ...] | None = None
    if isinstance(entry, Mapping):
        (entry, listed), *rest = entry.items()
        if rest:
            raise ValueError("A measure with windows of its own is one entry: `- count: [90d, all]`.")
        own = tuple(Window.parse(str(text)) for text in (listed if isinstance(listed, list) else [listed]))
    upper, slash, below = (part.strip() for part in str(entry).partition("/"))
    kind, column = _call(upper)
    taken = own if own is not None else (ALL,) if kind in ONCE else windows
    if not slash:
        return Measure(kind=kind, column=column, windows=taken)
    if below.isidentifier() and below not in PLAIN:
        return Measure(kind=kind, column=column, windows=taken, per_column=below)
    below_kind, below_column = _call(below)
    divisor = Measure(kind=below_kind, column=below_column, windows=taken)
    return Measure(kind=kind, column=column, windows=taken, per_measure=divisor)


def _call(text: str) -> tuple[MeasureKind, str | None]:
    match = CALL.fullmatch(text)
    known = match is not None and (match["kind"] in PLAIN) == (match["column"] is None)
    if match is None or not known or match["kind"] not in PLAIN + OF_COLUMN:
        allowed = ", ".join((*PLAIN, *(f"{kind}(column)" for kind in OF_COLUMN)))
        raise ValueError(
            f"The measure {shown(text)} is not known. Use {allowed}; or one divided by another or by a case column."
        )
    return match["kind"], match["column"]
