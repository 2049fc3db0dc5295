"""The prefectures that a choice was made on, and others, drawn at random, that had no part in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from experiments.prior.worlds import world_of
from training.simulation import CONCEALMENT_MIX, LOOK_ALIKES, SHAM_MIX, World

__all__ = ["CHOOSING", "FRESH", "fresh_world"]


def _turned(mix: Mapping[str, float]) -> dict[str, float]:
    """The commonest scheme as rare as the rarest, and so on."""
    return dict(zip(mix, reversed(list(mix.values())), strict=True))


_ALIKE = {name: 1.6 * share for name, share in LOOK_ALIKES.items()}

#: They differ in who gets reviewed, in wrong labels, in drift, in schemes, in how many reviews there are.
CHOOSING: Mapping[str, World] = {
    "usual": World(seed=11),
    "rules alone": World(seed=12, selection={"rule": 0.8, "tip": 0.15, "random": 0.0, "campaign": 0.05}),
    "noisy, faint": World(seed=13, label_noise=0.10, strength=0.45, trace=0.65),
    "other schemes": World(seed=14, drift=1.2, concealment_mix=_turned(CONCEALMENT_MIX), sham_mix=_turned(SHAM_MIX)),
    "few reviews": World(seed=15, review_rate=0.03, sham_review_rate=0.012, look_alikes=_ALIKE),
    "gaps": World(seed=16, gaps=0.25),
}

FRESH = range(411, 416)


def fresh_world(seed: int, cases: int = 20_000) -> World:
    """A prefecture whose schemes and whose reviews are drawn at random; no choice was made by looking at it."""
    chance = np.random.default_rng([seed, 6])
    rule, tip, audit, campaign = chance.dirichlet((5, 2, 2, 1))
    return replace(
        world_of(seed, cases),
        selection={"rule": rule, "tip": tip, "random": audit, "campaign": campaign},
        review_rate=chance.uniform(0.03, 0.06),
        sham_review_rate=chance.uniform(0.015, 0.03),
        rule_misses=chance.uniform(0.2, 0.6),
        label_noise=chance.uniform(0.02, 0.08),
    )
