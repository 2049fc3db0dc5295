"""Which columns of the matrix a target's model may use, and which way each may push."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zbrisk.signals.card import Card
from zbrisk.signals.measure import Measure

__all__ = ["features_of", "monotone_directions"]

#: Measures of which more can only mean more of what the signal says. Sums, ages and shares may turn at some size.
RISING = ("count", "exists", "distinct")
SIGN: Mapping[str, int] = {"raises": 1, "lowers": -1, "either": 0}


def features_of(cards: Iterable[Card], target: str) -> tuple[str, ...]:
    """The features of all signals that are made for `target`, in the order of the matrix."""
    return tuple(name for card in cards if target in card.targets for name, _, _ in card.features())


def monotone_directions(cards: Iterable[Card]) -> dict[str, int]:
    """1 for features that may only raise a score, -1 for those that may only lower it, by the direction on the card."""
    signs = ((name, SIGN[card.direction] * _rises(measure)) for card in cards for name, measure, _ in card.features())
    return {name: sign for name, sign in signs if sign}


def _rises(measure: Measure) -> bool:
    return measure.kind in RISING and measure.per_measure is None and measure.per_column is None
