"""From contributions of features to reasons: one a signal, with its sentence, its percentile and its evidence."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from zbrisk.compiler.compiled import CompiledSignal
from zbrisk.contract.labels import Bilingual
from zbrisk.docket.days import to_date
from zbrisk.explaining.evidence import EvidenceRows
from zbrisk.explaining.reason import Feature, Reason
from zbrisk.explaining.reason_text import NO_DATA, Picked, sentence
from zbrisk.explaining.standings import NO_WINDOW, Figures, Standings
from zbrisk.signals.measure import Measure
from zbrisk.signals.window import Window
from zbrisk.typing import Floats

__all__ = ["CaseReasons", "counted", "law_for_readers", "reasons_of", "with_rows"]

Percentile = Callable[[str, float | None], float | None]
MARKS = re.compile(r"\s*\[([LSWK])\]")  # how we know a provision: its text, a summary, an excerpt, from memory
UNCHECKED = ("W", "K")
ITEM = np.dtype(np.float64).itemsize
AT_ONCE = 1_000  # cases whose standings are worked out together


@dataclass(frozen=True, kw_only=True, eq=False)
class CaseReasons:
    """The reasons of one case, of which only those asked for are put into words.

    Attributes:
        figures: Where what is said of each signal stands.
        values: All features of the case; NaN is no data.
        contributions: Those of the model's features, in log-odds.
        standings: How the signals stand.
        row: The case's row in them.
        percentile: The share of reference cases with a smaller value of a feature.
    """

    figures: Figures
    values: Floats
    contributions: Floats
    standings: Standings
    row: int
    percentile: Percentile

    def every(self) -> tuple[Reason, ...]:
        """A reason for each signal that moved the score, and for each without data, by falling weight; in words.

        Evidence is laid in later, where it is shown.
        """
        return tuple([self._in_full(place) for place in self._in_order(self.standings.listed)])

    def worth_saying(self) -> list[Reason]:
        """Those of them that `above_threshold` lets through, without words, figures and percentiles."""
        standings = ((place, self._standing(place)) for place in self._in_order(self.standings.worth_saying))
        return [bare_reason(self.figures.signals[place]).having(**standing) for place, standing in standings]

    def worded(self, reason: Reason) -> Reason:
        """A reason with its sentence and its percentile."""
        place = self.figures.place_of[reason.signal]
        return reason.having(**self._words(place, reason.no_data, reason.is_absence, reason.window))

    def values_of(self, reason: Reason) -> dict[str, float]:
        """The features of a reason's signal by name."""
        place = self.figures.place_of[reason.signal]
        return dict(zip(self.figures.features[place], self._values[self.figures.spans[place]], strict=True))

    def _in_full(self, place: int) -> Reason:
        standing = self._standing(place)
        words = self._words(place, standing["no_data"], standing["is_absence"], standing["window"])
        return bare_reason(self.figures.signals[place]).having(**standing, **words, features=self._features(place))

    def _in_order(self, chosen: npt.NDArray[np.bool_]) -> list[int]:
        """The places of the chosen signals by falling weight, of equals by name."""
        by_name = self.figures.by_name[chosen[self.row][self.figures.by_name]]
        weight = np.abs(self.standings.contribution[self.row][by_name])
        order: list[int] = by_name[np.argsort(-weight, kind="stable")].tolist()
        return order

    def _standing(self, place: int) -> dict[str, Any]:
        """What its standing says of a reason."""
        contribution, no_data, absent, number = self._standings[place]
        window = None if number == NO_WINDOW else self.figures.signals[place].header.windows[number].text
        return {
            "contribution": contribution,
            "is_absence": absent,
            "no_data": no_data,
            "window": window,
            "measure": self._picking(place, window, contribution) if window else None,
            "says_nothing": not (no_data or absent) and window is None,
        }

    def _words(self, place: int, no_data: bool, absent: bool, window: str | None) -> dict[str, Any]:
        """The sentence of a reason, and the percentile of the feature that weighs most in it."""
        own = self._bytes[ITEM * self.figures.spans[place].start : ITEM * self.figures.spans[place].stop]
        asked = _asked_of(self.figures, place, window)
        heaviest = asked[max(asked, key=self._sizes.__getitem__)]
        value = self._values[self.figures.spans[place].start + heaviest.offset]
        return {
            "sentence": NO_DATA if no_data else _said(self.figures, place, own, absent, window),
            "percentile": self.percentile(heaviest.name, None if math.isnan(value) else value),
        }

    def _picking(self, place: int, window: str, contribution: float) -> str | None:
        """The measure of the window that moved the score most, where the reason shows the rows alone that attain it."""
        header, weights = self.figures.signals[place].header, self._weights
        if not header.codes:  # most signals; a list asks for thousands
            return None
        towards = math.copysign(1.0, contribution)
        asked = _asked_of(self.figures, place, window)
        chief = asked[max(asked, key=lambda number: towards * weights[number])].measure
        return chief.name if header.picks(chief) else None

    def _features(self, place: int) -> tuple[Feature, ...]:
        """Those that moved the score."""
        values, weights, percentile = self._values[self.figures.spans[place]], self._weights, self.percentile
        return tuple(
            [
                each.feature(value, weight, percentile(each.name, value))
                for number, each in _asked_of(self.figures, place).items()
                if (weight := weights[number])
                for value in (None if math.isnan(values[each.offset]) else values[each.offset],)
            ]
        )

    @cached_property
    def _standings(self) -> list[tuple[float, bool, bool, int]]:
        """Of each signal its contribution, whether it has no data, whether it is absent, and its window."""
        standings, row = self.standings, self.row
        columns = (standings.contribution, standings.no_data, standings.absent, standings.window)
        return list(zip(*(column[row].tolist() for column in columns), strict=True))

    @cached_property
    def _weights(self) -> list[float]:
        """The contributions, as Python's numbers: reading them one by one is quicker so."""
        weights: list[float] = self.contributions.tolist()
        return weights

    @cached_property
    def _sizes(self) -> list[float]:
        sizes: list[float] = np.abs(self.contributions).tolist()
        return sizes

    @cached_property
    def _values(self) -> list[float]:
        values: list[float] = self.values.tolist()
        return values

    @cached_property
    def _bytes(self) -> bytes:
        return self.values.tobytes()


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A feature that the model asks for.

    Attributes:
        offset: Its place among those of its signal.
        name: Its name.
        label: What it is called.
        measure: What it measures.
    """

    offset: int
    name: str
    label: Bilingual
    measure: Measure

    def feature(self, value: float | None, contribution: float, percentile: float | None) -> Feature:
        """The feature of a case, made as quickly as `Reason.having` does."""
        made = object.__new__(Feature)
        made.__dict__.update(
            name=self.name, label=self.label, value=value, contribution=contribution, percentile=percentile
        )
        return made


@lru_cache(maxsize=16384)
def _asked_of(figures: Figures, place: int, window: str | None = None) -> dict[int, _Asked]:
    """The features of a signal that the model asks for, by their places among those of the model.

    Of a window, by its text, those of this window alone, unless the model asks for none of them.
    """
    labels = feature_labels(figures.signals[place])
    every = [
        (each, figures.number[name], _Asked(offset=offset, name=name, label=labels[name], measure=measure))
        for offset, (name, measure, each) in enumerate(figures.signals[place].header.features())
        if name in figures.number
    ]
    own = {number: asked for each, number, asked in every if window is None or each.text == window}
    return own or {number: asked for _, number, asked in every}


@lru_cache(maxsize=16384)
def _said(figures: Figures, place: int, values: bytes, absent: bool, window: str | None) -> Bilingual:
    """The sentence about a signal's features, their values as they lie in memory: most cases have the same few."""
    signal, known = figures.signals[place], np.frombuffer(values).tolist()
    own = dict(zip(figures.features[place], known, strict=True))
    return sentence(signal, own, absent=absent, window=_window(signal, window))


def _window(signal: CompiledSignal, text: str | None) -> Window | None:
    return next((each for each in signal.header.windows if each.text == text), None)


def reasons_of(
    figures: Figures, values: Floats, contributions: Floats, percentile: Percentile
) -> Iterator[CaseReasons]:
    """The reasons of each of several cases.

    Args:
        figures: Of the program and the model.
        values: cases x features of the program; NaN is no data.
        contributions: cases x features of the model, in log-odds.
        percentile: The share of reference cases with a smaller value of a feature.
    """
    for start in range(0, len(values), AT_ONCE):
        own, weights = values[start : start + AT_ONCE], contributions[start : start + AT_ONCE]
        standings = figures.standings(own, weights)
        for row in range(len(own)):
            yield CaseReasons(
                figures=figures, values=own[row], contributions=weights[row], standings=standings, row=row,
                percentile=percentile,
            )  # fmt: skip


@lru_cache(maxsize=4096)
def bare_reason(signal: CompiledSignal) -> Reason:
    """What is the same of a signal's reason in every case."""
    header = signal.header
    return Reason(
        signal=header.name,
        typology=header.typology,
        label=_both(header.label),
        contribution=0.0,
        sentence=NO_DATA,
        percentile=None,
        features=(),
        evidence=(),
        evidence_total=0,
        is_absence=False,
        no_data=False,
        lawful_explanation=_both(header.innocent) if header.innocent else None,
        next_steps=_both(header.verify) if header.verify else None,
        law=law_for_readers(header.law) if header.law else None,
        direction=header.direction,
        favourable=header.favourable,
    )


@lru_cache(maxsize=4096)
def feature_labels(signal: CompiledSignal) -> dict[str, Bilingual]:
    """The features of a signal in words."""
    header = signal.header
    return {
        name: Bilingual(zh=header.feature_label(m, w, "zh"), en=header.feature_label(m, w, "en"))
        for name, m, w in header.features()
    }


def with_rows(reason: Reason, signal: CompiledSignal, values: Mapping[str, float], found: EvidenceRows) -> Reason:
    """The reason with the names of its rows, and its sentence about just these rows.

    Args:
        reason: A reason with rows.
        signal: Its signal.
        values: All features of the case.
        found: The rows of the reason's part.
    """
    window = _window(signal, reason.window)
    total = max(found.total, 1)  # what is read off the case itself is proved by the case's own row
    last_day = to_date(max(found.days)) if found.days else None
    picked = next((each for each in signal.header.measures if found.among and each.name == reason.measure), None)
    said = sentence(
        signal, {**values, **found.values}, absent=False, window=window, rows=total, last_day=last_day,
        picked=Picked(picked, found.among) if picked else None,
    )  # fmt: skip
    return counted(reason, signal, total).having(rows=found.first, evidence_total=total, sentence=said)


def counted(reason: Reason, signal: CompiledSignal, total: int) -> Reason:
    """The reason, which is none where it has fewer rows than its signal's words speak of."""
    return reason.having(too_few=total < signal.header.least)


def law_for_readers(law: str) -> str:
    """A legal anchor without our marks of how well it is known; one that nobody has read in full says so."""
    return MARKS.sub(lambda mark: "（条文未核）" if mark[1] in UNCHECKED else "", law)


def _both(text: Mapping[str, str]) -> Bilingual:
    return Bilingual(zh=text["zh"], en=text["en"])
