"""A simulated prefecture in the contract's tables, with full truth beside it, for demonstrations, tests and studies."""

from training.simulation.prefecture import STEPS, Prefecture, review_draws, simulate
from training.simulation.world import CONCEALMENT_MIX, LOOK_ALIKES, SELECTION, SHAM_MIX, World

__all__ = [
    "CONCEALMENT_MIX",
    "LOOK_ALIKES",
    "SELECTION",
    "SHAM_MIX",
    "STEPS",
    "Prefecture",
    "World",
    "review_draws",
    "simulate",
]
