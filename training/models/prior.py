"""Where a model starts from before it has seen a single outcome: trees learnt on simulated prefectures, or elsewhere.

An office has a hundred confirmed cases or so, a simulated prefecture has the truth of all its cases. Trees grown on
many simulated prefectures, no two alike, know which signals tend to mean something and how strongly; trees grown on the
office's own outcomes stand beside them, and have the more to say the more is confirmed (`Prior.beside`). A prior is a
guess about people that nobody has met: it holds where the simulation's schemes resemble the office's;
`experiments/selected_labels` says how far. `experiments/prior` makes it. `training.models.bundle_prior` makes one of
what another office, or a province, has learnt from real outcomes; that one the office's outcomes correct, tree by tree.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import lightgbm as lgb
import numpy as np

from training.models.experts import Experts, scaled
from training.models.usual_slopes import UsualSlopes
from zbrisk.bundle.trees import Tree, Trees, read_trees
from zbrisk.typing import Floats

__all__ = ["PRIORS", "Prior", "averaged", "corrects", "move", "prior_of", "say"]


PRIORS = Path(__file__).parent / "priors"
MOST_SAY, ENOUGH_FOR_HALF = 0.6, 20
MANY = 300
FLAT = 1e-9  # spread of margins below which trees say nothing


@dataclass(frozen=True, kw_only=True)
class Prior:
    """Trees to start from, as LightGBM's text; their raw margin is a log-odds.

    `experts` know one typology each, and lean the prior towards what an office finds. `slopes` are what a linear part
    beside the trees usually has. `about` says whose the trees are, where a bundle taught them; it is empty for those of
    the simulation.
    """

    text: str
    experts: Experts | None = None
    slopes: UsualSlopes | None = None
    about: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def trees(self) -> Trees:
        """The trees.

        Raises:
            BundleError: The text is none that can be run safely.
        """
        return read_trees(self.text, name="The prior")

    @cached_property
    def booster(self) -> lgb.Booster:
        """The trees at work.

        Raises:
            BundleError: See `trees`; or LightGBM does not take them.
        """
        return self.trees.booster()

    @cached_property
    def features(self) -> tuple[str, ...]:
        """The columns that it reads, in its order."""
        return tuple(self.booster.feature_name())

    @property
    def corrected(self) -> bool:
        """Whether new trees correct it, as they do what real outcomes taught, or stand beside it."""
        return bool(self.about)

    @property
    def digest(self) -> str:
        """A short name, made of its bytes."""
        whole = self.text + "".join(part.text for part in (self.experts, self.slopes) if part)
        return hashlib.sha256(whole.encode()).hexdigest()[:12]

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

    def shift(self, X: Floats, label: Floats, weight: Floats) -> float:
        """The constant that moves its raw margins to the base rate of some rows, held near 0 as by one case of doubt.

        New trees are grown above the margins thus moved, or they would spend themselves on the base rate; what is
        handed over is not moved, for the base rate of reviewed cases is not that of all.
        """
        return _shift(self.scores(X), label, weight)

    def moved(self, by: float) -> lgb.Booster:
        """Its trees, with a constant added to the margin."""
        return move(self.trees.booster(), by)

    def beside(self, grown: lgb.Booster, X: Floats, label: Floats, weight: Floats) -> lgb.Booster:
        """Its trees and others grown on an office's outcomes alone; the more confirmed, the more these have to say.

        Trees that start from a guess's margin would only correct it, and leave its mistakes in most places; where the
        two are learnt apart and weighed (`say`), neither can do much harm. How far the outcomes' trees reach depends
        on how few the outcomes are, so both are given the prior's spread over the rows, and its level.

        Args:
            grown: Trees whose first columns are the prior's.
            X: The rows that they were grown on.
            label: What was found in each.
            weight: How much each row counts.
        """
        own = read_trees(grown.model_to_string(), name="The model")
        guess, outcomes = self._leaned(X, label, weight), own.trees
        level, spread = _moments(self.scores(X), weight)
        (_, reach), (_, found) = (_moments(_raw(replace(own, trees=t), X), weight) for t in (guess, outcomes))
        share = say(label) if found > FLAT else 0.0
        ours = [scaled(tree, (1 - share) * spread / (reach or 1.0)) for tree in guess]
        theirs = [scaled(tree, share * spread / found) for tree in outcomes] if share else []
        both = replace(own, trees=(*ours, *theirs))
        return move(lgb.Booster(model_str=both.text), level - _moments(_raw(both, X), weight)[0])

    def _leaned(self, X: Floats, label: Floats, weight: Floats) -> tuple[Tree, ...]:
        """Its trees, leaned by its experts towards what was found."""
        trees = self.trees.trees
        if self.experts is None:
            return trees
        share, others = self.experts.weighed(self.scores(X), X[:, : len(self.features)], label, weight)
        return (*(scaled(tree, share) for tree in trees), *others)


def say(label: Floats) -> float:
    """The say of outcomes beside a simulation's prior: three tenths with 20 confirmed, most with thousands.

    docs/results/foreign-worlds.md has what more and less are worth.
    """
    confirmed = float(label.sum())
    return max(MOST_SAY * confirmed / (confirmed + ENOUGH_FOR_HALF), confirmed / (confirmed + MANY))


def move(booster: lgb.Booster, by: float) -> lgb.Booster:
    """Add a constant to every margin of a booster, in its first tree; gives the same booster back."""
    for leaf in range(_leaves(booster)):
        booster.set_leaf_output(0, leaf, booster.get_leaf_output(0, leaf) + by)
    return booster


def averaged(forest: lgb.Booster) -> lgb.Booster:
    """A forest whose margin is the mean of its trees, as trees whose margin is their sum, as everywhere else."""
    trees = read_trees(forest.model_to_string().replace("average_output\n", "", 1), name="The model")
    share = 1 / len(trees.trees)
    return lgb.Booster(model_str=replace(trees, trees=tuple(scaled(tree, share) for tree in trees.trees)).text)


def prior_of(target: str, folder: Path = PRIORS) -> Prior | None:
    """The prior of a target; None where nobody has made one."""
    file = folder / f"{target}.txt"
    if not file.is_file():
        return None
    text = file.read_text(encoding="utf-8")
    return Prior(text=text, experts=Experts.read(folder, target), slopes=UsualSlopes.read(folder, target))


def corrects(prior: Prior | None) -> bool:
    """Whether new trees correct a prior, if there is one."""
    return prior is not None and prior.corrected


def _shift(raw: Floats, label: Floats, weight: Floats, steps: int = 25) -> float:
    shift = 0.0
    for _ in range(steps):
        chance = 0.5 * (1 + np.tanh((raw + shift) / 2))
        slope = weight @ (chance - label) + 0.25 * shift
        shift -= float(np.clip(slope / (weight @ (chance * (1 - chance)) + 0.25), -1, 1))
    return shift


def _raw(trees: Trees, X: Floats) -> Floats:
    booster = lgb.Booster(model_str=trees.text)
    return np.asarray(booster.predict(X, raw_score=True, num_threads=1), dtype=np.float64)


def _moments(raw: Floats, weight: Floats) -> tuple[float, float]:
    """Mean and spread over weighted rows."""
    mean = float(np.average(raw, weights=weight))
    return mean, float(np.sqrt(np.average((raw - mean) ** 2, weights=weight)))


def _leaves(booster: lgb.Booster) -> int:
    return int(booster.dump_model(num_iteration=1)["tree_info"][0]["num_leaves"])
