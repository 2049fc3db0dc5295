"""From what reviews found to a bundle that scores.

    recipe = training.Recipe(trials=50)
    trained = training.train_bundle(docket, "models/2026q3", until=day, recipe=recipe)
    trained = training.train(docket, builder, until=day)  # without writing anything

Names are imported when they are first used: what trains brings libraries that take seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbrisk.lazy import lazy_names

if TYPE_CHECKING:
    from training.bundle import train_bundle
    from training.recipe import Recipe, read_recipe
    from training.run import Trained, train

__all__ = ["Recipe", "Trained", "read_recipe", "train", "train_bundle"]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "Recipe": "training.recipe",
        "Trained": "training.run",
        "read_recipe": "training.recipe",
        "train": "training.run",
        "train_bundle": "training.bundle",
    },
)
