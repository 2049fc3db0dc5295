"""What training hands to the bundle: one trained target, in open formats only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from zbrisk.bundle.audits import Audits
from zbrisk.bundle.calibration import Calibration
from zbrisk.bundle.reference import Reference
from zbrisk.bundle.reviewed_scores import ReviewedScores
from zbrisk.bundle.trees import Trees, read_trees

__all__ = ["TrainedTarget"]


@dataclass(frozen=True, kw_only=True)
class TrainedTarget:
    """A model of one target.

    Args:
        target: A code of the contract's outcomes, such as concealed_assets.
        feature_names: The columns of the matrix, in the order in which the model takes them.
        model_text: LightGBM's own text form; its raw margin is the score (log-odds).
        calibration: From the raw margin to the probability.
        reference: The distributions that a value or score is compared with.
        monotone: The features whose effect was held to one direction: 1 never lowers the score, -1 never raises it.
        metrics: JSON values: what was learnt from and how well it did on later cases. Counts and figures only, no rows.
        audits: Scores of audits that no model learnt from, for promises about a list; None where there were too few.
        reviewed: Reviews of cases that the model had not learnt from, for the levels; None where there were too few.
    """

    target: str
    feature_names: tuple[str, ...]
    model_text: str
    calibration: Calibration
    reference: Reference
    monotone: Mapping[str, int]
    metrics: Mapping[str, object]
    audits: Audits | None = None
    reviewed: ReviewedScores | None = None

    @cached_property
    def trees(self) -> Trees:
        """The trees of the text.

        Raises:
            BundleError: They are none that can be run safely, or of other features.
        """
        return read_trees(self.model_text, self.feature_names, name=f"The model of {self.target}")
