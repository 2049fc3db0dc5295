"""A simulated prefecture in the contract's tables, with full truth beside it, for demonstrations, tests and studies."""

from training.simulation.choice import WAYS
from training.simulation.prefecture import STEPS, Prefecture, review_draws, simulate
from training.simulation.style import CUSTOMS, Style
from training.simulation.world import CONCEALMENT_MIX, LOOK_ALIKES, SELECTION, SHAM_MIX, World

__all__ = [
    "CONCEALMENT_MIX",
    "CUSTOMS",
    "LOOK_ALIKES",
    "SELECTION",
    "SHAM_MIX",
    "STEPS",
    "WAYS",
    "Prefecture",
    "Style",
    "World",
    "review_draws",
    "simulate",
]
