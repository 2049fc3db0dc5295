"""The settings of one boosted model, and LightGBM's names for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["BINNING", "Boosting"]

#: What the binned data depend on; the same for every trial, so that data are binned once a fold. `min_data_in_leaf`
#: counts rows whatever they weigh, so leaves are held by their hessian instead, where weak labels count for little.
BINNING: dict[str, object] = {"max_bin": 63, "min_data_in_bin": 3, "min_data_in_leaf": 1, "feature_pre_filter": False}


@dataclass(frozen=True, kw_only=True)
class Boosting:
    """How the trees are grown. The defaults are for some hundred labels: small, slow, strongly regularised.

    Trees are at most `max_depth` deep, because TreeSHAP costs leaves times depth squared for every explained case.
    """

    rounds: int = 150
    learning_rate: float = 0.05
    max_depth: int = 3
    leaves: int = 8
    min_hessian: float = 2.0
    l2: float = 5.0
    feature_share: float = 0.4
    row_share: float = 0.8

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
                "feature_fraction": self.feature_share,
                "bagging_fraction": self.row_share,
                "bagging_freq": 1,
                "seed": seed,
                "deterministic": True,
                "force_row_wise": True,
                "num_threads": threads,
                "verbosity": -1,
            }
        )
