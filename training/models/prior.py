"""Where a model starts from before it has seen a single outcome: trees learnt on simulated prefectures.

An office has a hundred confirmed cases or so, a simulated prefecture has the truth of all its cases. Trees grown on
many simulated prefectures, no two alike, know which signals tend to mean something and how strongly; trees grown on the
office's own outcomes stand beside them, and both have the same say. A prior is a guess about people that nobody has
met: it holds where the simulation's schemes resemble the office's; `experiments/selected_labels` says how far, and
`docs/results/foreign-worlds.md` why the outcomes do not merely correct it. `experiments/prior` makes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import lightgbm as lgb
import numpy as np

from zbrisk.bundle.trees import Tree, Trees, read_trees
from zbrisk.typing import Floats

__all__ = ["PRIORS", "Prior", "move", "prior_of"]


PRIORS = Path(__file__).parent / "priors"


@dataclass(frozen=True, kw_only=True)
class Prior:
    """Trees to start from, as LightGBM's text; their raw margin is a log-odds."""

    text: str

    @cached_property
    def booster(self) -> lgb.Booster:
        """The trees.

        Raises:
            BundleError: The text is none that can be run safely.
        """
        return read_trees(self.text, name="The prior").booster()

    @cached_property
    def features(self) -> tuple[str, ...]:
        """The columns that it reads, in its order."""
        return tuple(self.booster.feature_name())

    @property
    def digest(self) -> str:
        """A short name, made of its bytes."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    def lacking(self, columns: Sequence[str]) -> tuple[str, ...]:
        """Features that it needs and that are not among `columns`."""
        return tuple(name for name in self.features if name not in set(columns))

    def first(self, columns: Sequence[str]) -> list[str]:
        """The columns with its own ahead, in its order: a model that goes on from it counts them by place."""
        own = set(self.features)
        return [*self.features, *(name for name in columns if name not in own)]

    def scores(self, X: Floats) -> Floats:
        """Raw margins of rows whose first columns are its own."""
        raw = self.booster.predict(X[:, : len(self.features)], raw_score=True, num_threads=1)
        return np.asarray(raw, dtype=np.float64)

    def beside(self, grown: lgb.Booster, X: Floats, weight: Floats) -> lgb.Booster:
        """Its trees and others grown on an office's outcomes alone: the margin is the mean of both, equally spread.

        Trees that start from the prior's margin would only correct it, and leave its mistakes in most places; where the
        two are learnt apart and have the same say, neither can do much harm. How sure the outcomes' trees are depends
        on how few the outcomes are, so they are given the prior's spread over the rows, and the prior's level.

        Args:
            grown: Trees whose first columns are the prior's.
            X: The rows that they were grown on.
            weight: How much each row counts.
        """
        own = read_trees(grown.model_to_string(), name="The model")
        (level, spread), (mean, found) = (_moments(raw, weight) for raw in (self.scores(X), _raw(grown, X)))
        if not found:
            return lgb.Booster(model_str=self._over(own, ()).text)
        scale = spread / found
        trees = self._over(own, tuple(_scaled(tree, 0.5 * scale) for tree in own.trees), 0.5)
        return move(lgb.Booster(model_str=trees.text), 0.5 * (level - scale * mean))

    def _over(self, own: Trees, more: tuple[Tree, ...], share: float = 1.0) -> Trees:
        """The prior's trees, scaled, and further ones, over the columns of these."""
        ours = read_trees(self.text, name="The prior").trees
        return replace(own, trees=(*(_scaled(tree, share) for tree in ours), *more))


def move(booster: lgb.Booster, by: float) -> lgb.Booster:
    """Add a constant to every margin of a booster, in its first tree; gives the same booster back."""
    for leaf in range(_leaves(booster)):
        booster.set_leaf_output(0, leaf, booster.get_leaf_output(0, leaf) + by)
    return booster


def prior_of(target: str, folder: Path = PRIORS) -> Prior | None:
    """The prior of a target; None where nobody has made one."""
    file = folder / f"{target}.txt"
    return Prior(text=file.read_text(encoding="utf-8")) if file.is_file() else None


def _scaled(tree: Tree, by: float) -> Tree:
    return replace(tree, leaf_value=tuple(by * value for value in tree.leaf_value))


def _raw(booster: lgb.Booster, X: Floats) -> Floats:
    return np.asarray(booster.predict(X, raw_score=True, num_threads=1), dtype=np.float64)


def _moments(raw: Floats, weight: Floats) -> tuple[float, float]:
    """Mean and spread over weighted rows."""
    mean = float(np.average(raw, weights=weight))
    return mean, float(np.sqrt(np.average((raw - mean) ** 2, weights=weight)))


def _leaves(booster: lgb.Booster) -> int:
    return int(booster.dump_model(num_iteration=1)["tree_info"][0]["num_leaves"])
