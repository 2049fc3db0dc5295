"""Experts: trees that know one typology each, which an office's outcomes weigh.

What a scheme looks like may be the same in two places where how common it is, or who gets caught, is not. A prior of
all typologies at once knows both and cannot keep the one and forget the other. So trees for each typology
alone, learnt on the same simulated prefectures, stand by: a hundred outcomes weigh some twenty margins, kept near
"the prior as it is", where they could not weigh a thousand features. Margins add, so what is weighed is still trees.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path

import lightgbm as lgb
import numpy as np
from scipy.optimize import minimize

from zbrisk.bundle.trees import Tree, Trees, read_trees
from zbrisk.typing import Floats

__all__ = ["Experts", "scaled"]

#: Ridge penalties: on moving the prior away from what it says, and on letting an expert speak, in the margin's usual
#: spread. Half and twice as much made no difference.
PRIOR_PENALTY, EXPERT_PENALTY = 10.0, 40.0


@dataclass(frozen=True, kw_only=True)
class Experts:
    """The trees of all experts, one after the other, with the columns of a prior.

    Args:
        text: As LightGBM writes them.
        counts: How many trees each typology has, in their order.
    """

    text: str
    counts: Mapping[str, int]

    @cached_property
    def trees(self) -> Trees:
        """The trees.

        Raises:
            BundleError: The text is none that can be run safely.
        """
        return read_trees(self.text, name="The experts")

    @cached_property
    def booster(self) -> lgb.Booster:
        """The trees at work.

        Raises:
            BundleError: See `trees`; or LightGBM does not take them.
        """
        return self.trees.booster()

    def margins(self, X: Floats) -> Floats:
        """What each expert says of each row, an expert a column."""
        ends = list(accumulate(self.counts.values(), initial=0))
        each = [
            self.booster.predict(X, raw_score=True, num_threads=1, start_iteration=start, num_iteration=end - start)
            for start, end in pairwise(ends)
        ]
        return np.column_stack(each)

    def weighed(self, prior: Floats, X: Floats, label: Floats, weight: Floats) -> tuple[float, tuple[Tree, ...]]:
        """How much the prior's margin counts, and the trees of the experts that add to it, as the outcomes say.

        Args:
            prior: The prior's margin of some rows.
            X: These rows.
            label: What was found in each.
            weight: What each counts.
        """
        margins = self.margins(X)
        spread = np.sqrt(np.average((margins - np.average(margins, 0, weight)) ** 2, 0, weight))
        silent = spread < 1e-9 * max(1.0, float(np.abs(margins).max()))
        units = np.column_stack([prior, margins / np.where(silent, np.inf, spread)])
        of_prior, *of_experts = _coefficients(units, label, weight)
        shares = np.where(silent, 0.0, np.array(of_experts) / np.where(silent, 1.0, spread))
        by_tree = np.repeat(shares, list(self.counts.values())).tolist()
        return of_prior, tuple(scaled(t, by) for t, by in zip(self.trees.trees, by_tree, strict=True) if by > 0)

    @classmethod
    def read(cls, folder: Path, target: str) -> Experts | None:
        """Those of a target; None where nobody has made any."""
        trees, counts = folder / f"{target}.experts.txt", folder / f"{target}.experts.json"
        if not trees.is_file():
            return None
        return cls(text=trees.read_text(encoding="utf-8"), counts=json.loads(counts.read_text(encoding="utf-8")))


def scaled(tree: Tree, by: float) -> Tree:
    """A tree whose leaves are multiplied by a number."""
    return replace(tree, leaf_value=tuple(by * value for value in tree.leaf_value))


def _coefficients(units: Floats, label: Floats, weight: Floats) -> list[float]:
    """Of the prior, kept near 1, and of the experts, near 0: a logistic regression with no coefficient below 0."""
    prior_spread = float(np.average((units[:, 0] - np.average(units[:, 0], weights=weight)) ** 2, weights=weight))
    usual = np.eye(1, units.shape[1])[0]
    penalty = np.array([PRIOR_PENALTY * prior_spread, *[EXPERT_PENALTY] * (units.shape[1] - 1)])
    middle = np.average(units, 0, weight)

    def loss(parameters: Floats) -> tuple[float, Floats]:
        own, intercept = parameters[:-1], parameters[-1]
        margin = (units - middle) @ own + intercept
        error = weight * (0.5 * (1 + np.tanh(margin / 2)) - label)
        doubt = penalty * (own - usual)
        value = weight @ (np.logaddexp(0, margin) - label * margin) + 0.5 * doubt @ (own - usual)
        return float(value), np.append(error @ (units - middle) + doubt, error.sum())

    bounds = [(0.0, None)] * units.shape[1] + [(None, None)]
    found = minimize(loss, np.append(usual, 0.0), jac=True, method="L-BFGS-B", bounds=bounds).x
    return [float(each) for each in found[:-1]]
