"""A trained target at work: raw scores, probabilities, contributions.

Contributions are path-dependent TreeSHAP values (Lundberg et al. 2020), in log-odds, looked up for small trees and
LightGBM's own for large ones: they need no background sample, so the same case has the same reasons whoever else is
ranked, and with the base they add up to the raw score. Interventional values ask another question and name the same
five strongest features in less than half of the cases.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from zbrisk.bundle.contribution_table import ContributionTable
from zbrisk.bundle.leaf_table import LeafTable
from zbrisk.bundle.levels import LEVELS, UNTESTED, Basis, level_beside
from zbrisk.bundle.reference import MIN_CASES_FOR_PERCENTILE
from zbrisk.bundle.reviewed_scores import Levels
from zbrisk.bundle.splits import LeafSums
from zbrisk.bundle.trained import TrainedTarget
from zbrisk.typing import Floats

if TYPE_CHECKING:
    import lightgbm as lgb

__all__ = ["TargetModel"]

FEW = 20  # rows, of which all trees are asked together


class TargetModel:
    """Scores rows of a matrix for one target.

    Args:
        trained: What training made.
        columns: The columns of the matrix that will be given.
    """

    def __init__(self, trained: TrainedTarget, columns: tuple[str, ...]) -> None:
        self.trained = trained
        place = {name: i for i, name in enumerate(columns)}
        self.places = np.array([place[name] for name in trained.feature_names], dtype=np.int64)

    @property
    def target(self) -> str:
        """What is scored."""
        return self.trained.target

    @cached_property
    def booster(self) -> lgb.Booster:
        """The model as LightGBM runs it, where trees have many splits.

        Raises:
            BundleError: LightGBM does not take it.
        """
        return self.trained.trees.booster()

    @cached_property
    def base_rate(self) -> float | None:
        """The mean probability of the reference cases, what a probability is high or low beside; None of too few."""
        if self.trained.reference.cases < MIN_CASES_FOR_PERCENTILE:
            return None
        score = self.trained.reference.score
        share = np.diff(np.array([*score.below, 1.0]))
        return float(self.probabilities(np.array(score.values)) @ share)

    def scores(self, matrix: Floats) -> Floats:
        """Raw margins (log-odds), one a row."""
        if len(matrix) <= FEW:
            return self._sums(matrix[:, self.places])
        if self._leaves is not None:
            return self._leaves.scores(matrix, self.places)
        return np.asarray(self.booster.predict(matrix[:, self.places], raw_score=True), dtype=np.float64)

    def probabilities(self, scores: Floats) -> Floats:
        """Calibrated probabilities of raw scores."""
        return np.atleast_1d(self.trained.calibration.probability(scores))

    def level(self, score: float) -> tuple[str, Basis]:
        """The level of a raw score, and the reviews that it rests on.

        Where nothing was tested the level only orders the work: it stands for the odds beside the average case.
        """
        if self.levels is not None:
            level, basis = self.levels.level(score)
        else:
            base = self.base_rate
            probability = float(self.probabilities(np.array([score]))[0])
            level, basis = level_beside(probability, probability if base is None else base), UNTESTED
        return LEVELS[level], basis

    @cached_property
    def levels(self) -> Levels | None:
        """The levels that reviews support; None where too few reviews were of cases that it had not learnt from."""
        reviewed = self.trained.reviewed
        return None if reviewed is None else Levels(tests=reviewed, base_rate=self.base_rate)

    @cached_property
    def percentile(self) -> Callable[[str, float | None], float | None]:
        """`Reference.percentile`, which most cases ask for the same few values."""
        return lru_cache(maxsize=16_384)(self.trained.reference.percentile)

    def contributions(self, matrix: Floats) -> tuple[Floats, Floats]:
        """SHAP values of the model's features (rows x features), and the base that they start from (rows)."""
        rows = matrix[:, self.places]
        if self._table is not None:
            return self._table.contributions(rows), np.full(len(rows), self._table.base)
        shap = np.asarray(self.booster.predict(rows, pred_contrib=True, num_threads=_threads(rows)), dtype=np.float64)
        return shap[:, :-1], shap[:, -1]

    @cached_property
    def _sums(self) -> LeafSums:
        return LeafSums(self.trained.trees.trees)

    @cached_property
    def _leaves(self) -> LeafTable | None:
        return LeafTable.of(self.trained.trees)

    @cached_property
    def _table(self) -> ContributionTable | None:
        return ContributionTable.of(self.trained.trees)


def _threads(rows: Floats) -> int:
    return 1 if len(rows) <= FEW else 0  # waking threads costs more than a few rows; 0 is all there are
