"""Whom a clue of a sham suit suspects: the debtor is often the victim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import yaml

__all__ = ["SHAM", "SUSPECTS", "Suspicion", "suspicion", "suspicion_of"]

SHAM = "sham_litigation"  # the target whose clues name a suspect


@dataclass(frozen=True, kw_only=True)
class Suspicion:
    """Who is suspected.

    Attributes:
        side: plaintiff, collusion or agent: a code of `review_outcomes.suspect_side`.
        roles: The parties of the case whom it concerns, by their role.
        others: Whether it concerns somebody too whom only the evidence names.
    """

    side: str
    roles: tuple[str, ...] = field(default=())
    others: bool = False


def _read() -> dict[str, Suspicion]:
    document = yaml.safe_load(
        resources.files("zbrisk.explaining").joinpath("suspects.yaml").read_text(encoding="utf-8")
    )
    return {code: Suspicion(**{**entry, "roles": tuple(entry["roles"])}) for code, entry in document.items()}


SUSPECTS: Mapping[str, Suspicion] = _read()
"""Whom each typology of a sham suit suspects."""


def suspicion(reasons: Iterable[tuple[float, Sequence[str]]]) -> Suspicion | None:
    """Whom the strongest reasons point to; None where no reason speaks of a sham suit's typology.

    A reason that stands for several typologies lends each of their sides the same part of its contribution; the people
    are those of the strongest typology of that side.

    Args:
        reasons: The contribution and the typologies of each.
    """
    weights: dict[str, float] = {}
    for contribution, typologies in reasons:
        codes = [code for code in typologies if code in SUSPECTS]
        for code in codes:
            weights[code] = weights.get(code, 0.0) + max(contribution, 0.0) / len(codes)
    sides: dict[str, float] = {}
    for code, weight in weights.items():
        sides[SUSPECTS[code].side] = sides.get(SUSPECTS[code].side, 0.0) + weight
    side = max(sorted(sides), key=lambda name: sides[name], default=None)
    if side is None or sides[side] <= 0:
        return None
    own = sorted(code for code in weights if SUSPECTS[code].side == side)
    return SUSPECTS[max(own, key=lambda code: weights[code])]


def suspicion_of(reasons: Sequence[Mapping[str, Any]], typologies: Mapping[str, Sequence[str]]) -> Suspicion | None:
    """The same for reasons as `rank` gives them (signal, contribution, related), with the typologies of each signal."""
    every = [said for reason in reasons for said in (reason, *reason.get("related", ()))]
    return suspicion((float(r["contribution"]), typologies.get(str(r["signal"]), ())) for r in every)
