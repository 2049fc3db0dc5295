"""Whom a clue of a sham suit suspects: the debtor is often the victim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

import yaml

__all__ = ["SUSPECTS", "suspect_side"]

SUSPECTS: Mapping[str, str] = yaml.safe_load(
    resources.files("zbrisk.clues").joinpath("suspects.yaml").read_text(encoding="utf-8")
)
"""Typology to plaintiff, collusion or agent: the codes of `review_outcomes.suspect_side`."""


def suspect_side(reasons: Sequence[Mapping[str, Any]], typologies: Mapping[str, Sequence[str]]) -> str | None:
    """The side that the strongest reasons point to; None where no reason speaks of a typology.

    A reason that stands for several typologies lends each of their sides the same part of its contribution.

    Args:
        reasons: As `rank` gives them: signal and contribution.
        typologies: Of each signal.
    """
    weights: dict[str, float] = {}
    for reason in reasons:
        sides = [SUSPECTS[code] for code in typologies.get(str(reason["signal"]), ()) if code in SUSPECTS]
        for side in sides:
            weights[side] = weights.get(side, 0.0) + max(float(reason["contribution"]), 0.0) / len(sides)
    strongest = max(sorted(weights), key=lambda side: weights[side], default=None)
    return strongest if strongest is not None and weights[strongest] > 0 else None
