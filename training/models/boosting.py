"""The settings of one model of trees, boosted or a forest, and LightGBM's names for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

__all__ = ["BINNING", "ENOUGH_TO_BOOST", "ENOUGH_TO_SEARCH", "Boosting", "default_shape", "most_depth", "most_leaves"]

#: What the binned data depend on; the same for every trial, so that data are binned once a fold. `min_data_in_leaf`
#: counts rows whatever they weigh, so leaves are held by their hessian instead, where weak labels count for little.
BINNING: dict[str, object] = {"max_bin": 63, "min_data_in_bin": 3, "min_data_in_leaf": 1, "feature_pre_filter": False}


@dataclass(frozen=True, kw_only=True)
class Boosting:
    """How the trees are grown. The defaults are small, slow and strongly regularised.

    Boosted trees each mend what the ones before them got wrong. In a forest each is grown on its own and looks at a few
    features at every split; the margin is their mean. Trees are at most `max_depth` deep, because TreeSHAP costs leaves
    times depth squared for every explained case.
    """

    rounds: int = 150
    learning_rate: float = 0.05
    max_depth: int = 3
    leaves: int = 8
    min_hessian: float = 2.0
    l2: float = 5.0
    feature_share: float = 0.4
    row_share: float = 0.8
    split_share: float = 1.0
    forest: bool = False

    def to_lightgbm(self, *, seed: int, threads: int = 1, monotone: Sequence[int] = ()) -> dict[str, object]:
        """LightGBM's parameters; the same ones on the same data give the same bytes."""
        constraints = {"monotone_constraints": list(monotone)} if any(monotone) else {}
        return (
            BINNING
            | constraints
            | {
                "objective": "binary",
                "learning_rate": self.learning_rate,
                "max_depth": self.max_depth,
                "num_leaves": self.leaves,
                "min_sum_hessian_in_leaf": self.min_hessian,
                "lambda_l2": self.l2,
                "boosting": "rf" if self.forest else "gbdt",
                "feature_fraction": self.feature_share,
                "feature_fraction_bynode": self.split_share,
                "bagging_fraction": self.row_share,
                "bagging_freq": 1,
                "seed": seed,
                "deterministic": True,
                "force_row_wise": True,
                "num_threads": threads,
                "verbosity": -1,
            }
        )


#: Labels of the rarer kind from which trees are boosted, and from which their shape is searched for. Fewer teach a
#: forest more, docs/results/foreign-worlds.md has the curve; and a search would pick the luckiest of noisy folds.
ENOUGH_TO_BOOST, ENOUGH_TO_SEARCH = 250, 500
#: A hundred outcomes hold many faint hints, and some are wrong. Boosted trees spend their few steps on the strongest;
#: trees of a forest, made to look elsewhere at every split, average over many more. More than eight leaves bring next
#: to nothing, and a table of contributions (`zbrisk.bundle.contribution_table`) doubles with each split.
FOREST = Boosting(
    forest=True, rounds=150, max_depth=8, leaves=8, min_hessian=0.2, l2=0.1, feature_share=1.0, split_share=0.1,
    row_share=0.7,
)  # fmt: skip
#: For trees that correct a prior: few, each of few features, or they would take back what it knows.
WITH_PRIOR = Boosting(rounds=30, feature_share=0.2)
#: The same where several offices, or one with many outcomes, have more to correct with.
MUCH_PRIOR = Boosting(rounds=150, feature_share=0.2)

#: What labels of the rarer kind pay for: from how many on, the shape without a search, and the depth and the leaves
#: that a search may reach. A hundred cannot tell an interaction of four from chance; thousands can, and small trees
#: lose then (docs/results/other-studies.md has figures).
BY_LABELS = (
    (2_000, Boosting(rounds=400, max_depth=8, leaves=31), 10, 127),
    (ENOUGH_TO_SEARCH, Boosting(rounds=250, max_depth=5, leaves=16), 6, 64),
    (ENOUGH_TO_BOOST, Boosting(), 4, 16),
    (0, FOREST, 4, 16),
)


def default_shape(labels: int, max_depth: int, leaves: int = 0, *, corrects: bool = False) -> Boosting:
    """The shape without a search.

    Where labels are few and the trees correct a prior, they do little more.

    Args:
        labels: Of the rarer kind, confirmed or refuted.
        max_depth: Depth at most, whatever the labels.
        leaves: Leaves of a tree; 0 for as many as the labels pay for.
        corrects: Whether the trees correct a prior, rather than stand beside one or alone.
    """
    _, shape, *_ = _paid_for(labels)
    if corrects and labels < ENOUGH_TO_SEARCH:
        shape = MUCH_PRIOR if labels >= ENOUGH_TO_BOOST else WITH_PRIOR
    return replace(shape, max_depth=min(shape.max_depth, max_depth), leaves=min(leaves or shape.leaves, 2**max_depth))


def most_depth(labels: int) -> int:
    """How deep a search may go."""
    return _paid_for(labels)[2]


def most_leaves(labels: int) -> int:
    """How many leaves a search may give a tree."""
    return _paid_for(labels)[3]


def _paid_for(labels: int) -> tuple[int, Boosting, int, int]:
    return next(each for each in BY_LABELS if labels >= each[0])
