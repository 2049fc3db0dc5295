"""The clues of a ranked list that a promise holds for."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from zbrisk.bundle.trained import TrainedTarget
from zbrisk.errors import DataError
from zbrisk.scoring.promise import Promise, promised

__all__ = ["promised_clues"]


def promised_clues(
    clues: pd.DataFrame, targets: Iterable[TrainedTarget], rate: float
) -> tuple[pd.DataFrame, dict[str, Promise]]:
    """For each target the longest list that keeps the promise.

    Args:
        clues: What `rank` returns for all cases of a day, none left out.
        targets: The targets of the bundle that ranked them.
        rate: The share of the list that is to be confirmed, in expectation.

    Returns:
        The clues that are left, and what is promised of each target.

    Raises:
        DataError: The rate is not between 0 and 1.
    """
    if not 0 < rate < 1:
        raise DataError(f"A success rate of {rate} cannot be promised.", "Give one between 0 and 1, such as 0.8.")
    promises = {each.target: _promise(clues, each, rate) for each in targets}
    lengths = clues["target"].map({target: promise.length for target, promise in promises.items()})
    return clues[clues["rank"] <= lengths].reset_index(drop=True), promises


def _promise(clues: pd.DataFrame, trained: TrainedTarget, rate: float) -> Promise:
    own = clues[clues["target"] == trained.target]
    scores, probabilities = (own[name].to_numpy(dtype=np.float64) for name in ("score", "probability"))
    return promised(trained.audits, scores, probabilities, rate)
