"""Which columns of the matrix a target's model may use, and which way each may push."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zbrisk.signals.header import SignalHeader
from zbrisk.signals.measure import Measure

__all__ = ["features_of", "monotone_directions"]

#: Measures of which more can only mean more of what the signal says. Sums, ages and shares may turn at some size.
RISING = ("count", "exists", "distinct")
SIGN: Mapping[str, int] = {"raises": 1, "lowers": -1, "either": 0}


def features_of(headers: Iterable[SignalHeader], target: str) -> tuple[str, ...]:
    """The features of all signals that are made for `target`, in the order of the matrix."""
    return tuple(name for header in headers if target in header.targets for name, _, _ in header.features())


def monotone_directions(headers: Iterable[SignalHeader]) -> dict[str, int]:
    """1 for features that may only raise a score, -1 for those that may only lower it, by their header."""
    signs = (
        (name, SIGN[header.direction] * _rises(measure)) for header in headers for name, measure, _ in header.features()
    )
    return {name: sign for name, sign in signs if sign}


def _rises(measure: Measure) -> bool:
    return measure.kind in RISING and measure.per_measure is None and measure.per_column is None
