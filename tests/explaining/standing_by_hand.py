"""How one signal stands in one case, worked out a feature at a time: what the arrays must agree with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np

from zbrisk.compiler.compiled import CompiledSignal, Program
from zbrisk.explaining.reason import Reason
from zbrisk.explaining.reason_text import figures_always_shown
from zbrisk.explaining.reasons import CaseReasons, Percentile, reasons_of
from zbrisk.explaining.standings import figures_of
from zbrisk.signals.measure import COUNTED, Measure
from zbrisk.signals.window import Window

Values = Mapping[str, float]


def case_reasons(
    program: Program, values: Values, contributions: Values, percentile: Percentile = lambda *_: None
) -> CaseReasons:
    """The reasons of one case from values and contributions by name; what is not named is unknown."""
    matrix = np.array([[values.get(name, math.nan) for name in program.features]])
    figures = figures_of(program, tuple(contributions))
    return next(reasons_of(figures, matrix, np.array([list(contributions.values())]), percentile))


def every_reason(program: Program, values: Values, contributions: Values, percentile: Percentile) -> tuple[Reason, ...]:
    return case_reasons(program, values, contributions, percentile).every()


def is_absent(signal: CompiledSignal, values: Values) -> bool:
    """Whether the features say that the signal has no rows at all: all that count are 0, and all else is unknown."""
    measured = [(_counts(measure), values[name]) for name, measure, _ in signal.header.features()]
    nothing = [math.isnan(value) or (counts and value == 0) for counts, value in measured]
    return all(nothing) and not all(math.isnan(value) for _, value in measured)


def contribution(signal: CompiledSignal, weights: Values, window: Window | None = None) -> float:
    return _added(weights.get(name, 0.0) for name, _, each in signal.header.features() if window in (None, each))


def shown_window(signal: CompiledSignal, values: Values, weights: Values) -> Window | None:
    """Of the windows in which the sentence says something the one that weighs most; none if there is nothing to say."""
    sign = math.copysign(1.0, contribution(signal, weights))
    there = [
        window
        for window in signal.header.windows
        if _has_rows(signal, values, window) and not _is_nothing(signal, values, window)
    ]
    said = [window for window in there if _is_said(signal, values, window)]
    return max(said or there, key=lambda window: sign * contribution(signal, weights, window), default=None)


def _has_rows(signal: CompiledSignal, values: Values, window: Window) -> bool:
    measured = [(_counts(measure), values[name]) for name, measure, each in signal.header.features() if each == window]
    counted = [value for counts, value in measured if counts]
    return any(value > 0 for value in counted) if counted else any(not math.isnan(value) for _, value in measured)


def _is_nothing(signal: CompiledSignal, values: Values, window: Window) -> bool:
    shown = figures_always_shown(signal, window)
    return any(values[name] == 0 and kind in (*COUNTED, "share") for name, kind in shown)


def _is_said(signal: CompiledSignal, values: Values, window: Window) -> bool:
    known = not any(math.isnan(values[name]) for name, _ in figures_always_shown(signal, window))
    return window in signal.header.sentence_windows and known


def _counts(measure: Measure) -> bool:
    return measure.kind in COUNTED and measure.per_measure is None


def _added(numbers: Iterable[float]) -> float:
    """From left to right; `sum` itself rounds otherwise from Python 3.12 on."""
    total = 0.0
    for number in numbers:
        total += number
    return total
