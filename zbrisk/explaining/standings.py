"""How each signal stands in many cases at once, before anything of it is put into words.

A list explains every one of its clues, and shows a handful of some hundred signals of each. Whether a signal has no
data, speaks of an absence, in which window it has something to say, and what it weighs are therefore worked out for all
cases and signals together; objects and sentences are made of those alone that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from zbrisk.compiler.compiled import CompiledSignal, Program
from zbrisk.explaining.reason_selection import WORTH_SAYING
from zbrisk.explaining.reason_text import figures_always_shown
from zbrisk.signals.measure import COUNTED, Measure
from zbrisk.signals.window import Window
from zbrisk.typing import Floats

__all__ = ["NO_WINDOW", "Figures", "Standings", "figures_of"]

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Steps = tuple[int, tuple[tuple[Places, Places], ...]]
NO_WINDOW = -1


@dataclass(frozen=True, kw_only=True)
class Standings:
    """cases x signals (of a signal by codes, its groups).

    Attributes:
        contribution: What the signal's features add to the score, in log-odds.
        no_data: Whether all its features are unknown.
        absent: Whether they say that it has no rows at all.
        window: Which of its windows its sentence is about, NO_WINDOW where it is about none.
        listed: Whether it is a reason: it moved the score, or has no data though the model asks for it.
    """

    contribution: Floats
    no_data: Mask
    absent: Mask
    window: Places
    listed: Mask

    @cached_property
    def worth_saying(self) -> Mask:
        """The same choice as `above_threshold` makes."""
        says_something = self.absent | (self.window != NO_WINDOW)
        known = self.listed & ~self.no_data & says_something & (self.contribution != 0)
        weight = np.where(known, np.abs(self.contribution), 0.0)
        strongest = weight.max(axis=1, initial=0.0, keepdims=True)
        worth: Mask = known & (weight >= WORTH_SAYING * np.minimum(1.0, strongest))
        return worth


@dataclass(frozen=True, kw_only=True, eq=False)
class Figures:
    """Where the features of a program's signals and of their windows stand, for one model.

    Attributes:
        signals: The signals, or their groups.
        names: The features of the model, in its order.
        features: The names of each signal's features.
        by_name: The places of the signals in the order of their names.
    """

    signals: tuple[CompiledSignal, ...]
    names: tuple[str, ...]
    features: tuple[tuple[str, ...], ...]
    by_name: Places
    in_model: Mask  # of each signal
    places: Places  # of the model's features among the program's
    starts: Places  # of each signal's features
    counted: Mask  # of each feature: whether it is 0, and not unknown, where there are no rows
    by_window: Places  # the features, those of each signal's window together
    windows: Places  # where those of each window start in `by_window`
    counts: Mask  # of each window: whether some of its features count
    slots: Places  # signals x windows: the window's number, NO_WINDOW where there is no further one
    shown: Places  # the features that a sentence always shows, a window's together
    shown_starts: Places
    shown_of: Places  # the window of each such run
    shown_counts: Mask  # of each feature shown: whether 0 says that there is nothing
    sayable: Mask  # of each window: whether the sentence can be about it

    @cached_property
    def number(self) -> dict[str, int]:
        """The place of each of the model's features among them."""
        return {name: number for number, name in enumerate(self.names)}

    @cached_property
    def place_of(self) -> dict[str, int]:
        """The place of each signal."""
        return {signal.name: place for place, signal in enumerate(self.signals)}

    @cached_property
    def spans(self) -> tuple[slice, ...]:
        """Which features of the program are each signal's."""
        return tuple(
            slice(start, start + len(own)) for start, own in zip(self.starts.tolist(), self.features, strict=True)
        )

    @cached_property
    def _steps(self) -> Steps:
        return steps(self.starts, len(self.counted))

    @cached_property
    def _window_steps(self) -> Steps:
        return steps(self.windows, len(self.by_window))

    def standings(self, values: Floats, contributions: Floats) -> Standings:
        """How the signals stand.

        Args:
            values: cases x features of the program, NaN where there is no data.
            contributions: cases x features of the model.
        """
        weights = np.zeros(values.shape)
        weights[:, self.places] = contributions
        unknown = np.isnan(values)
        no_data = np.logical_and.reduceat(unknown, self.starts, axis=1)
        moved = np.logical_or.reduceat(weights != 0, self.starts, axis=1)
        nothing = unknown | (self.counted & (values == 0))
        absent = ~no_data & np.logical_and.reduceat(nothing, self.starts, axis=1)
        contribution = added_in_order(weights, self._steps)
        window = self._windows(values, unknown, weights, contribution)
        return Standings(
            contribution=contribution,
            no_data=no_data,
            absent=absent,
            window=np.where(no_data | absent, NO_WINDOW, window),
            listed=self.in_model & (no_data | moved),
        )

    def _windows(self, values: Floats, unknown: Mask, weights: Floats, whole: Floats) -> Places:
        """The window that each signal's sentence is about: of those in which it says something, the weightiest.

        Where a figure that it always shows is unknown in every window with rows, the one of these that weighs most.
        None where there are no rows, or nothing of what the sentence is about: a sum of 0, a share of 0.
        """
        counting = np.repeat(self.counts, np.diff([*self.windows, len(self.by_window)]))
        some = np.where(
            counting, self.counted[self.by_window] & (values > 0)[:, self.by_window], ~unknown[:, self.by_window]
        )
        there = np.logical_or.reduceat(some, self.windows, axis=1)
        said = np.broadcast_to(self.sayable, there.shape).copy()
        if self.shown.size:
            none = self.shown_counts & (values[:, self.shown] == 0)
            there[:, self.shown_of] &= ~np.logical_or.reduceat(none, self.shown_starts, axis=1)
            lacking = np.logical_or.reduceat(unknown[:, self.shown], self.shown_starts, axis=1)
            said[:, self.shown_of] &= ~lacking
        weight = added_in_order(weights[:, self.by_window], self._window_steps)
        return self._weightiest(there, there & said, weight, whole)

    def _weightiest(self, there: Mask, said: Mask, weight: Floats, whole: Floats) -> Places:
        exists = self.slots != NO_WINDOW
        there, said = (mask[:, self.slots] & exists for mask in (there, said))
        able = np.where(said.any(axis=2, keepdims=True), said, there)
        towards = np.copysign(1.0, whole)[:, :, None] * weight[:, self.slots]
        best = np.where(able, towards, -np.inf).argmax(axis=2)
        return np.where(able.any(axis=2), best, NO_WINDOW)


def steps(starts: Places, size: int) -> Steps:
    """How runs of columns are added from left to right: step by step the runs that go on, and their next columns."""
    ends = np.append(starts[1:], size)
    longest = int((ends - starts).max(initial=0))
    going_on = [np.flatnonzero(starts + step < ends) for step in range(longest)]
    return len(starts), tuple((runs, starts[runs] + step) for step, runs in enumerate(going_on))


def added_in_order(numbers: Floats, runs: Steps) -> Floats:
    """The sums of runs of columns, each added from left to right: the same bits whatever stands beside a run."""
    size, added = runs
    sums = np.zeros((len(numbers), size))
    for places, columns in added:
        sums[:, places] += numbers[:, columns]
    return sums


@lru_cache(maxsize=16)
def figures_of(program: Program, names: tuple[str, ...]) -> Figures:
    """The figures of a program's signals, for a model with these features."""
    signals = program.groups
    features = [(signal, *each) for signal in signals for each in signal.header.features()]
    place = {name: number for number, (_, name, _, _) in enumerate(features)}
    slots = [(signal, window) for signal in signals for window in signal.header.windows]
    slot = {(signal.name, window): number for number, (signal, window) in enumerate(slots)}
    counted = np.array([_counts(measure) for _, _, measure, _ in features])
    slot_of = np.array([slot[signal.name, window] for signal, _, _, window in features], dtype=np.int64)
    by_window = np.argsort(slot_of, kind="stable")
    windows = np.searchsorted(slot_of[by_window], np.arange(len(slots)))
    shown = [[(place[name], kind) for name, kind in figures_always_shown(signal, window)] for signal, window in slots]
    shown_of = [number for number, each in enumerate(shown) if each]
    asked = set(names)
    return Figures(
        signals=signals,
        names=names,
        features=tuple(tuple(name for name, _, _ in signal.header.features()) for signal in signals),
        by_name=np.argsort(np.array([signal.name for signal in signals], dtype=object), kind="stable"),
        in_model=np.array([any(name in asked for name, _, _ in signal.header.features()) for signal in signals]),
        places=np.array([place[name] for name in names], dtype=np.int64),
        starts=_starts(len(signal.header.features()) for signal in signals),
        counted=counted,
        by_window=by_window,
        windows=windows,
        counts=np.logical_or.reduceat(counted[by_window], windows),
        slots=_padded([[slot[signal.name, window] for window in signal.header.windows] for signal in signals]),
        shown=np.array([number for each in shown for number, _ in each], dtype=np.int64),
        shown_starts=_starts(len(shown[number]) for number in shown_of),
        shown_of=np.array(shown_of, dtype=np.int64),
        shown_counts=np.array([kind in (*COUNTED, "share") for each in shown for _, kind in each], dtype=bool),
        sayable=np.array([_sayable(signal, window) for signal, window in slots]),
    )


def _counts(measure: Measure) -> bool:
    return measure.kind in COUNTED and measure.per_measure is None


def _sayable(signal: CompiledSignal, window: Window) -> bool:
    return window in signal.header.sentence_windows


def _starts(lengths: Iterable[int]) -> Places:
    return np.array([0, *accumulate(lengths)][:-1], dtype=np.int64)


def _padded(lists: Sequence[Sequence[int]]) -> Places:
    longest = max(map(len, lists), default=0)
    return np.array([[*each, *[NO_WINDOW] * (longest - len(each))] for each in lists], dtype=np.int64)
