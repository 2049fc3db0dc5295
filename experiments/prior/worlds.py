"""Prefectures drawn at random: nobody knows which one the next office is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from training.simulation import CONCEALMENT_MIX, LOOK_ALIKES, SHAM_MIX, WAYS, Style, World

__all__ = ["SEEDS", "crowded", "world_of"]

#: The worlds behind the priors that are shipped; no study may ask one of them how good a prior is.
SEEDS = range(301, 321)
MOST_ALIKE = 0.3  # share of honest lives that look like one scheme, at most


def world_of(seed: int, cases: int) -> World:
    """A prefecture whose schemes, look-alikes, traces and registers differ from any other's.

    Args:
        seed: Gives the parameters, and the world.
        cases: Terminated cases.
    """
    chance = np.random.default_rng([seed, 4])

    def shaken(mix: Mapping[str, float], by: float) -> dict[str, float]:
        return {name: float(share * np.exp(chance.normal(0, by))) for name, share in mix.items()}

    alike = {name: min(share, MOST_ALIKE) for name, share in shaken(LOOK_ALIKES, 0.6).items()}
    return World(
        cases=cases,
        seed=seed,
        style=Style.drawn(seed, WAYS),
        courts=int(chance.integers(3, 9)),
        concealed_rate=chance.uniform(0.03, 0.07),
        sham_rate=chance.uniform(0.006, 0.015),
        concealment_mix=shaken(CONCEALMENT_MIX, 1.2),
        sham_mix=shaken(SHAM_MIX, 1.2),
        look_alikes=alike,
        more_schemes=chance.uniform(0.3, 1.2),
        strength=chance.uniform(0.35, 0.85),
        trace=chance.uniform(0.6, 0.95),
        hidden=chance.uniform(0.05, 0.3),
        drift=chance.uniform(0, 1),
        gaps=chance.uniform(0.05, 0.25),
        corrections=chance.uniform(0, 0.05),
        ties_known=chance.uniform(0.6, 0.95),
    )


def crowded(world: World) -> World:
    """The same world with more guilt in it: what a scheme looks like is learnt from the guilty, and they are few.

    How common guilt is, a prior does not say: an office's outcomes do.
    """
    return replace(world, concealed_rate=3 * world.concealed_rate, sham_rate=4 * world.sham_rate)
