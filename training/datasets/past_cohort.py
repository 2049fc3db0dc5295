"""The cohort of a past day with its features, for asking what list would have been issued then."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from training.recipe import Recipe
from training.stage_timer import StageTimer
from zbrisk.docket import Docket
from zbrisk.errors import DataError
from zbrisk.execution.signal_builder import SignalBuilder

__all__ = ["PastCohort"]


class PastCohort:
    """Cohorts of past days; a matrix is made when one is asked for.

    Args:
        docket: The tables.
        builder: The matrix builder, fitted to them.
        recipe: Its `reference_cases` says from how many cases on a cohort is sampled.
        timer: Counts the time as that of the matrix.
    """

    def __init__(self, docket: Docket, builder: SignalBuilder, recipe: Recipe, timer: StageTimer) -> None:
        self._docket, self._builder, self._recipe, self._timer = docket, builder, recipe, timer

    def __call__(self, day: pd.Timestamp, *, always: Collection[str], never: Collection[str]) -> pd.DataFrame:
        """The features of the cases that stood on a day, by case_id, with `sampling_weight`.

        Args:
            day: The day.
            always: Cases that a sample does not leave out; each represents itself alone.
            never: Cases that are left out.

        Returns:
            One row a case; `sampling_weight` says how many cases of the cohort each represents. Empty before the
            first case.
        """
        try:
            cohort = self._docket.cohort(day.date())
        except DataError:  # nothing was known before the day
            return pd.DataFrame(columns=["sampling_weight"])
        cases = cohort[self._docket.contract.cohort.key].astype(object)
        cases = cases[~cases.isin(list(never))]
        kept, others = cases[cases.isin(list(always))], cases[~cases.isin(list(always))]
        size = min(len(others), self._recipe.reference_cases)
        drawn = np.sort(np.random.default_rng([self._recipe.seed, 11]).choice(len(others), size, replace=False))
        chosen = pd.concat([kept, others.iloc[drawn]])
        if chosen.empty:
            return pd.DataFrame(columns=["sampling_weight"])
        with self._timer("matrix"):
            matrix = self._builder.transform(pd.DataFrame({"case_id": chosen.to_numpy(), "as_of": day}))
        sampling_weight = np.concatenate([np.ones(len(kept)), np.full(size, len(others) / max(size, 1))])
        return matrix.set_axis(pd.Index(chosen, dtype=object), axis=0).assign(sampling_weight=sampling_weight)
